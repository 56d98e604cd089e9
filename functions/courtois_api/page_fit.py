"""Choose how tightly a letter is set: on one page if it fits, else at the usual size.

Half of the time of a letter is spent laying it out. Its height is therefore computed first
(page_height), and a fit under which the letter is certainly longer than a page is not laid out. The
computed height only saves layouts: the pages of the document that was laid out decide.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courtois_api.page_height import ANY, LetterReader, first_class, height, read_sheets

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
        annex = html.find(".//*[@class='annex']")
        for fit, certain in self._possible_fits(html):
            stylesheets = (stylesheet, *fit.stylesheets)
            if annex is None:
                document = lay_out(*stylesheets)
                if len(document.pages) == 1:
                    return document
            elif certain or _fits_without_annex(annex, lay_out, stylesheets, html):
                document = lay_out(*stylesheets, NUMBERED)
                if _pages_before_annex(document) == 1:
                    return document
        return lay_out(stylesheet, NUMBERED)

    def _possible_fits(self, html: Any) -> Iterator[tuple[Fit, bool]]:
        """Yield each fit under which the letter may take one page, and whether it certainly does."""
        element = find_letter(html)
        letter = None if element is None else self._reader.read(element)
        for fit in FITS:
            sheet = self._sheets[fit.name]
            least, most = height(letter, sheet) if letter else ANY
            if least <= sheet.page_height:
                yield fit, most <= sheet.page_height


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


def _pages_before_annex(document: Any) -> int:
    """Count the letter's own pages: the first heading of level 2 is that of the annex."""
    levels = [{level for level, *_ in page.bookmarks} for page in document.pages]
    return next((number for number, seen in enumerate(levels) if ANNEX_LEVEL in seen), len(levels))
