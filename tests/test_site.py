"""The frozen site: complete pages, links, metadata, weight, and no file from another host."""

import doctest
import gzip
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from urllib.parse import urljoin, urlsplit
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from werkzeug.test import Client

from courtois_server.wsgi import site_and_function
from courtois_site import markdown
from courtois_site.app import create_app
from courtois_site.freeze import DRAWN_LATER, freeze
from courtois_site.freeze import main as freeze_command
from courtois_site.guides import GuideRefused, read_guide
from courtois_site.headers import HEADERS
from courtois_site.instance import Instance, InstanceRefused, read_instance

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 21)
ADDRESS = "https://courtois.example/"
INSTANCE = Instance(ADDRESS, "Atelier", "Camille Perrin", "Hébergeur", "a@courtois.example", False)

KILOBYTE = 1000
APART = {"/404.html", "/incident.html"}  # shown in the place of what was asked
LOADED = {"src", "poster"}
LOADED_BY_LINK = {"stylesheet", "icon", "preload", "modulepreload", "apple-touch-icon"}


@dataclass
class Page:
    """The parts of a page that readers, robots and browsers use."""

    path: str
    source: str
    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)  # rel, address
    goes_to: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    words: str = ""
    inline: bool = False  # a script or a style written in the page

    @property
    def canonical(self) -> str:
        return dict(self.links).get("canonical", "")


class PageParser(HTMLParser):
    """Parses HTML into a Page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.inside.append("data" if attributes.get("type") == "application/json" else tag)
        self.page.attributes |= attributes.keys()
        self.page.anchors.add(attributes.get("id", ""))
        self.page.loads += [attributes[name] for name in LOADED & attributes.keys()]
        self.page.loads += [
            candidate.split()[0]
            for candidate in attributes.get("srcset", "").split(",")
            if candidate
        ]
        if tag == "meta":
            name = (
                attributes.get("name")
                or attributes.get("property")
                or attributes.get("http-equiv", "")
            )
            self.page.metas[name] = attributes.get("content", "")
        elif tag == "link":
            self.page.links.append((attributes["rel"], attributes["href"]))
            self.page.loads += [attributes["href"]] if attributes["rel"] in LOADED_BY_LINK else []
        elif tag == "a":
            self.page.goes_to.append(attributes["href"])

    def handle_data(self, data: str) -> None:
        tag = self.inside[-1] if self.inside else ""
        if tag == "title" and not self.page.title:
            self.page.title = data
        if tag in {"script", "style"} and data.strip():
            self.page.inline = True
        if tag != "data":
            self.page.words += data


def read_page(path: str, source: str) -> Page:
    page = Page(path, source)
    PageParser(page).feed(source)
    return page


def application(instance: Instance, templates: Path = ROOT / "templates") -> Flask:
    return create_app(templates, ROOT / "site/guides", ROOT / "site/pages", instance, TODAY)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a published instance. Freezing stops at the first warning."""
    folder = tmp_path_factory.mktemp("build")
    freeze(application(INSTANCE), folder, ADDRESS)
    return folder


@pytest.fixture(scope="module")
def pages(build: Path) -> dict[str, Page]:
    """Every page, by its path."""
    pages_by_path = {}
    for file in sorted((build / "site").rglob("*.html")):
        path = "/" + file.relative_to(build / "site").as_posix().removesuffix("index.html")
        pages_by_path[path] = read_page(path, file.read_text(encoding="utf-8"))
    return pages_by_path


@pytest.fixture(scope="module")
def listed(pages: dict[str, Page]) -> list[Page]:
    """The pages that the sitemap lists: all but the error pages."""
    return [page for path, page in pages.items() if path not in APART]


def slugs(folder: str, pattern: str) -> Iterator[str]:
    for path in sorted((ROOT / folder).glob(pattern)):
        yield path.parent.name if path.suffix == ".toml" else path.stem


def test_every_letter_guide_and_legal_text_has_a_page(
    pages: dict[str, Page],
) -> None:
    expected = {"/", "/composer/", "/lettres/", "/outils/", "/guide/", "/dossiers/"} | APART
    expected |= {f"/outils/{slug}/" for slug in slugs("templates/tools", "*/tool.toml")}
    for slug in slugs("templates/letters", "*/letter.toml"):
        expected |= {f"/composer/{slug}/", f"/lettres/{slug}/"}
    expected |= {f"/guide/{slug}/" for slug in slugs("site/guides", "*.md")}
    expected |= {f"/{slug}/" for slug in slugs("site/pages", "*.md")}
    assert set(pages) == expected


def test_every_page_is_in_french_and_has_its_own_title_and_description(listed: list[Page]) -> None:
    for page in listed:
        assert '<html lang="fr">' in page.source, page.path
        assert 15 <= len(page.title) <= 110, (page.path, page.title)
        assert 40 <= len(page.metas["description"]) <= 200, (page.path, page.metas["description"])
    assert len({page.title for page in listed}) == len(listed)
    assert len({page.metas["description"] for page in listed}) == len(listed)


def test_every_page_has_a_canonical_address_and_a_share_card(
    listed: list[Page],
) -> None:
    for page in listed:
        assert page.canonical == page.metas["og:url"] == ADDRESS + page.path.removeprefix("/")
        assert page.metas["og:title"], page.path
        assert page.metas["og:title"] in page.title, page.path
        assert page.metas["og:description"] == page.metas["description"], page.path
        assert page.metas["og:image"].startswith(ADDRESS), page.path
        assert page.metas["og:image"].endswith("/partage.png"), page.path
        assert page.metas["og:locale"] == "fr_FR", page.path
        assert page.metas["og:type"] in {"website", "article"}, page.path
        assert page.metas["twitter:card"] == "summary_large_image", page.path


def test_every_internal_link_and_its_anchor_exist(build: Path, pages: dict[str, Page]) -> None:
    lost = []
    for page in pages.values():
        for link in page.goes_to + page.loads:
            address = urlsplit(urljoin(ADDRESS + page.path.lstrip("/"), link))
            if (
                address.scheme not in {"http", "https"}
                or address.netloc != urlsplit(ADDRESS).netloc
            ):
                continue
            if not leads_somewhere(build / "site", pages, address.path, address.fragment):
                lost.append(f"{page.path} → {link}")
    assert lost == []


def leads_somewhere(site: Path, pages: dict[str, Page], path: str, fragment: str) -> bool:
    if path in pages:
        return not fragment or fragment in pages[path].anchors
    if path.rpartition("/")[2] in DRAWN_LATER:  # beside the page it shows
        return path.rpartition("/")[0] + "/" in pages
    return (site / path.lstrip("/")).is_file()


def test_a_demonstration_says_so_and_is_not_indexed(listed: list[Page]) -> None:
    demonstration = application(Instance()).test_client().get("/").text
    assert '<meta name="robots" content="noindex">' in demonstration
    assert "Instance de démonstration" in demonstration
    for page in listed:
        assert "robots" not in page.metas, page.path
        assert "démonstration" not in page.source.partition("<main")[0], page.path


@pytest.mark.parametrize("path", sorted(APART))
def test_error_pages_are_never_indexed(pages: dict[str, Page], path: str) -> None:
    shown = pages[path]
    assert shown.metas["robots"] == "noindex"
    assert not shown.canonical
    assert all(link.startswith(("/", "#")) for link in shown.goes_to)
    assert all(link.startswith("/") for link in shown.loads)


def test_the_incident_page_holds_an_alert_that_scripts_can_show(
    pages: dict[str, Page],
) -> None:
    (alert,) = re.findall(r'<p [^>]*role="alert">(.*?)</p>', pages["/incident.html"].source)
    assert "Vos réponses sont intactes" in alert


def test_the_sitemap_lists_every_page_once(build: Path, listed: list[Page]) -> None:
    mapped = re.findall(r"<loc>(.*?)</loc>", (build / "site/sitemap.xml").read_text("utf-8"))
    assert sorted(mapped) == sorted(page.canonical for page in listed)
    robots = (build / "site/robots.txt").read_text("utf-8")
    assert f"Sitemap: {ADDRESS}sitemap.xml" in robots


def test_no_page_has_an_inline_style_script_or_event_handler(
    pages: dict[str, Page],
) -> None:
    for page in pages.values():
        assert not {name for name in page.attributes if name == "style" or name.startswith("on")}
        assert not page.inline, page.path


def test_no_page_loads_a_file_from_another_host(build: Path, pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert all(link.startswith(("/", "data:image/")) for link in page.loads), page.path
        policy = page.metas["Content-Security-Policy"]
        assert policy.startswith("default-src 'self';"), page.path
    for sheet in (build / "site/static").rglob("*.css"):
        text = sheet.read_text("utf-8")
        assert "@import" not in text
        for target in re.findall(r"url\((.*?)\)", text):
            assert (sheet.parent / target.strip("\"'")).is_file(), (sheet.name, target)


def test_a_page_with_its_style_and_scripts_weighs_little(
    build: Path, pages: dict[str, Page]
) -> None:
    assert (build / "site/static/site.css").stat().st_size < 32 * KILOBYTE
    for page in pages.values():
        loaded = {urlsplit(link).path for link in page.loads if "/static/" in link}
        files = [build / "site" / path.lstrip("/") for path in loaded if "/fonts/" not in path]
        weight = sum(
            len(gzip.compress(text))
            for text in [page.source.encode(), *(file.read_bytes() for file in files)]
        )
        assert weight < 40 * KILOBYTE, (page.path, weight)


def test_a_changed_file_gets_another_address(build: Path) -> None:
    published = json.loads((build / "assets.json").read_text("utf-8"))
    for name in ("site.css", "site.js", "letter.css"):
        style = rf"/static/(sheet/)?{re.escape(name)}\?v=[0-9a-f]{{10}}"
        script = rf"/static/scripts-[0-9a-f]{{10}}/{re.escape(name)}"
        assert re.fullmatch(script if name.endswith(".js") else style, published[name])
    for address in published.values():
        assert (build / "site" / urlsplit(address).path.lstrip("/")).is_file()


def test_every_form_page_for_the_function_has_one_form_marker(
    build: Path, pages: dict[str, Page]
) -> None:
    names = {file.stem for file in (build / "pages").glob("*.html")}
    tools = {f"outil-{slug}" for slug in slugs("templates/tools", "*/tool.toml")}
    assert names == {"message", *slugs("templates/letters", "*/letter.toml"), *tools}
    for name in names:
        page = (build / "pages" / f"{name}.html").read_text("utf-8")
        assert page.count("<!--form-->") == 1
        if name != "message":
            before, _, after = page.partition("<!--form-->")
            slug_kept = name.removeprefix("outil-")
            frozen = pages[
                f"/outils/{slug_kept}/" if name in tools else f"/composer/{name}/"
            ].source
            assert frozen.startswith(before)
            assert frozen.endswith(after)


def test_the_advice_of_a_letter_stands_beside_its_form(pages: dict[str, Page]) -> None:
    for slug in slugs("templates/letters", "*/letter.toml"):
        page = pages[f"/composer/{slug}/"]
        assert f'action="/api/lettres/{slug}.pdf"' in page.source
        assert 'method="post"' in page.source
        assert "conseils" in page.anchors
    assert "siège social" in pages["/composer/mise-en-demeure/"].words


def test_the_home_page_shows_the_ladder_with_days_and_a_real_letter(
    pages: dict[str, Page],
) -> None:
    home = pages["/"]
    for manifest in ROOT.glob("templates/letters/*/letter.toml"):
        letter = tomllib.loads(manifest.read_text("utf-8"))
        assert letter["title"] in home.words
        if "after_due" in letter:
            assert f"J\u00a0+\u00a0{letter['after_due']}" in home.words
    assert "/lettres/mise-en-demeure/modele.png" in home.loads


def test_french_spacing_holds_in_every_page(pages: dict[str, Page]) -> None:
    for page in pages.values():
        loose = re.findall(r".{0,30}(?: [;!?»€]| :(?=\s)|« ).{0,20}", page.words)
        assert loose == [], page.path


def test_each_guide_gives_its_articles_and_the_day_it_was_checked(pages: dict[str, Page]) -> None:
    for slug in slugs("site/guides", "*.md"):
        words = pages[f"/guide/{slug}/"].words
        assert "Vérifié le 21\u00a0novembre\u00a02026" in words, slug
        assert re.search(r"art\.\u00a0", words), slug


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("publisher = 3\nsize = 2\n", ["« size »", "« address »", "« publisher »", "« director »"]),
        ('address = "https://a.example/x"\ncontact = "personne"\n', ["« address »", "« contact »"]),
        (
            'address = "https://[::1/"\ncontact = "par courriel : a@b.fr"\n',
            ["« address »", "« contact »"],
        ),
        ('address = "https://qui:quoi@a.example/"\n', ["« address »"]),
        ('address = "https://Studio.fr"\n', ["s’écrit en minuscules : « https://studio.fr/ »"]),
        ('address = "https://studio.fr"\n', ["finit par un seul « / » : « https://studio.fr/ »"]),
        ("address = ", ["TOML"]),
    ],
)
def test_a_faulty_instance_file_gets_every_fault_at_once(
    tmp_path: Path, text: str, sentences: list[str]
) -> None:
    file = tmp_path / "instance.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InstanceRefused) as refusal:
        read_instance(file)
    for sentence in sentences:
        assert sentence in str(refusal.value)


def test_an_instance_with_a_value_of_the_example_is_not_frozen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = (ROOT / "site/instance.example.toml").read_text("utf-8")
    (tmp_path / "instance.example.toml").write_text(example, "utf-8")
    own = example.replace("https://courtois.example/", "https://a.example/")
    (tmp_path / "instance.toml").write_text(own, "utf-8")
    build = tmp_path / "build"
    arguments = ["--instance", str(tmp_path / "instance.toml"), "--build", str(build)]
    assert freeze_command(arguments) == 1
    printed = capsys.readouterr().err
    for name in ("publisher", "director", "host", "contact"):
        assert f"« {name} » a encore la valeur de l’exemple" in printed
    assert "« address »" not in printed
    assert not build.exists()


def test_an_instance_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    example = (ROOT / "site/instance.example.toml").read_text("utf-8")
    (tmp_path / "instance.toml").write_text(example, "utf-8-sig")
    assert not read_instance(tmp_path / "instance.toml").demo


def test_the_example_of_an_instance_file_has_no_fault() -> None:
    assert not read_instance(ROOT / "site/instance.example.toml").demo


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Sans en-tête.\n", "no front matter"),
        ('+++\ntitle = "A"\n+++\n\nTexte.\n', "checked_on"),
        ('+++\ntitle = "A"\nchecked_on = 2026-11-21\ncolour = "red"\n+++\n\nTexte.\n', "colour"),
    ],
)
def test_a_guide_with_a_faulty_front_matter_stops_the_freeze(
    tmp_path: Path, text: str, fault: str
) -> None:
    file = tmp_path / "guide.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GuideRefused, match=fault):
        read_guide(file, lambda source: source)


def test_a_guide_escapes_html_and_wraps_tables_in_a_scrolling_box(
    tmp_path: Path,
) -> None:
    file = tmp_path / "guide.md"
    front = '+++\ntitle = "A"\nchecked_on = 2026-11-21\n+++\n'
    body = "## Délais\n\n<b onclick='x'>non</b>\n\n| Qui | Combien |\n| --- | ---: |\n| toi | 2 |\n"
    file.write_text(front + body, encoding="utf-8")
    html = read_guide(file, lambda source: source).text.html
    assert "<b" not in html
    assert '<h2 id="delais">' in html
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Délais, tableau 1">' in html
    assert '<td class="right">2</td>' in html


@pytest.mark.parametrize("module", [markdown])
def test_the_doctests_of_the_site_pass(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


def test_numbers_dates_and_sums_do_not_break_and_ordinals_are_raised(tmp_path: Path) -> None:
    file = tmp_path / "guide.md"
    front = '+++\ntitle = "A"\nchecked_on = 2026-11-21\n+++\n'
    body = "Le 1er mai 2026, 1 200 euros (1re chambre, 2e moyen, n° 18-25.036, article L. 441-10)."
    file.write_text(front + body, encoding="utf-8")
    html = read_guide(file, lambda source: source).text.html
    assert "1<sup>er</sup>\u00a0mai\u00a02026" in html
    assert "1\u202f200\u00a0euros" in html
    assert "1<sup>re</sup> chambre, 2<sup>e</sup> moyen" in html
    assert '<span class="whole">n°\u00a018-25.036</span>' in html
    assert '<span class="whole">L.\u00a0441-10</span>' in html


def test_no_guide_lets_a_line_break_cut_a_date_or_a_sum(listed: list[Page]) -> None:
    for page in listed:
        if page.path.startswith("/guide/"):
            assert not re.search(
                r"\d (?:euros?|\d{3})\b|\b1er\b|\d (?:janvier|mai|juin)", page.source
            )


def test_the_first_contact_is_called_prepared_and_letters_written(pages: dict[str, Page]) -> None:
    for path in ("/composer/", "/lettres/conciliation/"):
        assert "Préparer ce contact" in pages[path].words
    assert "Écrire cette lettre" not in pages["/lettres/conciliation/"].words
    assert "Écrire cette lettre" in pages["/lettres/relance-1/"].words
    assert "la lettre" not in pages["/composer/conciliation/"].metas["description"]


def test_a_demonstration_shares_the_address_that_serves_it(listed: list[Page]) -> None:
    demonstration = application(Instance()).test_client().get("/").text
    assert 'data-share="here"' in demonstration
    assert all('data-share="canonical"' in page.source for page in listed)


SCHEMES = {"light": r":root \{(.*?)\n\}", "dark": r"dark\) \{\n  :root \{(.*?)\n  \}"}
TEXTS = [
    ("ink", "paper"), ("ink", "card"), ("ink", "tint"), ("ink", "wax-tint"),
    ("soft", "paper"), ("soft", "card"), ("soft", "tint"),
    ("blue", "paper"), ("blue", "card"), ("blue", "tint"), ("blue-deep", "tint"),
    ("on-blue", "blue"), ("on-blue", "blue-deep"), ("on-blue", "wax"),
    ("wax", "paper"), ("wax", "card"), ("wax", "wax-tint"),
]  # fmt: skip
EDGES = [("edge", "paper"), ("edge", "card"), ("blue", "paper"), ("wax", "paper")]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_texts_and_borders_have_enough_contrast_in_both_schemes(scheme: str) -> None:
    css = (ROOT / "site/courtois_site/static/site.css").read_text("utf-8")
    scheme_block = re.search(SCHEMES[scheme], css, re.DOTALL)
    assert scheme_block
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", scheme_block[1]))
    for text, ground in TEXTS:
        assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    for edge, ground in EDGES:
        assert contrast(colours[edge], colours[ground]) >= 3, (edge, ground)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2.2: at least 4.5 for texts and 3 for the borders of controls."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def function(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Stands in for the function, with headers of its own."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Security-Policy", "its own")])
    return [b"the function"]


@pytest.fixture(scope="module")
def browse(build: Path) -> Client:
    return Client(site_and_function(build / "site", function))


def test_one_port_serves_site_and_function_each_with_its_headers(browse: Client) -> None:
    home = browse.get("/", buffered=True)
    assert home.status_code == 200
    assert {name: home.headers[name] for name in HEADERS} == HEADERS
    assert home.headers["Cache-Control"] == "no-cache"
    assert "Access-Control-Allow-Origin" not in home.headers
    answer = browse.get("/api/sante", buffered=True)
    assert answer.text == "the function"
    assert answer.headers.getlist("Content-Security-Policy") == ["its own"]


def test_a_missing_page_gets_the_404_page_and_status(
    browse: Client,
) -> None:
    for path in ("/rien/", "/guide/rien/", "/rien.png", "/../etc/passwd"):
        answer = browse.get(path, buffered=True)
        assert answer.status_code == 404, path
        assert "n’est pas au courrier" in answer.text
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert browse.get("/composer", buffered=True).status_code in {301, 302}
