"""The clock: the only reader of the calendar day in the function; the domain reads no clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today_in_paris() -> date:
    """The day of a letter that the person did not date."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def now() -> datetime:
    """The current second, in UTC: short links end by it."""
    return datetime.now(UTC)
