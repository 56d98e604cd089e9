"""The thirteen or fourteen requests of one case: one PDF, and more requests that cost little.

A PDF takes a server ten times as long as a text: each case has one PDF, one page and one Word document, of its own
letter. The texts of two more letters are requested, because faults depend on the letter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.same import bodies
from bench.same.cases import DrawnCase
from bench.same.cases.chance import Chance
from bench.same.exchange import Request

MOVES = (
    {"add": "invoices"}, {"remove": "invoices-0"}, {"add": "earlier"}, {"add": "events"},
    {"add": "invoices-0-payments"}, {"remove": "earlier-0"}, {"add": "instalments"},
    {"remove": "invoices-0-payments-0"}, {"add": "invoices", "remove": "invoices-1"}, {"add": "x"},
)  # fmt: skip
OTHER_LETTERS = 2  # letters whose text is requested, besides the case's own
BodyWriter = Callable[[Mapping[str, str]], bodies.Body]


@dataclass(frozen=True)
class Offer:
    """What a server offers: its letters and its calculators, by slug."""

    letters: Sequence[str]
    tools: Sequence[str]


def calls(case: DrawnCase, offer: Offer) -> Iterator[Request]:
    """Yield every request of a case. Its number decides how bodies are written and which other letters are read."""
    chance = Chance(f"calls/{case.number}")
    letter_path = f"/api/lettres/{case.letter}"
    for ending, write_body in zip(
        ("pdf", "html", "docx", "txt"), chance.sample(bodies.BODY_WRITERS, 4), strict=True
    ):
        yield _post(case, f"lettre .{ending}", f"{letter_path}.{ending}", write_body)
    others = [letter for letter in offer.letters if letter != case.letter]
    for letter in chance.sample(others, OTHER_LETTERS):
        yield _post(case, "lettre .txt", f"/api/lettres/{letter}.txt", bodies.nested)
    draft = f"/api/lettres/{chance.choice(offer.letters)}.html"
    yield _post(case, "aperçu .html", draft, bodies.form, draft="yes")
    yield from _forms(case, chance)
    yield from _calculators(case, chance, offer)
    yield _post(case, "décompte", "/api/decompte", bodies.nested)
    yield _post(case, "calendrier", "/api/calendrier.ics", chance.choice(bodies.BODY_WRITERS))


def _forms(case: DrawnCase, chance: Chance) -> Iterator[Request]:
    """Yield the form as typed, or with a row more or less; then its review."""
    path = f"/api/formulaires/{case.letter}"
    if chance.maybe(50):
        yield _post(case, "formulaire", path, bodies.form)
    else:
        yield _post(case, "formulaire, lignes", path, bodies.form, **chance.choice(MOVES))
    yield _post(case, "formulaire relu", path, chance.choice(bodies.BODY_WRITERS), review="yes")


def _calculators(case: DrawnCase, chance: Chance, offer: Offer) -> Iterator[Request]:
    """Yield a calculator's form, another calculator's JSON, and now and then a row more or less."""
    by_form, by_program = (f"/api/outils/{tool}" for tool in chance.sample(offer.tools, 2))
    yield _post(case, "calculateur", by_form, bodies.form)
    yield _post(case, "calculateur", by_program, bodies.nested)
    if chance.maybe(25):
        yield _post(case, "calculateur, lignes", by_form, bodies.form, **chance.choice(MOVES))


def _post(case: DrawnCase, kind: str, path: str, write_body: BodyWriter, **acts: str) -> Request:
    body, headers = write_body(case.answers | acts)
    return Request(kind, "POST", path, body, headers, case.number)
