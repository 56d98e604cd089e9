"""The words inside a paragraph: stretches of text, each with how it is set.

Spaces fold as in a browser, no-break ones stay; `<br/>` breaks the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

_SPACES = re.compile(r"[ \t\r\n]+")
_FOR_THE_SHEET = (
    "whole",
    "mille",
)  # classes that hold a line together or open a space: nothing to edit


@dataclass(frozen=True)
class Piece:
    """A stretch of text set one way; `style` is the class of its span."""

    text: str
    bold: bool = False
    raised: bool = False
    style: str = ""


def pieces(element: Element) -> list[Piece]:
    """What a paragraph holds, in order, spaces folded; a line break is « \\n » in its text."""
    kept: list[Piece] = []
    for piece in _raw(element, Piece("")):
        text = piece.text if piece.text == "\n" else _SPACES.sub(" ", piece.text)
        before = kept[-1].text if kept else "\n"
        if before.endswith((" ", "\n")):
            text = text.removeprefix(" ")
        if text == "\n":
            _trim(kept)
        if text and kept and replace(kept[-1], text="") == replace(piece, text=""):
            kept[-1] = replace(piece, text=kept[-1].text + text)
        elif text:
            kept.append(replace(piece, text=text))
    _trim(kept)
    return kept


def _trim(kept: list[Piece]) -> None:
    """No space at the end of a line."""
    if kept and not (text := kept[-1].text.removesuffix(" ")):
        kept.pop()
    elif kept:
        kept[-1] = replace(kept[-1], text=text)


def plain(element: Element) -> str:
    """The words alone.

    >>> from xml.etree.ElementTree import fromstring
    >>> plain(fromstring("<p>le 1<sup>er</sup> <strong> mai </strong><br/> 2026 </p>"))
    'le 1er mai\\n2026'
    """
    return "".join(piece.text for piece in pieces(element))


def _raw(element: Element, around: Piece) -> Iterator[Piece]:
    """Every text with how it is set, spaces as written."""
    yield replace(around, text=element.text or "")
    for child in element:
        if child.tag == "br":
            yield replace(around, text="\n")
        else:
            yield from _raw(child, _set(around, child))
        yield replace(around, text=child.tail or "")


def _set(around: Piece, child: Element) -> Piece:
    own = [name for name in child.get("class", "").split() if name not in _FOR_THE_SHEET]
    return replace(
        around,
        bold=around.bold or child.tag in ("strong", "b"),
        raised=around.raised or child.tag == "sup",
        style=own[-1] if own else around.style,
    )
