"""WeasyPrint as its documentation shows it, with the same document: one stylesheet, one FontConfiguration."""

from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

SHEET = Path("templates/sheet/letter.css")


class Engine:
    """WeasyPrint, nothing more."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._fonts = folder, FontConfiguration()
        self._css = CSS(filename=str(SHEET), font_config=self._fonts)

    def load(self, name: str) -> str:
        """Return the document."""
        return (self._folder / f"{name}.html").read_text(encoding="utf-8")

    def draw(self, html: str) -> bytes:
        """Draw a document, in the same PDF variant as ours."""
        source = HTML(string=html, base_url=str(SHEET))
        pdf: bytes = source.write_pdf(
            stylesheets=[self._css], font_config=self._fonts, pdf_variant="pdf/a-1a"
        )
        return pdf
