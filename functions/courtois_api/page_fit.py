"""Choose how tightly a letter is set: on one page if it fits, else at the usual size.

Half of the time of a letter is spent laying it out. Its height is therefore computed first
(page_height), and a fit is left out when even the minimum is longer than a page. Among the other fits the
pages of the documents decide. When none holds one page, the pages of the numbered document check the
minimum: if it is too high, the fits left out are tried. So a letter that takes one page at the usual size is
never numbered. A minimum only a little too high goes unseen: heights.json must be true.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courtois_api.page_height import ANY, Height, LetterReader, first_class, height, read_sheets

NUMBERED = "sheet/numbered.css"
ANNEX_LEVEL = 2  # of the heading that an annex begins with

LayOut = Callable[..., Any]


@dataclass(frozen=True)
class Fit:
    """Stylesheets laid over the usual one."""

    name: str
    stylesheets: tuple[str, ...]


FITS = (
    Fit("usual", ()),
    Fit("tight", ("sheet/tight.css",)),
    Fit("tighter", ("sheet/tight.css", "sheet/tighter.css")),
)


class PageFitter:
    """Chooses the fit of letters."""

    def __init__(self, templates: Path) -> None:
        self._sheets = read_sheets(templates)
        self._reader = LetterReader(templates, self._sheets[FITS[0].name])

    def fit(self, lay_out: LayOut, stylesheet: str, html: Any) -> Any:
        """Return the document on one page in the loosest fit, else in the usual fit, numbered.

        `lay_out` lays out `html`, a tree, under the stylesheets it is given. The pages of an annex do
        not count, but they are numbered with the letter's.
        """
        pages = self._computed_pages(html)
        left_out = [fit for fit in FITS if pages[fit].least > 1]
        for fit in FITS:
            if fit not in left_out:
                document = _on_one_page(
                    lay_out, stylesheet, html, fit, certain=pages[fit].most <= 1
                )
                if document:
                    return document
        numbered = lay_out(stylesheet, NUMBERED)
        if _own_pages(numbered, html) < pages[FITS[0]].least:  # the letter was computed too high
            for fit in left_out:
                if document := _on_one_page(lay_out, stylesheet, html, fit, certain=False):
                    return document
        return numbered

    def _computed_pages(self, html: Any) -> dict[Fit, Height]:
        """Return how many pages the letter fills under each fit: a part of one, or more than one."""
        element = find_letter(html)
        letter = None if element is None else self._reader.read(element)
        pages = {}
        for fit in FITS:
            sheet = self._sheets[fit.name]
            least, most = height(letter, sheet) if letter else ANY
            pages[fit] = Height(least / sheet.page_height, most / sheet.page_height)
        return pages


def _on_one_page(
    lay_out: LayOut, stylesheet: str, html: Any, fit: Fit, *, certain: bool
) -> Any | None:
    """Return the document in this fit if its letter takes one page. `certain`: it most likely does."""
    stylesheets = (stylesheet, *fit.stylesheets)
    annex = _find_annex(html)
    if annex is None:
        document = lay_out(*stylesheets)
    elif certain or _fits_without_annex(annex, lay_out, stylesheets, html):
        document = lay_out(*stylesheets, NUMBERED)
    else:
        return None
    return document if _own_pages(document, html) == 1 else None


def find_letter(html: Any) -> Any | None:
    """Return the element of class `letter`, or None in a document that is no letter."""
    return next((element for element in html.iter("div") if first_class(element) == "letter"), None)


def _fits_without_annex(
    annex: Any, lay_out: LayOut, stylesheets: tuple[str, ...], html: Any
) -> bool:
    """Lay the letter out without its annex, which may be long; return True when it takes one page."""
    parent = html.find(".//*[@class='annex']/..")
    parent.remove(annex)
    try:
        return len(lay_out(*stylesheets).pages) == 1
    finally:
        parent.append(annex)


def _find_annex(html: Any) -> Any | None:
    return html.find(".//*[@class='annex']")


def _own_pages(document: Any, html: Any) -> int:
    """Count the letter's own pages: the first heading of level 2 is that of the annex, if there is one."""
    pages = document.pages
    if _find_annex(html) is None:
        return len(pages)
    levels = [{level for level, *_ in page.bookmarks} for page in pages]
    return next((number for number, seen in enumerate(levels) if ANNEX_LEVEL in seen), len(levels))
