"""Checks of a payment plan (docs/rules.md, §5.7): days in order, after the letter; a sum exact to the cent."""

from collections.abc import Iterator
from itertools import pairwise

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import ZERO, Case, Plan
from courtois.catalogue.letters import LetterType
from courtois.checks import claim
from courtois.checks.invoices import sums_answered
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.french import dates, euros


def faults(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """Everything wrong with the instalments."""
    case = assessment.case
    if letter_type.takes_plan and case.plan:
        yield from _covers(case, case.plan)
        yield from _days(case, case.plan)
        yield from _sum(assessment, case.plan)


def _covers(case: Case, plan: Plan) -> Iterator[Fault]:
    """A fault when a consumer's plan covers more than the sum: « sans intérêt ni frais » (C. conso., art. L312-4)."""
    if (
        plan.covers == "total"
        and not regimes.of(case.debtor).late_by_law
        and is_answered(case.debtor.kind)
    ):
        yield Fault.french(
            "plan_covers",
            "Avec ce client, le plan porte sur le reste dû, sans intérêt ni frais : choisissez "
            "« Le reste dû ».",
        )


def _days(case: Case, plan: Plan) -> Iterator[Fault]:
    days = [instalment.due_on for instalment in plan.instalments]
    for index, day in enumerate(days):
        if is_answered(day, case.dated_on) and day <= case.dated_on:
            yield Fault.french(
                f"instalments-{index}-due_on",
                f"Cette échéance doit tomber après le {dates.write(case.dated_on)}, "
                "date de la lettre.",
            )
    for index, (before, after) in enumerate(pairwise(days), start=1):
        if is_answered(before, after) and after <= before:
            yield Fault.french(
                f"instalments-{index}-due_on",
                "Cette échéance tombe avant la précédente, ou le même jour : "
                "rangez-les dans l’ordre.",
            )


def _sum(assessment: Assessment, plan: Plan) -> Iterator[Fault]:
    case = assessment.case
    amounts = [instalment.amount for instalment in plan.instalments]
    if not amounts or not is_answered(*amounts) or not sums_answered(case):
        return
    whole = plan.covers == "total"
    countable = whole and claim.countable(case)
    statement = claim.claimed_statement(assessment) if countable else None
    if whole and statement is None:
        return  # another check reports what is missing
    expected = statement.total if statement else assessment.balances.claimed
    planned = sum(amounts, ZERO)
    if expected <= 0 or planned == expected:
        return
    difference = euros.write(abs(expected - planned))
    noun = "le total est de" if statement else "il reste dû"
    mend = f"il manque {difference}" if planned < expected else f"il y a {difference} de trop"
    yield Fault.french(
        f"instalments-{len(amounts) - 1}-amount",
        f"Les échéances font {euros.write(planned)} et {noun} {euros.write(expected)} : {mend}.",
    )
