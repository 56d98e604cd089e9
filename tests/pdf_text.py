"""The text of a PDF."""

from pathlib import Path

import pypdfium2


def words(pdf: bytes | Path) -> str:
    """Return the text of every page, line by line, with plain spaces."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\r", "")
