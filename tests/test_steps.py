"""The next step with its day, and the remedies after the mise en demeure."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cases import CAMILLE, DEBTORS, FIRST, SECOND, a_case

from courtois.case import Address, Case, Debtor, DebtorKind, EarlierStep, Payment
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.debt.statement import state
from courtois.law import parameters
from courtois.procedure.remedies import courts, remedies
from courtois.procedure.steps import NextStep, next_step


def a_delay(
    *earlier: EarlierStep, on: date, kind: DebtorKind = "professional", **case: Any
) -> Case:
    """Return a case of one unpaid invoice due on Thursday 1 October 2026, on the day `on`."""
    invoice = replace(
        FIRST, issued_on=date(2026, 9, 1), due_on=date(2026, 10, 1), performed_on=date(2026, 8, 28)
    )
    answers: dict[str, Any] = {"invoices": (invoice,), "earlier": earlier, "dated_on": on} | case
    return a_case(kind, **answers)


def sent(slug: str, on: date) -> EarlierStep:
    return EarlierStep(slug, on, "lrar" if slug == "mise-en-demeure" else "post")


CALL = sent("conciliation", date(2026, 10, 5))
SECOND_REMINDER = sent("relance-2", date(2026, 10, 21))
FORMAL = sent("mise-en-demeure", date(2026, 11, 10))


@pytest.mark.parametrize(
    ("earlier", "today", "slug", "on", "reason"),
    [
        ((), date(2026, 9, 20), "conciliation", date(2026, 10, 5), "not_due"),  # J+2: a Saturday
        ((), date(2026, 10, 2), "conciliation", date(2026, 10, 5), "first"),
        ((), date(2026, 12, 1), "conciliation", date(2026, 12, 1), "first"),
        ((CALL,), date(2026, 10, 5), "relance-1", date(2026, 10, 12), "no_answer"),  # + 6: a Sunday
        ((CALL,), date(2026, 11, 7), "relance-1", date(2026, 11, 9), "no_answer"),  # a Saturday
        ((SECOND_REMINDER,), date(2026, 10, 22), "relance-3", date(2026, 11, 2), "no_answer"),
        ((CALL, SECOND_REMINDER), date(2026, 10, 22), "relance-3", date(2026, 11, 2), "no_answer"),
        (
            (sent("relance-3", date(2026, 11, 1)),),
            date(2026, 11, 3),
            "mise-en-demeure",
            date(2026, 11, 12),  # J+40 is the 10th; ten days after, the 11th, a holiday
            "formal",
        ),
        (
            (FORMAL,),
            date(2026, 11, 12),
            "recours",
            date(2026, 11, 26),
            "formal_notice_without_effect",
        ),
        ((FORMAL,), date(2027, 1, 1), "recours", date(2027, 1, 4), "formal_notice_without_effect"),
    ],
)
def test_the_next_step_has_its_letter_day_and_reason(
    catalogue: LetterCatalogue,
    earlier: tuple[EarlierStep, ...],
    today: date,
    slug: str,
    on: date,
    reason: str,
) -> None:
    assert next_step(assess(a_delay(*earlier, on=today)), catalogue) == NextStep(slug, on, reason)


def test_no_number_of_reminders_is_compulsory(catalogue: LetterCatalogue) -> None:
    step = next_step(assess(a_delay(on=date(2026, 10, 2))), catalogue, straight=True)
    assert step == NextStep("mise-en-demeure", date(2026, 10, 2), "straight")


def test_a_public_body_is_late_only_after_its_term(catalogue: LetterCatalogue) -> None:
    invoice = replace(a_delay(on=date(2026, 10, 2)).invoices[0], received_on=date(2026, 9, 21))
    case = a_delay(on=date(2026, 10, 2), kind="public", invoices=(invoice,))
    # 21 September + 30 days = 21 October; two days later, a Friday.
    assert next_step(assess(case), catalogue) == NextStep(
        "conciliation", date(2026, 10, 23), "not_due"
    )


def test_the_next_step_waits_for_the_end_of_a_granted_delay(catalogue: LetterCatalogue) -> None:
    case = a_delay(CALL, on=date(2026, 10, 15), grace_until=date(2026, 10, 30))
    assert next_step(assess(case), catalogue) == NextStep("relance-1", date(2026, 11, 2), "grace")


def test_a_case_with_nothing_left_has_no_next_step(catalogue: LetterCatalogue) -> None:
    paid = replace(FIRST, payments=(Payment(date(2026, 6, 2), FIRST.amount),))
    assert next_step(assess(a_case(invoices=(paid,))), catalogue) is None


@pytest.mark.parametrize(
    ("debtor", "slug", "reason"),
    [
        (
            {"insolvency": "redressement", "insolvency_on": date(2026, 9, 15)},
            "declaration-de-creance",
            "insolvency",
        ),
        ({"insolvency": "surendettement"}, "commission-de-surendettement", "overindebtedness"),
    ],
)
def test_insolvency_replaces_every_letter(
    catalogue: LetterCatalogue, debtor: dict[str, Any], slug: str, reason: str
) -> None:
    case = a_delay(on=date(2026, 11, 20), debtor=replace(DEBTORS["professional"], **debtor))
    assert next_step(assess(case), catalogue) == NextStep(slug, date(2026, 11, 20), reason)


def test_a_wholly_disputed_claim_has_the_dispute_as_next_step(catalogue: LetterCatalogue) -> None:
    step = next_step(assess(a_delay(on=date(2026, 11, 20), disputed="all")), catalogue)
    assert step == NextStep("facture-contestee", date(2026, 11, 20), "disputed")


@pytest.mark.parametrize(
    ("kind", "done", "slug", "reason"),
    [
        ("consumer", date(2025, 2, 15), "recours", "limitation_near"),
        ("consumer", date(2024, 11, 1), "prescription", "perhaps_barred"),
        ("consumer", date(2025, 2, 23), "conciliation", "first"),
        ("public", date(2022, 6, 1), "mise-en-demeure", "limitation_near_public"),
    ],
)
def test_a_near_safe_day_leads_to_court_but_for_a_public_body(
    catalogue: LetterCatalogue, kind: DebtorKind, done: date, slug: str, reason: str
) -> None:
    invoice = replace(FIRST, issued_on=done, due_on=done, performed_on=done)
    case = a_case(kind, invoices=(invoice,), earlier=(), dated_on=date(2026, 11, 20))
    step = next_step(assess(case), catalogue)
    assert step is not None
    assert (step.slug, step.reason) == (slug, reason)


# --- doors ----------------------------------------------------------------------------------------


def slugs(case: Case) -> list[str]:
    return [remedy.slug for remedy in remedies(case, state(case))]


def between(creditor_activity: str, debtor_activity: str, **changes: Any) -> Case:
    debtor = changes.pop("debtor", DEBTORS["professional"])
    return a_case(
        creditor=replace(CAMILLE, activity=creditor_activity),
        debtor=replace(debtor, activity=debtor_activity),
        penalties="claim",
        **changes,
    )


def test_the_remedies_of_a_freelancer_against_a_shop() -> None:
    case = between("liberale", "commercant")
    assert slugs(case) == [
        "conciliateur-de-justice",
        "mediateur-des-entreprises",
        "petites-creances",
        "injonction-de-payer",
        "refere",
        "proces",
    ]
    assert courts(case) == ("tribunal_de_commerce", "tribunal_judiciaire")


def test_two_traders_have_the_procedure_of_2026_not_small_claims() -> None:
    offered = slugs(between("commercant", "commercant"))
    assert "creances-commerciales" in offered
    assert "petites-creances" not in offered


def test_an_unknown_activity_shows_both_procedures_with_a_note() -> None:
    case = between("commercant", "unknown")
    shown = {remedy.slug: remedy.notes for remedy in remedies(case, state(case))}
    assert shown["petites-creances"] == ("perhaps_between_commercants",)
    assert shown["creances-commerciales"] == ("decree_to_check", "perhaps_between_commercants")


@pytest.mark.parametrize(
    ("creditor_activity", "debtor_activity", "where"),
    [
        ("commercant", "artisan", ("tribunal_de_commerce",)),
        ("commercant", "civile", ("tribunal_judiciaire",)),
        ("artisan", "unknown", ("tribunal_de_commerce", "tribunal_judiciaire")),
        ("", "", ("tribunal_de_commerce", "tribunal_judiciaire")),
    ],
)
def test_the_court_depends_on_both_activities(
    creditor_activity: str, debtor_activity: str, where: tuple[str, ...]
) -> None:
    assert courts(between(creditor_activity, debtor_activity)) == where


def test_the_commercial_court_of_alsace_moselle_is_a_chamber() -> None:
    strasbourg = replace(DEBTORS["professional"], address=Address("1 quai", "67000", "Strasbourg"))
    assert courts(between("commercant", "commercant", debtor=strasbourg)) == (
        "chambre_commerciale",
    )


def test_the_small_claims_ceiling_includes_interest() -> None:
    dear = replace(FIRST, amount=Decimal("4950.00"))
    case = between("liberale", "commercant", invoices=(dear,))
    ceiling = parameters()["plafond_petites_creances"].at(case.dated_on)
    assert state(case).principal < ceiling < state(case).principal + state(case).late_interest
    assert "petites-creances" not in slugs(case)
    assert "petites-creances" in slugs(replace(case, penalties="none"))


def test_the_conciliateur_comes_first_up_to_5_000_euros() -> None:
    def notes(amount: str, creditor_activity: str) -> tuple[str, ...]:
        case = between(
            creditor_activity, "commercant", invoices=(replace(FIRST, amount=Decimal(amount)),)
        )
        return remedies(case, state(case))[0].notes

    assert notes("5000.00", "liberale") == ("before_tribunal_judiciaire",)
    assert notes("5000.01", "liberale") == ()
    assert notes("1000.00", "commercant") == ()


def test_the_business_mediator_is_not_offered_against_a_consumer() -> None:
    offered = slugs(a_case("consumer"))
    assert "mediateur-des-entreprises" not in offered
    assert "injonction-de-payer" in offered


def test_a_wholly_disputed_claim_offers_no_injonction() -> None:
    offered = slugs(between("liberale", "commercant", disputed="all"))
    assert offered == ["conciliateur-de-justice", "mediateur-des-entreprises", "proces"]


def test_a_public_body_has_its_own_remedies() -> None:
    own = ["mediateur-des-entreprises", "refere-administratif", "mandatement-d-office"]
    assert slugs(a_case("public")) == ["memoire-en-reclamation", *own]
    without_ccag = replace(DEBTORS["public"], ccag="no")
    assert slugs(a_case("public", debtor=without_ccag)) == own


def test_a_debtor_abroad_has_only_the_european_procedures_to_check() -> None:
    liege = Debtor(
        "professional", "Boulangerie", Address("1 rue", "4000", "Liège", country="Belgique")
    )
    assert slugs(a_case(debtor=liege)) == ["injonction-europeenne", "petits-litiges-europeens"]


def test_insolvency_leaves_one_remedy() -> None:
    opened = replace(
        DEBTORS["professional"], insolvency="sauvegarde", insolvency_on=date(2026, 9, 1)
    )
    assert slugs(a_case(debtor=opened)) == ["declaration-de-creance"]
    late = replace(SECOND, issued_on=date(2026, 9, 3), performed_on=date(2026, 9, 2), payments=())
    assert "injonction-de-payer" in slugs(a_case(debtor=opened, invoices=(late,)))


def test_every_remedy_names_its_article_and_existing_figures() -> None:
    for kind in ("professional", "consumer", "non_professional", "public"):
        for remedy in remedies(a_case(kind), state(a_case(kind))):
            assert remedy.basis
            assert set(remedy.figures) <= set(parameters())
