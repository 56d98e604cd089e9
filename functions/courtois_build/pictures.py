"""`python -m courtois_build.pictures build/site`: draw the model of each letter into the frozen site.

For each letter: its PDF, its pictures, and the card that a messenger shows for its link. The site thus shows
what the function draws.
"""

import sys
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from courtois.letter.render import Renderer
from courtois.service import LetterService
from courtois_api.clock import today_in_paris
from courtois_api.pdf import PdfRenderer

CARD_STYLESHEET = "card/card.css"
CARD_WIDTH, CARD_COLOURS = 1200, 64  # pixels, colours
PICTURE_WIDTH, PHONE_WIDTH = 1000, 720  # pixels
COLOURS = 16  # greys and blues of a page of text: a third of the bytes, no visible loss
HOME_CARD = ("Se faire payer, sans froisser.", "La bonne lettre, au bon moment, prête à poster.")


def draw_pictures(templates: Path, site: Path) -> Iterator[Path]:
    """Draw everything; yield each file written."""
    service, pdf_renderer = LetterService(templates), PdfRenderer(templates)
    for letter_type in service.catalogue:
        model = service.model(letter_type, today_in_paris())
        pdf = pdf_renderer.draw(service.renderer.document(model, ""))
        folder = site / "lettres" / letter_type.slug
        folder.mkdir(parents=True, exist_ok=True)
        yield _write(folder / "modele.pdf", pdf)
        picture = _png(_first_page(pdf, PICTURE_WIDTH), COLOURS)
        yield _write(folder / "modele.png", picture)
        small = _png(_first_page(pdf, PHONE_WIDTH), COLOURS // 2)
        yield _write(folder / "modele-petit.png", small)
        card = _card(
            pdf_renderer, service.renderer, letter_type.title, letter_type.summary, picture
        )
        yield _write(folder / "partage.png", card)
        if letter_type.final:
            card = _card(pdf_renderer, service.renderer, *HOME_CARD, picture)
            yield _write(site / "partage.png", card)


def _card(
    pdf_renderer: PdfRenderer, renderer: Renderer, title: str, line: str, picture: bytes
) -> bytes:
    url = "data:image/png;base64," + b64encode(picture).decode("ascii")
    pdf = pdf_renderer.draw(renderer.card(title=title, line=line, picture=url), CARD_STYLESHEET)
    return _png(_first_page(pdf, CARD_WIDTH), CARD_COLOURS)


def _first_page(pdf: bytes, width: int) -> Image.Image:
    """The first page, `width` pixels wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = width / page.get_width()
        image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        return image


def _png(image: Image.Image, colours: int) -> bytes:
    file = BytesIO()
    image.quantize(colours, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


if __name__ == "__main__":
    written = list(draw_pictures(Path("templates").resolve(), Path(sys.argv[1])))
    print(f"{len(written)} modèles et images dessinés.")
