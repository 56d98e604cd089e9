"""A letter is set no tighter than it must be, though not every setting is tried: WeasyPrint alone tries them all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cases import CAMILLE, EARLIER, FIRST, STUDIO, a_case, many_invoices
from depth import sampled
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from courtois.case import Case
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.letter.compose import compose
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface
from courtois_api.pdf import STYLESHEET, Press

pytestmark = pytest.mark.drawing

SHEETS = (STYLESHEET, "sheet/tight.css", "sheet/tighter.css")
NOTE = "Nous avons beaucoup apprécié de travailler avec vous et restons à votre écoute. "


SHORT = replace(FIRST, service="photos")


def of_every_length() -> Iterator[Case]:
    """From one invoice to twenty-two, told briefly then at length."""
    for count in (1, 2, 3, 5, 7, 9):
        yield a_case("consumer", invoices=many_invoices(count), earlier=())
        yield a_case(invoices=many_invoices(count), earlier=EARLIER, creditor=STUDIO, qr=True)
        yield a_case(
            invoices=many_invoices(count),
            earlier=EARLIER,
            creditor=CAMILLE,
            penalties="claim",
            late_rate="legal",
            note=NOTE * count,
        )
    bare = replace(CAMILLE, iban="", phone="", email="")
    for count in (2, 3, 13, 18, 22):
        rows = tuple(replace(SHORT, number=f"F{row}") for row in range(count))
        yield a_case("public", invoices=rows[:3], earlier=(), creditor=bare, note=NOTE * count)
        yield a_case(invoices=rows, earlier=(), creditor=bare)


@pytest.mark.parametrize(
    "slug", sampled(["conciliation", "mise-en-demeure", "echeancier"], "mise-en-demeure")
)
def test_no_letter_is_set_tighter_than_it_must_be(
    root: Path, catalogue: LetterCatalogue, slug: str
) -> None:
    templates = root / "templates"
    press, renderer, typeface = Press(templates), Renderer(templates), Typeface.read(templates)
    fonts = FontConfiguration()
    sheets = [CSS(str(templates / name), font_config=fonts) for name in SHEETS]
    needed = set()
    for case in of_every_length():
        html = renderer.document(compose(catalogue[slug], assess(case), typeface), "")
        source = HTML(string=html, base_url=str(templates / STYLESHEET))
        for tried in range(1, len(SHEETS) + 1):
            alone = source.render(
                stylesheets=sheets[:tried], font_config=fonts, pdf_variant="pdf/a-1a"
            )
            if len(alone.pages) == 1:
                needed.add(tried)
                assert press.draw(html) == alone.write_pdf(pdf_variant="pdf/a-1a")
                break
    assert 3 in needed
