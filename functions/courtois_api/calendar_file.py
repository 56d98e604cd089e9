"""The days to come as an iCalendar file (RFC 5545): the only module that knows icalendar.

A file made another day replaces the former one: an event keeps its UID, and SEQUENCE, DTSTAMP and
LAST-MODIFIED grow with the day of the request.
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
# SEQUENCE counts the days since then, because no record is kept of the files already made.
EPOCH = date(2020, 1, 1)
# An all-day event begins at midnight, local time: an alarm nine hours later rings that morning. An alarm before
# midnight would ring the day before.
MORNING = timedelta(hours=9)


def write(case: Case, days: Sequence[CalendarDay], renderer: Renderer, today: date) -> bytes:
    """The file, in UTF-8; `today` is the day of the request. Raises LawUnknown."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for day in days:
        calendar.add_component(_event(case, day, renderer, today))
    file: bytes = calendar.to_ical()
    return file


def _event(case: Case, day: CalendarDay, renderer: Renderer, today: date) -> Event:
    """An all-day event that leaves the person free. It is private, because others may see this calendar."""
    words = plain_text(renderer.calendar_event(case, day))
    summary, _, description = words.strip().partition("\n\n")
    made_on = datetime.combine(today, time(), UTC)
    event = Event()
    event.add("uid", _uid(case, day))
    event.add("dtstamp", made_on)
    event.add("last-modified", made_on)
    event.add("sequence", (today - EPOCH).days)
    event.add("dtstart", day.on)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    for alarm_day in day.alarms:
        event.add_component(_alarm(summary, alarm_day - day.on + MORNING))
    return event


def _alarm(summary: str, trigger: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", trigger)
    return alarm


def _uid(case: Case, day: CalendarDay) -> str:
    """A stable, opaque UID from the invoices and the kind of day, whatever its date."""
    invoices = sorted(
        f"{invoice.number}\t{invoice.due_on.isoformat()}" for invoice in case.invoices
    )
    digest = sha256("\n".join([*invoices, day.slug]).encode()).hexdigest()
    return f"{digest}@facture"
