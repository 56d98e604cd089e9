"""HTML to PDF, by WeasyPrint: the only module that knows it.

One thread a process draws, and it owns the FontConfiguration: sharing one between threads
corrupts the heap. The stylesheet is parsed once. Nothing is fetched but files of `templates/`
and the QR's own bytes.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-1a"  # PDF 1.4, tagged: what La Poste's online registered letters accept
STYLESHEET = "sheet/letter.css"
PAGE_NUMBERS = """@page { @bottom-right {
  content: counter(page) " / " counter(pages); font: 8.5pt "Courtois Letter"; color: #4a5568 } }"""


class HouseFetcher(URLFetcher):
    """Serves `templates/` and PNG data, refuses the rest, follows nothing."""

    def __init__(self, templates: Path) -> None:
        super().__init__(allow_redirects=False)
        self._root = templates.resolve()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url.startswith("data:image/png;base64,"):
            return super().fetch(url, headers)
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme == "file" and path.is_relative_to(self._root):
            return super().fetch(url, headers)
        raise FatalURLFetchingError("the letter may only use its own files")


class Press:
    """Draws letters, one after the other."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates.resolve()
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="press")
        self._tools: _Tools | None = None

    def draw(self, html: str) -> bytes:
        """Draw a whole HTML document as a PDF/A-1a file."""
        return self._hand.submit(self._draw, html).result()

    def warm(self, html: str) -> None:
        """Open fonts and read styles before the first person waits."""
        self.draw(html)

    def _draw(self, html: str) -> bytes:
        if self._tools is None:
            self._tools = _Tools(self._templates)
        return self._tools.draw(html)


class _Tools:
    """What the drawing thread keeps from one letter to the next."""

    def __init__(self, templates: Path) -> None:
        self._fetcher = HouseFetcher(templates)
        self._base = (templates / STYLESHEET).as_uri()
        self._fonts = FontConfiguration()
        self._sheet = self._css(filename=str(templates / STYLESHEET))
        self._numbers = self._css(string=PAGE_NUMBERS)

    def _css(self, **source: str) -> CSS:
        return CSS(font_config=self._fonts, url_fetcher=self._fetcher, **source)

    def draw(self, html: str) -> bytes:
        page: Callable[..., Any] = HTML(
            string=html, base_url=self._base, url_fetcher=self._fetcher
        ).render
        options = {"font_config": self._fonts, "pdf_variant": VARIANT}
        document = page(stylesheets=[self._sheet], **options)
        if len(document.pages) > 1:  # numbers only then: a lone page is not « 1 / 1 »
            document = page(stylesheets=[self._sheet, self._numbers], **options)
        pdf: bytes = document.write_pdf()
        return pdf
