"""The guides, the legal pages and the advice beside each form: true figures, live links, clean French."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined

from courtois import dates
from courtois.law import figures, parameters

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
TODAY = date(2026, 11, 21)

UNIT = r"(?:€|%|ans?\b|mois\b|jours?\b|points?\b)"
FIGURE = re.compile(rf"\d[\s\u00a0\u202f]*{UNIT}")
LINK = re.compile(r"\]\(([^)]+)\)")
LAW = re.compile(r"\blaw\.(\w+)")
OLD_ARTICLES = re.compile(r"\bL\. ?441-[36]\b|\bL\. ?137-2\b|\b(?:1139|1146|1147|1153)\b")
UNSPACED_ARTICLE = re.compile(r"\b[LRD]\.?\d{2,}")
RUN = 8  # words in a row that no two authors write by chance


@dataclass(frozen=True)
class Page:
    """A Markdown file: what its front matter tells, and its body as written."""

    name: str
    told: dict[str, Any]
    body: str

    @property
    def words(self) -> str:
        """All that a reader sees, figures not yet filled."""
        return "\n".join(
            [*(str(self.told.get(key, "")) for key in ("title", "short", "description")), self.body]
        )


def read(path: Path) -> Page:
    before, _, rest = path.read_text(encoding="utf-8").partition("+++\n")
    front, fence, body = rest.partition("\n+++\n")
    if before or not fence:
        raise ValueError(f"{path} does not begin with its front matter")
    return Page(path.relative_to(ROOT).as_posix(), tomllib.loads(front), body)


GUIDES = {path.stem: read(path) for path in sorted((ROOT / "site" / "guides").glob("*.md"))}
LEGAL = {path.stem: read(path) for path in sorted((ROOT / "site" / "pages").glob("*.md"))}
ADVICE = {
    path.parent.name: read(path)
    for path in sorted((ROOT / "templates" / "letters").glob("*/guide.md"))
}
PAGES = [*GUIDES.values(), *LEGAL.values(), *ADVICE.values()]
LETTERS = {
    path.parent.name: tomllib.loads(path.read_text("utf-8"))
    for path in (ROOT / "templates" / "letters").glob("*/letter.toml")
}
DAYS = {slug: f"J + {told['after_due']}" for slug, told in LETTERS.items() if "after_due" in told}
DEMO = {"demo": True}
REAL = {
    "demo": False,
    "publisher": "Atelier Perrin",
    "director": "Camille Perrin",
    "host": "Hébergeur Exemple",
}
REAL |= {"contact": "bonjour@courtois.example", "address": "https://courtois.example/"}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def fill(body: str, instance: dict[str, Any]) -> str:
    template = Environment(undefined=StrictUndefined).from_string(body)
    return template.render(law=figures(TODAY), days=DAYS, instance=instance)


def test_the_guides_the_plan_of_the_house_asks_for_are_there() -> None:
    asked = "etapes-amiables a-qui-ecrire prescription certaine-liquide-exigible rester-courtois preuves-a-garder"
    asked += (
        " proposer-un-echeancier apres-la-mise-en-demeure facture-contestee questions-frequentes"
    )
    assert set(asked.split()) <= GUIDES.keys()
    assert LEGAL.keys() >= {"mentions-legales", "confidentialite", "accessibilite"}
    assert ADVICE.keys() >= LETTERS.keys()


@each_page
def test_the_front_matter_says_all_a_page_needs(page: Page) -> None:
    assert page.told["title"]
    assert page.told["checked_on"] >= TODAY
    assert 60 <= len(page.told["description"]) <= 155, len(page.told["description"])
    assert all(page.told["articles"])
    assert len(page.told["articles"]) > 0
    if page not in ADVICE.values():
        assert page.told["short"]
        assert page.told["order"] > 0
        assert page.told.get("next", "prescription") in GUIDES


@pytest.mark.parametrize("shelf", [GUIDES, LEGAL], ids=["guides", "pages"])
def test_each_page_has_its_own_place_and_its_own_description(shelf: dict[str, Page]) -> None:
    assert len({page.told["order"] for page in shelf.values()}) == len(shelf)
    assert len({page.told["description"] for page in shelf.values()}) == len(shelf)


@each_page
def test_every_internal_link_leads_somewhere(page: Page) -> None:
    known = (
        {f"/guide/{slug}/" for slug in GUIDES}
        | {f"/{slug}/" for slug in LEGAL}
        | {"/", "/guide/", "/composer/"}
    )
    known |= {f"/{place}/{slug}/" for slug in LETTERS for place in ("composer", "lettres")}
    links = LINK.findall(page.body)
    assert {link for link in links if not link.startswith("https://")} <= known
    assert "http://" not in page.body


@each_page
@pytest.mark.parametrize("instance", [DEMO, REAL], ids=["demonstration", "real instance"])
def test_every_figure_and_day_a_page_calls_exists(page: Page, instance: dict[str, Any]) -> None:
    filled = fill(page.body, instance)
    assert not re.search(r"\{[{%]", filled)
    assert set(LAW.findall(page.body)) <= parameters().keys()


@each_page
def test_no_figure_of_the_law_is_written_by_hand(page: Page) -> None:
    assert not FIGURE.findall(page.words)


@each_page
def test_what_is_not_sure_is_not_said_as_sure(page: Page) -> None:
    for paragraph in page.body.split("\n\n"):
        used = [parameters()[name] for name in LAW.findall(paragraph)]
        confidences = {parameter.values[-1].confidence for parameter in used}
        if confidences & {"S", "M", "C"}:
            assert "vérifi" in paragraph, paragraph
        if "usage" in confidences:
            assert re.search(r"usage|choix|le texte laisse|le modèle", paragraph), paragraph


@each_page
def test_the_french_is_clean(page: Page) -> None:
    told = "\n".join([page.words, *page.told["articles"]])
    prose = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "x", told))
    assert not re.search(r"['\"]|\.\.\.", prose)
    assert not re.search("[\u00a0\u202f]", told), "type plain spaces: a filter puts the others"
    assert not re.search(r"\S[;?!»%€](?!\w)|«\S|\w :\w", re.sub(r"\]\([^)]*\)", "]", prose)), (
        "a space is missing"
    )
    assert not re.search(r"\bMr\b|\(s\)|et/ou|\bMadame/Monsieur", prose)
    assert not re.search(r" {2}|\t| ,| \.(?!\w)", prose)


@each_page
def test_articles_are_those_of_today_and_are_spaced(page: Page) -> None:
    told = "\n".join([page.words, *page.told["articles"]])
    assert not OLD_ARTICLES.findall(told)
    assert not UNSPACED_ARTICLE.findall(told)


@each_page
def test_one_word_names_one_thing(page: Page) -> None:
    assert not re.search(r"e-?mail|troisième relance", page.words, re.IGNORECASE)


INVOICE_OF_A_DAY = re.compile(
    r"facture (F2026-\d+), du (\w+ \w+ \d{4})|(\d{4}-\d\d-\d\d) facture (F2026-\d+)"
)


def test_the_invoices_of_the_examples_are_those_of_the_models() -> None:
    model = tomllib.loads((ROOT / "templates/letters/mise-en-demeure/example.toml").read_text())
    issued = {one["number"]: date.fromisoformat(one["issued_on"]) for one in model["invoices"]}
    told = [found for page in PAGES for found in INVOICE_OF_A_DAY.findall(page.body)]
    assert len(told) >= 2
    for first, day, iso, second in told:
        known = issued[first or second]
        assert (day or iso) in {dates.write(known).replace("\u00a0", " "), known.isoformat()}


def test_the_commissaire_de_justice_is_called_by_his_old_name_once_at_most() -> None:
    told = "\n".join(page.words for page in PAGES).lower()
    assert told.count("huissier") == told.count("(ancien huissier)") <= 1


@pytest.mark.parametrize("page", GUIDES.values(), ids=lambda page: page.name)
def test_a_guide_is_a_page_long(page: Page) -> None:
    assert (
        500
        <= len(re.findall(r"\w[\w’-]*", re.sub(r"\{\{.*?\}\}|\]\([^)]*\)", " x ", page.body)))
        <= 1250
    )


@pytest.mark.parametrize("page", ADVICE.values(), ids=lambda page: page.name)
def test_the_advice_beside_a_form_is_short_and_speaks_of_prescription(page: Page) -> None:
    assert 150 <= len(page.body.split()) <= 350
    assert "\n## Prescription\n" in page.body
    assert "](/guide/prescription/)" in page.body


def test_a_demonstration_names_no_publisher_and_a_real_instance_names_all() -> None:
    notice = LEGAL["mentions-legales"].body
    assert "instance de démonstration" in fill(notice, DEMO)
    assert "Éditeur :" not in fill(notice, DEMO)
    assert all(str(value) in fill(notice, REAL) for name, value in REAL.items() if name != "demo")
    for page in LEGAL.values():
        assert "démonstration" in fill(page.body, DEMO), page.name
        assert "démonstration" not in fill(page.body, REAL), page.name


def test_no_sentence_comes_from_the_texts_the_product_was_born_of() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed texts are not beside this repository: nothing to compare with")
    seeds = runs("\n".join(path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")))
    assert seeds
    for page in PAGES:
        assert not runs(page.words) & seeds, page.name


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}
