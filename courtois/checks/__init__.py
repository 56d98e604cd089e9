"""What a complete case must satisfy before a letter is written (docs/rules.md, §3): pure rules, no form.

    verdict = judge(assessment, letter_type, slugs=..., typeface=..., confirmed=False)

A fault forbids the letter; a warning does not. Each holds the flat name of the answer to mend, with
rows numbered as in the case. A borrowed value (`courtois.borrowed`) is never judged, so that a missing
answer causes no fault about another answer.
"""

from collections.abc import Collection
from typing import NamedTuple

from courtois.catalogue.letters import LetterType
from courtois.checks import (
    claim,
    days_and_steps,
    dispute,
    insolvency,
    invoices,
    limitation,
    parties,
    plan,
)
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.letter.typeface import Typeface

__all__ = ["Verdict", "judge", "judge_inquiry"]


class Verdict(NamedTuple):
    """Every fault, and every warning."""

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def judge_inquiry(assessment: Assessment, *, slugs: Collection[str]) -> Verdict:
    """Judge the answers to a calculator: impossible days and sums, figures that the law files lack."""
    case = assessment.case
    faults = [
        *invoices.impossible(case),
        *dispute.too_large(assessment),
        *days_and_steps.step_faults(case, slugs),
        *insolvency.judgment_day(case),
        *claim.too_early(case),
        *claim.faults(assessment),
    ]
    warnings = [*insolvency.calculator_warnings(case), *claim.warnings(assessment)]
    return Verdict(tuple(faults), tuple(warnings))


def judge(
    assessment: Assessment,
    letter_type: LetterType,
    *,
    slugs: Collection[str],
    typeface: Typeface,
    confirmed: bool = False,
) -> Verdict:
    """Judge a case for a type of letter. `confirmed`: the person knows that the debt may be barred."""
    barred = limitation.faults(assessment, confirmed=confirmed)
    limitation_warnings = limitation.warnings(assessment, confirmed=confirmed)
    faults = _faults(assessment, letter_type, slugs, typeface)
    return Verdict((*faults, *barred), (*_warnings(assessment, letter_type), *limitation_warnings))


def _warnings(assessment: Assessment, letter_type: LetterType) -> list[Fault]:
    case = assessment.case
    return [
        *parties.debtor_warnings(case, letter_type),
        *parties.creditor_warnings(case, letter_type),
        *days_and_steps.warnings(assessment, letter_type),
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
        *days_and_steps.step_faults(case, slugs),
        *days_and_steps.faults(case, letter_type),
        *days_and_steps.length_faults(assessment, letter_type),
        *claim.faults(assessment),
        *plan.faults(assessment, letter_type),
        *dispute.faults(assessment, letter_type),
    ]
