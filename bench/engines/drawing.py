"""Our drawing alone: the HTML is written already."""

from pathlib import Path

from bench.samples import TEMPLATES
from courtois_api.pdf import PdfRenderer


class Engine:
    """Draws with the function's own settings of WeasyPrint."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._pdf = folder, PdfRenderer(TEMPLATES)

    def load(self, name: str) -> str:
        """Return the document."""
        return (self._folder / f"{name}.html").read_text(encoding="utf-8")

    def draw(self, html: str) -> bytes:
        """Draw a document."""
        return self._pdf.draw(html)
