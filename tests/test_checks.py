"""The rules between the answers of a complete case, without any form."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from courtois import forms
from courtois.borrowed import ExampleDate, ExampleEuros
from courtois.case import Case, EarlierStep, Event, Instalment, Payment
from courtois.catalogue.letters import LetterCatalogue
from courtois.checks import Verdict, judge
from courtois.checks.guide_links import GUIDES
from courtois.debt.assessment import assess
from courtois.french import dates
from courtois.letter.typeface import Typeface

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
CATALOGUE = LetterCatalogue(TEMPLATES)
TYPEFACE = Typeface.read(TEMPLATES)
SLUGS = {letter.slug for letter in CATALOGUE}
DAY = date(2026, 11, 21)


def example_case(slug: str = "mise-en-demeure") -> Case:
    letter = CATALOGUE[slug]
    read = forms.read(
        forms.flatten(letter.example), letter, catalogue=CATALOGUE, typeface=TYPEFACE, today=DAY
    )
    return read.require().case


def verdict(case: Case, slug: str = "mise-en-demeure", *, confirmed: bool = False) -> Verdict:
    return judge(assess(case), CATALOGUE[slug], slugs=SLUGS, typeface=TYPEFACE, confirmed=confirmed)


def faults(case: Case, slug: str = "mise-en-demeure") -> dict[str, str]:
    return {fault.name: plain(fault.sentence) for fault in verdict(case, slug).faults}


def warnings(case: Case, slug: str = "mise-en-demeure") -> dict[str, str]:
    return {fault.name: plain(fault.sentence) for fault in verdict(case, slug).warnings}


def plain(sentence: str) -> str:
    return sentence.replace("\u00a0", " ").replace("\u202f", " ")


def with_invoice(case: Case, index: int = 0, **changes: Any) -> Case:
    invoices = list(case.invoices)
    invoices[index] = replace(invoices[index], **changes)
    return replace(case, invoices=tuple(invoices))


def with_debtor(case: Case, **changes: Any) -> Case:
    return replace(case, debtor=replace(case.debtor, **changes))


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_the_example_of_each_letter_has_no_fault(slug: str) -> None:
    assert verdict(example_case(slug), slug) == Verdict((), ())


def test_a_due_date_before_the_invoice_is_refused() -> None:
    case = with_invoice(example_case(), due_on=date(2026, 4, 30))
    assert faults(case) == {
        "invoices-0-due_on": "L’échéance tombe avant la date de la facture : "
        "vérifiez ces deux dates."
    }


def test_an_invoice_not_yet_due_is_refused_where_payment_is_demanded() -> None:
    case = replace(example_case("relance-1"), dated_on=date(2026, 5, 20), earlier=())
    assert faults(case, "relance-1") == {
        "invoices-0-due_on": "Cette facture n’est exigible que le 31 mai 2026 : "
        "attendez ce jour, ou retirez-la."
    }
    early = replace(example_case("conciliation"), dated_on=date(2026, 5, 20))
    assert faults(early, "conciliation") == {}


def test_an_invoice_due_today_is_not_late_yet() -> None:
    case = replace(example_case("relance-1"), dated_on=date(2026, 5, 31), earlier=())
    assert "jusqu’à ce soir" in faults(case, "relance-1")["invoices-0-due_on"]
    assert faults(replace(case, dated_on=date(2026, 6, 1)), "relance-1") == {}


def received_by_a_public_body(received_on: date, slug: str) -> Case:
    """An invoice due on 3 July, received on another day, owed by a public body."""
    case = with_debtor(example_case(slug), kind="public", ccag="no", comptable_public="yes")
    invoice = replace(case.invoices[0], due_on=date(2026, 7, 3), received_on=received_on)
    days = {"dated_on": DAY, "pay_by": date(2026, 12, 7)}
    return replace(case, invoices=(invoice,), late_rate="", penalties="none", earlier=(), **days)


@pytest.mark.parametrize("slug", ["relance-1", "relance-2", "relance-3", "mise-en-demeure"])
def test_a_public_body_is_not_late_within_its_term_after_receipt(slug: str) -> None:
    """10 November and 30 days make 10 December; and 60 days, 9 January (20 + 31 + 9)."""
    case = received_by_a_public_body(date(2026, 11, 10), slug)
    assert faults(case, slug) == {
        "invoices-0-received_on": "Reçue le 10 novembre 2026, cette facture peut être payée "
        "jusqu’au 10 décembre 2026 : attendez ce jour, ou retirez-la."
    }
    longer = with_debtor(case, public_term="60")
    assert "jusqu’au 9 janvier 2027" in faults(longer, slug)["invoices-0-received_on"]
    assert faults(with_debtor(case, kind="professional"), slug) == {}


def test_a_public_body_is_not_late_on_the_last_day_of_its_term() -> None:
    """22 October and 30 days make 21 November, the letter's day."""
    case = received_by_a_public_body(date(2026, 10, 22), "relance-1")
    assert faults(case, "relance-1") == {
        "invoices-0-received_on": "Reçue le 22 octobre 2026, cette facture peut être payée "
        "jusqu’à ce soir : datez la lettre de demain."
    }
    over = received_by_a_public_body(date(2026, 10, 21), "relance-1")
    assert faults(over, "relance-1") == {}


def test_a_receipt_that_decides_nothing_is_no_fault() -> None:
    case = received_by_a_public_body(date(2026, 11, 10), "relance-1")
    not_due = with_invoice(case, due_on=date(2026, 12, 20))  # the later of the two days
    assert set(faults(not_due, "relance-1")) == {"invoices-0-due_on"}
    borrowed = ExampleDate.of(date(2026, 11, 10), "invoices-0-received_on")
    assert faults(with_invoice(case, received_on=borrowed), "relance-1") == {}
    old = with_invoice(case, issued_on=date(2012, 1, 5), received_on=date(2012, 1, 5))
    assert "peut être payée" not in " ".join(faults(old, "relance-1").values())


@pytest.mark.parametrize("slug", ["relance-1", "relance-2", "relance-3"])
def test_a_relance_after_a_mise_en_demeure_is_warned_about(
    slug: str,
) -> None:
    steps = (
        EarlierStep("relance-1", date(2026, 8, 3), "email"),
        EarlierStep("mise-en-demeure", date(2026, 9, 28), "lrar"),
        EarlierStep("mise-en-demeure", date(2026, 9, 1), "lrar"),
    )
    assert warnings(replace(example_case(slug), earlier=steps), slug)["earlier-1-step"] == (
        "Vous avez déjà envoyé une mise en demeure le 28 septembre 2026 : cette lettre vient avant, "
        "ou en annonce une. Voyez plutôt la suite."
    )
    calm = warnings(replace(example_case(slug), earlier=steps[:1]), slug)
    assert not [name for name in calm if name.startswith("earlier")]


@pytest.mark.parametrize("slug", ["mise-en-demeure", "echeancier"])
def test_a_second_mise_en_demeure_or_a_plan_may_follow_a_first(slug: str) -> None:
    step = EarlierStep("mise-en-demeure", date(2026, 9, 28), "lrar")
    assert "earlier-0-step" not in warnings(replace(example_case(slug), earlier=(step,)), slug)


@pytest.mark.parametrize("field", ["issued_on", "performed_on", "received_on"])
def test_a_day_of_an_invoice_after_the_letter_is_refused(field: str) -> None:
    case = with_invoice(
        example_case("echeancier"), **{field: date(2026, 11, 22)}, due_on=date(2026, 12, 1)
    )
    assert "après le 21 novembre 2026" in faults(case, "echeancier")[f"invoices-0-{field}"]


def test_a_receipt_before_the_invoice_is_refused() -> None:
    case = with_invoice(example_case(), received_on=date(2026, 4, 30))
    assert faults(case)["invoices-0-received_on"] == (
        "La réception tombe avant la date de la facture : vérifiez ces deux dates."
    )


def test_a_payment_after_the_letter_is_refused() -> None:
    case = with_invoice(example_case(), payments=(Payment(date(2026, 11, 22), Decimal(10)),))
    assert faults(case) == {
        "invoices-0-payments-0-paid_on": "Ce paiement tombe après le 21 novembre 2026 : "
        "n’indiquez que ce que vous avez reçu."
    }


@pytest.mark.parametrize(
    ("payments", "credit", "name", "start"),
    [
        ("1300", "0", "invoices-0-payments-0-amount", "Les paiements (1 300,00 €)"),
        (
            "0.01",
            "1200",
            "invoices-0-payments-0-amount",
            "Les paiements et les avoirs (1 200,01 €)",
        ),
        ("", "1200.01", "invoices-0-credit", "Les avoirs (1 200,01 €)"),
    ],
)
def test_payments_and_credit_notes_above_the_amount_are_refused(
    payments: str, credit: str, name: str, start: str
) -> None:
    paid = (Payment(date(2026, 6, 1), Decimal(payments)),) if payments else ()
    sentence = faults(with_invoice(example_case(), payments=paid, credit=Decimal(credit)))[name]
    assert sentence.startswith(start)
    assert sentence.endswith(
        "dépassent le montant de la facture (1 200,00 €) : vérifiez ces sommes."
    )


@pytest.mark.parametrize("slug", ["relance-1", "echeancier", "conciliation"])
def test_a_case_with_nothing_left_gets_no_letter(slug: str) -> None:
    case = example_case(slug)
    for index, invoice in enumerate(case.invoices):
        case = with_invoice(case, index, credit=invoice.amount, payments=())
    assert faults(case, slug)["invoices-0-amount"].startswith("Il ne reste rien à payer")


def test_a_paid_invoice_among_unpaid_invoices_is_refused() -> None:
    case = with_invoice(example_case(), credit=Decimal(1200))
    assert faults(case) == {
        "invoices-0-amount": "La facture F2026-014 est entièrement réglée : retirez-la."
    }


def test_a_step_before_the_oldest_invoice_is_refused() -> None:
    step = EarlierStep("relance-1", date(2026, 4, 30), "email")
    sentences = faults(replace(example_case(), earlier=(step,)))
    assert sentences["earlier-0-sent_on"].startswith("Cette démarche est antérieure à vos factures")


@pytest.mark.parametrize("field", ["street", "city"])
def test_an_address_of_signs_alone_is_refused(field: str) -> None:
    case = example_case()
    where = replace(case.debtor.address, **{field: "---"})
    assert f"debtor-{field}" in faults(with_debtor(case, address=where))


@pytest.mark.parametrize("country", ["France", "fr", "France métropolitaine"])
def test_france_in_any_spelling_is_not_abroad(country: str) -> None:
    case = example_case()
    where = replace(case.debtor.address, country=country)
    assert warnings(with_debtor(case, address=where)) == {}


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_a_closed_liquidation_gets_no_letter(slug: str) -> None:
    case = with_debtor(example_case(slug), insolvency="closed")
    assert "aucune lettre n’est utile" in faults(case, slug)["debtor-insolvency"]


def test_a_judgment_makes_the_end_of_the_service_required() -> None:
    """Invoiced after the judgment, for work that may have been done before it."""
    case = with_debtor(example_case(), insolvency="liquidation", insolvency_on=date(2026, 4, 29))
    blank = with_invoice(with_invoice(case, 1, performed_on=None), performed_on=None)
    sentences = faults(blank)
    assert "quand la prestation a été achevée" in sentences["invoices-0-performed_on"]
    assert "quand la prestation a été achevée" in sentences["invoices-1-performed_on"]


def test_an_invoice_number_may_repeat_only_while_a_plan_is_in_course() -> None:
    case = with_invoice(example_case(), 1, number="f2026-014")
    assert faults(case)["invoices-1-number"].startswith("Ce numéro figure déjà plus haut")
    same = with_invoice(example_case(), 1, number="F2026-014")
    in_course = replace(same, plan_in_course=True, earlier=())
    assert faults(in_course) == {}
    assert warnings(in_course)["plan_in_course"] == (
        "Un échéancier est en cours : n’indiquez que les échéances passées, une par ligne."
    )


def test_a_plan_in_course_allows_only_instalments_past_due() -> None:
    case = with_invoice(replace(example_case(), plan_in_course=True), 1, due_on=date(2026, 12, 15))
    assert faults(case)["invoices-1-due_on"].startswith(
        "Cette échéance n’est exigible que le 15 décembre 2026"
    )


def test_a_delay_still_running_forbids_the_letter() -> None:
    case = replace(example_case(), grace_until=date(2027, 1, 31))
    assert faults(case)["grace_until"].startswith(
        "Votre client a jusqu’au 31 janvier 2027 : attendez cette date"
    )
    assert "grace_until" not in faults(replace(case, plan_in_course=True))
    assert faults(replace(example_case(), grace_until=date(2026, 9, 30))) == {}


def test_a_deadline_on_or_before_the_letter_is_refused() -> None:
    for day in (date(2026, 11, 20), DAY):
        assert faults(replace(example_case(), pay_by=day)) == {
            "pay_by": "La date limite doit tomber après celle de la lettre, le 21 novembre 2026."
        }


def test_a_mise_en_demeure_under_eight_days_is_warned_about() -> None:
    short = warnings(replace(example_case(), pay_by=date(2026, 11, 28)))["pay_by"]
    assert "délai raisonnable (article 1231 du code civil)" in short
    assert "garde une lettre recommandée 15 jours" in short
    assert warnings(replace(example_case(), pay_by=date(2026, 11, 29))) == {}


def test_a_letter_dated_before_2024_is_refused() -> None:
    assert "dated_on" in faults(replace(example_case(), dated_on=date(2006, 11, 21)))


def test_a_step_or_an_event_after_the_letter_is_refused() -> None:
    case = replace(
        example_case(),
        earlier=(EarlierStep("relance-1", date(2026, 11, 22), "post"),),
        events=(Event("acknowledgement", date(2026, 11, 22)),),
    )
    assert faults(case) == {
        "earlier-0-sent_on": "Cette démarche tombe après le 21 novembre 2026 : vérifiez sa date.",
        "events-0-on": "Cet évènement tombe après le 21 novembre 2026 : vérifiez sa date.",
    }


def test_an_unknown_step_or_invoice_number_is_refused() -> None:
    step = EarlierStep("relance-9", date(2026, 7, 6), "post", invoices=("F2026-014", "F1"))
    assert faults(replace(example_case(), earlier=(step,))) == {
        "earlier-0-step": "Cette démarche n’existe pas : choisissez-en une dans la liste.",
        "earlier-0-invoices": "Cette lettre ne porte pas de facture F1 : reprenez les numéros tels "
        "que vous les avez écrits plus haut, séparés par des virgules.",
    }


@pytest.mark.parametrize(
    ("presented", "words"),
    [(date(2026, 7, 5), "avant l’envoi"), (date(2026, 11, 22), "après le 21 novembre 2026")],
)
def test_a_presentation_before_sending_or_after_today_is_refused(
    presented: date, words: str
) -> None:
    step = EarlierStep("relance-3", date(2026, 7, 6), "lrar", presented_on=presented)
    assert words in faults(replace(example_case(), earlier=(step,)))["earlier-0-presented_on"]


def test_instalments_must_add_up_to_the_principal() -> None:
    case = example_case("echeancier")
    assert case.plan
    parts = (*case.plan.instalments[:2], Instalment(date(2027, 2, 15), Decimal("619.99")))
    short = replace(case, plan=replace(case.plan, instalments=parts))
    assert faults(short, "echeancier") == {
        "instalments-2-amount": "Les échéances font 1 859,99 € et il reste dû 1 860,00 € : "
        "il manque 0,01 €."
    }
    parts = (*case.plan.instalments, Instalment(date(2027, 3, 15), Decimal(40)))
    more = replace(case, plan=replace(case.plan, instalments=parts))
    assert faults(more, "echeancier")["instalments-3-amount"].endswith("il y a 40,00 € de trop.")


def test_instalments_of_a_plan_for_the_total_must_add_up_to_it() -> None:
    """1 860,00 + 107,14 + 80,00: the parts wanted are 620,00 three times, then 187,14."""
    case = replace(example_case("echeancier"), penalties="claim", late_rate="legal")
    assert case.plan
    for last, ending in (
        ("187.14", None),
        ("187.13", "il manque 0,01 €."),
        ("187.15", "de trop."),
    ):
        parts = (*case.plan.instalments, Instalment(date(2027, 3, 15), Decimal(last)))
        total = replace(case, plan=replace(case.plan, instalments=parts, covers="total"))
        fault = faults(total, "echeancier").get("instalments-3-amount")
        assert fault is None if ending is None else str(fault).endswith(ending)
    uncounted = replace(case, penalties="mention", plan=replace(case.plan, covers="total"))
    assert "instalments-2-amount" not in faults(uncounted, "echeancier")


def test_a_consumer_who_paid_late_in_full_gets_no_relance() -> None:
    """A mise en demeure was presented, interest ran, all is paid: no relance names it."""
    paid = Payment(date(2026, 11, 1), Decimal(1200))
    step = EarlierStep("mise-en-demeure", date(2026, 9, 28), "lrar", presented_on=date(2026, 10, 1))
    case = with_debtor(example_case(), kind="consumer", head_office=False)
    invoice = replace(case.invoices[0], payments=(paid,))
    case = replace(case, invoices=(invoice,), earlier=(step,), late_rate="")
    assert "invoices-0-amount" in faults(case, "relance-3")
    assert "invoices-0-amount" not in faults(case)


def test_instalments_must_follow_the_letter_in_order() -> None:
    case = example_case("echeancier")
    assert case.plan
    days = (DAY, date(2027, 1, 15), date(2027, 1, 15))
    parts = tuple(Instalment(day, Decimal(620)) for day in days)
    sentences = faults(replace(case, plan=replace(case.plan, instalments=parts)), "echeancier")
    assert sentences["instalments-0-due_on"] == (
        "Cette échéance doit tomber après le 21 novembre 2026, date de la lettre."
    )
    assert sentences["instalments-2-due_on"].endswith("rangez-les dans l’ordre.")


def test_a_wholly_disputed_sum_gets_no_mise_en_demeure() -> None:
    case = replace(example_case(), disputed="all")
    assert faults(case)["disputed"].endswith(
        "Voyez le guide « Votre client conteste la facture : que faire ? »."
    )
    assert faults(replace(example_case("conciliation"), disputed="all"), "conciliation") == {}


def test_a_disputed_part_needs_a_reason_and_an_amount_within_the_balance() -> None:
    case = replace(example_case(), disputed="part")
    assert set(faults(case)) == {"invoices-0-disputed", "disputed_what"}
    too_much = with_invoice(replace(case, disputed_what="Le délai."), 1, disputed=Decimal("660.01"))
    assert faults(too_much) == {
        "invoices-1-disputed": "La part contestée dépasse ce qui reste dû sur cette facture, 660,00 €."
    }
    assert faults(with_invoice(too_much, 1, disputed=Decimal(660))) == {}


def test_a_disputed_amount_without_a_dispute_is_refused() -> None:
    assert "disputed" in faults(with_invoice(example_case(), disputed=Decimal(10)))


def test_a_letter_with_every_part_disputed_is_refused() -> None:
    case = replace(example_case("relance-1"), disputed="part", disputed_what="Tout.")
    case = with_invoice(case, disputed=Decimal(1200))
    assert faults(case, "relance-1")["disputed"].startswith("Toute la somme est contestée")


def test_a_dispute_with_a_consumer_without_mediator_is_warned_about() -> None:
    case = with_debtor(replace(example_case("conciliation"), disputed="all"), kind="consumer")
    assert "L. 616-1" in warnings(case, "conciliation")["creditor-mediator"]


def test_a_letter_says_why_it_refuses_a_kind_of_debtor() -> None:
    case = with_debtor(example_case("echeancier"), kind="public")
    assert faults(case, "echeancier")["debtor-kind"].startswith("Une administration paie")


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_a_debtor_in_surendettement_gets_no_letter(slug: str) -> None:
    case = with_debtor(example_case(slug), insolvency="surendettement")
    assert "L. 722-5" in faults(case, slug)["debtor-insolvency"]


@pytest.mark.parametrize(
    ("kind", "whom"),
    [
        ("sauvegarde", "mandataire judiciaire"),
        ("redressement", "mandataire judiciaire"),
        ("liquidation", "liquidateur"),
    ],
)
def test_a_debt_born_before_a_judgment_gets_no_letter(kind: str, whom: str) -> None:
    case = with_debtor(example_case(), insolvency=kind, insolvency_on=date(2026, 5, 15))
    sentences = faults(case)
    assert set(sentences) == {"invoices-0-performed_on"}
    assert f"Déclarez-la au {whom} dans les 2 mois" in sentences["invoices-0-performed_on"]
    later = replace(case, invoices=case.invoices[1:], earlier=())
    assert faults(later) == {}
    assert "En principe, seules les créances nées après" in warnings(later)["debtor-insolvency"]


def test_a_judgment_without_a_day_or_after_the_letter_is_refused() -> None:
    case = with_debtor(example_case(), insolvency="redressement")
    assert faults(case)["debtor-insolvency_on"].startswith("Indiquez la date du jugement")
    future = with_debtor(case, insolvency_on=date(2026, 11, 22))
    assert faults(future)["debtor-insolvency_on"].startswith("Ce jugement tombe après")


def test_an_address_too_long_for_the_window_is_refused() -> None:
    address = replace(
        example_case().debtor.address,
        complement="Bâtiment principal des bureaux de la direction générale du site",
        street="Zone d’activités économiques des Hauts-de-la-Grande-Rivière, rue des Entrepreneurs",
    )
    assert (
        "6 lignes de 38 caractères"
        in faults(with_debtor(example_case(), address=address))["debtor-street"]
    )


def test_a_french_postcode_needs_five_digits_and_a_foreign_one_does_not() -> None:
    address = replace(example_case().debtor.address, postcode="B-1000")
    case = with_debtor(example_case(), address=address)
    assert "5 chiffres" in faults(case)["debtor-postcode"]
    abroad = with_debtor(case, address=replace(address, country="Belgique"))
    assert faults(abroad) == {}
    assert "loi française" in warnings(abroad)["debtor-country"]


def test_a_mise_en_demeure_to_an_unchecked_address_is_warned_about() -> None:
    assert (
        "siège social"
        in warnings(with_debtor(example_case(), head_office=False))["debtor-head_office"]
    )


def test_a_public_body_has_its_own_warnings() -> None:
    case = replace(with_debtor(example_case(), kind="public"), late_rate="")
    sentences = warnings(case)
    assert "dans les 2 mois du silence" in sentences["debtor-ccag"]
    assert "réception de la facture" in sentences["invoices-0-received_on"]
    calm = with_invoice(with_debtor(case, ccag="no"), received_on=date(2026, 5, 2))
    calm = with_invoice(calm, 1, received_on=date(2026, 6, 4))
    assert warnings(calm) == {}


def test_a_perhaps_barred_debt_needs_a_confirmation() -> None:
    case = with_debtor(example_case(), kind="consumer", head_office=False)
    case = replace(with_invoice(case, performed_on=date(2024, 11, 20)), penalties="none")
    sentence = faults(case)["confirm_limitation"]
    assert "La facture F2026-014 est peut-être prescrite depuis le 21 novembre 2026" in sentence
    assert "délai de 2 ans" in sentence
    known = verdict(case, confirmed=True)
    assert known.faults == ()
    assert [warning.name for warning in known.warnings] == ["confirm_limitation"]
    on_the_day = with_invoice(case, performed_on=date(2024, 11, 21))
    assert faults(on_the_day) == {}


COMPANY = {"status": "company", "legal_form": "SARL", "rcs": "Lyon"}


def with_creditor(case: Case, **changes: Any) -> Case:
    return replace(case, creditor=replace(case.creditor, **changes))


@pytest.mark.parametrize(
    ("safe", "pay_by", "warned"),
    [
        (date(2028, 2, 21), date(2026, 12, 7), False),
        (date(2027, 2, 21), date(2026, 12, 7), False),
        (date(2027, 2, 20), date(2026, 12, 7), True),
        (date(2026, 11, 21), date(2026, 12, 7), True),
        (date(2027, 3, 31), date(2027, 4, 1), True),
        (date(2027, 3, 31), date(2027, 3, 31), False),
    ],
)
def test_a_safe_day_within_three_months_or_the_deadline_is_warned_about(
    safe: date, pay_by: date, *, warned: bool
) -> None:
    performed = date(safe.year - 5, safe.month, safe.day)
    case = with_invoice(replace(example_case(), pay_by=pay_by), performed_on=performed)
    sentence = warnings(case).get("invoices-0-performed_on", "")
    assert bool(sentence) is warned
    if warned:
        assert dates.write(safe).replace("\u00a0", " ") in sentence
        assert "n’attendez pas" in sentence
        assert "saisir le juge" in sentence
        assert "reconnaissance de dette écrite" in sentence


def test_the_limitation_warning_names_the_first_barred_invoice() -> None:
    case = with_invoice(example_case(), 1, performed_on=None, issued_on=date(2021, 12, 1))
    assert "La facture F2026-021" in warnings(case)["invoices-1-issued_on"]


def test_a_near_safe_day_of_a_public_body_advises_writing_at_once() -> None:
    case = with_debtor(example_case(), kind="public", ccag="no", comptable_public="yes")
    case = replace(case, penalties="none", earlier=())
    case = with_invoice(case, performed_on=date(2022, 6, 1))
    sentence = warnings(case)["invoices-0-performed_on"]
    assert "31 décembre 2026" in sentence
    assert "écrivez dès maintenant, en recommandé avec avis de réception" in sentence
    assert "n’arrête pas" not in sentence


def test_a_company_without_form_or_registers_is_warned() -> None:
    case = with_creditor(example_case(), status="company", siret="")
    sentences = warnings(case)
    assert set(sentences) == {"creditor-legal_form", "creditor-siret", "creditor-rcs"}
    assert "R. 123-238" in sentences["creditor-legal_form"]
    assert "R. 123-237" in sentences["creditor-siret"]
    assert "R. 123-237" in sentences["creditor-rcs"]
    assert warnings(with_creditor(example_case(), **COMPANY)) == {}
    assert warnings(with_creditor(example_case(), status="association", siret="")) == {}
    memo = with_creditor(example_case("conciliation"), status="company")
    assert warnings(memo, "conciliation") == {}


@pytest.mark.parametrize("slug", sorted(SLUGS - {"conciliation"}))
def test_a_demand_without_an_iban_is_warned_about(slug: str) -> None:
    sentences = warnings(with_creditor(example_case(slug), iban=""), slug)
    assert "n’indiquera aucun moyen de payer" in sentences["creditor-iban"]


def test_the_first_contact_needs_no_iban() -> None:
    assert warnings(with_creditor(example_case("conciliation"), iban=""), "conciliation") == {}


@pytest.mark.parametrize("kind", ["consumer", "non_professional"])
def test_penalties_against_a_consumer_are_said_to_be_ignored(kind: str) -> None:
    case = with_debtor(example_case(), kind=kind, head_office=True)
    mentioned = warnings(replace(case, penalties="mention"))["penalties"]
    assert mentioned.startswith("Vous avez choisi de rappeler les pénalités de retard : la lettre ")
    claimed = warnings(case, "relance-3")["penalties"]
    assert claimed.startswith("Vous avez choisi de réclamer les pénalités de retard : la lettre ")
    assert "penalties" not in warnings(replace(case, penalties="none"))
    assert "penalties" not in warnings(example_case())


@pytest.mark.parametrize("kind", ["consumer", "non_professional"])
def test_a_consumer_gets_a_figure_from_the_second_mise_en_demeure(
    kind: str,
) -> None:
    case = replace(with_debtor(example_case(), kind=kind, head_office=True), late_rate="")
    assert "sans le chiffrer" in warnings(case)["penalties"]
    step = EarlierStep("mise-en-demeure", date(2026, 9, 28), "lrar", presented_on=date(2026, 10, 1))
    assert "penalties" not in warnings(replace(case, earlier=(*case.earlier, step)))


def test_each_guide_that_a_check_names_bears_that_title() -> None:
    for title, slug in GUIDES.items():
        text = (TEMPLATES.parent / f"site/guides/{slug}.md").read_text("utf-8")
        front = tomllib.loads(text.split("+++\n")[1])
        assert title == front["title"]


def variations() -> Iterator[Case]:
    case = example_case()
    yield with_invoice(case, due_on=ExampleDate.of(date(2026, 1, 1), "invoices-0-due_on"))
    yield with_invoice(
        case, amount=ExampleEuros.of(Decimal(1), "invoices-0-amount"), credit=Decimal(5)
    )
    yield replace(case, dated_on=ExampleDate.of(date(2020, 1, 1), "dated_on"))


@pytest.mark.parametrize("case", list(variations()))
def test_a_borrowed_value_is_never_judged(case: Case) -> None:
    assert faults(case) == {}
