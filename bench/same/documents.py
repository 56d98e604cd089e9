"""What a PDF, a Word document or a picture holds: words with their places, tags, pages drawn."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image, ImageChops

from bench.same.tokens import tokens

DOTS_AN_INCH = 50
POINTS_AN_INCH = 72
NEAR = 0.1  # points: a move that no eye sees, and the tolerance for the places of words
# A word that moves by NEAR moves its edges by 0.07 pixel at this resolution, hence their grey by 18 levels of 255.
GREY = 24
CHANGING = ("Producer", "CreationDate", "ModDate")


@dataclass(frozen=True)
class Word:
    """A word of a page; `x` and `y` are the points from the left and from the bottom to its first character."""

    text: str
    page: int
    x: float
    y: float

    def is_near(self, other: "Word") -> bool:
        """True when both words are at the same place."""
        difference_box = max(abs(self.x - other.x), abs(self.y - other.y))
        return self.page == other.page and difference_box <= NEAR


@dataclass(frozen=True)
class Pdf:
    """A PDF: what a reader reads, sees and hears."""

    words: list[Word]
    pages: list[Image.Image]
    tags: list[str]
    about: list[str]


def read_pdf(body: bytes) -> Pdf:
    """Read a PDF. Raises PdfiumError or PdfError when the body is none."""
    document = pypdfium2.PdfDocument(body)
    try:
        words = [
            word for number, page in enumerate(document, start=1) for word in _words(page, number)
        ]
        pages = [page.render(scale=DOTS_AN_INCH / POINTS_AN_INCH).to_pil() for page in document]
        metadata = document.get_metadata_dict(skip_empty=True)
        about = [f"{name}: {value}" for name, value in metadata.items() if name not in CHANGING]
    finally:
        document.close()
    return Pdf(words, pages, _tags(body), about)


def _words(page: Any, number: int) -> list[Word]:
    text = page.get_textpage()
    characters = text.get_text_range()
    words: list[Word] = []
    start = 0
    for place, character in enumerate(characters + " "):
        if character.isspace():
            if place > start:
                left, bottom, _, _ = text.get_charbox(start, loose=True)
                words.append(Word(characters[start:place], number, left, bottom))
            start = place + 1
    return words


def _tags(body: bytes) -> list[str]:
    """The structure that is read aloud: each element's type, in order."""
    tags: list[str] = []
    with pikepdf.open(io.BytesIO(body)) as document:
        waiting: list[Any] = [document.Root.get("/StructTreeRoot")]
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Array):
                waiting += reversed(list(element))
            elif isinstance(element, pikepdf.Dictionary):
                tags.append(f"{element.get('/S', '')} {element.get('/Alt', '')}".strip())
                waiting.append(element.get("/K"))
    return tags


def read_word_document(body: bytes) -> list[str]:
    """Return every part of a `.docx` as words and tags, each after its name. Raises BadZipFile."""
    parts: list[str] = []
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in sorted(archive.namelist()):
            kind = "text/xml" if name.endswith((".xml", ".rels")) else "text/plain"
            parts += [f"[{name}]", *tokens(archive.read(name), kind)]
    return parts


def read_picture(body: bytes) -> Image.Image:
    """Read a picture. Raises UnidentifiedImageError."""
    return Image.open(io.BytesIO(body)).convert("RGB")


def difference_box(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int] | None:
    """Return the box of what differs between two pictures, in pixels; None when an eye sees no difference."""
    if before.size != after.size:
        return (0, 0, *after.size)
    difference = ImageChops.difference(before.convert("RGB"), after.convert("RGB"))
    return difference.point(lambda level: 255 * (level > GREY)).getbbox()
