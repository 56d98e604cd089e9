"""What the person answers: who is owed, who owes, for which invoices, and what was done so far.

Names are those of the questions in docs/rules.md, §1 (`creditor-name` is `case.creditor.name`). Amounts
are Decimal euros with VAT, or net when there is none; an empty text means « not answered ».
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from courtois.french.typography import is_france

CreditorStatus = Literal["company", "sole_trader", "association"]
DebtorKind = Literal["professional", "non_professional", "consumer", "public"]
Channel = Literal["phone", "email", "post", "lrar"]
Nature = Literal["", "service", "goods", "works", "carriage"]
Vat = Literal["", "yes", "exempt", "reverse_charge"]
EventKind = Literal["acknowledgement", "signed_plan", "conciliation", "court_claim", "enforcement"]
Dispute = Literal["no", "part", "all"]
Penalties = Literal["none", "mention", "claim"]
LateRate = Literal["", "legal", "fixed", "triple_legal", "ecb_plus"]
Civility = Literal["none", "mme", "m"]
Activity = Literal["", "commercant", "artisan", "liberale", "agricole", "civile", "unknown"]
Insolvency = Literal[
    "no", "unknown", "sauvegarde", "redressement", "liquidation", "surendettement", "closed"
]
PublicTerm = Literal["", "30", "50", "60"]  # days
Ccag = Literal["", "yes", "no", "unknown"]
ComptablePublic = Literal["", "yes", "no"]
PlanCovers = Literal["principal", "total"]
PlanPenalties = Literal["", "run", "suspended", "waived_if_kept"]
JUDGMENTS = ("sauvegarde", "redressement", "liquidation")
MISE_EN_DEMEURE = "mise-en-demeure"
ZERO = Decimal("0.00")
_SOLE_TRADER = re.compile(r"\bEI\b|\bE\.I\.|entrepreneure? individuel", re.IGNORECASE)


def says_sole_trader(text: str) -> bool:
    """True when a name or a legal form bears the mention of a sole trader (C. com., art. R526-27).

    >>> says_sole_trader("Anne Martin EI"), says_sole_trader("Durand SARL")
    (True, False)
    """
    return _SOLE_TRADER.search(text) is not None


@dataclass(frozen=True)
class Address:
    """A postal address, as typed; `courtois.letter.head` turns it into the lines of an envelope."""

    street: str
    postcode: str
    city: str
    complement: str = ""
    country: str = ""


@dataclass(frozen=True)
class Creditor:
    """The person or company that is owed and signs (mentions: C. com., art. R123-237, R123-238, R526-27)."""

    name: str
    status: CreditorStatus
    address: Address
    signatory: str
    legal_form: str = ""
    capital: Decimal | None = None
    siret: str = ""
    rcs: str = ""
    phone: str = ""
    email: str = ""
    iban: str = ""
    bic: str = ""
    capacity: str = ""
    activity: Activity = ""
    vat: Vat = ""
    mediator: str = ""


@dataclass(frozen=True)
class Debtor:
    """The person or body that owes. `kind`, chosen by the creditor, decides the regime (`courtois.regimes`)."""

    kind: DebtorKind
    name: str
    address: Address
    legal_form: str = ""
    siren: str = ""
    civility: Civility = "none"
    contact: str = ""
    head_office: bool = False
    activity: Activity = ""
    insolvency: Insolvency = "no"
    insolvency_on: date | None = None
    public_term: PublicTerm = ""
    ccag: Ccag = ""
    comptable_public: ComptablePublic = ""

    @property
    def abroad(self) -> bool:
        """True when the debtor's address is outside France."""
        return not is_france(self.address.country)


@dataclass(frozen=True)
class Payment:
    """Money received on an invoice; an acompte when received before the invoice was issued."""

    paid_on: date
    amount: Decimal


@dataclass(frozen=True)
class Invoice:
    """One unpaid invoice, or, when a plan is in course, one instalment past due."""

    number: str
    issued_on: date
    due_on: date
    service: str
    amount: Decimal
    performed_on: date | None = None
    received_on: date | None = None
    nature: Nature = ""
    order_ref: str = ""
    credit: Decimal = ZERO
    disputed: Decimal = ZERO
    payments: tuple[Payment, ...] = ()
    # False when a calculator did not ask the invoice's date: `issued_on` is then the due date.
    issue_known: bool = True

    @property
    def born_on(self) -> date:
        """The day the debt arose: the end of the service when known, else the invoice's date."""
        return self.performed_on or self.issued_on


@dataclass(frozen=True)
class EarlierStep:
    """A step already taken: its slug, its day, its channel, and its invoices (every invoice when empty)."""

    step: str
    sent_on: date
    channel: Channel
    presented_on: date | None = None
    invoices: tuple[str, ...] = ()

    def names(self, invoice: Invoice) -> bool:
        """True when this step was about the invoice."""
        return not self.invoices or invoice.number in self.invoices


@dataclass(frozen=True)
class Event:
    """Something that moves the limitation date (C. civ., art. 2238 to 2244)."""

    kind: EventKind
    on: date


@dataclass(frozen=True)
class Instalment:
    """One payment of a plan."""

    due_on: date
    amount: Decimal


@dataclass(frozen=True)
class Plan:
    """A payment plan proposed with an acknowledgement of the debt (C. civ., art. 1376)."""

    instalments: tuple[Instalment, ...]
    covers: PlanCovers = "principal"
    penalties: PlanPenalties = ""
    signatory: str = ""
    capacity: str = ""


@dataclass(frozen=True)
class Case:
    """Everything a letter needs, complete and typed. `dated_on` is the letter's day."""

    creditor: Creditor
    debtor: Debtor
    invoices: tuple[Invoice, ...]
    place: str
    dated_on: date
    pay_by: date | None = None
    earlier: tuple[EarlierStep, ...] = ()
    events: tuple[Event, ...] = ()
    penalties: Penalties = "none"
    late_rate: LateRate = ""  # « legal » is the statutory default, never the taux d'intérêt légal
    fixed_rate: Decimal | None = None  # percent a year
    late_points: Decimal | None = None  # points above the ECB's rate
    annex: bool = False
    disputed: Dispute = "no"
    disputed_what: str = ""
    plan_in_course: bool = False
    grace_until: date | None = None
    note: str = ""
    qr: bool = False
    plan: Plan | None = field(default=None)

    def file_name(self, prefix: str) -> str:
        """Return the stem of a file about this case: `prefix`, then the first invoice's number."""
        safe = "".join(c if c.isalnum() else "-" for c in self.invoices[0].number)
        return f"{prefix}-{safe.strip('-') or 'facture'}"

    def before_judgment(self, invoice: Invoice) -> bool:
        """True when the debt arose before the judgment, and must be declared (C. com., art. L622-24)."""
        judgment_on = self.debtor.insolvency_on
        if self.debtor.insolvency not in JUDGMENTS or judgment_on is None:
            return False
        return invoice.born_on <= judgment_on
