"""Random letters, always the same ones: every letter and kind of debtor in turn, 1 to 12 invoices.

The answers are those of `make same`, with more invoices, because the fit is chosen for long letters.
"""

from collections.abc import Iterator
from datetime import date
from itertools import count, islice

from bench.same.cases import sound
from bench.same.cases.chance import Chance
from bench.same.cases.parties import KINDS
from courtois.letter.compose import Letter
from courtois.service import LetterService

TODAY = date(2026, 11, 30)  # the day of a letter without a date
MOST_INVOICES = 12


def random_letters(service: LetterService, letters: int) -> Iterator[Letter]:
    """Yield this number of letters; skip the answers that the form refuses."""
    return islice(_accepted(service), letters)


def _accepted(service: LetterService) -> Iterator[Letter]:
    types = list(service.catalogue)
    for number in count():
        turn, place = divmod(number, len(KINDS))
        kind, letter_type = KINDS[place], types[turn % len(types)]
        chance = Chance(f"random-letters/{number}")
        invoice_count = chance.randint(1, MOST_INVOICES)
        answers = sound(chance, number, kind, letter_type.slug, invoice_count=invoice_count)
        reading = service.read(list(answers.items()), letter_type, TODAY)
        if not reading.faults:
            yield service.letter(reading, letter_type)
