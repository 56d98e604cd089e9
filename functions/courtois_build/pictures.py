"""Draws every model letter into the frozen site: its PDF, its picture, and the card of its link.

Run after the site is frozen: `python -m courtois_build.pictures [build/site]`. What the site shows
is thus the very paper the function draws.
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
from courtois_api.pdf import Press

CARD = "card/card.css"
WIDTH = 1000  # pixels of a model's picture
SMALL = 720  # the same for a phone
SHADES = 16  # greys and blues of a page of text: a third of the bytes, no visible loss
HOME = ("Se faire payer, sans froisser.", "La bonne lettre, au bon moment, prête à poster.")


def draw_pictures(templates: Path, site: Path) -> Iterator[Path]:
    """Draw everything; yields each file written."""
    desk, press = LetterService(templates), Press(templates)
    for kind in desk.catalogue:
        pdf = press.draw(desk.renderer.document(desk.model(kind, today_in_paris()), ""))
        folder = site / "lettres" / kind.slug
        folder.mkdir(parents=True, exist_ok=True)
        yield _write(folder / "modele.pdf", pdf)
        picture = _png(_page(pdf, WIDTH), SHADES)
        yield _write(folder / "modele.png", picture)
        yield _write(folder / "modele-petit.png", _png(_page(pdf, SMALL), SHADES // 2))
        yield _write(
            folder / "partage.png", _card(press, desk.renderer, kind.title, kind.summary, picture)
        )
        if kind.final:
            yield _write(site / "partage.png", _card(press, desk.renderer, *HOME, picture))


def _card(press: Press, renderer: Renderer, title: str, line: str, picture: bytes) -> bytes:
    url = "data:image/png;base64," + b64encode(picture).decode("ascii")
    html = renderer.card(title=title, line=line, picture=url)
    return _png(_page(press.draw(html, CARD), 1200), 64)


def _page(pdf: bytes, width: int) -> Image.Image:
    """The first page, `width` pixels wide."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn: Image.Image = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
        return drawn


def _png(image: Image.Image, colours: int) -> bytes:
    out = BytesIO()
    image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


if __name__ == "__main__":
    here = Path.cwd()
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else here / "build/site"
    drawn = len(list(draw_pictures(here / "templates", target)))
    print(f"{drawn} modèles et images dessinés.")
