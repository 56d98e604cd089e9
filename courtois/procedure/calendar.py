"""The days to come of a case: what a calendar may remind of, as long as the client does not pay.

The next step comes from `steps.next_step`. The later steps are simulated, each taken on its day. They
are usages and general information: the person may move or drop any of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from courtois import regimes
from courtois.case import MISE_EN_DEMEURE, Case, EarlierStep
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.debt.assessment import Assessment, assess
from courtois.debt.limitation import Limitation
from courtois.french import dates
from courtois.procedure.steps import LIMITATION, REMEDIES, NextStep, next_step

# Days that are no step.
DEADLINE = "date-limite"  # the deadline their letter gives
NOTICE_ENDS = "fin-du-delai"  # of the mise en demeure, when no other day was given
CLAIM_NOTE = "memoire-en-reclamation"
LAST_DAY = "dernier-jour"  # the safe day: see `courtois.debt.limitation`

AHEAD = (3, 1)  # months before the last day


@dataclass(frozen=True)
class CalendarDay:
    """One day to come: a step's slug or one of those above; `alarms` are days, oldest first.

    `step`, `letter` and `limitation` are set when the day comes from one. `notice_days`: the usual days
    of a mise en demeure, for the day on which they end.
    """

    slug: str
    on: date
    alarms: tuple[date, ...]
    step: NextStep | None = None
    letter: LetterType | None = None
    limitation: Limitation | None = None
    notice_days: int = 0


def days_to_come(
    assessment: Assessment, catalogue: LetterCatalogue, *, straight: bool = False
) -> tuple[CalendarDay, ...]:
    """Every day to come, in order; none when no principal is left.

    `straight` asks for the mise en demeure at once. Raises LawUnknown as `next_step` does.
    """
    case = assessment.case
    notice_ends = _end_of_sent_notice(case, catalogue)
    simulated = _simulate(assessment, catalogue, straight=straight)
    steps = [_not_before(notice_ends, day) for day in simulated]
    if not steps:
        return ()
    notice = [day for day in steps if day.slug == MISE_EN_DEMEURE]
    if notice and notice[0].letter:
        notice_ends = _deadline(case, notice[0].letter, notice[0].on)
    days = [*steps, *_deadlines(case, notice_ends, catalogue)]
    days += [*_claim_note(case, notice_ends), *_last_day(assessment)]
    return tuple(sorted(days, key=lambda day: day.on))


def _simulate(
    assessment: Assessment, catalogue: LetterCatalogue, *, straight: bool
) -> Iterator[CalendarDay]:
    """Simulate: send each letter, assume no answer, until a step is not a letter."""
    seen: set[str] = set()
    step = next_step(assessment, catalogue, straight=straight)
    while step and step.slug not in seen:
        seen.add(step.slug)
        letter = catalogue.get(step.slug)
        barred = assessment.limitation if step.slug == LIMITATION else None
        yield CalendarDay(step.slug, step.on, (step.on,), step, letter, barred)
        if letter is None:
            return
        assessment = assess(_unanswered(assessment.case, letter, step.on))
        step = next_step(assessment, catalogue)


def _unanswered(case: Case, letter: LetterType, on: date) -> Case:
    """Return the case once this letter was sent and its deadline is over."""
    sent = EarlierStep(letter.slug, on, letter.channels[0])
    waits = letter.demands_payment or case.pay_by is not None
    later = dates.add_days(_deadline(case, letter, on), 1) if waits else on
    return replace(case, earlier=(*case.earlier, sent), dated_on=later, pay_by=None)


def _deadline(case: Case, letter: LetterType, on: date) -> date:
    """Return the deadline answered when it comes after the letter, else the usual one."""
    deadline = case.pay_by
    return deadline if deadline and deadline > on else letter.usual_deadline(on)


def _end_of_sent_notice(case: Case, catalogue: LetterCatalogue) -> date | None:
    """Return the deadline of the latest mise en demeure; None when none was sent."""
    sent = [
        step.sent_on
        for step in case.earlier
        if step.step == MISE_EN_DEMEURE and any(step.names(invoice) for invoice in case.invoices)
    ]
    return _deadline(case, catalogue[MISE_EN_DEMEURE], max(sent)) if sent else None


def _not_before(notice_ends: date | None, day: CalendarDay) -> CalendarDay:
    """Move the remedies to after the deadline: none opens while the client may still pay in time."""
    if notice_ends is None or day.slug != REMEDIES or day.on > notice_ends:
        return day
    on = dates.next_working_day(dates.add_days(notice_ends, 1))
    return replace(day, on=on, alarms=(on,))


def _deadlines(
    case: Case, notice_ends: date | None, catalogue: LetterCatalogue
) -> Iterator[CalendarDay]:
    """Yield the deadline of the case, and that of the mise en demeure when it is another day."""
    deadline, today = case.pay_by, case.dated_on
    if deadline and deadline >= today:
        yield CalendarDay(DEADLINE, deadline, (deadline,))
    if notice_ends and notice_ends >= today and notice_ends != deadline:
        days = catalogue[MISE_EN_DEMEURE].pay_within
        yield CalendarDay(NOTICE_ENDS, notice_ends, (notice_ends,), notice_days=days)


def _claim_note(case: Case, notice_ends: date | None) -> Iterator[CalendarDay]:
    """A public buyer's silence may start two months (CCAG PI 2021, art. 43; CCAG FCS 2021, art. 46).

    Only the contract says from which day. The reminder comes on the last day on which that silence can
    begin, never at the end of a delay that cannot be counted here.
    """
    if regimes.of(case.debtor).administrative and case.debtor.ccag != "no":
        on = max(notice_ends or case.dated_on, case.dated_on)
        yield CalendarDay(CLAIM_NOTE, on, (on,))


def _last_day(assessment: Assessment) -> Iterator[CalendarDay]:
    """Yield the safe last day, announced months ahead, or on that day when it is nearer; nothing once past."""
    limitation, today = assessment.limitation, assessment.case.dated_on
    if limitation.past(today):
        return
    ahead = [dates.add_months(limitation.safe, -months) for months in AHEAD]
    alarms = tuple(day for day in ahead if day > today) or (limitation.safe,)
    yield CalendarDay(LAST_DAY, limitation.safe, alarms, limitation=limitation)
