"""The interest of one invoice: a line for each half-year and between payments, exact to the cent.

A line is base x rate x days / 365, rounded half-up to the cent: the lines add up to the total. The
day of a payment still counts on the old base. Interest never bears interest (C. civ., art. 1343-2):
unpaid interest is kept beside the base. The rules are in docs/rules.md, §2.9 to §2.12.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from courtois import regimes
from courtois.case import ZERO, Case, Invoice, Payment
from courtois.french import dates, euros
from courtois.law import Parameter, parameters
from courtois.regimes.regime import Rate


@dataclass(frozen=True)
class Terms:
    """From when, at what rate and until when an invoice bears interest, and what a payment clears first.

    `since` is the first day, None when nothing runs; `stops` the last one, None when nothing stops it.
    `compensation` is the fixed sum for recovery costs, None when it is not owed.
    """

    since: date | None
    rate: Rate
    interest_first: bool
    stops: date | None = None
    compensation: Parameter | None = None


@dataclass(frozen=True)
class InterestLine:
    """One line of the décompte: days from `first` to `last`, both counted; euros and percent a year."""

    invoice: str
    first: date
    last: date
    days: int
    base: Decimal
    rate: Decimal
    interest: Decimal


@dataclass(frozen=True)
class Cleared:
    """The interest and the principal that a payment paid off, and the base left; euros."""

    payment: Payment
    interest: Decimal
    principal: Decimal
    base: Decimal


@dataclass(frozen=True)
class Accrual:
    """What one invoice has borne up to a day, and what it bears each day after.

    `cleared`: what each payment received since the delay began paid off. `daily` is euros a day from
    the day after, not rounded; None when no figure covers that day. `daily_until` is the last day
    `daily` holds; None when nothing changes it. `compensation` is the fixed sum; zero when nothing
    was owed when the delay began. `unknown_after`: the last covered day, when days are missing.
    """

    lines: tuple[InterestLine, ...]
    cleared: tuple[Cleared, ...]
    compensation: Decimal
    daily: Decimal | None
    daily_until: date | None
    unknown_after: date | None


@dataclass
class _Account:
    """The running account of an invoice: the base that bears interest, and the unpaid interest."""

    base: Decimal
    interest_first: bool
    interest: Decimal = ZERO
    cleared: list[Cleared] = field(default_factory=list)

    def receive(self, payments: list[Payment]) -> None:
        """Apply payments: interest first, then principal (C. civ., art. 1343-1), or the reverse."""
        for payment in payments:
            left = payment.amount if self.interest_first else payment.amount - self.base
            interest = min(self.interest, max(left, ZERO))
            principal = min(self.base, payment.amount - interest)
            self.interest -= interest
            self.base -= principal
            if interest or principal:
                self.cleared.append(Cleared(payment, interest, principal, self.base))


def terms_of(case: Case, invoice: Invoice) -> Terms:
    """The terms of one invoice. Raises LawUnknown when an invoice was received before figures are known."""
    regime = regimes.of(case.debtor)
    eve = _eve_of_judgment(case, invoice)
    since = regime.interest_since(case, invoice)
    owed = regime.compensation_figure and not (eve is not None and invoice.due_on > eve)
    return Terms(
        since=since,
        rate=regime.rate(case, since),
        interest_first=regime.interest_first,
        stops=eve,
        # Not owed when a judgment forbade payment on the due date (C. com., art. L441-10, II).
        compensation=parameters()[regime.compensation_figure] if owed else None,
    )


def _eve_of_judgment(case: Case, invoice: Invoice) -> date | None:
    """The last day that bears interest for a debt that arose before the judgment, which stops interest.

    The judgment takes effect from the first hour of its day, which is left out (C. com., art. L622-28).
    """
    judgment_on = case.debtor.insolvency_on
    if judgment_on is None or not case.before_judgment(invoice):
        return None
    return dates.add_days(judgment_on, -1)


def accrue(case: Case, invoice: Invoice) -> Accrual:
    """Compute the interest of an invoice up to the case's day. Raises LawUnknown for a delay older than the figures."""
    terms, as_of = terms_of(case, invoice), case.dated_on
    claimed = invoice.amount - invoice.credit - invoice.disputed
    account = _Account(max(claimed, ZERO), terms.interest_first)
    received = sorted(invoice.payments, key=lambda payment: payment.paid_on)
    since, last = terms.since or dates.add_days(as_of, 1), min(as_of, terms.stops or as_of)
    account.receive([payment for payment in received if payment.paid_on < since])
    late = since <= as_of and account.base > ZERO
    compensation = terms.compensation.at(since) if terms.compensation and late else ZERO
    known = min(last, terms.rate.known_until or last)
    payments = [payment for payment in received if payment.paid_on >= since]
    lines = tuple(_lines(invoice.number, terms, account, payments, (since, known)))
    cleared = tuple(
        cleared for cleared in account.cleared if lines and cleared.payment.paid_on >= since
    )
    missing = since <= last and known < last and account.base > ZERO
    account.receive([payment for payment in payments if known < payment.paid_on <= as_of])
    daily, daily_until = _daily(terms, account.base, dates.add_days(as_of, 1))
    return Accrual(lines, cleared, compensation, daily, daily_until, known if missing else None)


def _lines(
    number: str, terms: Terms, account: _Account, payments: list[Payment], span: tuple[date, date]
) -> Iterator[InterestLine]:
    """Yield the lines of a span of days, cut after each payment and at the end of each half-year."""
    first, end = span
    while first <= end:
        cuts = [payment.paid_on for payment in payments if payment.paid_on >= first]
        last = min([end, *cuts, *([dates.half_year_end(first)] * terms.rate.by_half_year)])
        if account.base > ZERO:
            line = _line(number, first, last, account.base, terms.rate.at(first))
            account.interest += line.interest
            yield line
        account.receive([payment for payment in payments if payment.paid_on == last])
        first = dates.add_days(last, 1)


def _line(number: str, first: date, last: date, base: Decimal, rate: Decimal) -> InterestLine:
    days = (last - first).days + 1
    interest = euros.cents(_interest_of(base, rate, first, days))
    return InterestLine(number, first, last, days, base, rate, interest)


def _interest_of(base: Decimal, rate: Decimal, first: date, days: int) -> Decimal:
    """Return the interest of `days` days at a yearly rate in percent. The division comes last, to stay exact."""
    return base * rate * days / (100 * parameters()["jours_par_an"].at(first))


def _daily(terms: Terms, base: Decimal, day: date) -> tuple[Decimal | None, date | None]:
    """Return the euros that `day` adds, and the last day that adds as many.

    A draft may bear a judgment still to come: interest runs until its eve.
    """
    running = terms.since is not None and terms.since <= day <= (terms.stops or day)
    if not running or base == ZERO:
        return ZERO, None
    if terms.rate.known_until is not None and day > terms.rate.known_until:
        return None, None
    ends = [terms.stops, dates.half_year_end(day) if terms.rate.by_half_year else None]
    until = min((end for end in ends if end), default=None)
    return _interest_of(base, terms.rate.at(day), day, 1), until
