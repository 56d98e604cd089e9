"""Days as the French type, count and print them. Nothing here reads the clock."""

import calendar
import re
from datetime import date, timedelta
from functools import cache

MONTH_NAMES = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

DAY_NAMES = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})", re.ASCII)
FRIDAY = 4
FIXED_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension Day, Whit Monday
EARLIEST = date(1990, 1, 1)
LATEST = date(2099, 12, 31)


def parse(text: str) -> date:
    """Read `2026-11-21` (what a browser sends) or `21/11/2026` (what a person types).

    Raises ValueError with a French sentence that says how to mend it.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        year, month, day = map(int, match.groups())
    elif match := _FRENCH.fullmatch(text):
        day, month, year = map(int, match.groups())
    else:
        raise ValueError("Écrivez la date en chiffres, par exemple 21/11/2026.")
    try:
        read = date(year, month, day)
    except ValueError:
        raise ValueError("Cette date n’existe pas : vérifiez le jour et le mois.") from None
    if not EARLIEST <= read <= LATEST:
        raise ValueError("Vérifiez l’année : elle doit être comprise entre 1990 et 2099.")
    return read


def write(day: date) -> str:
    """Write a day in full, year included, with no-break spaces.

    >>> write(date(2026, 12, 1))
    '1er\\xa0décembre\\xa02026'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTH_NAMES[day.month - 1]}\u00a0{day.year}"


def add_days(day: date, days: int) -> date:
    """The day `days` days later (C. civ., art. 2228: delays are counted in days)."""
    return day + timedelta(days=days)


def add_years(day: date, years: int) -> date:
    """The same date `years` years later; 29 February becomes the 28th (CPC, art. 641)."""
    return add_months(day, 12 * years)


def add_months(day: date, months: int) -> date:
    """The same day `months` months later, or the last day of a shorter month (CPC, art. 641).

    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def half_year_start(day: date) -> date:
    """The 1 January or 1 July that begins the day's half-year."""
    return date(day.year, 1 if day.month < 7 else 7, 1)


def half_year_end(day: date) -> date:
    """The 30 June or 31 December that ends the day's half-year."""
    return date(day.year, 6, 30) if day.month < 7 else date(day.year, 12, 31)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, Monday to Friday and no holiday; else the next one.

    >>> next_working_day(date(2026, 12, 25))
    datetime.date(2026, 12, 28)
    """
    while day.weekday() > FRIDAY or day in public_holidays(day.year):
        day = add_days(day, 1)
    return day


@cache
def public_holidays(year: int) -> frozenset[date]:
    """The eleven holidays of the year in France (C. trav., art. L3133-1), Alsace-Moselle's two left out."""
    fixed = {date(year, month, day) for month, day in FIXED_HOLIDAYS}
    return frozenset(fixed | {add_days(easter(year), days) for days in AFTER_EASTER})


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher's computation).

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + skipped + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
