"""Interest that is claimed: whether it can be counted, and at which rate."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import ZERO, Case, Invoice
from courtois.checks.guide_links import see_guide
from courtois.debt.assessment import Assessment
from courtois.debt.statement import Statement
from courtois.errors import Fault
from courtois.french import dates, euros
from courtois.law import figures, parameters

EARLIEST_LETTER = date(2024, 1, 1)  # every figure of the law a letter may print is known since
HIGHEST_RATE = Decimal(100)  # percent a year
RATE_IN_FIGURES = "Indiquez le taux annuel en pour cent : plus de 0, et 100 au plus."
POINTS_IN_FIGURES = "Indiquez les points ajoutés au taux de la BCE : de 0 à 100."


def faults(assessment: Assessment) -> Iterator[Fault]:
    """Faults that keep a claim from being counted."""
    case, regime = assessment.case, regimes.of(assessment.case.debtor)
    if case.penalties != "claim" or not is_answered(case.dated_on, case.debtor.kind):
        return
    if regime.rate_is_agreed:
        yield from _rate(case)
    since = dates.write(_known_since())
    for index, invoice in enumerate(case.invoices):
        if _too_old(invoice):
            yield Fault.french(
                f"invoices-{index}-due_on",
                f"Les taux sont connus ici depuis le {since} : pour une échéance plus ancienne, "
                "rien ne peut être chiffré.",
            )
    if regime.refuses_barred_claim and _is_barred(assessment):
        yield Fault.french(
            "penalties",
            "Le délai de prescription paraît passé : n’ajoutez ni intérêts ni indemnité. "
            + see_guide("prescription"),
        )


def countable(case: Case) -> bool:
    """True when every value that a claim is computed from is present, answered or borrowed."""
    if case.penalties != "claim" or any(
        invoice.due_on < _known_since() for invoice in case.invoices
    ):
        return False
    return not regimes.of(case.debtor).rate_is_agreed or not any(_rate(case))


def too_early(case: Case) -> Iterator[Fault]:
    """A fault for a day before the first known rate."""
    if is_answered(case.dated_on) and case.dated_on < _known_since():
        since = dates.write(_known_since())
        yield Fault.french(
            "dated_on",
            f"Les taux sont connus ici depuis le {since} : choisissez ce jour ou un jour suivant.",
        )


def _rate(case: Case) -> Iterator[Fault]:
    """Faults of the agreed rate. It has no default: the statutory rate may exceed it (C. com., art. L441-10, II)."""
    if case.late_rate == "":
        yield Fault.french(
            "late_rate",
            "Indiquez ce que prévoit votre facture ou votre contrat : rien, un taux fixe, "
            "un multiple du taux d’intérêt légal, ou le taux de la BCE majoré.",
        )
    elif case.late_rate == "fixed":
        if case.fixed_rate is None or not ZERO < case.fixed_rate <= HIGHEST_RATE:
            yield Fault.french("fixed_rate", RATE_IN_FIGURES)
    elif case.late_rate == "ecb_plus" and (
        case.late_points is None or not ZERO <= case.late_points <= HIGHEST_RATE
    ):
        yield Fault.french("late_points", POINTS_IN_FIGURES)


def warnings(assessment: Assessment) -> Iterator[Fault]:
    """Warnings about the rate and about old interest."""
    case = assessment.case
    if case.penalties != "claim":
        return
    agreed = regimes.of(case.debtor).rate_is_agreed
    if case.late_rate and not agreed and is_answered(case.debtor.kind):
        yield Fault.french(
            "late_rate",
            "Ce taux ne vaut qu’entre professionnels : il n’est pas appliqué à ce client.",
        )
    statement = claimed_statement(assessment)
    if statement is None:
        return
    yield from _rate_under_the_floor(case)
    yield from _perhaps_barred(case, statement)


def rates_stop(assessment: Assessment) -> Iterator[Fault]:
    """A warning when the known rates end before the letter's day. A calculator says so in its answer instead."""
    statement = claimed_statement(assessment)
    if statement and statement.unknown_after:
        last = dates.write(statement.unknown_after)
        yield Fault.french(
            "dated_on",
            "Le taux du semestre suivant n’est pas encore publié ici : les intérêts sont comptés "
            f"jusqu’au {last}.",
        )


def _perhaps_barred(case: Case, statement: Statement) -> Iterator[Fault]:
    """A warning for interest older than the general limitation period (C. civ., art. 2224)."""
    name = "prescription_professionnelle"
    years = int(parameters()[name].at(case.dated_on))
    oldest = min((line.first for line in statement.interest), default=case.dated_on)
    if dates.add_years(oldest, years) < case.dated_on:
        yield Fault.french(
            "penalties",
            f"Une partie des intérêts a plus de {figures(case.dated_on)[name]} : votre client peut "
            "la dire prescrite (article 2224 du code civil).",
        )


def _rate_under_the_floor(case: Case) -> Iterator[Fault]:
    """A warning for an agreed rate under three times the legal rate. The statutory rate has no such floor."""
    legal = parameters()["taux_interet_legal_autres_cas"]
    day = min(case.dated_on, legal.covered_until or case.dated_on)
    multiple = parameters()["multiple_plancher_interet_legal"]
    floor = multiple.at(day) * legal.at(day)
    fixed = case.late_rate == "fixed" and regimes.of(case.debtor).rate_is_agreed
    if fixed and case.fixed_rate is not None and case.fixed_rate < floor:
        yield Fault.french(
            "fixed_rate",
            f"Ce taux est inférieur au minimum que la loi impose à une clause, {euros.percent(floor)} "
            f"({multiple.phrase(day)} le taux d’intérêt légal, article L. 441-10, II, du code de "
            "commerce) : "
            "vérifiez votre contrat.",
        )


def claimed_statement(assessment: Assessment) -> Statement | None:
    """Return the statement, or None when nothing is claimed, a day is missing or a rate is not known."""
    case = assessment.case
    days = [day for invoice in case.invoices for day in (invoice.due_on, invoice.issued_on)]
    if case.penalties != "claim" or not is_answered(case.dated_on, case.debtor.kind, *days):
        return None
    if case.dated_on < _known_since() or any(_too_old(invoice) for invoice in case.invoices):
        return None
    return assessment.statement


def _known_since() -> date:
    return parameters()["taux_refinancement_bce"].covered_from


def _too_old(invoice: Invoice) -> bool:
    return is_answered(invoice.due_on) and invoice.due_on < _known_since()


def _is_barred(assessment: Assessment) -> bool:
    """True when the late day of the case is over."""
    case = assessment.case
    days = [day for invoice in case.invoices for day in (invoice.issued_on, invoice.due_on)]
    if not is_answered(*days) or case.dated_on < _known_since():
        return False
    return assessment.limitation.late < case.dated_on
