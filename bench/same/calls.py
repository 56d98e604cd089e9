"""The requests that one case becomes, thirteen or fourteen: one PDF, and more of what costs little.

A PDF takes a server ten times as long as a text: each case has one, of its own letter, and so for the page and
the Word document. Texts are asked of two more letters, since faults depend on the letter.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.same import bodies
from bench.same.cases import Case
from bench.same.cases.chance import Chance
from bench.same.exchange import Request

MOVES = (
    {"add": "invoices"}, {"remove": "invoices-0"}, {"add": "earlier"}, {"add": "events"},
    {"add": "invoices-0-payments"}, {"remove": "earlier-0"}, {"add": "instalments"},
    {"remove": "invoices-0-payments-0"}, {"add": "invoices", "remove": "invoices-1"}, {"add": "x"},
)  # fmt: skip
OTHER_LETTERS = 2  # whose text is asked, besides that of the case's letter
Way = Callable[[Mapping[str, str]], bodies.Body]


@dataclass(frozen=True)
class Offer:
    """What a server offers: its letters and its calculators, by slug."""

    letters: Sequence[str]
    tools: Sequence[str]


def calls(case: Case, offer: Offer) -> Iterator[Request]:
    """Every request of a case. Its number decides how bodies are written and which other letters are asked."""
    chance = Chance(f"calls/{case.number}")
    own = f"/api/lettres/{case.letter}"
    for ending, way in zip(
        ("pdf", "html", "docx", "txt"), chance.sample(bodies.WAYS, 4), strict=True
    ):
        yield _post(case, f"lettre .{ending}", f"{own}.{ending}", way)
    others = [letter for letter in offer.letters if letter != case.letter]
    for letter in chance.sample(others, OTHER_LETTERS):
        yield _post(case, "lettre .txt", f"/api/lettres/{letter}.txt", bodies.nested)
    draft = f"/api/lettres/{chance.choice(offer.letters)}.html"
    yield _post(case, "aperçu .html", draft, bodies.form, draft="yes")
    yield from _forms(case, chance)
    yield from _calculators(case, chance, offer)
    yield _post(case, "décompte", "/api/decompte", bodies.nested)
    yield _post(case, "calendrier", "/api/calendrier.ics", chance.choice(bodies.WAYS))


def _forms(case: Case, chance: Chance) -> Iterator[Request]:
    """The form as typed, or with a row more or less; and read over."""
    path = f"/api/formulaires/{case.letter}"
    if chance.maybe(50):
        yield _post(case, "formulaire", path, bodies.form)
    else:
        yield _post(case, "formulaire, lignes", path, bodies.form, **chance.choice(MOVES))
    yield _post(case, "formulaire relu", path, chance.choice(bodies.WAYS), review="yes")


def _calculators(case: Case, chance: Chance, offer: Offer) -> Iterator[Request]:
    """One calculator asked by a form, another by a program; now and then, a row more or less."""
    by_form, by_program = (f"/api/outils/{tool}" for tool in chance.sample(offer.tools, 2))
    yield _post(case, "calculateur", by_form, bodies.form)
    yield _post(case, "calculateur", by_program, bodies.nested)
    if chance.maybe(25):
        yield _post(case, "calculateur, lignes", by_form, bodies.form, **chance.choice(MOVES))


def _post(case: Case, kind: str, path: str, way: Way, **acts: str) -> Request:
    body, headers = way(case.answers | acts)
    return Request(kind, "POST", path, body, headers, case.number)
