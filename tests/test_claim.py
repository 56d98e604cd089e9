"""When lateness may be claimed: a rate is given, its figures are known, the debt is not barred."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cases import DEBTORS, FIRST, a_case

from courtois.borrowed import ExampleDate
from courtois.case import Case, DebtorKind, Payment
from courtois.catalogue.letters import LetterCatalogue
from courtois.checks import claim, parties
from courtois.checks.invoices import faults as invoice_faults
from courtois.debt.assessment import assess
from courtois.errors import Fault


def a_claim(kind: DebtorKind = "professional", **changes: Any) -> Case:
    usual: dict[str, Any] = {"penalties": "claim", "late_rate": "legal", "invoices": (FIRST,)}
    return a_case(kind, **(usual | changes))


def faults(case: Case) -> dict[str, str]:
    return plain(claim.faults(assess(case)))


def warnings(case: Case) -> dict[str, str]:
    return plain(claim.warnings(assess(case)))


def stops(case: Case) -> dict[str, str]:
    return plain(claim.rates_stop(assess(case)))


def plain(sentences: Any) -> dict[str, str]:
    rows: list[Fault] = list(sentences)
    return {row.name: row.sentence.replace("\u00a0", " ").replace("\u202f", " ") for row in rows}


def test_a_plain_claim_has_neither_fault_nor_warning() -> None:
    assert faults(a_claim()) == warnings(a_claim()) == {}


def test_the_rate_is_required_only_between_professionals() -> None:
    sentences = faults(a_claim(late_rate=""))
    assert sentences["late_rate"].startswith("Indiquez ce que prévoit votre facture")
    assert faults(a_claim("public", late_rate="")) == {}
    assert faults(a_case(penalties="mention")) == {}


@pytest.mark.parametrize("rate", [None, "0", "-1", "100.01"])
def test_a_fixed_rate_is_above_0_and_at_most_100_percent(rate: str | None) -> None:
    case = a_claim(late_rate="fixed", fixed_rate=None if rate is None else Decimal(rate))
    assert faults(case) == {
        "fixed_rate": "Indiquez le taux annuel en pour cent : plus de 0, et 100 au plus."
    }
    assert faults(replace(case, fixed_rate=Decimal(100))) == {}


@pytest.mark.parametrize("points", [None, "-0.5", "101"])
def test_points_above_the_ecb_are_not_negative(points: str | None) -> None:
    case = a_claim(late_rate="ecb_plus", late_points=None if points is None else Decimal(points))
    assert list(faults(case)) == ["late_points"]
    assert faults(replace(case, late_points=Decimal(0))) == {}


def test_only_a_clause_under_the_floor_is_warned_about() -> None:
    low = warnings(a_claim(late_rate="fixed", fixed_rate=Decimal("8.24")))
    assert "8,25 % (3 fois le taux d’intérêt légal" in low["fixed_rate"]
    assert warnings(a_claim(late_rate="fixed", fixed_rate=Decimal("8.25"))) == {}
    assert warnings(a_claim(dated_on=date(2024, 5, 31), invoices=())) == {}


def test_a_rate_for_another_debtor_is_ignored_with_a_warning() -> None:
    sentences = warnings(a_claim("consumer", late_rate="fixed", fixed_rate=Decimal(1)))
    assert list(sentences) == ["late_rate"]


def test_a_due_date_before_2015_is_refused() -> None:
    old = replace(FIRST, issued_on=date(2014, 11, 1), due_on=date(2014, 12, 31))
    case = a_claim(invoices=(FIRST, old))
    assert "depuis le 1er janvier 2015" in faults(case)["invoices-1-due_on"]
    assert claim.claimed_statement(assess(case)) is None
    assert faults(a_claim(invoices=(replace(old, due_on=date(2015, 1, 1)),))) == {}


def test_a_letter_prepared_for_2027_is_warned_where_figures_stop() -> None:
    sentences = stops(a_claim(dated_on=date(2027, 1, 20)))
    assert sentences["dated_on"].endswith("les intérêts sont comptés jusqu’au 31 décembre 2026.")


def test_interest_older_than_five_years_is_flagged() -> None:
    old = replace(FIRST, issued_on=date(2021, 10, 1), due_on=date(2021, 11, 19))
    sentences = warnings(a_claim(invoices=(old,)))
    assert "plus de 5 ans" in sentences["penalties"]
    assert warnings(a_claim(invoices=(replace(old, due_on=date(2021, 11, 20)),))) == {}


@pytest.mark.parametrize(
    ("kind", "due_on", "refused"),
    [
        ("consumer", date(2024, 11, 20), True),
        ("consumer", date(2024, 11, 21), False),
        ("public", date(2021, 12, 31), True),
        ("public", date(2022, 1, 1), False),
        ("professional", date(2020, 1, 1), False),
    ],
)
def test_a_barred_claim_is_refused_to_a_consumer_or_a_public_body(
    kind: DebtorKind, due_on: date, refused: bool
) -> None:
    barred = replace(FIRST, issued_on=due_on, due_on=due_on, performed_on=due_on)
    sentences = faults(a_claim(kind, invoices=(barred,), earlier=()))
    assert ("penalties" in sentences) is refused


def test_a_late_full_payment_leaves_lateness_to_claim(catalogue: LetterCatalogue) -> None:
    paid = replace(FIRST, payments=(Payment(date(2026, 7, 15), FIRST.amount),))
    letter = catalogue["mise-en-demeure"]
    assert plain(invoice_faults(assess(a_claim(invoices=(paid,))), letter)) == {}
    for nothing_more in (a_case(invoices=(paid,)), a_claim("consumer", invoices=(paid,))):
        assert "invoices-0-amount" in plain(invoice_faults(assess(nothing_more), letter))


def test_borrowed_days_are_never_judged() -> None:
    borrowed = replace(FIRST, due_on=ExampleDate.of(date(2012, 1, 1), "invoices-0-due_on"))
    case = a_claim(invoices=(borrowed,))
    assert faults(case) == warnings(case) == {}


def test_penalties_against_a_debtor_abroad_are_to_be_checked(catalogue: LetterCatalogue) -> None:
    address = replace(DEBTORS["professional"].address, country="Belgique")
    case = a_claim(debtor=replace(DEBTORS["professional"], address=address))
    assert "debtor-country" in plain(parties.debtor_warnings(case, catalogue["mise-en-demeure"]))
