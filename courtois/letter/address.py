"""The addressee's lines, as an envelope's window and the sorting machines want them.

NF Z10-011: six lines at most, 38 characters each, from the most particular to the most general,
the last three in unaccented capitals without punctuation. The window adds a width: 85 mm.
"""

import re
from dataclasses import dataclass

from courtois import regimes
from courtois.borrowed import lend
from courtois.case import Debtor
from courtois.errors import AddressTooLong
from courtois.french.postal import is_france, postal_capitals
from courtois.letter.typeface import Typeface

MOST_LINES = 6
MOST_CHARACTERS = 38
WIDTH_MM = 84.0  # one millimetre under the window's 85, for kerning is not measured
SIZES = (10.0, 9.5, 9.0)  # points

CIVILITIES = {"mme": "Mme", "m": "M."}
_TYPED_CIVILITY = re.compile(r"(?:M|Mr|Mme|Monsieur|Madame)\b\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Addressee:
    """The lines of the window, and the size they are set in (points)."""

    lines: tuple[str, ...]
    points: float


def addressee(debtor: Debtor, typeface: Typeface, attention: str = "") -> Addressee:
    """Fold a debtor's name and address into the window.

    The largest size that needs the fewest lines wins. Raises AddressTooLong when even the
    smallest needs more than six.
    """
    wanted = _unfolded(debtor, attention)
    best: Addressee | None = None
    for points in SIZES:
        folded = [line for text in wanted for line in _fold(text, typeface, points)]
        if len(folded) <= MOST_LINES and (best is None or len(folded) < len(best.lines)):
            best = Addressee(tuple(folded), points)
    if best is None or any(not _fits(line, typeface, best.points) for line in best.lines):
        raise AddressTooLong(f"{len(wanted)} lines wanted, {MOST_LINES} at most")
    return best


def _unfolded(debtor: Debtor, attention: str) -> list[str]:
    where = debtor.address
    name = debtor.name
    if regimes.of(debtor).natural_person and debtor.civility in CIVILITIES:
        name = f"{CIVILITIES[debtor.civility]} {_bare(name)}"
    lines = [
        lend(name, debtor.name),
        attention,
        where.complement,
        lend(postal_capitals(where.street), where.street),
        lend(postal_capitals(f"{where.postcode} {where.city}"), where.postcode, where.city),
        "" if is_france(where.country) else postal_capitals(where.country),
    ]
    return [line for line in lines if line]


def _bare(name: str) -> str:
    """A person's name without the civility typed before it, which the letter writes itself."""
    typed = _TYPED_CIVILITY.match(name)
    return name[typed.end() :] if typed else name


def _fold(text: str, typeface: Typeface, points: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _fits(longer, typeface, points) or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [lend(line, text) for line in lines]


def _fits(line: str, typeface: Typeface, points: float) -> bool:
    return len(line) <= MOST_CHARACTERS and typeface.width_mm(line, points) <= WIDTH_MM
