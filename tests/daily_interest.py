"""The interest computed a second way: day after day, in fractions, from rates copied by hand.

Slow and plain on purpose. It shares no code with the product: golden figures were computed with it,
and random cases are compared to it.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction

# Half-year: the ECB's rate, then the legal rate « tous autres cas », in hundredths of a percent.
TABLE = {
    (2015, 1): (5, 93), (2015, 2): (5, 99), (2016, 1): (5, 101), (2016, 2): (0, 93),
    (2017, 1): (0, 90), (2017, 2): (0, 90), (2018, 1): (0, 89), (2018, 2): (0, 88),
    (2019, 1): (0, 86), (2019, 2): (0, 87), (2020, 1): (0, 87), (2020, 2): (0, 84),
    (2021, 1): (0, 79), (2021, 2): (0, 76), (2022, 1): (0, 76), (2022, 2): (0, 77),
    (2023, 1): (250, 206), (2023, 2): (400, 422), (2024, 1): (450, 507), (2024, 2): (425, 492),
    (2025, 1): (315, 371), (2025, 2): (215, 276), (2026, 1): (215, 262), (2026, 2): (240, 275),
}  # fmt: skip
RateOf = Callable[[date], int]
InterestRow = tuple[
    date, date, int, Fraction, int, int
]  # from, to, days, base, rate, cents of interest


def half(day: date) -> tuple[int, int]:
    return day.year, 1 if day.month <= 6 else 2


def ecb_plus(points: int) -> RateOf:
    """Return the rate in hundredths of a percent; `points` are hundredths too."""
    return lambda day: TABLE[half(day)][0] + points


def legal_times(multiple: int) -> RateOf:
    """Return a multiple of the legal rate, in hundredths of a percent."""
    return lambda day: TABLE[half(day)][1] * multiple


def constant(rate: int) -> RateOf:
    return lambda _: rate


def half_up(amount: Fraction) -> int:
    """Euros to whole cents."""
    return int((amount * 100 + Fraction(1, 2)) // 1)


def walk(
    base: Fraction,
    payments: Sequence[tuple[date, Fraction]],
    span: tuple[date, date],
    rate_of: RateOf,
    *,
    by_half_year: bool = True,
    interest_first: bool = True,
) -> list[InterestRow]:
    """Return the rows of a span, both days counted, computed day by day."""
    first, last = span
    waiting = Fraction(0)  # interest printed and not yet paid
    rows: list[InterestRow] = []
    base -= sum((amount for paid_on, amount in payments if paid_on < first), Fraction(0))
    day, row_start, accrued = first, first, Fraction(0)
    while day <= last:
        accrued += base * rate_of(day) / 10_000 / 365
        paid = [amount for paid_on, amount in payments if paid_on == day]
        tomorrow = day + timedelta(days=1)
        turns = by_half_year and half(tomorrow) != half(day)
        if paid or turns or day == last:
            if base > 0:
                printed = half_up(accrued)
                days = (day - row_start).days + 1
                rows.append((row_start, day, days, base, rate_of(row_start), printed))
                waiting += Fraction(printed, 100)
            for amount in paid:
                to_interest = amount if interest_first else max(amount - base, Fraction(0))
                cleared = min(waiting, to_interest)
                waiting -= cleared
                base -= amount - cleared
            row_start, accrued = tomorrow, Fraction(0)
        day = tomorrow
    return rows
