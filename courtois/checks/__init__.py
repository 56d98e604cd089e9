"""What a complete case must satisfy before a letter is written (docs/rules.md, §3): pure rules, no form.

    verdict = judge(assessment, letter_type, slugs=..., typeface=..., confirmed=False)

`verdict.faults` forbid the letter, `verdict.warnings` only speak. Every finding bears the flat
name of the answer to mend, rows numbered as in the case. A borrowed value (`courtois.borrowed`)
is never judged, so that one missing answer never accuses another.
"""

from collections.abc import Collection
from typing import NamedTuple

from courtois.catalogue.letters import LetterType
from courtois.checks import claim, dispute, insolvency, invoices, letter, limitation, parties, plan
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.letter.typeface import Typeface

__all__ = ["Verdict", "judge", "judge_inquiry"]


class Verdict(NamedTuple):
    """Every fault, and every warning."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def judge_inquiry(assessment: Assessment, *, slugs: Collection[str]) -> Verdict:
    """Judge what is asked of a calculator: days and sums that can be, figures that are known."""
    case = assessment.case
    faults = [
        *invoices.impossible(case),
        *dispute.too_large(assessment),
        *letter.step_faults(case, slugs),
        *insolvency.judgment_day(case),
        *claim.too_early(case),
        *claim.faults(assessment),
    ]
    doubts = [*insolvency.doubts(case), *claim.warnings(assessment)]
    return Verdict(tuple(faults), tuple(doubts))


def judge(
    assessment: Assessment,
    letter_type: LetterType,
    *,
    slugs: Collection[str],
    typeface: Typeface,
    confirmed: bool = False,
) -> Verdict:
    """Judge a case for a kind of letter. `confirmed`: the person knows the debt may be barred."""
    barred = limitation.faults(assessment, confirmed=confirmed)
    doubtful = limitation.warnings(assessment, confirmed=confirmed)
    faults = _faults(assessment, letter_type, slugs, typeface)
    return Verdict((*faults, *barred), (*_doubts(assessment, letter_type), *doubtful))


def _doubts(assessment: Assessment, letter_type: LetterType) -> list[Fault]:
    case = assessment.case
    return [
        *parties.debtor_warnings(case, letter_type),
        *parties.creditor_warnings(case, letter_type),
        *letter.warnings(assessment, letter_type),
        *claim.warnings(assessment),
        *claim.rates_stop(assessment),
        *dispute.warnings(case),
    ]


def _faults(
    assessment: Assessment, letter_type: LetterType, slugs: Collection[str], typeface: Typeface
) -> list[Fault]:
    case = assessment.case
    return [
        *parties.debtor_faults(case, letter_type, typeface),
        *invoices.faults(assessment, letter_type),
        *letter.step_faults(case, slugs),
        *letter.faults(case, letter_type),
        *letter.length_faults(assessment, letter_type),
        *claim.faults(assessment),
        *plan.faults(assessment, letter_type),
        *dispute.faults(assessment, letter_type),
    ]
