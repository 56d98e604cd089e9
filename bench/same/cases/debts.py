"""The invoices of a case, their payments, and the plan that pays the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from bench.same.cases.chance import CENT, Answers, Chance

SERVICES = (
    "refonte du site internet", "photographies de la carte", "traduction du catalogue, 3e tranche",
    "cours d’œnologie", "réfection de la toiture", "transport de douze palettes",
)  # fmt: skip
NATURES = ("", "service", "goods", "works", "carriage")
TERMS = (0, 15, 30, 30, 45, 60)  # days between an invoice and its due date
DAYS_A_YEAR = 365
LONGEST_PUBLIC_TERM = timedelta(days=60)
NOTHING = Decimal(0)
COMPENSATION = 40  # euros an invoice, owed by a professional


@dataclass
class DrawnInvoice:
    """An invoice drawn at random. Amounts are euros."""

    number: str
    issued_on: date
    due_on: date
    amount: Decimal
    performed_on: date | None = None
    credit: Decimal = NOTHING
    disputed: Decimal = NOTHING
    payments: list[tuple[date, Decimal]] = field(default_factory=list)

    @property
    def claimed(self) -> Decimal:
        """What remains due and is not disputed."""
        return (
            self.amount
            - self.credit
            - self.disputed
            - sum((paid for _, paid in self.payments), NOTHING)
        )


def how_many(chance: Chance) -> int:
    """One invoice most of the time; fifty at most."""
    few = chance.choice((1, 1, 1, 1, 2, 2, 3, 4))
    return chance.randint(5, 50) if chance.maybe(8) else few


def invoices(
    chance: Chance, dated_on: date, count: int, *, old: bool, not_due: bool
) -> list[DrawnInvoice]:
    """Draw invoices past due on a day; some are not yet due when the letter allows it, some nearly barred."""
    drawn = []
    for place in range(count):
        late = chance.randint(500, 2400) if old else chance.randint(1, 200)
        if not_due and chance.maybe(25):
            late = -chance.randint(0, 15)
        due_on = dated_on - timedelta(days=late)
        issued_on = min(due_on - timedelta(days=chance.choice(TERMS)), dated_on - timedelta(days=1))
        number = f"{chance.choice(('F', 'FA/', ''))}{issued_on.year}-{place + 14:03d}"
        invoice = DrawnInvoice(number, issued_on, due_on, chance.amount(50, 12_000))
        _settle_partly(chance, invoice, dated_on)
        drawn.append(invoice)
    if count == 1 and not old and chance.maybe(5):
        _pay_late(chance, drawn[0], dated_on)
    return drawn


def _settle_partly(chance: Chance, invoice: DrawnInvoice, dated_on: date) -> None:
    if chance.maybe(70):
        invoice.performed_on = invoice.issued_on - timedelta(days=chance.randint(0, 30))
    if chance.maybe(15):
        invoice.credit = chance.part_of(invoice.amount / 3)
    if chance.maybe(30):
        first = invoice.issued_on - timedelta(days=10)
        for day in sorted(chance.day(first, dated_on) for _ in range(chance.choice((1, 1, 2, 3)))):
            invoice.payments.append((day, chance.part_of(invoice.claimed / 4)))


def _pay_late(chance: Chance, invoice: DrawnInvoice, dated_on: date) -> None:
    """Pay the whole after the due date: only what lateness added is owed."""
    invoice.payments = [(chance.day(invoice.due_on, dated_on), invoice.amount - invoice.credit)]


def as_answers(
    chance: Chance, invoices: Sequence[DrawnInvoice], kind: str, dated_on: date
) -> Answers:
    """Return the invoices under the names of the form; a public body often has the day it received them."""
    answers: Answers = {}
    for place, invoice in enumerate(invoices):
        row = {
            "number": invoice.number,
            "service": chance.choice(SERVICES),
            "nature": chance.choice(NATURES),
            "amount": chance.typed_amount(invoice.amount),
            "issued_on": chance.typed_day(invoice.issued_on),
            "due_on": chance.typed_day(invoice.due_on),
            "performed_on": chance.typed_day(invoice.performed_on) if invoice.performed_on else "",
            "order_ref": chance.choice(("", "", f"BC {place + 7}/2026")),
            "credit": chance.typed_amount(invoice.credit) if invoice.credit else "",
            "disputed": chance.typed_amount(invoice.disputed) if invoice.disputed else "",
        }
        payable = invoice.issued_on + LONGEST_PUBLIC_TERM < dated_on
        if kind == "public" and payable and chance.maybe(70):
            row["received_on"] = chance.typed_day(invoice.issued_on)
        for index, (paid_on, amount) in enumerate(invoice.payments):
            row[f"payments-{index}-paid_on"] = chance.typed_day(paid_on)
            row[f"payments-{index}-amount"] = chance.typed_amount(amount)
        answers |= {f"invoices-{place}-{name}": value for name, value in row.items()}
    return answers


def plan(chance: Chance, dated_on: date, total: Decimal) -> Answers:
    """Instalments a month apart, whose sum is exact."""
    count = chance.choice((1, 2, 3, 6, 12))
    part = max(CENT, (total / count).quantize(CENT))
    amounts = [part] * (count - 1)
    amounts.append(total - sum(amounts))
    answers = {"plan_penalties": chance.choice(("", "run", "suspended", "waived_if_kept"))}
    for place, amount in enumerate(amounts):
        day = dated_on + timedelta(days=15 + 30 * place)
        answers[f"instalments-{place}-due_on"] = chance.typed_day(day)
        answers[f"instalments-{place}-amount"] = chance.typed_amount(amount)
    return answers


def total_at_fixed_rate(invoice: DrawnInvoice, dated_on: date, percent: int) -> Decimal:
    """What a professional owes for one invoice of which nothing was paid, at an agreed rate."""
    days = (dated_on - invoice.due_on).days
    interest = invoice.amount * percent * days / 100 / DAYS_A_YEAR
    return invoice.amount + interest.quantize(CENT, rounding="ROUND_HALF_UP") + COMPENSATION
