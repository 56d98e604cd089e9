"""Measure how high WeasyPrint draws each block of the sheet: templates/sheet/heights.json.

    make heights          writes the file

Random letters are read until no block is new, and only those that bring a new block are laid out.
The file lets courtois_api.page_fit choose stylesheets without laying a letter out under each.
"""

import json
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from bench.random_letters import random_letters
from courtois.service import LetterService
from courtois_api.page_fit import FITS, find_letter
from courtois_api.page_height import Block, block_children
from courtois_api.pdf import STYLESHEET

TEMPLATES = Path("templates")
LETTERS = 150  # the last new block comes with letter 120
SAME = ("margin_top", "margin_bottom", "min_height", "nowrap", "cuts_words")
Blocks = dict[str, Block]


def measure(templates: Path) -> dict[str, Any]:
    """Return heights.json. Raises ValueError when one name stands for two different blocks."""
    fonts, service = FontConfiguration(), LetterService(templates)
    sheets = {
        fit.name: [
            CSS(str(templates / name), font_config=fonts) for name in (STYLESHEET, *fit.stylesheets)
        ]
        for fit in FITS
    }
    blocks: dict[str, Blocks] = {fit.name: {} for fit in FITS}
    pages = dict.fromkeys(blocks, 0.0)
    known = set[str]()
    for letter in random_letters(service, LETTERS):
        source = HTML(
            string=service.renderer.document(letter, ""), base_url=str(templates / STYLESHEET)
        )
        names = dict(_names(find_letter(source.etree_element), "letter"))
        if known.issuperset(names.values()):
            continue
        known.update(names.values())
        for fit, css in sheets.items():
            for page in source.render(stylesheets=css, font_config=fonts).pages:
                pages[fit] = page._page_box.height
                for box in _boxes(page._page_box, names):
                    _add(blocks[fit], names[box.element], _block(box))
    return {
        fit: {"page_height": _short(pages[fit]), "blocks": _rounded(blocks[fit])} for fit in pages
    }


def _names(element: Any, name: str) -> Iterator[tuple[Any, str]]:
    yield element, name
    for child, path in block_children(element, name):
        yield from _names(child, path)


def _boxes(page: Any, names: dict[Any, str]) -> Iterator[Any]:
    """Yield the outermost box of each named element of a page."""
    seen = set[Any]()
    for box in page.descendants():
        element = box.element
        if element in names and element not in seen and box.element_tag == element.tag:
            seen.add(element)
            yield box


def _block(box: Any) -> Block:
    style = box.style
    lines = [
        inner
        for inner in box.descendants()
        if type(inner).__name__ == "LineBox" and inner.element is box.element
    ]
    edge = sum(map(_pixels, (style["padding_top"], style["padding_bottom"])))
    edge += box.border_top_width + box.border_bottom_width
    inside = [inner.element_tag for line in lines for inner in line.descendants()]
    return Block(
        margin_top=_pixels(style["margin_top"]),
        margin_bottom=_pixels(style["margin_bottom"]),
        min_edge=edge,
        max_edge=edge,
        min_height=_pixels(style["min_height"]),
        min_width=box.width,
        max_width=box.width,
        font_size=style["font_size"] if lines else 0.0,
        line_height=min((line.height for line in lines), default=0.0),
        bold=bool(lines) and style["font_weight"] >= 600,
        nowrap=style["white_space"] == "nowrap",
        cuts_words=style["overflow_wrap"] == "anywhere",
        hides_line_ends="span::before" in inside,
    )


def _pixels(length: Any) -> float:
    """Return a computed length; `auto` counts for nothing."""
    return float(getattr(length, "value", 0.0))


def _add(blocks: Blocks, name: str, block: Block) -> None:
    """Merge one more box into the block of its name. A box without text has no font."""
    known = blocks.setdefault(name, block)
    blocks[name] = known._replace(
        min_edge=min(known.min_edge, block.min_edge),
        max_edge=max(known.max_edge, block.max_edge),
        min_width=min(known.min_width, block.min_width),
        max_width=max(known.max_width, block.max_width),
        line_height=min(known.line_height or block.line_height, block.line_height or inf),
        font_size=known.font_size or block.font_size,
        bold=known.bold or block.bold,
        hides_line_ends=known.hides_line_ends or block.hides_line_ends,
    )
    for field in SAME if not block.font_size else (*SAME, "font_size", "bold"):
        if getattr(blocks[name], field) != getattr(block, field):
            raise ValueError(
                f"{name}: {field} is {getattr(known, field)} and {getattr(block, field)}"
            )


def _rounded(blocks: Blocks) -> dict[str, list[float]]:
    return {
        name: [number if isinstance(number, bool) else _short(number) for number in block]
        for name, block in sorted(blocks.items())
    }


def _short(number: float) -> float:
    return int(number) if number == int(number) else round(number, 2)


def written(measured: dict[str, Any]) -> str:
    """Return heights.json as text, a block a line."""
    fits = []
    for fit, sheet in measured.items():
        lines = [
            f"{json.dumps(name)}: {json.dumps(block)}" for name, block in sheet["blocks"].items()
        ]
        blocks = ",\n".join(lines)
        fits.append(
            f'"{fit}": {{"page_height": {sheet["page_height"]}, "blocks": {{\n{blocks}\n}}}}'
        )
    return "{\n" + ",\n".join(fits) + "\n}\n"


if __name__ == "__main__":
    (TEMPLATES / "sheet/heights.json").write_text(written(measure(TEMPLATES.resolve())), "utf-8")
