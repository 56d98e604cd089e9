"""HTML to PDF by WeasyPrint, which no other module of the product imports.

One thread a process draws and owns the FontConfiguration: WeasyPrint corrupts the heap when threads share
one. Other threads queue, up to QUEUE_LENGTH of them and for LONGEST_WAIT seconds, then `draw` raises Busy. The
style sheets are parsed once. A document may load files of `templates/` and PNG data, nothing else.
"""

import ctypes.util
import gc
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from courtois_api.page_fit import PageFitter


@contextmanager
def _without_find_library() -> Iterator[None]:
    """Disable ctypes.util.find_library on Linux: it spawns ldconfig and gcc, and WeasyPrint falls back to sonames."""
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find


with _without_find_library():
    from weasyprint import CSS, HTML, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-1a"  # PDF 1.4, tagged: what La Poste's online registered letters accept
STYLESHEET = "sheet/letter.css"
QUEUE_LENGTH = 8  # documents that wait behind the one being drawn
LONGEST_WAIT = 2.0  # seconds


class ForbiddenFile(RuntimeError):
    """A document asked for a file outside `templates/`."""


class Busy(RuntimeError):
    """The queue is full, or a document waited in it for too long."""


class TemplatesFetcher(URLFetcher):
    """Fetches files of `templates/` and PNG data; refuses the rest and follows no redirect."""

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


class PdfRenderer:
    """Draws documents one after the other, in a thread of its own."""

    def __init__(self, templates: Path, longest_wait: float = LONGEST_WAIT) -> None:
        self._templates = templates.resolve()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf")
        self._drawing: _Drawing | None = None
        self._places = threading.BoundedSemaphore(1 + QUEUE_LENGTH)
        self._turn = threading.Lock()
        self._longest_wait = longest_wait

    def draw(self, html: str, stylesheet: str = STYLESHEET) -> bytes:
        """Draw a whole HTML document, under a style sheet of `templates/`, as PDF/A-1a. Raises Busy, ForbiddenFile."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            return self._draw_in_turn(html, stylesheet)
        finally:
            self._places.release()

    def _draw_in_turn(self, html: str, stylesheet: str) -> bytes:
        if not self._turn.acquire(timeout=self._longest_wait):
            raise Busy
        try:
            return self._thread.submit(self._draw, html, stylesheet).result()
        finally:
            self._turn.release()

    def _draw(self, html: str, stylesheet: str) -> bytes:
        if self._drawing is None:
            self._drawing = _Drawing(self._templates)
        try:
            return self._drawing.draw(html, stylesheet)
        except FatalURLFetchingError as error:  # a BaseException, which no handler of ours catches
            raise ForbiddenFile(str(error)) from None


class _Drawing:
    """What the drawing thread keeps from one document to the next."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates
        self._fetcher = TemplatesFetcher(templates)
        self._fonts = FontConfiguration()
        self._sheets: dict[str, CSS] = {}
        self._fitter = PageFitter(templates)
        self._sheet(STYLESHEET)
        gc.freeze()  # no later collection walks through what start-up allocated

    def _sheet(self, name: str) -> CSS:
        if name not in self._sheets:
            self._sheets[name] = CSS(
                filename=str(self._templates / name),
                font_config=self._fonts,
                url_fetcher=self._fetcher,
            )
        return self._sheets[name]

    def draw(self, html: str, stylesheet: str) -> bytes:
        base = (self._templates / stylesheet).as_uri()
        with _without_garbage_collection():
            source = HTML(string=html, base_url=base, url_fetcher=self._fetcher)

            def lay_out(*names: str) -> Document:
                sheets = [self._sheet(name) for name in names]
                return source.render(
                    stylesheets=sheets, font_config=self._fonts, pdf_variant=VARIANT
                )

            document = self._fitter.fit(lay_out, stylesheet, source.etree_element)
            pdf: bytes = document.write_pdf(pdf_variant=VARIANT)
        return pdf


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Collect garbage after a document, rather than a hundred times while its objects are in use."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
