"""The guides, the legal pages and the advice beside each form: true figures, live links, clean French."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import FIRST, a_case
from jinja2 import Environment, StrictUndefined

from courtois.debt.statement import state
from courtois.french import dates
from courtois.french.euros import french_number
from courtois.law import figures, parameters

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
TODAY = date(2026, 11, 21)

UNIT = r"(?:€|%(?!\})|ans?\b|mois\b|semaines?\b|jours?\b|points?\b)"
FIGURE = re.compile(rf"\d(?:\s|&nbsp;|&#\w+;|</?\w+>)*{UNIT}")
# Numbers that no text of law sets, each with its reason.
ARITHMETIC = {
    "site/guides/penalites-de-retard.md": ["« 1,5 % par mois » veut dire 18 % par an"],  # 12 times
    "templates/form/form.html": ["1 200, 1200,00 ou 1 200,00 €"],  # how one may type a sum
    # how long a short link lives is ours to say
    "templates/form/sharing.html": ["pour 1 jour", "pour 7 jours", "pour 30 jours"],
    "site/pages/confidentialite.md": ["1, 7 ou 30 jours"],
}
# Everything a person may read of us, as written: « {{ law.… }} » is where a figure comes from.
SOURCES = (
    "site/guides/*.md",
    "site/pages/*.md",
    "templates/letters/*/guide.md",
    "templates/letters/*/letter.*",
    "templates/sheet/*.html",
    "templates/form/*.html",
    "templates/tools/**/*.html",
    "templates/tools/**/*.md",
    "templates/tools/**/*.toml",
)
LINK = re.compile(r"\]\(([^)]+)\)")
LAW = re.compile(r"\blaw\.(\w+)")
OLD_ARTICLES = re.compile(r"\bL\. ?441-[36]\b|\bL\. ?137-2\b|\b(?:1139|1146|1147|1153)\b")
UNSPACED_ARTICLE = re.compile(r"\b[LRD]\.?\d{2,}")
RUN = 8  # words in a row that no two authors write by chance


@dataclass(frozen=True)
class Page:
    """A Markdown file: its front matter and its body."""

    name: str
    matter: dict[str, Any]
    body: str

    @property
    def words(self) -> str:
        """All the text that a reader sees, before figures are filled in."""
        return "\n".join(
            [
                *(str(self.matter.get(key, "")) for key in ("title", "short", "description")),
                self.body,
            ]
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
TOOLS = {
    path.parent.name: read(path) for path in sorted((ROOT / "templates/tools").glob("*/guide.md"))
}
LETTERS = {
    path.parent.name: tomllib.loads(path.read_text("utf-8"))
    for path in (ROOT / "templates" / "letters").glob("*/letter.toml")
}
PAGES = [*GUIDES.values(), *LEGAL.values(), *ADVICE.values(), *TOOLS.values()]
DAYS = {
    slug: f"J + {matter['after_due']}" for slug, matter in LETTERS.items() if "after_due" in matter
}
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


def test_every_expected_guide_exists() -> None:
    expected = "etapes-amiables a-qui-ecrire prescription certaine-liquide-exigible rester-courtois preuves-a-garder"
    expected += (
        " proposer-un-echeancier apres-la-mise-en-demeure facture-contestee questions-frequentes"
    )
    expected += (
        " penalites-de-retard indemnite-de-recouvrement particulier-professionnel-administration"
    )
    expected += " recommande-papier-ou-electronique injonction-de-payer petites-creances"
    expected += " debiteur-en-procedure-collective idees-recues"
    assert set(expected.split()) <= GUIDES.keys()
    assert LEGAL.keys() >= {"mentions-legales", "confidentialite", "accessibilite"}
    assert ADVICE.keys() >= LETTERS.keys()


@each_page
def test_the_front_matter_has_everything_a_page_needs(page: Page) -> None:
    assert page.matter["title"]
    assert page.matter["checked_on"] >= TODAY
    assert 60 <= len(page.matter["description"]) <= 155, len(page.matter["description"])
    assert all(page.matter["articles"])
    assert len(page.matter["articles"]) > 0
    if page not in [*ADVICE.values(), *TOOLS.values()]:
        assert page.matter["short"]
        assert page.matter["order"] > 0
        assert page.matter.get("next", "prescription") in GUIDES


@pytest.mark.parametrize("shelf", [GUIDES, LEGAL], ids=["guides", "pages"])
def test_each_guide_has_its_own_order_and_description(shelf: dict[str, Page]) -> None:
    assert len({page.matter["order"] for page in shelf.values()}) == len(shelf)
    assert len({page.matter["description"] for page in shelf.values()}) == len(shelf)


@each_page
def test_every_internal_link_of_a_guide_exists(page: Page) -> None:
    known = (
        {f"/guide/{slug}/" for slug in GUIDES}
        | {f"/{slug}/" for slug in LEGAL}
        | {"/", "/guide/", "/composer/"}
    )
    known |= {f"/{place}/{slug}/" for slug in LETTERS for place in ("composer", "lettres")}
    known |= {f"/outils/{slug}/" for slug in TOOLS}
    links = LINK.findall(page.body)
    assert {link for link in links if not link.startswith("https://")} <= known
    assert "http://" not in page.body


@each_page
@pytest.mark.parametrize("instance", [DEMO, REAL], ids=["demonstration", "real instance"])
def test_every_figure_and_day_a_guide_quotes_exists(page: Page, instance: dict[str, Any]) -> None:
    filled = fill(page.body, instance)
    assert not re.search(r"\{[{%]", filled)
    assert set(LAW.findall(page.body)) <= parameters().keys()


def hard_coded(name: str, text: str) -> list[str]:
    """Return the figures that a source writes by hand, but for those in ARITHMETIC."""
    for allowed in ARITHMETIC.get(name, []):
        assert allowed in text, f"{name} no longer needs {allowed}"
        text = text.replace(allowed, "")
    return [text[max(match.start() - 40, 0) : match.end()] for match in FIGURE.finditer(text)]


@pytest.mark.parametrize("pattern", SOURCES)
def test_no_guide_or_letter_writes_a_figure_of_the_law_by_hand(pattern: str) -> None:
    paths = sorted(ROOT.glob(pattern))
    assert paths or "tools" in pattern, pattern
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        assert hard_coded(name, path.read_text(encoding="utf-8")) == [], name


@pytest.mark.parametrize(
    "typed",
    ["40 €", "2&nbsp;ans", "3\u202f%", "sous 15 jours", "<b>10</b> points", "1 semaine", "5 000 €"],
)
def test_the_search_sees_a_figure_written_by_hand(typed: str) -> None:
    assert hard_coded("site/guides/prescription.md", f"Vous avez {typed}.")
    assert not hard_coded("site/guides/prescription.md", "le 2 mars 2026, 660 euros, {{ law.x }}")


@each_page
def test_an_unsure_statement_is_never_given_as_sure(page: Page) -> None:
    for paragraph in page.body.split("\n\n"):
        used = [parameters()[name] for name in LAW.findall(paragraph)]
        confidences = {parameter.values[-1].confidence for parameter in used}
        if confidences & {"S", "M", "C"}:
            assert "vérifi" in paragraph, paragraph
        if "usage" in confidences:
            assert re.search(r"usage|choix|le texte laisse|le modèle", paragraph), paragraph


@each_page
def test_the_french_of_the_guides_has_no_known_mistake(page: Page) -> None:
    text = "\n".join([page.words, *page.matter["articles"]])
    prose = re.sub(r"\{%.*?%\}", "", re.sub(r"\{\{.*?\}\}", "x", text))
    assert not re.search(r"['\"]|\.\.\.", prose)
    assert not re.search("[\u00a0\u202f]", text), "type plain spaces: a filter puts the others"
    assert not re.search(r"\S[;?!»%€](?!\w)|«\S|\w :\w", re.sub(r"\]\([^)]*\)", "]", prose)), (
        "a space is missing"
    )
    assert not re.search(r"\bMr\b|\(s\)|et/ou|\bMadame/Monsieur", prose)
    assert not re.search(r" {2}|\t| ,| \.(?!\w)", prose)


@each_page
def test_articles_are_current_and_spaced(page: Page) -> None:
    text = "\n".join([page.words, *page.matter["articles"]])
    if page is GUIDES["idees-recues"]:  # which names the numbers models still give
        text = re.sub(r"« [^«»]+ » (?:est|et « [^«»]+ » sont) devenus? ", "", text)
    assert not OLD_ARTICLES.findall(text)
    assert not UNSPACED_ARTICLE.findall(text)


@each_page
def test_a_guide_uses_one_word_for_one_thing(page: Page) -> None:
    assert not re.search(r"e-?mail|troisième relance", page.words, re.IGNORECASE)


INVOICE_OF_A_DAY = re.compile(
    r"facture (F2026-\d+), du (\w+ \w+ \d{4})|(\d{4}-\d\d-\d\d) facture (F2026-\d+)"
)


def test_the_guides_use_the_invoices_of_the_model_letters() -> None:
    model = tomllib.loads((ROOT / "templates/letters/mise-en-demeure/example.toml").read_text())
    issued = {
        invoice["number"]: date.fromisoformat(invoice["issued_on"]) for invoice in model["invoices"]
    }
    quoted = [quote for page in PAGES for quote in INVOICE_OF_A_DAY.findall(page.body)]
    assert len(quoted) >= 2
    for first, day, iso, second in quoted:
        known = issued[first or second]
        assert (day or iso) in {dates.write(known).replace("\u00a0", " "), known.isoformat()}


def test_the_old_name_huissier_is_quoted_and_corrected_once() -> None:
    text = "\n".join(page.words for page in PAGES).lower()
    quoted = text.count("« huissier » est un commissaire de justice")
    assert quoted == text.count("(ancien huissier)") == 1
    assert text.count("huissier") == 2


@pytest.mark.parametrize("page", GUIDES.values(), ids=lambda page: page.name)
def test_a_guide_is_one_page_long(page: Page) -> None:
    longest = 1400 if page is GUIDES["idees-recues"] else 1250  # 34 items, each with its article
    words = re.findall(r"\w[\w’-]*", re.sub(r"\{\{.*?\}\}|\]\([^)]*\)", " x ", page.body))
    assert 500 <= len(words) <= longest, len(words)


def test_each_guide_leads_to_the_next_and_the_last_to_the_first() -> None:
    ordered = sorted(GUIDES, key=lambda slug: GUIDES[slug].matter["order"])
    assert [GUIDES[slug].matter["next"] for slug in ordered] == [*ordered[1:], ordered[0]]


def test_the_sum_in_the_guide_to_penalties_is_the_computed_one() -> None:
    text = GUIDES["penalites-de-retard"].body
    claimed = state(a_case(invoices=(FIRST,), penalties="claim", late_rate="legal"))
    for line in claimed.interest:
        row = [dates.write(line.first), dates.write(line.last), str(line.days)]
        row.append(f"{french_number(line.interest)} euros")
        assert f"| {' | '.join(row)} |".replace("\u00a0", " ") in text
    days = sum(line.days for line in claimed.interest)
    assert f"| En tout | | {days} | **{french_number(claimed.late_interest)} euros** |" in text
    clause = state(a_case(invoices=(FIRST,), penalties="claim", late_rate="triple_legal"))
    assert f"elle aurait trouvé {french_number(clause.late_interest)} euros" in text


# What each trap of the research is known by on the page: the words, and the text that settles it.
TRAPS = {
    1: r"indemnité forfaitaire à un particulier.*L\. 441-10",
    2: r"par client, ou par relance.*D\. 441-5",
    3: r"recommandé arrête le délai.*18 mai 2022.*68-1250",
    4: r"dont parlent les journaux.*refinancement.*L\. 441-10",
    5: r"Un seul taux.*R\. 2192-31",
    6: r"Mes conditions fixent un taux.*L\. 441-10",
    7: r"le plus élevé des deux taux.*plancher.*L\. 441-10",
    8: r"taux légal des particuliers.*tous autres cas.*L\. 313-2",
    9: r"majore le taux légal.*jugement.*L\. 313-3",
    10: r"montant TTC.*TVA.*C-585/20",
    11: r"intérêt légal aux pénalités.*1231-6",
    12: r"mairie.*majoration_publique.*L\. 2192-14.*D\. 2192-35",
    13: r"articles du modèle.*L\. 441-10.*L\. 441-9.*L\. 218-2.*commissaire de justice",
    14: r"date de la facture.*2224 et 2233.*18-25\.036",
    15: r"dimanche.*lundi.*15-12\.960",
    16: r"protège aussi une association.*L\. 218-2.*L\. 133-6",
    17: r"boutique suffit.*Aucun texte n’annule.*siège.*L\. 123-9.*société sœur",
    18: r"non retiré reste valable.*19-20\.680.*à réception",
    19: r"recommandé électronique convient.*L\. 100 et L\. 101",
    20: r"commandement, sommation.*433-13",
    21: r"employeur ou le fisc.*312-1 et 312-10.*222-16.*L\. 121-6",
    22: r"frais de dossier.*L\. 111-8.*complément se prouve",
    23: r"tentative amiable avant une injonction.*25-70\.013.*750-1",
    24: r"petites créances.*plafond_petites_creances.*L\. 125-1 et R\. 125-1",
    25: r"signifier mon ordonnance.*signification_injonction.*1411",
    26: r"créée en 2026.*entre commerçants.*vérifier.*L\. 126-1",
    27: r"médiateur de la consommation.*L\. 611-3",
    28: r"en liquidation.*déclarez.*L\. 622-24 et L\. 622-28",
    29: r"paiement partiel.*intérêts.*1343-1",
    30: r"échéance manquée.*sans clause.*1305-4",
    31: r"mentions légales.*R\. 123-237 et R\. 123-238.*R\. 526-27",
    32: r"maladresse de forme.*1344.*1er décembre.*M\. ».*euro après le nombre.*agréer",
    33: r"Un site peut relancer.*R\. 124-1",
    34: r"transfère les risques.*1344-2",
}
ITEM = re.compile(r"^- (« [^»]+ »\\\n\*\*(?:Faux|Vrai|À éviter)\.?\*\*.*)$", re.MULTILINE)
AUTHORITY = re.compile(r"articles? (?:[LRD]\. )?\d|Cass\. |CJUE")


def test_each_known_mistake_has_one_answer_verdict_and_article() -> None:
    items = ITEM.findall(GUIDES["idees-recues"].body)
    assert len(items) == GUIDES["idees-recues"].body.count("\n- ")
    assert all(AUTHORITY.search(item) for item in items)
    answered = [[item for item in items if re.search(trap, item, re.S)] for trap in TRAPS.values()]
    assert list(TRAPS) == list(range(1, 35))
    assert {
        number: len(answers) for number, answers in zip(TRAPS, answered, strict=True)
    } == dict.fromkeys(TRAPS, 1)
    assert sorted(answers[0] for answers in answered) == sorted(items)


SUING = re.compile(r"saisissez le juge|un acte devant le juge|à l’interrompre")
FILING = re.compile(r"ne suffit pas[^.]*, il faut la signification de l’ordonnance[^.]*à vérifier")
LAPSED = re.compile(r"abandonnée, périmée ou rejetée n’interrompt rien \(article 2243")


@pytest.mark.parametrize("page", GUIDES.values(), ids=lambda page: page.name)
def test_a_guide_that_advises_suing_says_what_does_not_interrupt(page: Page) -> None:
    if SUING.search(page.body):
        assert FILING.search(page.body)
        assert LAPSED.search(page.body)


def test_the_guides_advise_suing_near_the_limit() -> None:
    advising = {slug for slug, page in GUIDES.items() if SUING.search(page.body)}
    expected = "prescription facture-contestee petites-creances injonction-de-payer"
    assert set(expected.split()) <= advising


# Words an anxious reader may not know, each with what explains it on the page.
GLOSSES = {
    "forclusion": r"perdre le droit de réclamer : c’est la forclusion",
    "titre exécutoire": r"titre exécutoire[^.]*l’acte qui permet une saisie",
    "mandatement d’office": r"payer à la place de l’ordonnateur : c’est le mandatement d’office",
    "provision": r"provision, c’est-à-dire (?:d’)?une avance",
    "ordonnateur": r"rdonnateur[^.]* commande et décide de payer",
}


@pytest.mark.parametrize("page", GUIDES.values(), ids=lambda page: page.name)
@pytest.mark.parametrize("word", GLOSSES)
def test_a_legal_term_is_explained_once_on_each_page_that_uses_it(word: str, page: Page) -> None:
    if word in page.body:
        assert len(re.findall(GLOSSES[word], page.body)) == 1


KNOWN_RULINGS = ("18-18.854", "18-25.749")


def test_the_guide_to_professionals_cites_the_known_rulings() -> None:
    page = GUIDES["particulier-professionnel-administration"]
    assert all(ruling in page.body for ruling in KNOWN_RULINGS)
    text = "\n".join("\n".join([guide.words, *guide.matter["articles"]]) for guide in PAGES)
    assert not re.search(r"15-17\.369|18-23\.259|16-27\.613", text)


@pytest.mark.parametrize("slug", ["relance-2", "relance-3", "mise-en-demeure"])
def test_the_advice_offers_to_claim_lateness_and_join_the_statement(
    slug: str,
) -> None:
    (sentence,) = [line for line in ADVICE[slug].body.split("\n") if "joindre le décompte" in line]
    assert re.search(r"(?:demander|chiffrer) la somme due", sentence)
    assert "administration" in sentence or "acheteur public" in sentence


@pytest.mark.parametrize("page", ADVICE.values(), ids=lambda page: page.name)
def test_the_advice_beside_a_form_is_short_and_names_prescription(page: Page) -> None:
    assert 150 <= len(page.body.split()) <= 350
    assert "\n## Prescription\n" in page.body
    assert "](/guide/prescription/)" in page.body


def test_only_a_real_instance_names_its_publisher() -> None:
    notice = LEGAL["mentions-legales"].body
    assert "instance de démonstration" in fill(notice, DEMO)
    assert "Éditeur :" not in fill(notice, DEMO)
    assert all(str(value) in fill(notice, REAL) for name, value in REAL.items() if name != "demo")
    for page in LEGAL.values():
        assert "démonstration" in fill(page.body, DEMO), page.name
        assert "démonstration" not in fill(page.body, REAL), page.name


def test_no_guide_copies_a_sentence_of_the_source_texts() -> None:
    if not SEEDS.is_dir():
        pytest.skip("the seed texts are not beside this repository: nothing to compare with")
    seeds = runs("\n".join(path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt")))
    assert seeds
    for page in PAGES:
        assert not runs(page.words) & seeds, page.name


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}
