"""The sheet, read back from the PDF: positions in millimetres, pages, characters, objects."""

import itertools
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from cases import CAMILLE, DEBTORS, EARLIER, FIRST, SECOND, STUDIO, a_case, many_invoices
from depth import examples, sampled
from hypothesis import given
from hypothesis import strategies as st
from pdf_text import words

from courtois import forms
from courtois.case import Address, Case, EarlierStep, Payment
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.french import euros
from courtois.letter.compose import compose
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface
from courtois_api.pdf import PdfRenderer

pytestmark = pytest.mark.drawing

MM = 72 / 25.4
CATALOGUE = LetterCatalogue(Path(__file__).resolve().parent.parent / "templates")
SLUGS = [kind.slug for kind in CATALOGUE]  # a new letter is tested as soon as its folder exists
POSTED = [kind.slug for kind in CATALOGUE if kind.sheet]
ONE_PAGE = [kind.slug for kind in CATALOGUE if not kind.takes_plan]
CLAIMING = [kind.slug for kind in CATALOGUE if kind.recalls_penalties]
Draw = Callable[..., bytes]
# With it, a consumer's mise en demeure has a figure.
PRESENTED = EarlierStep(
    "mise-en-demeure", date(2026, 9, 28), "lrar", presented_on=date(2026, 10, 1)
)


def a_claim(kind: Any = "professional", **changes: Any) -> Case:
    """The usual case, claiming what lateness adds."""
    usual: dict[str, Any] = {"penalties": "claim", "late_rate": "legal"}
    return a_case(kind, **(usual | {"earlier": (*EARLIER, PRESENTED)} | changes))


@pytest.fixture(scope="session")
def draw(root: Path) -> Draw:
    templates = root / "templates"
    catalogue, typeface = LetterCatalogue(templates), Typeface.read(templates)
    renderer, pdf_renderer = Renderer(templates), PdfRenderer(templates)

    @cache  # several tests read the same letter
    def drawn(slug: str, case: Case) -> bytes:
        return pdf_renderer.draw(
            renderer.document(compose(catalogue[slug], assess(case), typeface), "")
        )

    return drawn


@dataclass(frozen=True)
class Glyph:
    """One character and its box: millimetres from the page's left and top edges."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def glyphs(pdf: bytes, number: int = 0) -> Iterator[Glyph]:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        height, text = page.get_height(), page.get_textpage()
        for i in range(text.count_chars()):
            character = text.get_text_range(i, 1)
            left, bottom, right, top = text.get_charbox(i)
            if character.strip():
                yield Glyph(
                    character, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM
                )


def pages_of(pdf: bytes) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


LONG = replace(
    DEBTORS["professional"],
    name="Société coopérative des boulangers réunis du Grand Ouest",
    contact="Mme Marie de La Roche",
    address=Address("1247 boulevard du Général de Gaulle", "44800", "Saint-Herblain", "Bâtiment C"),
)


@pytest.mark.parametrize("slug", POSTED)
@pytest.mark.parametrize("debtor", [DEBTORS["professional"], LONG], ids=["short", "long"])
def test_the_window_shows_the_addressee_and_nothing_else(
    draw: Draw, slug: str, debtor: Any
) -> None:
    pdf = draw(slug, a_claim(debtor=debtor, creditor=STUDIO, annex=True))
    seen = [
        g for g in glyphs(pdf) if g.right > 90 and g.left < 200 and g.bottom > 34 and g.top < 90
    ]
    assert seen, "nothing in the window"
    assert min(g.left for g in seen) >= 100
    assert max(g.right for g in seen) <= 190
    assert min(g.top for g in seen) >= 55
    assert max(g.bottom for g in seen) <= 79
    text = "".join(g.text for g in seen)
    assert text.startswith(debtor.name.replace(" ", ""))
    assert text.endswith(debtor.address.city.upper().replace(" ", "").replace("-", ""))


@pytest.mark.parametrize("slug", POSTED)
def test_place_and_date_stand_at_the_right_under_the_window(draw: Draw, slug: str) -> None:
    line = [g for g in glyphs(draw(slug, a_case())) if 90 <= g.top < 97 and g.left > 110]
    assert "".join(g.text for g in line).endswith("Lyon,le21novembre2026")
    assert 186 <= max(g.right for g in line) <= 188.5  # the right margin is at 188 mm


@pytest.mark.parametrize("slug", POSTED)
def test_a_long_address_keeps_to_six_lines_of_thirty_eight_characters(
    draw: Draw, slug: str
) -> None:
    pdf = draw(slug, a_case(debtor=LONG))
    window = [g for g in glyphs(pdf) if g.left > 100 and 54 < g.top < 80]
    lines: dict[int, int] = {}
    for glyph in window:
        line = int((glyph.bottom + glyph.top) / 2 / 3.9 + 0.1)
        lines[line] = lines.get(line, 0) + 1
    assert len(lines) <= 6
    assert max(lines.values()) <= 38


@pytest.mark.parametrize("count", sampled([1, 2, 3, 4, 5], 5))
@pytest.mark.parametrize("slug", ONE_PAGE)
@pytest.mark.parametrize("kind", DEBTORS)
def test_up_to_five_invoices_fit_one_page_with_the_qr(
    draw: Draw, slug: str, kind: Any, count: int
) -> None:
    pdf = draw(slug, a_case(kind, invoices=many_invoices(count), qr=True, creditor=STUDIO))
    assert pages_of(pdf) == 1
    assert "1 / 1" not in words(pdf)


@pytest.mark.parametrize("count", sampled([1, 3, 4, 5], 5))
@pytest.mark.parametrize("slug", CLAIMING)
@pytest.mark.parametrize("kind", DEBTORS)
def test_up_to_five_claimed_invoices_fit_one_page_with_the_qr(
    draw: Draw, slug: str, kind: Any, count: int
) -> None:
    """Two of them paid in part, three earlier steps, a company that signs with its capacity."""
    pdf = draw(slug, a_claim(kind, invoices=many_invoices(count), qr=True, creditor=STUDIO))
    assert pages_of(pdf) == 1
    assert "1 / 1" not in words(pdf)


@pytest.mark.parametrize("slug", CLAIMING)
def test_two_payments_and_a_credit_note_fit_one_page(draw: Draw, slug: str) -> None:
    twice = replace(
        SECOND,
        number="F2026-015",
        credit=Decimal("60.00"),
        payments=(*SECOND.payments, Payment(date(2026, 9, 30), Decimal("100.00"))),
    )
    invoices = (FIRST, twice, *many_invoices(5)[2:])
    assert pages_of(draw(slug, a_claim(invoices=invoices, qr=True, creditor=STUDIO))) == 1


@pytest.mark.parametrize("count", [1, 2, 5])
@pytest.mark.parametrize("slug", CLAIMING)
def test_the_statement_has_its_own_page_and_leaves_the_letter_alone(
    draw: Draw, slug: str, count: int
) -> None:
    pdf = draw(slug, a_claim(invoices=many_invoices(count), qr=True, annex=True))
    texts = ["".join(g.text for g in glyphs(pdf, page)) for page in range(pages_of(pdf))]
    assert len(texts) == (2 if count < 5 else 3)
    assert f"1/{len(texts)}" in texts[0]
    assert "CamillePerrin" in texts[0]
    assert texts[1].startswith("Décompteau21novembre2026")
    assert "Décompteau" not in texts[0]
    assert texts[-1].endswith(f"{len(texts)}/{len(texts)}")


def test_the_statement_does_not_make_its_letter_smaller(draw: Draw) -> None:
    def height(pdf: bytes) -> float:
        """Return the height of the D of « Débiteur » in the reference line."""
        return next(g.bottom - g.top for g in glyphs(pdf) if g.text == "D" and 90 < g.top < 120)

    alone, annexed = (draw("mise-en-demeure", a_claim(annex=annex)) for annex in (False, True))
    tight = draw("mise-en-demeure", a_claim(invoices=many_invoices(5), annex=True))
    assert height(alone) == height(annexed) > height(tight)


def test_a_long_statement_repeats_its_headings_and_numbers_its_pages(draw: Draw) -> None:
    """Six invoices due in 2015: twenty-four half-years each."""
    old = tuple(
        replace(invoice, issued_on=date(2015, 1, 5), due_on=date(2015, 2, 5), performed_on=None)
        for invoice in many_invoices(6)
    )
    pdf = draw("mise-en-demeure", a_claim(invoices=old, annex=True, earlier=()))
    pages = ["".join(g.text for g in glyphs(pdf, page)) for page in range(pages_of(pdf))]
    first = next(n for n, text in enumerate(pages) if text.startswith("Décompteau"))
    assert len(pages) - first >= 4
    for number, text in enumerate(pages):
        assert text.endswith(f"{number + 1}/{len(pages)}")
        if first < number < len(pages) - 1:
            assert text.startswith(("PériodeDurée", "FactureF2026")), text[:40]


@pytest.mark.parametrize("slug", ["relance-2", "relance-3", "mise-en-demeure"])
@pytest.mark.parametrize("kind", ["professional", "consumer"])
def test_five_disputed_invoices_with_long_services_fit_one_page(
    draw: Draw, slug: str, kind: Any
) -> None:
    service = "Conception et mise en page du catalogue de la saison d’hiver"
    invoices = tuple(
        replace(invoice, service=service, disputed=Decimal(20)) for invoice in many_invoices(5)
    )
    case = a_case(
        kind,
        invoices=invoices,
        qr=True,
        creditor=STUDIO,
        debtor=replace(LONG, kind=kind),
        disputed="part",
        disputed_what="les frais de déplacement",
    )
    assert pages_of(draw(slug, case)) == 1


@pytest.mark.parametrize("slug", POSTED)
def test_the_longest_words_stay_on_the_sheet_outside_the_window(draw: Draw, slug: str) -> None:
    """Fields at their greatest length, without a place to break."""
    creditor = replace(
        STUDIO,
        name="Anticonstitutionnellement" * 3,
        email="w" * 60 + "@example.org",
        signatory="W" * 60,
        legal_form="W" * 40,
    )
    first = replace(FIRST, number="W" * 40, service="W" * 90, amount=Decimal("9999999.99"))
    debtor = replace(DEBTORS["professional"], legal_form="W" * 40)
    answers: dict[str, Any] = {
        "creditor": creditor,
        "debtor": debtor,
        "note": "W" * 400,
        "qr": True,
    }
    case = a_claim(invoices=(first, SECOND), annex=True, **answers)
    pdf = draw(slug, case)
    placed = [(page, glyph) for page in range(pages_of(pdf)) for glyph in glyphs(pdf, page)]
    for page, glyph in placed:
        assert 20 <= glyph.left < glyph.right <= 190, (page, glyph)
        if page == 0 and glyph.bottom > 34 and glyph.top < 90:
            assert glyph.right < 90 or 55 <= glyph.top < glyph.bottom <= 79, glyph


def test_a_qr_reader_reads_the_transfer(draw: Draw) -> None:
    """EPC069-12, version 002: eleven lines; the sum is the one asked for, 1 860,00 less 150,00."""
    invoices = (replace(FIRST, disputed=Decimal("150.00")), SECOND)
    pdf = draw("mise-en-demeure", a_case(qr=True, invoices=invoices, disputed="part"))
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "AGRIFRPP",
        "Camille Perrin",
        "FR7630006000011234567890189",
        "EUR1710.00",
        "",
        "",
        "F2026-014/F2026-021",
    ]


def test_the_qr_asks_for_the_whole_sum_demanded(draw: Draw) -> None:
    """1 860,00 + 107,14 + 80,00 for a professional; a consumer's relance asks for the principal."""
    for slug, kind, expected in (
        ("mise-en-demeure", "professional", "EUR2047.14"),
        ("relance-2", "professional", "EUR2047.14"),
        ("relance-2", "consumer", "EUR1860.00"),
        ("mise-en-demeure", "consumer", "EUR1867.15"),
    ):
        with pypdfium2.PdfDocument(draw(slug, a_claim(kind, qr=True))) as document:
            (code,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
        assert code.text.split("\n")[7] == expected


def test_a_letter_has_a_qr_only_on_request_and_with_an_account(draw: Draw) -> None:
    for case in (a_case(), a_case(qr=True, creditor=replace(CAMILLE, iban=""))):
        with pypdfium2.PdfDocument(draw("mise-en-demeure", case)) as document:
            assert zxingcpp.read_barcodes(document[0].render(scale=3).to_pil()) == []


@pytest.mark.parametrize("case", [a_case(), a_claim(invoices=many_invoices(5))])
def test_the_sheet_has_its_fold_marks(draw: Draw, case: Case) -> None:
    """The marks stand at 99 and 198 mm from the top of an A4 sheet, at its edge, in every text size."""
    with pypdfium2.PdfDocument(draw("mise-en-demeure", case)) as document:
        picture = document[0].render(scale=10 / MM).to_pil().convert("L")  # ten pixels a millimetre
    edge = [picture.getpixel((20, y)) for y in range(picture.height)]
    marks = [y / 10 for y, shade in enumerate(edge) if shade < 250]
    assert {round(mark) for mark in marks} == {99, 198}


def test_a_table_on_two_pages_repeats_its_headings(draw: Draw) -> None:
    pdf = draw("mise-en-demeure", a_case(invoices=many_invoices(30)))
    for number in range(2):
        assert "Montant TTC".replace(" ", "") in "".join(g.text for g in glyphs(pdf, number))


def test_a_letter_of_several_pages_numbers_them(draw: Draw) -> None:
    pdf = draw("mise-en-demeure", a_case(invoices=many_invoices(30)))
    assert pages_of(pdf) > 1
    for number in range(pages_of(pdf)):
        text = "".join(g.text for g in glyphs(pdf, number))
        assert f"{number + 1}/{pages_of(pdf)}" in text


@pytest.mark.parametrize("count", sampled(range(1, 51, 3), 1, 16, 34))
def test_the_signature_is_never_alone_on_a_page(draw: Draw, count: int) -> None:
    pdf = draw("mise-en-demeure", a_case(invoices=many_invoices(count), note="Bonjour. " * 30))
    last = "".join(g.text for g in glyphs(pdf, pages_of(pdf) - 1))
    assert "CamillePerrin" in last
    assert len(last) > 120, f"only this stands on the last page: {last}"


@pytest.mark.parametrize("count", [1, 20], ids=["one page", "numbered pages"])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_pdf_holds_the_letters_typeface_alone(draw: Draw, slug: str, count: int) -> None:
    with pikepdf.open(BytesIO(draw(slug, a_case(invoices=many_invoices(count))))) as pdf:
        fonts = {str(o.BaseFont) for o in dictionaries(pdf) if o.get("/Type") == "/Font"}
        assert fonts
        assert all("Source-Serif-4" in name for name in fonts), fonts


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            yield thing


@pytest.mark.parametrize("case", [a_case(qr=True), a_claim(qr=True, annex=True)])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_object_of_the_pdf_is_allowed_by_pdf_a_1a(draw: Draw, slug: str, case: Case) -> None:
    with pikepdf.open(BytesIO(draw(slug, case))) as pdf:
        assert pdf.pdf_version == "1.4"
        for thing in dictionaries(pdf):
            assert thing.get("/ca", 1) == 1
            assert thing.get("/CA", 1) == 1
            assert "/SMask" not in thing
            assert thing.get("/S") != "/Transparency"
            assert thing.get("/Interpolate", False) is False
            assert thing.get("/Type") not in ("/ObjStm", "/EmbeddedFile", "/Action")
            assert "/EmbeddedFiles" not in thing
            assert not {"/AA", "/OpenAction", "/JS"} & set(thing.keys())


@pytest.mark.parametrize("slug", SLUGS)
def test_the_pdf_names_its_subject_author_language_and_profile(draw: Draw, slug: str) -> None:
    with pikepdf.open(BytesIO(draw(slug, a_case()))) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert "F2026-014 et F2026-021" in str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/Author"]) == CAMILLE.name
        assert pdf.Root.MarkInfo.Marked
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("1", "A")


@pytest.mark.parametrize("slug", SLUGS)
def test_no_letter_names_the_tool(draw: Draw, slug: str) -> None:
    pdf = draw(slug, a_case())
    assert "courtois" not in words(pdf).lower()
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert "courtois" not in str(opened.docinfo).lower()


PLAIN = [(slug, a_case(qr=True)) for slug in SLUGS]
WITH_ANNEX = [(slug, a_claim(qr=True, annex=True)) for slug in CLAIMING]
OTHERS = [
    ("relance-2", a_claim(invoices=(FIRST,), qr=True)),
    ("mise-en-demeure", a_claim("public", invoices=many_invoices(5), annex=True)),
]


@pytest.mark.parametrize(
    ("slug", "case"),
    [*sampled(PLAIN, PLAIN[1], PLAIN[-1]), *sampled(WITH_ANNEX, WITH_ANNEX[-1]), *sampled(OTHERS)],
)
def test_outloud_finds_no_accessibility_fault(
    draw: Draw, slug: str, case: Case, tmp_path: Path
) -> None:
    """outloud is an independent accessibility checker. Its rule DOC-012 requires PDF/UA; this file is PDF/A."""
    path = tmp_path / "letter.pdf"
    path.write_bytes(draw(slug, case))
    heard = subprocess.run(
        [Path(sys.executable).with_name("outloud"), "--skip", "DOC-012", str(path)],
        capture_output=True,
        text=True,
    )
    assert heard.returncode == 0, heard.stdout + heard.stderr


def test_every_model_of_the_site_fits_one_page(draw: Draw) -> None:
    typeface = Typeface.read(CATALOGUE.templates)
    for kind in CATALOGUE:
        if kind.takes_plan:
            continue  # two people sign it: it may take two
        reading = forms.read(
            forms.flatten(kind.example),
            kind,
            catalogue=CATALOGUE,
            typeface=typeface,
            today=date(2026, 11, 21),
        )
        assert pages_of(draw(kind.slug, reading.require().case)) == 1


@examples(15)
@given(data=st.data())
def test_any_accepted_case_gives_a_sheet_and_a_text_that_agree(
    root: Path, draw: Draw, data: st.DataObject
) -> None:
    """Random choices of every kind: HTML, text and PDF all exist and give the same sums."""
    kind = data.draw(st.sampled_from(sorted(DEBTORS)))
    slug = data.draw(st.sampled_from([s for s in SLUGS if (s, kind) != ("echeancier", "public")]))
    invoices = many_invoices(data.draw(st.integers(1, 7)))
    case = a_case(
        kind,
        invoices=invoices,
        creditor=data.draw(st.sampled_from([CAMILLE, STUDIO, replace(CAMILLE, iban="", vat="")])),
        penalties=data.draw(st.sampled_from(["none", "mention", "claim"])),
        late_rate="legal",
        annex=data.draw(st.booleans()),
        earlier=data.draw(st.sampled_from([(), EARLIER, (*EARLIER, PRESENTED)])),
        qr=data.draw(st.booleans()),
        note=data.draw(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), max_size=200)),
        plan_in_course=data.draw(st.booleans()),
    )
    letter = compose(CATALOGUE[slug], assess(case), Typeface.read(CATALOGUE.templates))
    text = Renderer(CATALOGUE.templates).text(letter).replace("\u00a0", " ").replace("\u202f", " ")
    total = euros.write(letter.demanded).replace("\u00a0", " ").replace("\u202f", " ")
    assert total in text
    assert total.replace(" ", "") in words(draw(slug, case)).replace(" ", "").replace("\n", "")
    assert "None" not in text.replace(case.note, "")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_largest_sums_and_longest_dates_do_not_overlap(draw: Draw, slug: str) -> None:
    """Six columns of 9 999 999,99 and a day in September: a space stays between neighbours."""
    great = replace(
        FIRST,
        issued_on=date(2026, 9, 22),
        due_on=date(2026, 9, 30),
        amount=Decimal("9999999.99"),
        credit=Decimal("4444444.44"),
        payments=(Payment(date(2026, 10, 1), Decimal("4444444.44")),),
    )
    invoices = (great, replace(great, number="F2026-099"))
    pdf = draw(slug, a_claim(invoices=invoices, earlier=(), annex=True))
    for page in range(pages_of(pdf)):
        for first, second in itertools.pairwise(glyphs(pdf, page)):
            same_line = abs(first.bottom - second.bottom) < 0.5 and second.left > first.left
            assert not same_line or second.left > first.right - 0.4, (first, second)
