"""A payment plan: days in order, after the letter, and a sum exact to the cent."""

from collections.abc import Iterator
from itertools import pairwise

from courtois import dates, euros
from courtois.case import ZERO, Case, Plan
from courtois.checks.invoices import sums_told
from courtois.checks.saying import say
from courtois.errors import Fault
from courtois.example import told
from courtois.letters import LetterType
from courtois.statement import balances


def faults(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """Everything wrong with the instalments."""
    if letter_type.takes_plan and case.plan:
        yield from _days(case, case.plan)
        yield from _sum(case, case.plan)


def _days(case: Case, plan: Plan) -> Iterator[Fault]:
    days = [instalment.due_on for instalment in plan.instalments]
    for index, day in enumerate(days):
        if told(day, case.dated_on) and day <= case.dated_on:
            yield say(
                f"instalments-{index}-due_on",
                f"Cette échéance doit tomber après le {dates.write(case.dated_on)}, "
                "date de la lettre.",
            )
    for index, (before, after) in enumerate(pairwise(days), start=1):
        if told(before, after) and after <= before:
            yield say(
                f"instalments-{index}-due_on",
                "Cette échéance tombe avant la précédente, ou le même jour : "
                "rangez-les dans l’ordre.",
            )


def _sum(case: Case, plan: Plan) -> Iterator[Fault]:
    amounts = [instalment.amount for instalment in plan.instalments]
    if not amounts or not told(*amounts) or not sums_told(case):
        return
    wanted, given = balances(case).claimed, sum(amounts, ZERO)
    if wanted <= 0 or given == wanted:
        return
    difference = euros.write(abs(wanted - given))
    mend = f"il manque {difference}" if given < wanted else f"il y a {difference} de trop"
    yield say(
        f"instalments-{len(amounts) - 1}-amount",
        f"Les échéances font {euros.write(given)} et il reste dû {euros.write(wanted)} : {mend}.",
    )
