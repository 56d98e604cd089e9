"""What one letter can hold: a décompte, and past steps, that someone will still read."""

from collections.abc import Iterator
from decimal import Decimal

from courtois.catalogue.letters import LetterType
from courtois.checks.claim import claimed_statement
from courtois.checks.saying import say
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.french import euros
from courtois.letter.compose import claims
from courtois.letter.step_groups import group_steps

MOST_LINES = 400  # twenty pages of décompte; the press draws them in a few seconds
MOST_RECALLED = 500  # invoices named by all the past steps together


def faults(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """A décompte or past steps too long to be printed, judged before anything is drawn."""
    case = assessment.case
    statement = claimed_statement(assessment) if case.annex else None
    lines = len(statement.interest) if statement else 0
    if statement and lines > MOST_LINES and claims(letter_type, case, statement):
        yield say(
            "annex",
            f"Le décompte compterait {_number(lines)} lignes, pour {MOST_LINES} au plus : répartissez "
            "les factures sur plusieurs lettres, ou n’y joignez pas le décompte.",
        )
    recalled = sum(len(contacts.invoices) for contacts in group_steps(case.earlier))
    if recalled > MOST_RECALLED:
        yield say(
            "earlier",
            f"Vos démarches nommeraient {_number(recalled)} fois une facture, pour {MOST_RECALLED} au "
            "plus : gardez les plus importantes, ou répartissez les factures sur plusieurs lettres.",
        )


def _number(count: int) -> str:
    return euros.french_number(Decimal(count))
