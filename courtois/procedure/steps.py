"""The amicable steps: which one may come next, on which day, and why.

They are the letters that bear `after_due`. No law sets a number of reminders or a time between
two (C. civ., art. 1344): these are usages and general information; the person chooses.
"""

from dataclasses import dataclass, replace
from datetime import date

from courtois import regimes
from courtois.case import MISE_EN_DEMEURE, ZERO, Case, EarlierStep
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.debt.assessment import Assessment, assess
from courtois.french import dates

# Steps that are no letter.
REMEDIES = "recours"  # see `courtois.procedure.remedies`
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
    reason: str


def next_step(
    assessment: Assessment, catalogue: LetterCatalogue, *, straight: bool = False
) -> NextStep | None:
    """The next step, None when no principal is left; `straight` asks for the mise en demeure at once.

    Raises LawUnknown when no figure covers the case's day.
    """
    if assessment.balances.principal <= ZERO:
        return None
    if urgent := _urgent_step(assessment):
        return urgent
    case = assessment.owing
    step = _after_all_letters(case, catalogue)
    step = step or _amicable(case, catalogue, straight=straight)
    on, reason = max(step.on, case.dated_on), step.reason
    if case.grace_until and case.grace_until >= on and catalogue.get(step.slug):
        on, reason = dates.add_days(case.grace_until, 1), "grace"
    return replace(step, on=dates.next_working_day(on), reason=reason)


def following(
    assessment: Assessment, letter: LetterType, catalogue: LetterCatalogue
) -> NextStep | None:
    """The step after this letter, if it is sent on the case's day and stays unanswered.

    None for a letter that is not an amicable step, and when something else must come first.
    """
    nothing_left = assessment.balances.principal <= ZERO
    if letter.after_due is None or nothing_left or _urgent_step(assessment):
        return None
    case = assessment.case
    sent = EarlierStep(letter.slug, case.dated_on, letter.channels[0])
    return next_step(assess(replace(case, earlier=(*case.earlier, sent))), catalogue)


def _urgent_step(assessment: Assessment) -> NextStep | None:
    """Return what comes before any letter: a collective procedure, a debt nearly or perhaps barred, a dispute."""
    case, limitation = assessment.owing, assessment.limitation
    today, debtor = case.dated_on, case.debtor
    if any(case.before_judgment(invoice) for invoice in case.invoices):
        return NextStep(CLAIM_DECLARATION, today, "insolvency")
    if debtor.insolvency == "closed":
        return NextStep(CLOSED, today, "closed")
    if debtor.insolvency == "surendettement":
        return NextStep(OVERINDEBTEDNESS, today, "overindebtedness")
    if limitation.past(today):
        return NextStep(LIMITATION, today, "perhaps_barred")
    if limitation.near(today):
        # A written claim restarts the period (loi n° 68-1250, art. 2).
        if limitation.from_new_year:
            return NextStep(MISE_EN_DEMEURE, today, "limitation_near_public")
        return NextStep(REMEDIES, today, "limitation_near")
    if case.disputed == "all" or assessment.balances.claimed <= ZERO:
        return NextStep(DISPUTE, today, "disputed")
    return None


def _after_all_letters(case: Case, catalogue: LetterCatalogue) -> NextStep | None:
    """Return the remedies, the day after the mise en demeure's deadline; None when none was sent."""
    sent = [step.sent_on for step in _relevant_steps(case) if step.step == MISE_EN_DEMEURE]
    if not sent:
        return None
    deadline = catalogue[MISE_EN_DEMEURE].usual_deadline(max(sent))
    return NextStep(REMEDIES, dates.add_days(deadline, 1), "formal_notice_without_effect")


def _amicable(case: Case, catalogue: LetterCatalogue, *, straight: bool) -> NextStep:
    """Return the letter that follows the furthest one sent, at the usual time after it."""
    regime = regimes.of(case.debtor)
    letters = [letter for letter in catalogue.steps if regime.receives(letter)]
    due_on = min(regime.last_day_to_pay(case.debtor, invoice) for invoice in case.invoices)
    if straight:
        return NextStep(MISE_EN_DEMEURE, dates.add_days(due_on, 1), "straight")
    places = {letter.slug: place for place, letter in enumerate(letters)}
    taken = [
        (places[step.step], step.sent_on) for step in _relevant_steps(case) if step.step in places
    ]
    if not taken:
        reason = "not_due" if due_on >= case.dated_on else "first"
        return NextStep(letters[0].slug, dates.add_days(due_on, _usual_day(letters[0])), reason)
    place, sent_on = max(taken)
    letter = letters[min(place + 1, len(letters) - 1)]
    usual = dates.add_days(due_on, _usual_day(letter))
    spaced = dates.add_days(sent_on, _usual_day(letter) - _usual_day(letters[place]))
    return NextStep(letter.slug, max(usual, spaced), "formal" if letter.final else "no_answer")


def _relevant_steps(case: Case) -> list[EarlierStep]:
    """Return the steps about an invoice of this case."""
    return [step for step in case.earlier if any(step.names(invoice) for invoice in case.invoices)]


def _usual_day(letter: LetterType) -> int:
    """Days after the due date."""
    return letter.after_due or 0
