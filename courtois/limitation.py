"""Prescription: until when a court can be asked, and what starts or holds the clock.

Two days for each invoice, both inclusive: the safe one, earliest that can be defended (from the
end of the service: Cass. com., 26 Feb. 2020, n° 18-25.036), and the late one (from the due date:
C. civ., art. 2233, 3°). No day moves for a week-end (Cass. 2e civ., 7 Apr. 2016, n° 15-12.960).
A reminder or a formal notice moves nothing, but to a public body (loi n° 68-1250, art. 2).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from courtois import dates
from courtois.case import Case, EarlierStep, Invoice
from courtois.law import parameters

RESTARTS = ("acknowledgement", "signed_plan", "court_claim", "enforcement")
WRITTEN = ("email", "post", "lrar")
Extend = Callable[[date], date]


@dataclass(frozen=True)
class Limitation:
    """The last days to act for one invoice; `years` is the period that runs."""

    number: str
    safe: date
    late: date
    years: int


def of_case(case: Case) -> Limitation:
    """The earliest of its invoices: the first safe day decides."""
    return min(of_invoices(case), key=lambda found: (found.safe, found.late))


def of_invoices(case: Case) -> list[Limitation]:
    """Each invoice's days. Raises LawUnknown when no figure covers the letter's day."""
    return [_of_invoice(case, invoice) for invoice in case.invoices]


def _of_invoice(case: Case, invoice: Invoice) -> Limitation:
    years, public = _period(case, invoice)

    def extend(day: date) -> date:
        return date(day.year + years, 12, 31) if public else dates.add_years(day, years)

    earliest = min(invoice.born_on, invoice.due_on)
    safe, late = _acts(case, invoice, public)
    return Limitation(
        number=invoice.number,
        safe=_run(earliest, extend, safe, _held(case, public)),
        late=_run(invoice.due_on, extend, late, _held(case, public)),
        years=years,
    )


def _period(case: Case, invoice: Invoice) -> tuple[int, bool]:
    """The years that run, and whether they run from a 1 January; in doubt, the shorter.

    C. conso., art. L218-2; C. civ., art. 2224; C. com., art. L110-4 and L133-6 (carriage);
    loi n° 68-1250, art. 1 (a public body with a comptable public).
    """
    if invoice.nature == "carriage":
        return _years("prescription_transport", case), False
    if case.debtor.kind == "consumer":
        return _years("prescription_consommateur", case), False
    if case.debtor.kind == "public" and case.debtor.comptable_public != "no":
        return _years("prescription_publique", case), True
    return _years("prescription_professionnelle", case), False


def _years(name: str, case: Case) -> int:
    return int(parameters()[name].at(case.dated_on))


def _acts(case: Case, invoice: Invoice, public: bool) -> tuple[list[date], list[date]]:
    """The days from which the safe period, then the late one, starts anew.

    A part payment counts only if it is unequivocal (C. civ., art. 2240): the late day alone
    moves. Any payment and any written claim count for a public body (loi n° 68-1250, art. 2).
    """
    both = [event.on for event in case.events if event.kind in RESTARTS]
    paid = [payment.paid_on for payment in invoice.payments]
    if public:
        both += paid + [step.sent_on for step in case.earlier if _claims(step, invoice)]
    return both, both if public else both + paid


def _claims(step: EarlierStep, invoice: Invoice) -> bool:
    return step.channel in WRITTEN and step.names(invoice) and step.sent_on >= invoice.issued_on


def _held(case: Case, public: bool) -> list[date]:
    """Days a conciliation began (C. civ., art. 2238).

    Left out for a public body, whose own suspension (loi n° 68-1250, art. 2-1) was not checked:
    the earlier day is the safe one.
    """
    return [event.on for event in case.events if event.kind == "conciliation" and not public]


def _run(start: date, extend: Extend, restarts: Iterable[date], held: Iterable[date]) -> date:
    """The last day, after every act that came in time; what comes too late starts nothing."""
    last = extend(start)
    acts = [(day, extend) for day in restarts] + [(day, _remainder) for day in held]
    for day, moved in sorted(acts, key=lambda act: act[0]):
        if start < day <= last:
            last = max(last, moved(day))
    return last


def _remainder(begun: date) -> date:
    """What a conciliation leaves at least: six months (C. civ., art. 2238)."""
    months = int(parameters()["prescription_reliquat_suspension"].at(begun))
    return dates.add_months(begun, months)
