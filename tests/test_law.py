"""The figures of the law, read aloud: golden values written by hand from the texts, never from the files."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError

from courtois.errors import LawUnknown
from courtois.law import CONFIDENCES, UNITS, Parameter, Value, figures, parameters

TODAY = date(2026, 11, 21)
PARAMETERS = sorted(parameters().values(), key=lambda parameter: parameter.name)

GOLDEN = {
    "prescription_consommateur": "2 ans",
    "prescription_professionnelle": "5 ans",
    "prescription_publique": "4 ans",
    "prescription_transport": "1 an",
    "prescription_minimale_conventionnelle": "1 an",
    "prescription_maximale_conventionnelle": "10 ans",
    "prescription_butoir": "20 ans",
    "prescription_reliquat_suspension": "6 mois",
    "indemnite_forfaitaire_recouvrement": "40 €",
    "indemnite_forfaitaire_publique": "40 €",
    "majoration_professionnelle": "10 points",
    "majoration_publique": "8 points",
    "multiple_plancher_interet_legal": "3 fois",
    "plafond_petites_creances": "5 000 €",
    "plafond_tentative_amiable": "5 000 €",
    "plafond_sans_avocat": "10 000 €",
    "attente_conciliateur": "3 mois",
    "reponse_petites_creances": "1 mois",
    "signification_injonction": "3 mois",
    "opposition_injonction": "1 mois",
    "delai_grace_judiciaire": "2 ans",
    "delai_declaration_creance": "2 mois",
    "delai_declaration_creance_etranger": "4 mois",
    "delai_paiement_defaut": "30 jours",
    "delai_paiement_maximal": "60 jours",
    "delai_paiement_fin_de_mois": "45 jours",
    "delai_paiement_public": "30 jours",
    "delai_paiement_public_sante": "50 jours",
    "delai_paiement_entreprise_publique": "60 jours",
    "reclamation_publique": "2 mois",
    "garde_recommande": "15 jours",
    "acceptation_recommande_electronique": "15 jours",
    "conservation_recommande_electronique": "1 an",
    "delai_mise_en_demeure_usuel": "15 jours",
    "delai_mise_en_demeure_minimal": "8 jours",
    "decheance_terme_professionnel": "15 jours",
    "decheance_terme_consommateur": "30 jours",
}


def plain(phrase: str) -> str:
    return phrase.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("name", "phrase"), GOLDEN.items())
def test_on_21_november_2026_the_figure_reads(name: str, phrase: str) -> None:
    assert plain(figures(TODAY)[name]) == phrase


def test_the_small_claims_ceiling_went_from_4_000_to_5_000_euros_on_1_january_2020() -> None:
    ceiling = parameters()["plafond_petites_creances"]
    assert ceiling.at(date(2016, 6, 1)) == ceiling.at(date(2019, 12, 31)) == Decimal(4000)
    assert ceiling.at(date(2020, 1, 1)) == Decimal(5000)


def test_an_order_to_pay_made_on_31_august_2026_was_served_within_6_months_the_next_day_within_3() -> (
    None
):
    service = parameters()["signification_injonction"]
    assert plain(service.phrase(date(2026, 8, 31))) == "6 mois"
    assert plain(service.phrase(date(2026, 9, 1))) == "3 mois"


def test_nothing_is_extrapolated_backwards_and_the_refusal_names_the_file_and_the_day() -> None:
    with pytest.raises(LawUnknown, match=r"indemnite_forfaitaire_recouvrement\.toml.*2012-12-31"):
        parameters()["indemnite_forfaitaire_recouvrement"].at(date(2012, 12, 31))
    assert parameters()["indemnite_forfaitaire_recouvrement"].at(date(2013, 1, 1)) == Decimal(40)


def test_a_thousand_is_parted_by_a_narrow_no_break_space_and_the_unit_by_a_no_break_space() -> None:
    assert figures(TODAY)["plafond_sans_avocat"] == "10\u202f000\u00a0€"


def invented(number: str, unit: str) -> str:
    value = Value(date(2026, 1, 1), Decimal(number), "un exemple", "usage")
    return plain(Parameter("exemple", "Un exemple", "aucun", unit, TODAY, (value,)).phrase(TODAY))


def test_one_and_a_half_is_singular_in_french_and_two_is_plural() -> None:
    assert invented("1.5", "percent") == "1,5 %"
    assert invented("1.5", "points") == "1,5 point"
    assert invented("2", "points") == "2 points"
    assert invented("12.40", "percent") == "12,40 %"


def test_a_template_that_asks_for_a_figure_nobody_wrote_fails() -> None:
    template = Environment(undefined=StrictUndefined).from_string(
        "{{ law.prescription_des_gateaux }}"
    )
    with pytest.raises(UndefinedError, match="prescription_des_gateaux"):
        template.render(law=figures(TODAY))


def test_a_template_dated_before_the_law_fails_and_only_for_the_figure_it_uses() -> None:
    environment = Environment(undefined=StrictUndefined)
    law = figures(date(2012, 6, 1))
    assert (
        plain(environment.from_string("{{ law.prescription_professionnelle }}").render(law=law))
        == "5 ans"
    )
    with pytest.raises(LawUnknown, match="indemnite_forfaitaire_recouvrement"):
        environment.from_string("{{ law.indemnite_forfaitaire_recouvrement }}").render(law=law)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_each_file_says_its_title_its_article_its_unit_its_dates_and_its_sources(
    parameter: Parameter,
) -> None:
    assert parameter.title
    assert parameter.basis
    assert parameter.unit in UNITS
    assert date(2026, 11, 21) <= parameter.checked_on
    assert all(value.since < parameter.checked_on and value.source for value in parameter.values)
    assert all(value.confidence in CONFIDENCES and value.value > 0 for value in parameter.values)
    with pytest.raises(LawUnknown, match=parameter.name):
        parameter.at(parameter.values[0].since - timedelta(days=1))


def test_no_figure_is_without_a_golden_value_here_unless_it_moves_each_half_year() -> None:
    half_yearly = {parameter.name for parameter in PARAMETERS if parameter.name.startswith("taux_")}
    assert {parameter.name for parameter in PARAMETERS} - half_yearly == set(GOLDEN)
