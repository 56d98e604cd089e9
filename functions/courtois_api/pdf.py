"""HTML to PDF, by WeasyPrint: the only module that knows it.

One thread a process draws, and it owns the FontConfiguration: sharing one between threads
corrupts the heap. The others wait in line, a few and not for long: beyond, the press says so
rather than keep someone waiting for nothing. The stylesheet is parsed once. Nothing is fetched
but files of `templates/` and the QR's own bytes.
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
def _nothing_sought() -> Iterator[None]:
    """On Linux WeasyPrint finds libraries by their soname, tried last: for other names no ldconfig nor gcc is run."""
    find = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = find


with _nothing_sought():
    from weasyprint import CSS, HTML, Document
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

VARIANT = "pdf/a-1a"  # PDF 1.4, tagged: what La Poste's online registered letters accept
STYLESHEET = "sheet/letter.css"
LINE = 8  # documents waiting behind the one being drawn
PATIENCE = 2.0  # seconds


class ForeignFile(RuntimeError):
    """A document asked for a file that is not of the house."""


class Busy(RuntimeError):
    """Too many documents are being asked for: come back in a few seconds."""


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
    """Draws documents, one after the other, in its one thread. `patience`: seconds one waits in line."""

    def __init__(self, templates: Path, patience: float = PATIENCE) -> None:
        self._templates = templates.resolve()
        self._hand = ThreadPoolExecutor(max_workers=1, thread_name_prefix="press")
        self._tools: _Tools | None = None
        self._places = threading.BoundedSemaphore(1 + LINE)
        self._turn = threading.Lock()
        self._patience = patience

    def draw(self, html: str, stylesheet: str = STYLESHEET) -> bytes:
        """Draw a whole HTML document, dressed by a stylesheet of `templates/`, as PDF/A-1a. Raises Busy."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            return self._drawn_in_turn(html, stylesheet)
        finally:
            self._places.release()

    def _drawn_in_turn(self, html: str, stylesheet: str) -> bytes:
        if not self._turn.acquire(timeout=self._patience):
            raise Busy
        try:
            return self._hand.submit(self._draw, html, stylesheet).result()
        finally:
            self._turn.release()

    def _draw(self, html: str, stylesheet: str) -> bytes:
        if self._tools is None:
            self._tools = _Tools(self._templates)
        try:
            return self._tools.draw(html, stylesheet)
        except FatalURLFetchingError as refused:  # a BaseException: no handler would see it
            raise ForeignFile(str(refused)) from None


class _Tools:
    """What the drawing thread keeps from one document to the next."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates
        self._fetcher = HouseFetcher(templates)
        self._fonts = FontConfiguration()
        self._sheets: dict[str, CSS] = {}
        self._fitter = PageFitter(templates)
        self._sheet(STYLESHEET)
        gc.freeze()  # what start-up left stays: no later collection walks through it

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
        with _garbage_kept():
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
def _garbage_kept() -> Iterator[None]:
    """Collect once a document, after it, rather than a hundred times while everything is in use."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
