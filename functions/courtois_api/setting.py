"""How tightly a letter is set: on one page when it may, at the usual size otherwise.

Laying a letter out is most of drawing it, so none is laid out where its length alone says it will
not hold (docs/decisions/0003).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

NUMBERED = "sheet/numbered.css"


@dataclass(frozen=True)
class Setting:
    """Stylesheets laid over the usual one, and the length past which no letter was seen to hold."""

    sheets: tuple[str, ...]
    most: int  # characters, what else takes room counting for so many more


SETTINGS = (
    Setting((), 5_500),
    Setting(("sheet/tight.css",), 6_450),
    Setting(("sheet/tight.css", "sheet/tighter.css"), 7_850),
)
ROOM = {"p": 120, "li": 120, "tr": 120, "header": 500}


def laid_out(dressed: Callable[..., Any], stylesheet: str, page: Any) -> Any:
    """The letter on one page when a tighter setting allows it, whatever goes with it.

    `dressed` lays out `page`, the tree of the letter, under the stylesheets it is told. An annex is
    put aside while settings are tried.
    """
    annex = page.find(".//*[@class='annex']")
    holder = page.find(".//*[@class='annex']/..")
    if annex is not None:
        holder.remove(annex)
    dress, document = _tried(dressed, stylesheet, page)
    if annex is not None:
        holder.append(annex)
    elif document is not None:
        return document
    return dressed(*dress, NUMBERED)  # numbers only then: a lone page is not « 1 / 1 »


def _tried(
    dressed: Callable[..., Any], stylesheet: str, page: Any
) -> tuple[tuple[str, ...], Any | None]:
    """The loosest setting that holds on one page, and the document; else the usual one, and none."""
    length = _length(page)
    for setting in SETTINGS:
        if length <= setting.most:
            dress = (stylesheet, *setting.sheets)
            document = dressed(*dress)
            if len(document.pages) == 1:
                return dress, document
            if len(document.pages) > 2:  # no setting is tight enough for that
                break
    return (stylesheet,), None


def _length(page: Any) -> int:
    characters = sum(len(" ".join(text.split())) for text in page.itertext())
    return characters + sum(ROOM.get(element.tag, 0) for element in page.iter())
