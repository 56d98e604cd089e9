"""The décompte: what remains due on each invoice, and in all.

Principal only: amounts, less credit notes and payments (C. civ., art. 1342, 1343). What a letter
claims leaves out the part in dispute, for only the undisputed part is certain.
"""

from dataclasses import dataclass
from decimal import Decimal

from courtois.case import ZERO, Case, Invoice


@dataclass(frozen=True)
class Line:
    """One invoice and its sums, in euros."""

    invoice: Invoice
    paid: Decimal
    balance: Decimal
    claimed: Decimal


@dataclass(frozen=True)
class Statement:
    """Every invoice of a case and the totals, in euros."""

    lines: tuple[Line, ...]

    @property
    def principal(self) -> Decimal:
        """What remains due: amounts less credit notes and payments."""
        return sum((line.balance for line in self.lines), ZERO)

    @property
    def claimed(self) -> Decimal:
        """What the letter asks for: the principal less the part in dispute."""
        return sum((line.claimed for line in self.lines), ZERO)

    @property
    def in_dispute(self) -> Decimal:
        """The part in dispute, which the letter leaves out."""
        return self.principal - self.claimed

    @property
    def anything_paid(self) -> bool:
        """True when a payment or a credit note lowered an invoice."""
        return any(line.balance != line.invoice.amount for line in self.lines)


def state(case: Case) -> Statement:
    """Draw up the statement of a case."""
    return Statement(tuple(_line(invoice) for invoice in case.invoices))


def _line(invoice: Invoice) -> Line:
    paid = sum((payment.amount for payment in invoice.payments), ZERO)
    balance = invoice.amount - invoice.credit - paid
    return Line(invoice, paid, balance, balance - invoice.disputed)
