"""HTML to a `.docx`: the letter to edit in a word processor. The only package that knows python-docx.

It is typed from the very HTML the sheet is drawn from, as `plain_text` is: not one word is written
twice. How it looks stands in `templates/word/`, one style for each class of the sheet.
"""

from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document

from courtois_api.word.blank import blank_document
from courtois_api.word.blocks import Typist
from courtois_api.word.pieces import plain

OBJECT = "Objet\u00a0: "
LONGEST = 255  # characters of a property


class WordProcessor:
    """Types letters on the empty sheet of one `templates/` folder."""

    def __init__(self, templates: Path) -> None:
        self._blank = blank_document(templates / "word")

    def type(self, letter: str, *, author: str, day: date) -> bytes:
        """The `.docx` of a letter's HTML, an element of class `letter`, by its author, of its day."""
        root = fromstring(letter)
        document = Document(BytesIO(self._blank))
        Typist(document).type(root)
        if root.find("./section[@class='annex']") is None:  # a lone page is not « 1 / 1 »
            document.sections[0].footer.is_linked_to_previous = True
        about = document.core_properties
        about.author = about.last_modified_by = author[:LONGEST]
        about.title = _title(root)[:LONGEST]
        about.created = about.modified = datetime.combine(day, time(), UTC)
        out = BytesIO()
        document.save(out)
        return _without_clock(out)


def _title(root: Element) -> str:
    """What the letter is about, as in the PDF: its `<h1>`."""
    heading = root.find(".//h1")
    return "" if heading is None else plain(heading).removeprefix(OBJECT)


def _without_clock(archive: BytesIO) -> bytes:
    """The same archive; `ZipFile.writestr` dates each entry with the clock, this with 1980."""
    out = BytesIO()
    with ZipFile(archive) as dated, ZipFile(out, "w", ZIP_DEFLATED) as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name), dated.read(name), ZIP_DEFLATED)
    return out.getvalue()
