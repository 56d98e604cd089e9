"""HTML to a `.docx`: the letter to edit in a word processor. The only package that knows python-docx.

It is made from the HTML of the sheet, as `plain_text` is: no word of a letter is written twice. Its look is in
`templates/word/`, with one style for each class of the sheet.
"""

from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document

from courtois_api.word.blank import blank_document
from courtois_api.word.blocks import LetterWriter
from courtois_api.word.runs import text_of

SUBJECT = "Objet\u00a0: "
LONGEST_PROPERTY = 255  # characters


class WordProcessor:
    """Converts letters, from the empty document of one `templates/` folder."""

    def __init__(self, templates: Path) -> None:
        self._blank = blank_document(templates / "word")

    def convert(self, letter: str, *, author: str, day: date) -> bytes:
        """Convert the letter's HTML to `.docx`; author and day set its metadata."""
        root = fromstring(letter)
        document = Document(BytesIO(self._blank))
        LetterWriter(document).write(root)
        if root.find("./section[@class='annex']") is None:  # a lone page is not « 1 / 1 »
            document.sections[0].footer.is_linked_to_previous = True
        properties = document.core_properties
        properties.author = properties.last_modified_by = author[:LONGEST_PROPERTY]
        properties.title = _title(root)[:LONGEST_PROPERTY]
        properties.created = properties.modified = datetime.combine(day, time(), UTC)
        out = BytesIO()
        document.save(out)
        return _without_clock(out)


def _title(root: Element) -> str:
    """The subject of the letter, as in the PDF: its `<h1>`."""
    heading = root.find(".//h1")
    return "" if heading is None else text_of(heading).removeprefix(SUBJECT)


def _without_clock(archive: BytesIO) -> bytes:
    """The same archive, its entries dated 1980: `ZipFile.writestr` dates them with the clock."""
    out = BytesIO()
    with ZipFile(archive) as dated, ZipFile(out, "w", ZIP_DEFLATED) as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name), dated.read(name), ZIP_DEFLATED)
    return out.getvalue()
