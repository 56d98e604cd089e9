"""Geometry of the two charts: amounts along a bar, days along a line, in thousandths of the width."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WIDTH = 1000
THINNEST = 6  # minimum visible width of a non-zero segment
MARGIN = 20  # before the first day and after the last


@dataclass(frozen=True)
class Segment:
    """One amount of a bar, in euros: where it begins and how long it is."""

    key: str
    amount: Decimal
    x: int
    width: int


@dataclass(frozen=True)
class Mark:
    """One day of a line, and where it stands."""

    key: str
    on: date
    x: int


def bar(amounts: Mapping[str, Decimal]) -> tuple[Segment, ...]:
    """Amounts one after the other; zero amounts are left out.

    >>> [(s.key, s.x, s.width) for s in bar({"a": Decimal(30), "b": Decimal(0), "c": Decimal(10)})]
    [('a', 0, 750), ('c', 750, 250)]
    """
    drawn = {key: amount for key, amount in amounts.items() if amount > 0}
    total = sum(drawn.values(), Decimal(0))
    ends, x = [], 0
    for amount in drawn.values():
        x = max(x + THINNEST, x + round(amount / total * WIDTH))
        ends.append(x)
    scaled = [0, *(round(end * WIDTH / ends[-1]) for end in ends)]
    return tuple(
        Segment(key, amount, begin, end - begin)
        for (key, amount), begin, end in zip(drawn.items(), scaled, scaled[1:], strict=False)
    )


def line(days: Iterable[tuple[str, date]]) -> tuple[Mark, ...]:
    """Days at their distance from one another, earliest first.

    >>> days = [("b", date(2026, 1, 11)), ("a", date(2026, 1, 1)), ("c", date(2026, 1, 21))]
    >>> [(m.key, m.x) for m in line(days)]
    [('a', 20), ('b', 500), ('c', 980)]
    """
    ordered = sorted(days, key=lambda pair: pair[1])
    first, last = ordered[0][1], ordered[-1][1]
    span = max((last - first).days, 1)
    room = WIDTH - 2 * MARGIN
    return tuple(Mark(key, on, MARGIN + room * (on - first).days // span) for key, on in ordered)
