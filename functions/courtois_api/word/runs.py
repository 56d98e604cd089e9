"""The text of a paragraph as runs: stretches of text with one formatting each.

Spaces fold as in a browser, no-break spaces stay, `<br/>` breaks the line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

_SPACES = re.compile(r"[ \t\r\n]+")
# Classes that keep a line together or open a space: the sheet needs them, an edited letter does not.
_FOR_THE_SHEET = ("whole", "mille")


@dataclass(frozen=True)
class Run:
    """Text with one formatting; `style` is the class of its span."""

    text: str
    bold: bool = False
    raised: bool = False
    style: str = ""


def runs(element: Element) -> list[Run]:
    """The runs of a paragraph, in order, spaces folded; a line break is « \\n »."""
    folded: list[Run] = []
    for run in _unfolded(element, Run("")):
        text = run.text if run.text == "\n" else _SPACES.sub(" ", run.text)
        before = folded[-1].text if folded else "\n"
        if before.endswith((" ", "\n")):
            text = text.removeprefix(" ")
        if text == "\n":
            _trim(folded)
        if text and folded and replace(folded[-1], text="") == replace(run, text=""):
            folded[-1] = replace(run, text=folded[-1].text + text)
        elif text:
            folded.append(replace(run, text=text))
    _trim(folded)
    return folded


def _trim(folded: list[Run]) -> None:
    """Remove the space at the end of a line."""
    if folded and not (text := folded[-1].text.removesuffix(" ")):
        folded.pop()
    elif folded:
        folded[-1] = replace(folded[-1], text=text)


def text_of(element: Element) -> str:
    """The text of a paragraph without its formatting.

    >>> from xml.etree.ElementTree import fromstring
    >>> text_of(fromstring("<p>le 1<sup>er</sup> <strong> mai </strong><br/> 2026 </p>"))
    'le 1er mai\\n2026'
    """
    return "".join(run.text for run in runs(element))


def _unfolded(element: Element, around: Run) -> Iterator[Run]:
    """Each text with its formatting, spaces as written."""
    yield replace(around, text=element.text or "")
    for child in element:
        if child.tag == "br":
            yield replace(around, text="\n")
        else:
            yield from _unfolded(child, _formatted(around, child))
        yield replace(around, text=child.tail or "")


def _formatted(around: Run, child: Element) -> Run:
    """The formatting inside `child`."""
    classes = [name for name in child.get("class", "").split() if name not in _FOR_THE_SHEET]
    return replace(
        around,
        bold=around.bold or child.tag in ("strong", "b"),
        raised=around.raised or child.tag == "sup",
        style=classes[-1] if classes else around.style,
    )
