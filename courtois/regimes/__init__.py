"""What depends on who owes: one module for each kind of debtor, all with the interface of `regime.py`.

    of(debtor) -> Regime

No other module compares `debtor.kind`, but for forms, which ask it. The rules are in docs/rules.md, §2.
Doctests take their cases from tests/cases.py: two invoices, of 1 May and 3 June 2026.
"""

from typing import assert_never

from courtois.case import Debtor
from courtois.regimes.consumer import Consumer
from courtois.regimes.non_professional import NonProfessional
from courtois.regimes.professional import Professional
from courtois.regimes.public import Public
from courtois.regimes.regime import Regime

__all__ = ["Regime", "of"]

_PROFESSIONAL = Professional()
_NON_PROFESSIONAL = NonProfessional()
_CONSUMER = Consumer()
_PUBLIC = Public()


def of(debtor: Debtor) -> Regime:
    """The regime of a debtor, by the kind the person chose."""
    match debtor.kind:
        case "professional":
            return _PROFESSIONAL
        case "non_professional":
            return _NON_PROFESSIONAL
        case "consumer":
            return _CONSUMER
        case "public":
            return _PUBLIC
    assert_never(debtor.kind)
