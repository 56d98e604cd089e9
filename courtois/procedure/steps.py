"""The amicable ladder: which step may come next, on which day, and why.

The rungs are the letters' own `after_due`. No law sets a number of reminders or a time between
two (C. civ., art. 1344): these are usages, told as general information; the person chooses.
"""

from dataclasses import dataclass, replace
from datetime import date

from courtois.case import MISE_EN_DEMEURE, ZERO, Case, EarlierStep
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.debt import limitation
from courtois.debt.late_terms import last_day_to_pay
from courtois.debt.statement import balances, owing
from courtois.french import dates

# Steps that are no letter.
DOORS = "recours"  # see `courtois.procedure.remedies`
CLAIM_DECLARATION = "declaration-de-creance"
CLOSED = "liquidation-cloturee"
OVERINDEBTEDNESS = "commission-de-surendettement"
LIMITATION = "prescription"
DISPUTE = "facture-contestee"


@dataclass(frozen=True)
class NextStep:
    """A step: a letter's slug or one of those above, its day, and the key of the sentence that says why.

    `on` is a working day, never before the case's day; that very day when something cannot wait.
    """

    slug: str
    on: date
    why: str


def next_step(case: Case, catalogue: LetterCatalogue, *, straight: bool = False) -> NextStep | None:
    """The next step, None when no principal is left; `straight` asks for the mise en demeure at once.

    Raises LawUnknown when no figure covers the case's day.
    """
    if balances(case).principal <= ZERO:
        return None
    case = owing(case)
    if forced := _forced(case):
        return forced
    found = _after_all_letters(case, catalogue)
    found = found or _on_the_ladder(case, catalogue, straight=straight)
    on, why = max(found.on, case.dated_on), found.why
    if case.grace_until and case.grace_until >= on and found.slug in _slugs(catalogue):
        on, why = dates.add_days(case.grace_until, 1), "grace"
    return replace(found, on=dates.next_working_day(on), why=why)


def following(case: Case, letter: LetterType, catalogue: LetterCatalogue) -> NextStep | None:
    """The step after this letter, were it sent on the case's day and left unanswered.

    None for a letter that stands beside the ladder, and when something else must come first.
    """
    if letter.after_due is None or balances(case).principal <= ZERO or _forced(owing(case)):
        return None
    sent = EarlierStep(letter.slug, case.dated_on, letter.channels[0])
    return next_step(replace(case, earlier=(*case.earlier, sent)), catalogue)


def _forced(case: Case) -> NextStep | None:
    """What comes before any letter: a collective procedure, a debt nearly or perhaps barred, a dispute."""
    today, debtor, found = case.dated_on, case.debtor, limitation.of_case(case)
    if any(case.before_judgment(invoice) for invoice in case.invoices):
        return NextStep(CLAIM_DECLARATION, today, "insolvency")
    if debtor.insolvency == "closed":
        return NextStep(CLOSED, today, "closed")
    if debtor.insolvency == "surendettement":
        return NextStep(OVERINDEBTEDNESS, today, "overindebtedness")
    if found.past(today):
        return NextStep(LIMITATION, today, "perhaps_barred")
    if found.near(today):
        if found.from_new_year:  # a written claim starts the time anew (loi n° 68-1250, art. 2)
            return NextStep(MISE_EN_DEMEURE, today, "limitation_near_public")
        return NextStep(DOORS, today, "limitation_near")
    if case.disputed == "all" or balances(case).claimed <= ZERO:
        return NextStep(DISPUTE, today, "disputed")
    return None


def _after_all_letters(case: Case, catalogue: LetterCatalogue) -> NextStep | None:
    """Once the mise en demeure's delay is over, the day after it."""
    sent = [step.sent_on for step in _taken(case) if step.step == MISE_EN_DEMEURE]
    if not sent:
        return None
    deadline = catalogue[MISE_EN_DEMEURE].usual_deadline(max(sent))
    return NextStep(DOORS, dates.add_days(deadline, 1), "formal_notice_without_effect")


def _on_the_ladder(case: Case, catalogue: LetterCatalogue, *, straight: bool) -> NextStep:
    """The rung above the highest one taken, never a lower one, and the usual time after it."""
    rungs = [rung for rung in catalogue.steps if case.debtor.kind not in rung.refuses]
    due_on = min(last_day_to_pay(case, invoice) for invoice in case.invoices)
    if straight:
        return NextStep(MISE_EN_DEMEURE, dates.add_days(due_on, 1), "asked")
    places = {rung.slug: place for place, rung in enumerate(rungs)}
    taken = [(places[step.step], step.sent_on) for step in _taken(case) if step.step in places]
    if not taken:
        why = "not_due" if due_on >= case.dated_on else "first"
        return NextStep(rungs[0].slug, dates.add_days(due_on, _rung_day(rungs[0])), why)
    place, sent_on = max(taken)
    rung = rungs[min(place + 1, len(rungs) - 1)]
    usual = dates.add_days(due_on, _rung_day(rung))
    apart = dates.add_days(sent_on, _rung_day(rung) - _rung_day(rungs[place]))
    return NextStep(rung.slug, max(usual, apart), "formal" if rung.final else "no_answer")


def _taken(case: Case) -> list[EarlierStep]:
    """The steps about an invoice of this case."""
    return [step for step in case.earlier if any(step.names(invoice) for invoice in case.invoices)]


def _rung_day(rung: LetterType) -> int:
    return rung.after_due or 0


def _slugs(catalogue: LetterCatalogue) -> set[str]:
    return {letter.slug for letter in catalogue}
