"""Limitation (prescription): until when a court can be asked, and what restarts or suspends the period.

Each invoice has two days, both inclusive. The safe day is the earliest that can be defended, from
the end of the service (Cass. com., 26 Feb. 2020, n° 18-25.036). The late day runs from the due date
(C. civ., art. 2233, 3°). The last day may be a Sunday (Cass. 2e civ., 7 Apr. 2016, n° 15-12.960).
A reminder or a formal notice restarts the period against a public body alone (loi n° 68-1250, art. 2).
The rules are in docs/rules.md, §4.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from courtois import regimes
from courtois.case import Case, EarlierStep, Invoice
from courtois.french import dates
from courtois.law import parameters

RESTARTS = ("acknowledgement", "signed_plan", "court_claim", "enforcement")
WRITTEN = ("email", "post", "lrar")
# Our own choices, in months before the safe day. Under NEAR_MONTHS a letter is no longer the first step. Under
# NEAR_MONTHS, or SHORT_PERIOD_MONTHS for a period of SHORT_PERIOD_YEARS, waiting is not advised.
NEAR_MONTHS = 3
SHORT_PERIOD_MONTHS = 6
SHORT_PERIOD_YEARS = 2
Extend = Callable[[date], date]


@dataclass(frozen=True)
class Act:
    """An act that starts the period or suspends it: its day, and the key of its rule.

    Keys: `performed`, `issued`, `due`, `payment`, `written_claim`, or the kind of an event.
    """

    on: date
    rule: str


@dataclass(frozen=True)
class Limitation:
    """The last days to act for one invoice, each with the act it is counted from.

    `figure` is the law file of the period that runs, `years` its length; `from_new_year`: from the
    1 January after (a public body). `safe_sure` is False when the end of the service is not known:
    the safe day may then be earlier.
    """

    number: str
    safe: date
    late: date
    figure: str
    years: int
    safe_from: Act
    late_from: Act
    from_new_year: bool
    safe_sure: bool

    def past(self, day: date) -> bool:
        """True once the safe day is over."""
        return self.safe < day

    def near(self, day: date) -> bool:
        """True when so little time is left before the safe day that a letter is no longer the first step."""
        return not self.past(day) and self.safe < dates.add_months(day, NEAR_MONTHS)

    def leaves_time(self, day: date) -> bool:
        """True when the creditor may still wait: a period of two years or less wants more time ahead."""
        ahead = SHORT_PERIOD_MONTHS if self.years <= SHORT_PERIOD_YEARS else NEAR_MONTHS
        return self.safe >= dates.add_months(day, ahead)


def earliest(limitations: Iterable[Limitation]) -> Limitation:
    """Return the earliest safe day and the earliest late day, which may come from two invoices.

    The other values are those of the safe day, which is sure when every invoice's is.
    """
    all_limitations = list(limitations)
    first = min(all_limitations, key=lambda limitation: (limitation.safe, limitation.late))
    earliest_late = min(all_limitations, key=lambda limitation: limitation.late)
    sure = all(limitation.safe_sure for limitation in all_limitations)
    return replace(
        first, late=earliest_late.late, late_from=earliest_late.late_from, safe_sure=sure
    )


def of_invoices(case: Case) -> list[Limitation]:
    """Each invoice's days. Raises LawUnknown when no figure covers the letter's day."""
    return [_of_invoice(case, invoice) for invoice in case.invoices]


def _of_invoice(case: Case, invoice: Invoice) -> Limitation:
    figure, public = _period(case, invoice)
    years = int(parameters()[figure].at(case.dated_on))

    def extend(day: date) -> date:
        return date(day.year + years, 12, 31) if public else dates.add_years(day, years)

    least_months = int(parameters()["prescription_reliquat_suspension"].at(case.dated_on))

    def extend_suspended(suspended_on: date) -> date:
        """Return the day before which a suspended period cannot end (C. civ., art. 2238)."""
        return dates.add_months(suspended_on, least_months)

    safe_acts, late_acts = _restarts(case, invoice, public)
    suspensions = [(act, extend_suspended) for act in _suspensions(case, public)]
    safe, safe_from = _last_day_after(_earliest(invoice), extend, safe_acts, suspensions)
    late, late_from = _last_day_after(Act(invoice.due_on, "due"), extend, late_acts, suspensions)
    sure = invoice.performed_on is not None
    return Limitation(invoice.number, safe, late, figure, years, safe_from, late_from, public, sure)


def _earliest(invoice: Invoice) -> Act:
    """The earliest day that can be defended: the end of the service, the invoice's, the due date."""
    born = Act(invoice.born_on, "performed" if invoice.performed_on else "issued")
    return born if born.on < invoice.due_on else Act(invoice.due_on, "due")


def _period(case: Case, invoice: Invoice) -> tuple[str, bool]:
    """Return the law file of the period, and whether it runs from a 1 January. In doubt, take the shorter.

    Carriage has its own period whoever owes (C. com., art. L133-6).
    """
    if invoice.nature == "carriage":
        return "prescription_transport", False
    regime = regimes.of(case.debtor)
    return regime.limitation_figure(case.debtor), regime.counts_from_new_year(case.debtor)


def _restarts(case: Case, invoice: Invoice, public: bool) -> tuple[list[Act], list[Act]]:
    """Return the acts that restart the safe period, then those that restart the late one.

    A part payment counts only if it is unequivocal (C. civ., art. 2240): the late day alone
    moves. Any payment and any written claim count for a public body (loi n° 68-1250, art. 2).
    """
    restarts = [Act(event.on, event.kind) for event in case.events if event.kind in RESTARTS]
    paid = [Act(payment.paid_on, "payment") for payment in invoice.payments]
    if public:
        claims = [step.sent_on for step in case.earlier if _is_written_claim(step, invoice)]
        restarts += paid + [Act(day, "written_claim") for day in claims]
    return restarts, restarts if public else restarts + paid


def _is_written_claim(step: EarlierStep, invoice: Invoice) -> bool:
    return step.channel in WRITTEN and step.names(invoice) and step.sent_on >= invoice.issued_on


def _suspensions(case: Case, public: bool) -> list[Act]:
    """Return the conciliations begun, which suspend the period (C. civ., art. 2238).

    Left out for a public body, whose own suspension (loi n° 68-1250, art. 2-1) was not checked:
    the earlier day is kept as the safe day.
    """
    if public:
        return []
    return [Act(event.on, event.kind) for event in case.events if event.kind == "conciliation"]


def _last_day_after(
    start: Act, extend: Extend, restarts: Iterable[Act], suspensions: Iterable[tuple[Act, Extend]]
) -> tuple[date, Act]:
    """Return the last day and the act that gives it. An act after that day has no effect."""
    last, deciding = extend(start.on), start
    acts = [*((act, extend) for act in restarts), *suspensions]
    for act, extended in sorted(acts, key=lambda pair: pair[0].on):
        if act.on <= last < extended(act.on):
            last, deciding = extended(act.on), act
    return last, deciding
