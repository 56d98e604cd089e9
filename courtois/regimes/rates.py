"""Yearly rates, and until when they are known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from courtois.law import Parameter, parameters


@dataclass(frozen=True)
class Rate:
    """Percent a year on a day; `known_until` is the last day a figure covers, None when none expires.

    `by_half_year`: the rate may change each 1 January and 1 July.
    """

    at: Callable[[date], Decimal]
    known_until: date | None = None
    by_half_year: bool = False


def ecb_reference_rate() -> Parameter:
    """The ECB's main refinancing rate on the first day of each half-year."""
    return parameters()["taux_refinancement_bce"]


def taux_interet_legal() -> Parameter:
    """The column « tous autres cas »: the creditor acts for their trade (C. mon. fin., art. L313-2)."""
    return parameters()["taux_interet_legal_autres_cas"]
