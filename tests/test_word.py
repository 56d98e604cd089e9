"""The .docx: the same words as the sheet, read back from the file."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
import zxingcpp
from cases import CAMILLE, DEBTORS, FIRST, PLAN, STUDIO, a_case, many_invoices
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.http import parse_options_header

from courtois import forms
from courtois.case import Case, DebtorKind, EarlierStep
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.letter.compose import Letter, compose
from courtois.letter.plain_text import plain_text
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface
from courtois_api.app import create_app
from courtois_api.letter_views import DOCX
from courtois_api.word import WordProcessor
from courtois_api.word.runs import Run, runs

pytestmark = pytest.mark.drawing

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = LetterCatalogue(ROOT / "templates")
TYPEFACE = Typeface.read(ROOT / "templates")
RENDERER = Renderer(ROOT / "templates")
PROCESSOR = WordProcessor(ROOT / "templates")
WRITTEN = [
    (kind.slug, debtor)
    for kind in CATALOGUE
    for debtor in DEBTORS
    if debtor not in kind.refuses
]  # fmt: skip


def variations(kind: DebtorKind) -> Iterator[Case]:
    """Yield one and several invoices, both voices, optional answers, a claim with and without its statement."""
    yield a_case(kind, creditor=STUDIO, qr=True, note="Bonne semaine.\nÀ bientôt.")
    yield a_case(kind, invoices=(FIRST,), earlier=(), creditor=replace(CAMILLE, iban=""))
    yield a_case(kind, plan_in_course=True, invoices=(FIRST,))
    credited = replace(FIRST, credit=Decimal("200.00"), service="café & thé <bio>")
    yield a_case(kind, invoices=(credited, *many_invoices(4)))
    disputed = (replace(FIRST, disputed=Decimal("100.00")),)
    yield a_case(kind, disputed="part", disputed_what="les déplacements", invoices=disputed)
    presented = EarlierStep("mise-en-demeure", date(2026, 9, 28), "lrar", date(2026, 10, 1))
    for annex in (False, True):
        yield a_case(kind, penalties="claim", late_rate="legal", annex=annex, earlier=(presented,),
                     plan=replace(PLAN, covers="total"), qr=annex)  # fmt: skip


def html_of(letter: Letter) -> str:
    return str(RENDERER.letter(letter))


@cache
def typed(slug: str, case: Case) -> tuple[Letter, bytes]:
    letter = compose(CATALOGUE[slug], assess(case), TYPEFACE)
    day = case.dated_on
    return letter, PROCESSOR.convert(html_of(letter), author=case.creditor.name, day=day)


class Blocks(HTMLParser):
    """Collects the words of each paragraph and cell of a letter's HTML, in order, spaces folded as in a browser."""

    LEAVES = ("p", "h1", "h2", "h3", "li", "dt", "dd", "th", "td")

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.LEAVES:
            self._inside = True
            self.lines.append("")
        elif tag == "br":
            self.lines[-1] += "\n"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.LEAVES:
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.lines[-1] += data.replace("\n", " ")


def on_the_sheet(letter: Letter) -> list[str]:
    read = Blocks()
    read.feed(html_of(letter))
    lines = [re.sub(r" *\n *", "\n", re.sub(r" +", " ", words)).strip() for words in read.lines]
    if not letter.type.sheet:  # its title, which the stylesheet begins with a capital
        lines[0] = lines[0][0].upper() + lines[0][1:]
    return [words for words in lines if words]


def cells(table: Table) -> Iterator[_Cell]:
    """Yield every cell once; python-docx repeats a wide cell for each column it spans."""
    for row in table.rows:
        yield from {id(cell._tc): cell for cell in row.cells}.values()


def paragraphs(inside: Any) -> Iterator[Paragraph]:
    for block in inside.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in cells(block):
                yield from paragraphs(cell)


@cache
def in_the_file(file: bytes) -> list[str]:
    parts = [
        part
        for paragraph in paragraphs(Document(BytesIO(file)))
        for part in paragraph.text.split("\t")
    ]
    return [part.strip() for part in parts if part.strip()]


@pytest.mark.parametrize(("slug", "kind"), WRITTEN)
def test_every_paragraph_and_cell_of_the_letter_is_in_the_docx(slug: str, kind: DebtorKind) -> None:
    for case in variations(kind):
        letter, file = typed(slug, case)
        assert in_the_file(file) == on_the_sheet(letter)


@pytest.mark.parametrize(("slug", "kind"), WRITTEN)
def test_the_docx_says_all_that_the_plain_text_says(slug: str, kind: DebtorKind) -> None:
    for case in variations(kind):
        letter, file = typed(slug, case)
        text = "\n".join(in_the_file(file)).replace("\n", " ").casefold()
        for line in plain_text(html_of(letter)).splitlines():
            for part in re.split(r"\u00a0: |\u00a0= |\u202f; |^– |, ", line):
                assert part.casefold() in text, part


def test_the_docx_names_no_tool_and_no_hour() -> None:
    _, file = typed("mise-en-demeure", a_case(qr=True, penalties="claim", late_rate="legal"))
    with zipfile.ZipFile(BytesIO(file)) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            text = (entry.filename + archive.read(entry).decode("utf-8", "replace")).casefold()
            for never in ("python", "courtois", "generated", "macintosh", "1f497d", "app.xml"):
                assert never not in text, (never, entry.filename)
        entries = set(archive.namelist())
    assert "docProps/thumbnail.jpeg" not in entries
    assert "word/theme/theme1.xml" not in entries


def test_the_same_letter_gives_the_same_docx() -> None:
    assert typed("relance-2", a_case())[1] == typed("relance-2", a_case())[1]


@pytest.mark.parametrize("slug", [kind.slug for kind in CATALOGUE])
def test_the_docx_names_its_author_day_and_language(slug: str) -> None:
    letter, file = typed(slug, a_case(creditor=STUDIO))
    about = Document(BytesIO(file)).core_properties
    title = re.search(r"<title>(.*?)</title>", RENDERER.document(letter, ""))
    assert title
    assert about.title == title[1]
    assert about.author == about.last_modified_by == "Studio Perrin"
    assert about.language == "fr-FR"
    assert about.created == about.modified == datetime(2026, 11, 21, tzinfo=UTC)
    assert (about.comments, about.keywords, about.category, about.version) == ("", "", "", "")


def test_a_long_title_is_truncated_to_what_a_property_holds() -> None:
    letter, file = typed("relance-2", a_case(invoices=many_invoices(50)))
    title = Document(BytesIO(file)).core_properties.title
    assert len(title) == 255
    assert title.startswith("factures F2026-014, F2026-015")
    assert in_the_file(file) == on_the_sheet(letter)


def test_the_docx_is_a4_with_the_addressee_in_the_window() -> None:
    """A DL window shows x 105 to 190, y 55 to 79 mm; the letter goes on below y 90."""
    document = Document(BytesIO(typed("mise-en-demeure", a_case())[1]))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    head = document.tables[0]
    sender, addressee = head.rows[0].cells
    left = page.left_margin.mm + sender.width.mm
    assert (round(left), round(left + addressee.width.mm)) == (105, 190)
    (window,) = addressee.paragraphs
    style = window.style.paragraph_format
    top = page.top_margin.mm + style.space_before.mm
    assert 55 <= top <= 56
    assert top + 6 * style.line_spacing.mm <= 79
    assert window.text.startswith("Boulangerie Moderne\n")
    assert page.top_margin.mm + head.rows[0].height.mm > 90


def test_sums_are_right_aligned_under_repeated_headings() -> None:
    document = Document(BytesIO(typed("mise-en-demeure", a_case(penalties="none"))[1]))
    table = next(each for each in document.tables if each.rows[0].cells[0].text == "Facture")
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    sums = [cell for cell in cells(table) if re.search(r"\d,\d\d\u00a0€$", cell.text)]
    assert len(sums) == 6  # two amounts, one payment, two balances, the total
    for cell in sums:
        style = cell.paragraphs[0].style
        aligned = [style, style.base_style]
        assert WD_ALIGN_PARAGRAPH.RIGHT in [each.paragraph_format.alignment for each in aligned]
    total = table.rows[-1].cells
    assert [total[0].text, total[-1].text] == ["Total dû à ce jour", "1\u202f860,00\u00a0€"]
    assert all(run.bold for run in total[-1].paragraphs[0].runs)
    assert sum(column.width.mm for column in table.columns) == pytest.approx(164, abs=0.5)


@pytest.mark.parametrize("count", range(1, 7))
def test_a_paragraph_follows_every_table(count: int) -> None:
    case = a_case(invoices=many_invoices(count), qr=True)
    for slug in ("relance-2", "echeancier"):
        body = Document(BytesIO(typed(slug, case)[1])).element.body
        kinds = [child.tag.rpartition("}")[2] for child in body]
        assert ("tbl", "tbl") not in pairwise(kinds)
        assert kinds[-2:] == ["p", "sectPr"]


def test_the_statement_begins_a_page_and_numbers_pages() -> None:
    claim = a_case(penalties="claim", late_rate="legal")
    with_it = Document(BytesIO(typed("mise-en-demeure", replace(claim, annex=True))[1]))
    begins = [
        paragraph.text
        for paragraph in with_it.paragraphs
        if paragraph.paragraph_format.page_break_before
    ]
    assert begins == ["Décompte au 21\u00a0novembre\u00a02026"]
    assert not with_it.sections[0].footer.is_linked_to_previous
    without = Document(BytesIO(typed("mise-en-demeure", claim)[1]))
    assert not any(paragraph.paragraph_format.page_break_before for paragraph in without.paragraphs)
    assert without.sections[0].footer.is_linked_to_previous


def test_the_qr_of_the_docx_is_readable_and_has_a_description() -> None:
    document = Document(BytesIO(typed("relance-2", a_case(qr=True))[1]))
    (picture,) = document.element.body.iter(qn("wp:docPr"))
    assert picture.get("descr") == "Code QR du virement de 1 860,00 €"
    (png,) = [part.blob for part in document.part.package.parts if part.partname.endswith(".png")]
    image = Image.open(BytesIO(png)).convert("L")
    (code,) = zxingcpp.read_barcodes(image.resize((image.width * 4, image.height * 4)))
    assert "FR7630006000011234567890189" in code.text
    assert "EUR1860" in code.text


def test_the_docx_of_a_plan_has_two_signatures_side_by_side() -> None:
    document = Document(BytesIO(typed("echeancier", a_case())[1]))
    creditor, debtor = document.tables[-1].rows[0].cells
    assert [paragraph.text for paragraph in creditor.paragraphs] == [
        "Pour le créancier", "Camille Perrin", "Signature\u00a0:",
    ]  # fmt: skip
    lines = [paragraph.text.strip() for paragraph in debtor.paragraphs]
    assert lines[:2] == [
        "Pour le débiteur",
        "«\u00a0Bon pour la somme de …\u00a0», en lettres et en chiffres\u00a0:",
    ]
    assert lines[2:4] == ["", ""]  # two ruled lines
    assert all(paragraph.text.endswith("\t") for paragraph in debtor.paragraphs[2:6])


def test_the_docx_uses_every_style_of_its_template_and_no_other() -> None:
    used: set[str] = set()
    for slug, kind in WRITTEN:
        if kind == "professional":
            for case in variations(kind):
                body = Document(BytesIO(typed(slug, case)[1])).element.body
                used |= {
                    node.get(qn("w:val")) for node in body.iter(qn("w:pStyle"), qn("w:rStyle"))
                }
    styles = Document(BytesIO(typed("relance-1", a_case())[1])).styles
    known = {style.style_id for style in styles}
    assert used <= known
    # the rest: defaults, the page's number, the smallest sizes of a long address
    assert known - used == {
        "Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Footer", "size95", "size90",
        "object",
    }  # fmt: skip
    assert 'w:ascii="Source Serif 4"' in styles.element.xml


def test_bold_superscripts_and_spaces_are_those_of_the_sheet() -> None:
    paragraph = fromstring(
        "<p>\n le 1<sup>er</sup>\n  <strong>mai <span class='whole'>F-1</span> </strong> fin<br/>\n"
        " <span class='service'>pain</span> </p>"
    )
    assert runs(paragraph) == [
        Run("le 1"), Run("er", raised=True), Run(" "), Run("mai F-1 ", bold=True),
        Run("fin\n"), Run("pain", style="service"),
    ]  # fmt: skip


# --- over the counter -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def client(root: Path, built: Path) -> FlaskClient:
    return create_app(root / "templates", built).test_client()


@pytest.mark.parametrize("slug", [kind.slug for kind in CATALOGUE])
@pytest.mark.parametrize("way", ["form", "json"])
def test_every_example_gives_a_docx_named_as_its_pdf(
    client: FlaskClient, slug: str, way: str
) -> None:
    example = CATALOGUE[slug].example
    body: dict[str, Any] = (
        {"json": example} if way == "json" else {"data": dict(forms.flatten(example))}
    )
    answer = client.post(f"/api/lettres/{slug}.docx", **body)
    assert answer.status_code == 200
    assert (
        answer.content_type
        == DOCX
        == ("application/vnd.openxmlformats-officedocument.wordprocessingml.document")
    )
    disposition = parse_options_header(answer.headers["Content-Disposition"])
    assert disposition == ("attachment", {"filename": f"{slug}-F2026-014.docx"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "F2026-014" in " ".join(in_the_file(answer.data))


def test_a_docx_with_faults_or_a_draft_is_refused(client: FlaskClient) -> None:
    path = "/api/lettres/mise-en-demeure.docx"
    answers = dict(forms.flatten(CATALOGUE["mise-en-demeure"].example)) | {"debtor-name": ""}
    page = client.post(path, data=answers)
    assert page.status_code == 422
    assert 'href="#debtor-name"' in page.text
    problem = client.post(path, json={"debtor": {"kind": "consumer"}})
    assert problem.status_code == 422
    assert problem.content_type == "application/problem+json"
    assert client.post(path, data={"draft": "yes"}).status_code == 400
    assert client.post("/api/lettres/inconnue.docx", data={}).status_code == 404
    assert client.get(path).status_code == 405


def test_the_start_imports_neither_docx_nor_icalendar() -> None:
    seen = "import courtois_api.app, sys; print([m for m in ('docx', 'icalendar') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
