"""Days to come as an iCalendar file (RFC 5545): the only module that knows icalendar.

A file made another day replaces the former: the same day to come keeps its UID, and SEQUENCE,
DTSTAMP and LAST-MODIFIED grow with the day of the request.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import Alarm, Calendar, Event

from courtois.case import Case
from courtois.letter.plain_text import plain_text
from courtois.letter.render import Renderer
from courtois.procedure.calendar import CalendarDay

PRODUCER = "-//Étapes d’une facture//FR"
EPOCH = date(
    2020, 1, 1
)  # SEQUENCE is a number of days since then, for nothing is kept to count files
# An all-day event begins at midnight, wherever one is: nine hours later is that day's morning, as
# calendars themselves write it. A time before midnight would ring the day before.
MORNING = timedelta(hours=9)


def calendar(case: Case, days: Sequence[CalendarDay], renderer: Renderer, today: date) -> bytes:
    """The file, in UTF-8; `today` is the day of the request. Raises LawUnknown."""
    made = Calendar()
    made.add("prodid", PRODUCER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    for day in days:
        made.add_component(_event(case, day, renderer, today))
    file: bytes = made.to_ical()
    return file


def _event(case: Case, day: CalendarDay, renderer: Renderer, today: date) -> Event:
    """All day, not busy, private: other people may see this calendar."""
    words = plain_text(renderer.calendar_event(case, day))
    summary, _, description = words.strip().partition("\n\n")
    written = datetime.combine(today, time(), UTC)
    event = Event()
    event.add("uid", _uid(case, day))
    event.add("dtstamp", written)
    event.add("last-modified", written)
    event.add("sequence", (today - EPOCH).days)
    event.add("dtstart", day.on)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for ring in day.alarms:
        event.add_component(_alarm(summary, ring - day.on + MORNING))
    return event


def _alarm(summary: str, trigger: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", trigger)
    return alarm


def _uid(case: Case, day: CalendarDay) -> str:
    """The same for the same invoices and the same day to come, whatever its date, and nothing to read in it."""
    invoices = sorted(f"{one.number}\t{one.due_on.isoformat()}" for one in case.invoices)
    digest = sha256("\n".join([*invoices, day.slug]).encode()).hexdigest()
    return f"{digest}@facture"
