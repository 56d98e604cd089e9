"""The figures of the law: expected values written by hand from the texts, never from the files."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError

from courtois.errors import BrokenLaw, LawUnknown
from courtois.french.dates import half_year_end
from courtois.law import (
    Parameter,
    Value,
    figures,
    parameters,
    read_folder,
    read_parameter,
    valid_until,
)
from courtois_site import freeze
from infra import check_law

TODAY = date(2026, 11, 21)
PARAMETERS = list(read_folder(files("courtois.law")).values())  # as the files are now

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
    "delai_paiement_facture_periodique": "45 jours",
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
    "jours_par_an": "365 jours",
}


def plain(phrase: str) -> str:
    return phrase.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("name", "phrase"), GOLDEN.items())
def test_each_figure_reads_as_expected_on_21_november_2026(name: str, phrase: str) -> None:
    assert plain(figures(TODAY)[name]) == phrase


def test_the_small_claims_ceiling_rose_to_5_000_euros_in_2020() -> None:
    ceiling = parameters()["plafond_petites_creances"]
    assert ceiling.at(date(2016, 6, 1)) == ceiling.at(date(2019, 12, 31)) == Decimal(4000)
    assert ceiling.at(date(2020, 1, 1)) == Decimal(5000)


def test_the_delay_to_serve_an_order_fell_to_3_months_in_september_2026() -> None:
    service = parameters()["signification_injonction"]
    assert plain(service.phrase(date(2026, 8, 31))) == "6 mois"
    assert plain(service.phrase(date(2026, 9, 1))) == "3 mois"


def test_a_day_before_the_first_value_raises_with_the_file_and_the_day() -> None:
    with pytest.raises(LawUnknown, match=r"indemnite_forfaitaire_recouvrement\.toml.*2012-12-31"):
        parameters()["indemnite_forfaitaire_recouvrement"].at(date(2012, 12, 31))
    assert parameters()["indemnite_forfaitaire_recouvrement"].at(date(2013, 1, 1)) == Decimal(40)


def test_thousands_and_units_are_set_with_no_break_spaces() -> None:
    assert figures(TODAY)["plafond_sans_avocat"] == "10\u202f000\u00a0€"


def invented(number: str, unit: str) -> str:
    value = Value(date(2026, 1, 1), Decimal(number), "un exemple", "usage")
    return plain(Parameter("exemple", "Un exemple", "aucun", unit, TODAY, (value,)).phrase(TODAY))


def test_the_unit_is_singular_below_two() -> None:
    assert invented("1.5", "percent") == "1,5 %"
    assert invented("1.5", "points") == "1,5 point"
    assert invented("2", "points") == "2 points"
    assert invented("12.40", "percent") == "12,40 %"


def test_a_template_with_an_unknown_figure_fails() -> None:
    template = Environment(undefined=StrictUndefined).from_string(
        "{{ law.prescription_des_gateaux }}"
    )
    with pytest.raises(UndefinedError, match="prescription_des_gateaux"):
        template.render(law=figures(TODAY))


def test_a_template_dated_before_a_figure_it_uses_fails() -> None:
    environment = Environment(undefined=StrictUndefined)
    law = figures(date(2012, 6, 1))
    assert (
        plain(environment.from_string("{{ law.prescription_professionnelle }}").render(law=law))
        == "5 ans"
    )
    with pytest.raises(LawUnknown, match="indemnite_forfaitaire_recouvrement"):
        environment.from_string("{{ law.indemnite_forfaitaire_recouvrement }}").render(law=law)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.name)
def test_each_file_gives_title_article_unit_dates_and_sources(
    parameter: Parameter,
) -> None:
    assert parameter.title
    assert parameter.basis
    assert date(2026, 11, 21) <= parameter.checked_on
    assert all(value.source for value in parameter.values)
    assert all(value.value > 0 or parameter.half_yearly for value in parameter.values)
    with pytest.raises(LawUnknown, match=parameter.name):
        parameter.at(parameter.values[0].since - timedelta(days=1))


def test_no_file_holds_a_rate_of_an_unpublished_half_year() -> None:
    for parameter in PARAMETERS:
        if parameter.covered_until:
            next_half_year = half_year_end(parameter.checked_on) + timedelta(days=1)
            assert parameter.values[-1].since <= next_half_year, parameter.name


def test_every_figure_that_is_not_half_yearly_has_a_golden_value() -> None:
    half_yearly = {parameter.name for parameter in PARAMETERS if parameter.name.startswith("taux_")}
    assert {parameter.name for parameter in PARAMETERS} - half_yearly == set(GOLDEN)


# Copied by hand from the research, semester by semester: ECB; legal rate of the particuliers; of the others.
RATES = """
2015-01-01 0.05 4.06 0.93    2015-07-01 0.05 4.29 0.99
2016-01-01 0.05 4.54 1.01    2016-07-01 0.00 4.35 0.93
2017-01-01 0.00 4.16 0.90    2017-07-01 0.00 3.94 0.90
2018-01-01 0.00 3.73 0.89    2018-07-01 0.00 3.60 0.88
2019-01-01 0.00 3.40 0.86    2019-07-01 0.00 3.26 0.87
2020-01-01 0.00 3.15 0.87    2020-07-01 0.00 3.11 0.84
2021-01-01 0.00 3.14 0.79    2021-07-01 0.00 3.12 0.76
2022-01-01 0.00 3.13 0.76    2022-07-01 0.00 3.15 0.77
2023-01-01 2.50 4.47 2.06    2023-07-01 4.00 6.82 4.22
2024-01-01 4.50 8.01 5.07    2024-07-01 4.25 8.16 4.92
2025-01-01 3.15 7.21 3.71    2025-07-01 2.15 6.65 2.76
2026-01-01 2.15 6.67 2.62    2026-07-01 2.40 6.84 2.75
"""
HALF_YEARLY = (
    "taux_refinancement_bce",
    "taux_interet_legal_particulier",
    "taux_interet_legal_autres_cas",
)


@pytest.mark.parametrize("column", [1, 2, 3], ids=HALF_YEARLY)
def test_each_half_year_since_2015_has_its_expected_rate(column: int) -> None:
    parameter = parameters()[HALF_YEARLY[column - 1]]
    written = {value.since.isoformat(): str(value.value) for value in parameter.values}
    cells = RATES.split()
    assert written == dict(zip(cells[::4], cells[column::4], strict=True))


def test_a_rate_holds_to_the_last_day_of_its_half_year() -> None:
    rate = parameters()["taux_refinancement_bce"]
    assert rate.at(date(2026, 6, 30)) == Decimal("2.15")
    assert rate.at(date(2026, 7, 1)) == rate.at(date(2026, 12, 31)) == Decimal("2.40")
    assert plain(rate.phrase(date(2018, 3, 1))) == "0,00 %"


@pytest.mark.parametrize("name", HALF_YEARLY)
def test_2014_and_2027_raise_with_the_file_and_the_day(name: str) -> None:
    parameter = parameters()[name]
    with pytest.raises(LawUnknown, match=rf"{name}\.toml.*2027-01-01"):
        parameter.at(date(2027, 1, 1))
    with pytest.raises(LawUnknown, match=rf"{name}\.toml.*2014-12-31"):
        parameter.at(date(2014, 12, 31))
    assert (parameter.covered_from, parameter.covered_until) == (
        date(2015, 1, 1),
        date(2026, 12, 31),
    )


def test_rates_end_with_2026_and_other_figures_go_on() -> None:
    assert valid_until() == date(2026, 12, 31)
    margin = parameters()["majoration_professionnelle"]
    assert margin.covered_until is None
    assert margin.at(date(2031, 1, 1)) == Decimal(10)


def test_only_the_half_yearly_rates_expire() -> None:
    assert {p.name for p in PARAMETERS if p.covered_until} == set(HALF_YEARLY)


FILE = """
title = "Un taux"
basis = "C. com., art. L. 441-10"
unit = "percent"
checked_on = 2026-12-22
half_yearly = true

[[value]]
since = 2026-07-01
value = "2.40"
source = "la BCE"
confidence = "V2"
"""
AGAIN = FILE[FILE.index("[[value]]") :]


def read(folder: Path, text: str, name: str = "essai") -> Parameter:
    file = folder / f"{name}.toml"
    file.write_text(text, "utf-8")
    return read_parameter(file)


def test_a_new_half_year_needs_one_value_in_a_file(tmp_path: Path) -> None:
    added = AGAIN.replace("2026-07-01", "2027-01-01").replace("2.40", "2.15")
    rate = read(tmp_path, FILE + added)
    assert rate.at(date(2026, 12, 31)) == Decimal("2.40")
    assert rate.at(date(2027, 1, 1)) == rate.at(date(2027, 6, 30)) == Decimal("2.15")
    assert rate.covered_until == date(2027, 6, 30)


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("2.40", "2,8", "« 2,8 » n’est pas un nombre"),
        ("2.40", "NaN", "« NaN » n’est pas un nombre"),
        ('"2.40"', "2.40", "« value » manque, ou n’est pas un texte entre guillemets"),
        ("since = 2026-07-01", "", "« since » manque, ou n’est pas un jour"),
        ("2026-07-01", "2026-07-01T00:00:00", "« since » manque, ou n’est pas un jour"),
        ("2026-07-01", "2026-07-02", "une valeur par semestre"),
        ("[[value]]", "[[valeur]]", "« value » manque"),
        ("title", "titre", "« title » manque"),
        ("half_yearly", "semestriel", "« semestriel » est inconnu"),
        ('"V2"', '"sûr"', "« confidence » est un mot parmi V2, V"),
        ("percent", "pourcent", "« unit » est un mot parmi years"),
        ('"la BCE"', '"la BCE', "est à reprendre : "),
        (AGAIN, AGAIN + AGAIN.replace("2026-07", "2027-07"), "une valeur par semestre"),
        (AGAIN, AGAIN + AGAIN.replace("2026-07", "2026-01"), "de la plus ancienne"),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(
    tmp_path: Path, right: str, wrong: str, message: str
) -> None:
    assert right in FILE
    with pytest.raises(BrokenLaw, match=re.escape(message)) as refusal:
        read(tmp_path, FILE.replace(right, wrong))
    assert str(refusal.value).startswith("courtois/law/essai.toml est à reprendre : ")


@pytest.fixture
def folder(tmp_path: Path, law_from: Callable[[Path], None]) -> Path:
    """An empty folder from which the law is read."""
    law_from(tmp_path)
    return tmp_path


def test_a_freeze_with_a_french_comma_prints_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "taux.toml").write_text(FILE.replace("2.40", "2,8"), "utf-8")
    assert freeze.main(["--build", str(folder / "build")]) == 1
    assert capsys.readouterr().err == (
        "courtois/law/taux.toml est à reprendre : « 2,8 » n’est pas un nombre : "
        "écrivez-le avec un point, comme 2.75.\n"
    )


def test_check_law_prints_the_same_sentence(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "courtois", tmp_path / "courtois")
    with (tmp_path / "courtois/law/jours_par_an.toml").open("a", encoding="utf-8") as file:
        file.write("value =")
    command = [sys.executable, root / "infra/check_law.py"]
    run = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.startswith("courtois/law/jours_par_an.toml est à reprendre : ")
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("checked", "due"),
    [
        (date(2026, 11, 21), date(2026, 12, 21)),
        (date(2026, 12, 20), date(2026, 12, 21)),
        (date(2026, 12, 21), date(2027, 6, 20)),  # the reminder's day
        (date(2027, 1, 2), date(2027, 6, 20)),
    ],
)
def test_a_text_is_due_from_the_reminder_and_once_a_half_year(
    tmp_path: Path, checked: date, due: date
) -> None:
    text = FILE.replace("half_yearly = true", "").replace("2026-12-22", checked.isoformat())
    assert check_law.due_on(read(tmp_path, text)) == due


def test_a_rate_is_due_from_the_reminder_until_the_next_is_written(
    tmp_path: Path,
) -> None:
    assert check_law.due_on(read(tmp_path, FILE)) == date(2026, 12, 21)
    next_one = AGAIN.replace("2026-07-01", "2027-01-01")
    assert check_law.due_on(read(tmp_path, FILE + next_one)) == date(2027, 6, 20)


@pytest.mark.parametrize(
    ("today", "reminder", "overdue"),
    [("2026-12-20", "2026-12-21", False), ("2026-12-21", "2026-12-22", True)],
)
def test_the_reminder_comes_ten_days_before_expiry_or_tomorrow(
    today: str, reminder: str, overdue: bool
) -> None:
    day = datetime.fromisoformat(f"{reminder}T09:00:00")
    assert check_law.remind_on(date.fromisoformat(today)) == (day, overdue)


def test_check_law_fails_from_the_day_of_the_reminder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every text was read again at the reminder; the ECB's rate alone is not published yet."""
    read(folder, FILE.replace("half_yearly = true", ""), "delai")
    read(folder, FILE, "taux")
    assert check_law.main(["2026-12-20"]) == 0
    assert capsys.readouterr().err == ""
    assert check_law.main(["2026-12-21"]) == 1
    assert capsys.readouterr().err == "À revoir depuis le 2026-12-21 : taux\n"
    assert check_law.main(["--only-warn", "2026-12-21"]) == 0
    assert check_law.main(["2027-06-20"]) == 1
    assert "delai, taux" in capsys.readouterr().err


FIGURE = re.compile(r"(?<![\d,.])\d[\d,.\s]*(€|%|ans?\b|mois\b|jours?\b|points?\b|fois\b)")


def test_no_figure_of_the_law_is_written_in_python(root: Path) -> None:
    written = []
    for path in sorted((root / "courtois").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        documents = {
            node.body[0].value
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node)
        }
        written += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            if node not in documents and FIGURE.search(node.value)
        ]
    assert written == []
