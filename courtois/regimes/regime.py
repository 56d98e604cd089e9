"""The interface of a regime: what the law says of one kind of debtor. mypy refuses a regime that lacks a member.

Rates are percent a year, delays calendar days. « Late by law » means: without any letter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

from courtois.case import Case, Debtor, DebtorKind, Invoice
from courtois.catalogue.letters import LetterType
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


Code = Literal["commerce", "commande_publique", "civil"]


class Regime(Protocol):
    """What the law says of one kind of debtor. Facts are attributes; what needs a case is a method."""

    kind: DebtorKind
    # The code that governs lateness, and that letters cite.
    code: Code

    # Lateness

    # Interest and the fixed sum are owed without a mise en demeure.
    late_by_law: bool
    # The invoice or the contract may set the rate.
    rate_is_agreed: bool
    # One rate for the whole delay, whatever the half-years it crosses.
    rate_set_once: bool
    # A payment clears interest before principal.
    interest_first: bool
    # The law file of the fixed sum for recovery costs; empty when none is owed.
    compensation_figure: str

    # Limitation

    # A clause may shorten or lengthen the limitation period.
    period_by_contract: bool
    # Past the late day, interest and the fixed sum are no longer claimed.
    refuses_barred_claim: bool

    # Who the debtor is

    # Written to by name and civility, without SIREN, legal form nor attention line.
    natural_person: bool
    # A mediator is named in a dispute; a plan bears neither interest nor costs.
    consumer_law: bool
    # Written to the ordonnateur; the administrative judge decides.
    administrative: bool
    # A letter may invite the debtor to object or to ask for time.
    invites_proposal: bool
    # A mise en demeure goes to the siège social.
    has_head_office: bool
    # A collective procedure against such a debtor is looked up in Bodacc.
    in_bodacc: bool

    # Remedies

    # The tribunal de commerce may decide.
    commercial_court: bool
    # The Médiateur des entreprises may be asked.
    business_mediator: bool

    def last_day_to_pay(self, debtor: Debtor, invoice: Invoice) -> date:
        """The last day on which payment is not late."""

    def interest_since(self, case: Case, invoice: Invoice) -> date | None:
        """The first day that bears interest; None when nothing makes it run."""

    def rate(self, case: Case, since: date | None) -> Rate:
        """The yearly rate of a delay begun on `since`."""

    def reference(self, case: Case) -> Parameter | None:
        """The published figure the rate is built on; None for a rate agreed in percent."""

    def limitation_figure(self, debtor: Debtor) -> str:
        """The law file of the limitation period, in years."""

    def counts_from_new_year(self, debtor: Debtor) -> bool:
        """True when the period runs from the next 1 January, and any payment or written claim restarts it."""

    def is_legal_person(self, debtor: Debtor) -> bool:
        """True for a company or an association, as far as the answers say so."""

    def receives(self, letter: LetterType) -> bool:
        """True when this letter may be written to such a debtor (`refuses` in `letter.toml`).

        >>> from pathlib import Path
        >>> from cases import DEBTORS
        >>> from courtois import regimes
        >>> from courtois.catalogue.letters import LetterCatalogue
        >>> plan = LetterCatalogue(Path("templates"))["echeancier"]
        >>> [kind for kind, debtor in DEBTORS.items() if not regimes.of(debtor).receives(plan)]
        ['public']
        """
        return self.kind not in letter.refuses
