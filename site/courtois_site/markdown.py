"""Markdown as guides use it: anchors on headings, tables that scroll on a phone, no inline style."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

_ALIGNMENT = {"text-align:right": "right", "text-align:center": "center", "text-align:left": "left"}
_ORDINAL = re.compile(r"\b(1)(er|re)\b|\b(\d+)(e)\b")
# Numbers that no line break may cut at their hyphen: « n° 18-25.036 », « L. 441-10 », « F2026-014 ».
_UNBREAKABLE = re.compile(
    r"n°\u00a0\d+[-/][\d.]*\d|\b[LRD]\.\u00a0\d+(?:-\d+)+|\bF\d{4}-\d+|\bC-\d+/\d+"
)


@dataclass(frozen=True)
class Heading:
    """A heading of the second level, for the contents of a page."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Text:
    """A text as HTML, and its headings of the second level."""

    html: Markup
    headings: tuple[Heading, ...]


def render_markdown(source: str, deeper: int = 0) -> Text:
    """Turn Markdown into HTML, its headings lowered by `deeper` levels to fit under another title.

    Raw HTML in the source is shown as text, never passed on.
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("text", _written)
    tokens = parser.parse(source)
    headings = _anchor(tokens)
    _classify(tokens)
    _lower(tokens, deeper)
    html = parser.renderer.render(_box_tables(tokens), parser.options, {})
    return Text(Markup(html), headings)


def raised(text: str) -> Markup:
    """Return a text as HTML: ordinals are raised with real letters, numbers are unbreakable.

    >>> raised("la 1re chambre")
    Markup('la 1<sup>re</sup> chambre')
    """
    html = _ORDINAL.sub(r"\1\3<sup>\2\4</sup>", str(escape(text)))
    return Markup(_UNBREAKABLE.sub(r'<span class="whole">\g<0></span>', html))


def _written(_: Any, tokens: Sequence[Token], index: int, *__: object) -> str:
    return raised(tokens[index].content)


def _anchor(tokens: Sequence[Token]) -> tuple[Heading, ...]:
    """Give every heading an identifier, once, and list those of the second level."""
    seen: dict[str, int] = {}
    headings = []
    for opening, inline in pairwise(tokens):
        if opening.type != "heading_open":
            continue
        title = plain(inline)
        anchor = slug(title)
        seen[anchor] = seen.get(anchor, 0) + 1
        if seen[anchor] > 1:
            anchor = f"{anchor}-{seen[anchor]}"
        opening.attrSet("id", anchor)
        if opening.tag == "h2":
            headings.append(Heading(anchor, title))
    return tuple(headings)


def _classify(tokens: Sequence[Token]) -> None:
    """Give the alignment of cells by a class: the content security policy refuses `style` attributes."""
    for token in tokens:
        if style := token.attrs.pop("style", None):
            token.attrSet("class", _ALIGNMENT[str(style)])


def _lower(tokens: Sequence[Token], deeper: int) -> None:
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + deeper, 6)}"


def _box_tables(tokens: Sequence[Token]) -> list[Token]:
    """Put each table in a box that scrolls by itself, that the keyboard reaches, and that has a name."""
    boxed: list[Token] = []
    title, number = "Tableau", 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before and before.type == "heading_open":
            title = plain(token)
        if token.type == "table_open":
            number += 1
            attributes: dict[str, str | int | float] = {"class": "scroll", "tabindex": "0"}
            attributes |= {"role": "region", "aria-label": f"{title}, tableau {number}"}
            boxed.append(Token("box_open", "div", 1, attrs=attributes, block=True))
        boxed.append(token)
        if token.type == "table_close":
            boxed.append(Token("box_close", "div", -1, block=True))
    return boxed


def plain(inline: Token) -> str:
    """The words of a line, without its marks."""
    return "".join(
        child.content for child in inline.children or [] if child.type in {"text", "code_inline"}
    )


def slug(title: str) -> str:
    """An identifier for a title, in plain letters.

    >>> slug("À qui écrire ?")
    'a-qui-ecrire'
    """
    spaced = re.sub("[’']", " ", title).replace("œ", "oe")
    letters = unicodedata.normalize("NFKD", spaced).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-") or "section"
