"""Under which terms an invoice paid late bears interest: from when, at what rate, until when.

Three regimes, chosen by the kind of debtor the person told: between professionals (C. com., art.
L441-10, II), a public body (C. commande publique, art. R2192-31 to R2192-36), anyone else (C. civ.,
art. 1231-6, 1344, 1344-1). Rates are percent a year; days are inclusive.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from courtois.case import MISE_EN_DEMEURE, ZERO, Case, Invoice
from courtois.french import dates
from courtois.law import Parameter, parameters


@dataclass(frozen=True)
class Rate:
    """Percent a year on a day; `known_until` is the last day a figure covers, None when none expires.

    `by_half_year`: it may change each 1 January and 1 July.
    """

    at: Callable[[date], Decimal]
    known_until: date | None = None
    by_half_year: bool = False


@dataclass(frozen=True)
class Terms:
    """From when, at what rate, until when an invoice bears interest, and what a payment clears first.

    `since` is the first day, None when nothing runs; `stops` the last one, None when nothing stops it.
    `compensation` is the fixed sum for recovery costs, None when it is not owed.
    """

    since: date | None
    rate: Rate
    interest_first: bool
    stops: date | None = None
    compensation: Parameter | None = None


def terms_of(case: Case, invoice: Invoice) -> Terms:
    """The terms of one invoice. Raises LawUnknown when an invoice was received before figures are known."""
    eve = _eve_of_judgment(case, invoice)
    if not case.debtor.late_by_law:
        return Terms(_after_mise_en_demeure(case, invoice), _legal_interest(), True, eve)
    public = case.debtor.kind == "public"
    since = dates.add_days(last_day_to_pay(case, invoice), 1)
    rate = _public(since) if public else _professional(case)
    return Terms(since, rate, not public, eve, _compensation(case, invoice, eve))


def last_day_to_pay(case: Case, invoice: Invoice) -> date:
    """The due date; for a public body, the later of it and of receipt plus the term.

    C. commande publique, art. R2192-10 to R2192-12. Without the day of receipt, the due date;
    without the term, that of most public buyers.
    """
    if case.debtor.kind != "public" or invoice.received_on is None:
        return invoice.due_on
    usual = parameters()["delai_paiement_public"].at(invoice.received_on)
    days = int(case.debtor.public_term or usual)
    return max(invoice.due_on, dates.add_days(invoice.received_on, days))


def _compensation(case: Case, invoice: Invoice, eve: date | None) -> Parameter | None:
    """Not owed when a judgment forbade payment on the due date (C. com., art. L441-10, II)."""
    if eve is not None and invoice.due_on > eve:
        return None
    public = case.debtor.kind == "public"  # C. commande publique, art. D2192-35
    return parameters()[f"indemnite_forfaitaire_{'publique' if public else 'recouvrement'}"]


def _professional(case: Case) -> Rate:
    """The agreed rate, else the ECB's of each half-year and the statutory margin; never the higher of two.

    The floor of three times the legal rate binds a clause, not the default (C. com., art. L441-10, II).
    """
    ecb, margin = parameters()["taux_refinancement_bce"], parameters()["majoration_professionnelle"]
    if case.late_rate == "fixed":
        return Rate(lambda day: case.fixed_rate or ZERO)
    if case.late_rate == "triple_legal":
        legal, multiple = _legal(), parameters()["multiple_plancher_interet_legal"]
        return Rate(lambda day: legal.at(day) * multiple.at(day), legal.covered_until, True)
    if case.late_rate == "ecb_plus":
        return Rate(lambda day: ecb.at(day) + (case.late_points or ZERO), ecb.covered_until, True)
    return Rate(lambda day: ecb.at(day) + margin.at(day), ecb.covered_until, True)


def _public(since: date) -> Rate:
    """One rate for the whole delay: that of the half-year in which it began (art. R2192-31).

    Known for a delay begun in a known half-year, however long it lasts.
    """
    ecb, margin = parameters()["taux_refinancement_bce"], parameters()["majoration_publique"]
    unknown = ecb.covered_until is not None and since > ecb.covered_until
    return Rate(
        lambda day: ecb.at(since) + margin.at(since), ecb.covered_until if unknown else None
    )


def _after_mise_en_demeure(case: Case, invoice: Invoice) -> date | None:
    """The day after the first mise en demeure was presented; sending it starts nothing (C. civ., art. 1344).

    A letter sent before the invoice was late orders nothing yet.
    """
    presented = [
        step.presented_on
        for step in case.earlier
        if step.step == MISE_EN_DEMEURE
        and step.presented_on is not None
        and step.names(invoice)
        and invoice.due_on < step.sent_on
    ]
    return dates.add_days(min(presented), 1) if presented else None


def _legal_interest() -> Rate:
    legal = _legal()
    return Rate(legal.at, legal.covered_until, True)


def _legal() -> Parameter:
    """The column « tous autres cas »: the creditor acts for his trade (C. mon. fin., art. L313-2)."""
    return parameters()["taux_interet_legal_autres_cas"]


def _eve_of_judgment(case: Case, invoice: Invoice) -> date | None:
    """The last day that counts for a debt born before insolvency: the judgment stops interest.

    It takes effect from the first hour of its day, which is left out (C. com., art. L622-28).
    """
    judged = case.debtor.insolvency_on
    if judged is None or not case.before_judgment(invoice):
        return None
    return dates.add_days(judged, -1)
