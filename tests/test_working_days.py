"""Working days, Monday to Friday without holidays; the expected holidays come from printed calendars."""

from datetime import date

import holidays
import pytest

from courtois.french.dates import (
    easter,
    half_year_end,
    half_year_start,
    next_working_day,
    public_holidays,
)

# Written by hand from printed calendars.
HOLIDAYS = {
    2025: "01-01 04-21 05-01 05-08 05-29 06-09 07-14 08-15 11-01 11-11 12-25",
    2026: "01-01 04-06 05-01 05-08 05-14 05-25 07-14 08-15 11-01 11-11 12-25",
    2027: "01-01 03-29 05-01 05-06 05-08 05-17 07-14 08-15 11-01 11-11 12-25",
    2028: "01-01 04-17 05-01 05-08 05-25 06-05 07-14 08-15 11-01 11-11 12-25",
}


@pytest.mark.parametrize(("year", "days"), HOLIDAYS.items())
def test_a_year_has_its_eleven_holidays(year: int, days: str) -> None:
    assert sorted(day.strftime("%m-%d") for day in public_holidays(year)) == days.split()


@pytest.mark.parametrize(
    "sunday",
    [
        date(1761, 3, 22),
        date(1818, 3, 22),
        date(1886, 4, 25),
        date(1943, 4, 25),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2038, 4, 25),
    ],
    ids=str,
)
def test_easter_is_right_at_its_earliest_and_latest(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),  # a Friday
        (date(2026, 11, 21), date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 22), date(2026, 11, 23)),
        (date(2026, 11, 11), date(2026, 11, 12)),
        (date(2026, 4, 4), date(2026, 4, 7)),  # Easter: Saturday, Sunday, Monday
        (date(2027, 12, 31), date(2027, 12, 31)),
        (date(2028, 1, 1), date(2028, 1, 3)),
    ],
    ids=str,
)
def test_the_next_working_day_skips_weekends_and_holidays(day: date, following: date) -> None:
    assert next_working_day(day) == following


def test_a_half_year_has_its_first_and_last_day() -> None:
    for day in (date(2028, 1, 1), date(2028, 2, 29), date(2028, 6, 30)):
        assert (half_year_start(day), half_year_end(day)) == (date(2028, 1, 1), date(2028, 6, 30))
    for day in (date(2028, 7, 1), date(2028, 12, 31)):
        assert (half_year_start(day), half_year_end(day)) == (date(2028, 7, 1), date(2028, 12, 31))


@pytest.mark.parametrize("year", range(2015, 2100))
def test_the_holidays_equal_those_of_another_library(year: int) -> None:
    assert set(public_holidays(year)) == set(holidays.France(years=year))
