"""A letter takes the loosest fit that holds one page, as if every fit were tried: computed heights save layouts."""

import json
import shutil
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest
from cases import CAMILLE, EARLIER, FIRST, STUDIO, a_case, many_invoices
from depth import examples
from hypothesis import example, given
from hypothesis import strategies as st
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench import samples
from bench.layouts import counted_layouts, layouts
from bench.random_letters import random_letters
from bench.sheet_heights import measure
from courtois.case import Case
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.letter.compose import compose
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface
from courtois.service import LetterService
from courtois_api.line_count import LineCounter, count
from courtois_api.page_fit import FITS, NUMBERED, find_letter
from courtois_api.page_height import Height, LetterReader, height, read_sheets
from courtois_api.pdf import STYLESHEET, VARIANT, PdfRenderer

pytestmark = pytest.mark.drawing

NOTE = "Nous avons beaucoup apprécié de travailler avec vous et restons à votre écoute. "
SHORT = replace(FIRST, service="photos")
PLACES = range(len(FITS))
Write = Callable[[str, Case], str]


class Sheet:
    """WeasyPrint alone, which tries every fit; and the heights computed without it."""

    def __init__(self, templates: Path) -> None:
        self.templates, self.fonts = templates, FontConfiguration()
        names = {STYLESHEET, NUMBERED, *(name for fit in FITS for name in fit.stylesheets)}
        self.css = {name: CSS(templates / name, font_config=self.fonts) for name in names}
        self.heights = read_sheets(templates)
        self.reader = LetterReader(templates, self.heights["usual"])

    def source(self, html: str) -> HTML:
        return HTML(string=html, base_url=str(self.templates / STYLESHEET))

    def document(self, source: HTML, place: int, *more: str) -> Any:
        css = [self.css[name] for name in (STYLESHEET, *FITS[place].stylesheets, *more)]
        return source.render(stylesheets=css, font_config=self.fonts, pdf_variant=VARIANT)

    def pages(self, html: str, place: int) -> int:
        """Lay a letter out without its annex and return its pages."""
        source = self.source(html)
        for parent in source.etree_element.findall(".//*[@class='annex']/.."):
            parent.remove(parent.find("*[@class='annex']"))
        return len(self.document(source, place).pages)

    def loosest(self, html: str) -> int | None:
        """Return the place of the loosest fit that holds one page."""
        return next((place for place in PLACES if self.pages(html, place) == 1), None)

    def pdf(self, html: str) -> bytes:
        """Draw a letter in its loosest fit, after trying each."""
        place, source = self.loosest(html), self.source(html)
        alone = place is not None and 'class="annex"' not in html
        document = self.document(source, place or 0, *([] if alone else [NUMBERED]))
        pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
        return pdf

    def computed(self, html: str, place: int) -> tuple[Height, float]:
        """Return the computed height of a letter, and the height of the page."""
        sheet = self.heights[FITS[place].name]
        letter = self.reader.read(find_letter(self.source(html).etree_element))
        return height(letter, sheet), sheet.page_height


@pytest.fixture(scope="module")
def sheet(root: Path) -> Sheet:
    return Sheet(root / "templates")


@pytest.fixture(scope="module")
def pdf_renderer(root: Path) -> PdfRenderer:
    return PdfRenderer(root / "templates")


@pytest.fixture(scope="module")
def write(root: Path, catalogue: LetterCatalogue) -> Write:
    """Write the HTML of a letter."""
    renderer, typeface = Renderer(root / "templates"), Typeface.read(root / "templates")
    return lambda slug, case: renderer.document(
        compose(catalogue[slug], assess(case), typeface), ""
    )


def test_the_measured_heights_are_those_of_the_stylesheets(root: Path) -> None:
    committed = json.loads((root / "templates/sheet/heights.json").read_text("utf-8"))
    reason = "a style sheet, a font or a template of the letters changed: run `make heights`"
    assert measure(root / "templates") == committed, reason


def about_one_page(sheet: Sheet, write: Write, slug: str, place: int) -> Iterator[str]:
    """Yield letters longer and longer: the first certainly holds a page in this fit, the last certainly does not."""
    rows = tuple(replace(SHORT, number=f"F{row}") for row in range(1 + 4 * place))
    case = a_case(invoices=rows, earlier=())

    def letter(words: int) -> tuple[str, float, float]:
        html = write(slug, replace(case, note="relecture " * words))
        computed, page = sheet.computed(html, place)
        return html, computed.least - page, computed.most - page

    words = bisect_left(range(1000), True, key=lambda words: letter(words)[2] > 0) - 1
    for more in range(0, 1000, 8):
        html, least_over, _ = letter(words + more)
        yield html
        if least_over > 0:
            break


@pytest.mark.parametrize("place", PLACES)
def test_a_letter_of_about_one_page_takes_the_loosest_fit(
    sheet: Sheet, pdf_renderer: PdfRenderer, write: Write, place: int
) -> None:
    letters = list(about_one_page(sheet, write, "relance-2", place))
    assert all(pdf_renderer.draw(html) == sheet.pdf(html) for html in letters)
    assert sheet.loosest(letters[0]) == place
    assert sheet.loosest(letters[-1]) == (place + 1 if place + 1 in PLACES else None)


WRONG = {"unknown": {"blocks": {}}, "low": {"page_height": 99_999}, "high": {"page_height": 500}}


@pytest.mark.parametrize("annex", [False, True])
@pytest.mark.parametrize(("note", "place"), [(0, 0), (4, 1), (20, None)])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_height_costs_layouts_and_changes_no_letter(
    root: Path,
    sheet: Sheet,
    write: Write,
    tmp_path: Path,
    wrong: str,
    note: int,
    place: int | None,
    annex: bool,
) -> None:
    """Heights so wrong that the pages show it; the test above compares the file itself with the style sheets."""
    claim = {"penalties": "claim", "late_rate": "legal"} if note else {}
    case = a_case(annex=annex, note=NOTE * note, **claim)
    html = write("mise-en-demeure" if note else "relance-1", case)
    templates = tmp_path / "templates"
    shutil.copytree(root / "templates", templates)
    heights = json.loads((templates / "sheet/heights.json").read_text("utf-8"))
    for fit in heights.values():
        fit |= WRONG[wrong]
    (templates / "sheet/heights.json").write_text(json.dumps(heights), "utf-8")
    assert sheet.loosest(html) == place
    assert PdfRenderer(templates).draw(html) == sheet.pdf(html)


@pytest.mark.parametrize("word", ["AVAVAVAV", "L’AVAL", "fjord", "l·l·l·l", "ΑΔΛΥ", "r,r,"])
def test_closely_kerned_words_are_not_set_tighter_than_they_need(
    sheet: Sheet, pdf_renderer: PdfRenderer, write: Write, word: str
) -> None:
    """The longest note that WeasyPrint sets on one page at the usual size."""

    def letter(words: int) -> str:
        return write("relance-1", a_case(note=f"{word} " * words))

    words = bisect_left(range(1, 2000), True, key=lambda words: sheet.pages(letter(words), 0) > 1)
    assert pdf_renderer.draw(letter(words)) == sheet.pdf(letter(words))


def test_a_letter_of_ten_invoices_is_laid_out_once(root: Path, pdf_renderer: PdfRenderer) -> None:
    service = LetterService(root / "templates")
    letter = samples.compose_letter(service, samples.answers(0, invoices=10))
    with counted_layouts() as number:
        pdf_renderer.draw(service.renderer.document(letter, ""))
    assert number() == 1


words = st.text("abcdefghijklmnorstuvéèçAEVMWT-/’,.1234567890\u00a0\u202f", min_size=1, max_size=40)


@examples(50)
@example(["AVAVAV", "conception-rédaction"] * 9, 120)
@example(["AVAVAVAV"] * 40, 620)
@example(["W" * 300], 90)
@given(st.lists(words, min_size=1, max_size=40), st.integers(60, 620))
def test_lines_are_between_the_fewest_and_the_most(
    sheet: Sheet, words: list[str], width: int
) -> None:
    """A paragraph at 12 pixels, set by WeasyPrint in a column of this width."""
    source = sheet.source(f"<p>{' '.join(words)}</p>")
    column = CSS(string=f"@page {{ size: {width}px 9999px; margin: 0 }} html {{ font-size: 12px }}")
    css = [sheet.css[STYLESHEET], column]
    page = source.render(stylesheets=css, font_config=sheet.fonts).pages[0]
    lines = sum(type(box).__name__ == "LineBox" for box in page._page_box.descendants())
    counter = LineCounter(sheet.templates)
    computed = counter.lines(source.etree_element.find(".//p"), bold=False)
    fewest, most = count(computed, width / 12, width / 12, cuts=True)
    assert fewest <= lines <= most


def of_every_length() -> Iterator[Case]:
    """From one invoice to twenty-two, with few words then with many."""
    for number in (1, 2, 3, 5, 7, 9):
        rows = many_invoices(number)
        claim = {"penalties": "claim", "late_rate": "legal", "note": NOTE * number}
        yield a_case("consumer", invoices=rows, earlier=())
        yield a_case(invoices=rows, earlier=EARLIER, creditor=STUDIO, qr=True)
        yield a_case(invoices=rows, earlier=EARLIER, creditor=CAMILLE, **claim)
    bare = replace(CAMILLE, iban="", phone="", email="")
    for number in (2, 3, 13, 18, 22):
        rows = tuple(replace(SHORT, number=f"F{row}") for row in range(number))
        yield a_case("public", invoices=rows[:3], earlier=(), creditor=bare, note=NOTE * number)
        yield a_case(invoices=rows, earlier=(), creditor=bare)


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["conciliation", "mise-en-demeure", "echeancier"])
def test_letters_of_every_length_take_the_loosest_fit(
    sheet: Sheet, pdf_renderer: PdfRenderer, write: Write, slug: str
) -> None:
    letters = [write(slug, case) for case in of_every_length()]
    assert all(pdf_renderer.draw(html) == sheet.pdf(html) for html in letters)
    assert 2 in {sheet.loosest(html) for html in letters}


@pytest.mark.slow
def test_few_random_letters_are_laid_out_twice() -> None:
    assert 1 <= fmean(layouts(200)) <= 1.1


@pytest.mark.slow
def test_no_random_letter_fits_a_page_that_it_certainly_overflows(root: Path, sheet: Sheet) -> None:
    """A letter computed too high would be set too tight; one computed too low costs a layout, and is rare."""
    service, too_low = LetterService(root / "templates"), 0
    for letter in random_letters(service, 300):
        html = service.renderer.document(letter, "")
        for place in PLACES:
            computed, page = sheet.computed(html, place)
            pages = sheet.pages(html, place)
            assert pages > 1 or computed.least <= page
            too_low += pages > 1 and computed.most <= page
            if pages == 1:
                break
    assert too_low <= 1
