"""What lateness adds, row by row, as a letter and its décompte print it. No template adds a sum."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from courtois import regimes
from courtois.case import ZERO, Case, Invoice
from courtois.debt.late_interest import Cleared, InterestLine
from courtois.debt.statement import InvoiceBalance, Statement
from courtois.french import dates
from courtois.law import parameters

MOST_OWN_ROWS = 3


@dataclass(frozen=True)
class Receipt:
    """The term of a public body that ends after the due date: days to pay from the invoice's receipt."""

    received_on: date
    days: int
    last_day: date


@dataclass(frozen=True)
class InvoiceInterest:
    """One invoice and the lines of its interest; an instalment of a plan in course is one too.

    `cleared`: what each payment made since the delay began paid off. `receipt`: None when the due
    date decides.
    """

    balance: InvoiceBalance
    lines: tuple[InterestLine, ...]
    cleared: tuple[Cleared, ...] = ()
    receipt: Receipt | None = None

    @property
    def interest(self) -> Decimal:
        """The sum of its lines, in euros."""
        return sum((line.interest for line in self.lines), ZERO)

    @property
    def paid_meanwhile(self) -> bool:
        """True when a payment came while interest ran."""
        paid = [payment.paid_on for payment in self.balance.invoice.payments]
        return bool(self.lines) and any(day >= self.lines[0].first for day in paid)

    @property
    def days(self) -> int:
        """Days that bore interest."""
        return sum(line.days for line in self.lines)

    @property
    def rates(self) -> tuple[Decimal, ...]:
        """Percent a year, in order; a rate is given once until it changes."""
        rates = [line.rate for line in self.lines]
        return tuple(
            rate for rate, before in zip(rates, [None, *rates], strict=False) if rate != before
        )

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The lowest rate and the highest."""
        return min(self.rates), max(self.rates)


@dataclass(frozen=True)
class Notice:
    """The day a first mise en demeure was presented, and the invoices whose interest runs from the next day."""

    presented_on: date
    invoices: tuple[InvoiceInterest, ...]


@dataclass(frozen=True)
class Compensation:
    """The fixed sum for recovery costs, `each` euros for each of the invoices named."""

    each: Decimal
    numbers: tuple[str, ...]

    @property
    def amount(self) -> Decimal:
        """The sum for all invoices, in euros."""
        return self.each * len(self.numbers)


@dataclass(frozen=True)
class RateOrigin:
    """The published figure in force on the first day of a half-year, and the rate built on it; percent a year."""

    since: date
    reference: Decimal
    rate: Decimal


@dataclass(frozen=True)
class InterestTable:
    """Everything lateness adds to a case, grouped as it is printed.

    `reference`: the law file of the figure the rates are built on, empty for an agreed rate.
    `notices`: the mises en demeure that made interest run; none for a debtor late by law.
    `stopped_on`: the last day counted, when the figures stop there. `year`: days a yearly rate is
    divided by.
    """

    invoices: tuple[InvoiceInterest, ...] = ()
    reference: str = ""
    compensations: tuple[Compensation, ...] = ()
    origins: tuple[RateOrigin, ...] = ()
    notices: tuple[Notice, ...] = ()
    stopped_on: date | None = None
    year: int = 0

    @property
    def with_interest(self) -> tuple[InvoiceInterest, ...]:
        """The invoices that bore interest."""
        return tuple(row for row in self.invoices if row.lines)

    @property
    def paid_meanwhile(self) -> bool:
        """True when a payment came while interest ran on an invoice."""
        return any(row.paid_meanwhile for row in self.invoices)

    @property
    def is_grouped(self) -> bool:
        """True when too many invoices bear interest for each to have its own row on the letter's page."""
        return len(self.with_interest) > MOST_OWN_ROWS

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The lowest rate and the highest of all invoices."""
        rates = [rate for row in self.with_interest for rate in row.bounds]
        return min(rates), max(rates)


def interest_table(case: Case, statement: Statement) -> InterestTable:
    """Group a statement as it is printed; empty when it claims nothing for lateness."""
    if not statement.accruals:
        return InterestTable()
    pairs = zip(statement.lines, statement.accruals, strict=True)
    invoices = tuple(
        InvoiceInterest(line, accrual.lines, accrual.cleared, _receipt(case, line.invoice))
        for line, accrual in pairs
    )
    regime = regimes.of(case.debtor)
    reference = regime.reference(case)
    return InterestTable(
        invoices=invoices,
        reference=reference.name if reference else "",
        compensations=_compensations(statement),
        origins=_origins(case, invoices),
        notices=_notices(case, invoices),
        # A delay with one rate is counted whole or not at all.
        stopped_on=None if regime.rate_set_once else statement.unknown_after,
        year=int(parameters()["jours_par_an"].at(case.dated_on)),
    )


def _receipt(case: Case, invoice: Invoice) -> Receipt | None:
    """The days a public body had, when they end after the due date."""
    last = regimes.of(case.debtor).last_day_to_pay(case.debtor, invoice)
    received = invoice.received_on
    if received is None or last == invoice.due_on:
        return None
    return Receipt(received, (last - received).days, last)


def _notices(case: Case, invoices: tuple[InvoiceInterest, ...]) -> tuple[Notice, ...]:
    """Return the notices, oldest first. Interest runs from the day after each was presented (C. civ., art. 1344-1)."""
    if regimes.of(case.debtor).late_by_law:
        return ()
    alike: dict[date, list[InvoiceInterest]] = {}
    for row in invoices:
        if row.lines:
            alike.setdefault(dates.add_days(row.lines[0].first, -1), []).append(row)
    return tuple(Notice(day, tuple(alike[day])) for day in sorted(alike))


def _compensations(statement: Statement) -> tuple[Compensation, ...]:
    """Group invoices by compensation amount: the law may change it between two delays."""
    pairs = zip(statement.lines, statement.accruals, strict=True)
    owed = {
        line.invoice.number: accrual.compensation for line, accrual in pairs if accrual.compensation
    }
    alike: dict[Decimal, list[str]] = {}
    for number, each in owed.items():
        alike.setdefault(each, []).append(number)
    return tuple(Compensation(each, tuple(numbers)) for each, numbers in alike.items())


def _origins(case: Case, invoices: tuple[InvoiceInterest, ...]) -> tuple[RateOrigin, ...]:
    """Return one origin for each half-year, oldest first; none for a rate agreed in percent.

    A rate set once is that of the half-year in which each delay began.
    """
    regime = regimes.of(case.debtor)
    reference = regime.reference(case)
    if reference is None:
        return ()
    lines = [
        line
        for invoice in invoices
        for line in (invoice.lines[:1] if regime.rate_set_once else invoice.lines)
    ]
    rates = {dates.half_year_start(line.first): line.rate for line in lines}
    return tuple(RateOrigin(day, reference.at(day), rates[day]) for day in sorted(rates))
