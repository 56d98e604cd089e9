"""The statement (décompte): what remains due on each invoice, and what lateness adds.

Principal: amounts, less credit notes and payments (C. civ., art. 1342, 1343). What a letter claims
leaves out the part in dispute, for only the undisputed part is certain. Interest and compensation
are counted only when the case claims them, and shown apart: a payment that clears interest first
shows in the base of the next line, never in the principal.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from courtois.case import ZERO, Case, Invoice
from courtois.debt.late_interest import Accrual, InterestLine, accrue
from courtois.french import euros


@dataclass(frozen=True)
class InvoiceBalance:
    """One invoice and its sums, in euros."""

    invoice: Invoice
    paid: Decimal
    balance: Decimal
    claimed: Decimal


@dataclass(frozen=True)
class Balances:
    """Every invoice of a case and the totals, in euros, without what lateness adds."""

    lines: tuple[InvoiceBalance, ...]

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


@dataclass(frozen=True)
class Statement(Balances):
    """The whole statement on the day `as_of`, that day counted; euros.

    `accruals`: what each invoice of `lines` bore; empty when no lateness is claimed. `compensated`: numbers
    of the invoices that bear the fixed sum. `daily`: what each day adds from the day after, None
    when no figure covers it; it holds up to `daily_until`, None when nothing changes it.
    `unknown_after`: the last covered day, when the figures stop before `as_of`.
    """

    as_of: date
    accruals: tuple[Accrual, ...] = ()
    compensated: tuple[str, ...] = ()
    compensation: Decimal = ZERO
    daily: Decimal | None = ZERO
    daily_until: date | None = None
    unknown_after: date | None = None

    @property
    def interest(self) -> tuple[InterestLine, ...]:
        """Every printed line, invoice after invoice."""
        return tuple(line for accrual in self.accruals for line in accrual.lines)

    @property
    def late_interest(self) -> Decimal:
        """The sum of the printed lines."""
        return sum((line.interest for line in self.interest), ZERO)

    @property
    def total(self) -> Decimal:
        """Everything claimed: principal without the part in dispute, interest, compensation."""
        return self.claimed + self.late_interest + self.compensation


def balances(case: Case) -> Balances:
    """The principal alone: no figure of the law is needed."""
    return Balances(tuple(_invoice_balance(invoice) for invoice in case.invoices))


def state(case: Case) -> Statement:
    """Draw up the whole statement. Raises LawUnknown for a claim older than the figures."""
    lines = balances(case).lines
    if case.penalties != "claim":
        return Statement(lines, case.dated_on)
    if case.disputed == "all":  # nothing is certain: nothing is claimed, and nothing runs on it
        return Statement(tuple(replace(line, claimed=ZERO) for line in lines), case.dated_on)
    accruals = tuple(accrue(case, invoice) for invoice in case.invoices)
    # An instalment is a row, but the fixed sum is owed once for each invoice.
    compensations = {
        invoice.number: accrual.compensation
        for invoice, accrual in zip(case.invoices, accruals, strict=True)
        if accrual.compensation
    }
    return Statement(
        lines=lines,
        as_of=case.dated_on,
        accruals=accruals,
        compensated=tuple(compensations),
        compensation=sum(compensations.values(), ZERO),
        daily=_daily(accruals),
        daily_until=_earliest(accrual.daily_until for accrual in accruals),
        unknown_after=_earliest(accrual.unknown_after for accrual in accruals),
    )


def _daily(accruals: tuple[Accrual, ...]) -> Decimal | None:
    """Euros that one more day adds to all invoices, rounded once; None when a rate is unknown."""
    days = [accrual.daily for accrual in accruals if accrual.daily is not None]
    return euros.cents(sum(days, ZERO)) if len(days) == len(accruals) else None


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _invoice_balance(invoice: Invoice) -> InvoiceBalance:
    paid = sum((payment.amount for payment in invoice.payments), ZERO)
    balance = invoice.amount - invoice.credit - paid
    return InvoiceBalance(invoice, paid, balance, balance - invoice.disputed)
