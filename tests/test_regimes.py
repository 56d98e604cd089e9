"""One module for each kind of debtor: complete, and alone to compare kinds."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from cases import DEBTORS, a_case

from courtois import regimes
from courtois.case import DebtorKind
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.law import parameters
from courtois.procedure.remedies import remedies
from courtois.regimes import Regime
from courtois.service import LetterService

ROOT = Path(__file__).resolve().parent.parent
KINDS: tuple[DebtorKind, ...] = get_args(DebtorKind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_regime_bears_the_kind_it_is_looked_up_by(kind: DebtorKind) -> None:
    assert regimes.of(DEBTORS[kind]).kind == kind


@pytest.mark.parametrize("kind", KINDS)
def test_the_figures_a_regime_names_are_law_files(kind: DebtorKind) -> None:
    debtor = DEBTORS[kind]
    regime = regimes.of(debtor)
    named = {regime.limitation_figure(debtor), regime.compensation_figure} - {""}
    assert named <= set(parameters())


def test_the_four_regimes_answer_as_the_rules_say() -> None:
    """docs/rules.md, §2: interest by itself, fixed sum, order of a payment, limitation."""
    answers = {
        kind: (
            regimes.of(debtor).late_by_law,
            bool(regimes.of(debtor).compensation_figure),
            regimes.of(debtor).interest_first,
            regimes.of(debtor).limitation_figure(debtor),
        )
        for kind, debtor in DEBTORS.items()
    }
    assert answers == {
        "professional": (True, True, True, "prescription_professionnelle"),
        "non_professional": (False, False, True, "prescription_professionnelle"),
        "consumer": (False, False, True, "prescription_consommateur"),
        "public": (True, True, False, "prescription_publique"),
    }


FACTS: dict[str, set[DebtorKind]] = {
    "late_by_law": {"professional", "public"},
    "rate_is_agreed": {"professional"},
    "rate_set_once": {"public"},
    "interest_first": {"professional", "non_professional", "consumer"},
    "period_by_contract": {"professional"},
    "refuses_barred_claim": {"consumer", "public"},
    "natural_person": {"consumer"},
    "consumer_law": {"consumer"},
    "administrative": {"public"},
    "invites_proposal": {"professional", "non_professional", "consumer"},
    "has_head_office": {"professional"},
    "in_bodacc": {"professional"},
    "commercial_court": {"professional"},
    "business_mediator": {"professional", "public"},
}


def test_each_fact_is_true_of_the_kinds_the_rules_name() -> None:
    facts = {name for name, kind in get_type_hints(Regime).items() if kind is bool}
    assert set(FACTS) == facts
    for fact, kinds in FACTS.items():
        assert {kind for kind in KINDS if getattr(regimes.of(DEBTORS[kind]), fact)} == kinds, fact


@pytest.mark.parametrize(
    ("legal_form", "head_office", "legal_person"),
    [("SARL", False, True), ("EI", True, False), ("", True, True), ("", False, False)],
)
def test_a_form_then_a_head_office_says_who_is_a_legal_person(
    legal_form: str, head_office: bool, legal_person: bool
) -> None:
    debtor = replace(DEBTORS["professional"], legal_form=legal_form, head_office=head_office)
    assert regimes.of(debtor).is_legal_person(debtor) is legal_person


def test_a_public_body_without_comptable_has_the_general_period() -> None:
    agency = replace(DEBTORS["public"], comptable_public="no")
    regime = regimes.of(agency)
    assert regime.limitation_figure(agency) == "prescription_professionnelle"
    assert not regime.counts_from_new_year(agency)


def test_only_a_public_body_is_refused_a_letter() -> None:
    plan = LetterCatalogue(ROOT / "templates")["echeancier"]
    receives = {kind: regimes.of(debtor).receives(plan) for kind, debtor in DEBTORS.items()}
    assert receives == {
        "professional": True,
        "non_professional": True,
        "consumer": True,
        "public": False,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_the_names_of_lateness_exist_for_every_code(kind: DebtorKind) -> None:
    """`sheet/lateness.html` has no default: a code that is missing raises."""
    jinja = LetterService(ROOT / "templates").renderer.jinja
    template = jinja.get_template("sheet/lateness.html")
    module = template.make_module({"regime": regimes.of(DEBTORS[kind])})
    assert set(vars(module)["named"]) >= {"noun", "brief", "heading", "none_counted"}


@pytest.mark.parametrize("kind", KINDS)
def test_every_regime_has_a_remedy(kind: DebtorKind) -> None:
    case = a_case(kind)
    assert remedies(case, assess(case).statement)


def test_no_other_module_compares_the_kind_of_a_debtor() -> None:
    """Templates ask the regime too. The forms ask for the kind: they alone may name it."""
    compared = re.compile(r"debtor\.kind\s*(==|!=|in\b|not in\b)|\{[^}]*\}\.get\(debtor\.kind")
    places = [
        path.relative_to(ROOT).as_posix()
        for folder in ("courtois", "functions", "site", "server", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in (".py", ".html") and compared.search(path.read_text("utf-8"))
    ]
    outside = [
        place for place in places if not place.startswith(("courtois/regimes/", "courtois/forms/"))
    ]
    assert outside == []


FIFTH = """
from courtois.case import DebtorKind
from courtois.regimes.civil_law import CivilLaw

class Fifth(CivilLaw):
    kind: DebtorKind = "consumer"

Fifth()
"""


def test_a_fifth_regime_that_lacks_an_answer_fails_the_type_check(tmp_path: Path) -> None:
    (tmp_path / "fifth.py").write_text(FIFTH, "utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", str(tmp_path / "fifth.py")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "Cannot instantiate abstract class" in checked.stdout
    assert '"consumer_law"' in checked.stdout
