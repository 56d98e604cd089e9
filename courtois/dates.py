"""Days as the French type them and as a letter prints them. No clock here: see the edges."""

import re
from datetime import date, timedelta

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})[/.\s-](\d{1,2})[/.\s-](\d{4})", re.ASCII)
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
    """Write a day in full, year included, held together by no-break spaces.

    >>> write(date(2026, 12, 1))
    '1er\\xa0décembre\\xa02026'
    """
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}\u00a0{MONTHS[day.month - 1]}\u00a0{day.year}"


def add_days(day: date, days: int) -> date:
    """The day `days` days later (C. civ., art. 2228: delays are counted in days)."""
    return day + timedelta(days=days)


def add_years(day: date, years: int) -> date:
    """The same date `years` years later; 29 February becomes the 28th (CPC, art. 641)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
