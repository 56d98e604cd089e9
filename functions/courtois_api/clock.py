"""The one clock of the function: the domain reads none."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def today_in_paris() -> date:
    """The day a letter bears when the person gives none."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def now() -> datetime:
    """This second, in UTC: until when a short link opens."""
    return datetime.now(UTC)
