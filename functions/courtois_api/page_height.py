"""How high a letter stands under a set of stylesheets, computed without laying the letter out.

`templates/sheet/heights.json` says how wide and how high WeasyPrint draws each block of the sheet.
`make heights` measures that file: run it again after a change of the stylesheets in `templates/sheet/`, of
the fonts, or of the blocks a template writes. A block that the file does not know may have any height.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from courtois_api import line_count
from courtois_api.line_count import Line, LineCounter

SAFETY = 2.0  # pixels, on either side of each height
INLINE_TAGS = {"a", "b", "br", "em", "i", "mark", "span", "strong", "sup"}
OUT_OF_FLOW = {"addressee", "qr", "annex"}  # classes that give no height to what holds them
IN_A_ROW = {"dateline", "both"}  # classes whose children stand side by side, as cells do


class Block(NamedTuple):
    """What was measured of one kind of block, in pixels; a minimum and a maximum where it varies.

    `edge` is the sum of vertical paddings and borders. `hides_line_ends`: a dash stands for `br`.
    """

    margin_top: float
    margin_bottom: float
    min_edge: float
    max_edge: float
    min_height: float
    min_width: float
    max_width: float
    font_size: float
    line_height: float
    bold: bool
    nowrap: bool
    cuts_words: bool
    hides_line_ends: bool


@dataclass(frozen=True)
class Sheet:
    """The blocks measured under one set of stylesheets, by name, and the height of a page."""

    page_height: float
    blocks: dict[str, Block]


class Height(NamedTuple):
    """A height in pixels, between a minimum and a maximum."""

    least: float
    most: float


ANY = Height(0.0, inf)


def read_sheets(templates: Path) -> dict[str, Sheet]:
    """Read heights.json: each set of stylesheets by the name of its fit."""
    measured = json.loads((templates / "sheet/heights.json").read_text(encoding="utf-8"))
    return {
        fit: Sheet(
            sheet["page_height"],
            {name: Block(*numbers) for name, numbers in sheet["blocks"].items()},
        )
        for fit, sheet in measured.items()
    }


def block_children(element: Any, name: str) -> Iterator[tuple[Any, str]]:
    """Yield the blocks in the flow of an element, each with its name: its path in the sheet."""
    column, in_a_row = 0, first_class(element) in IN_A_ROW
    for child in element:
        if child.tag in INLINE_TAGS or first_class(child) in OUT_OF_FLOW:
            continue
        kind = child.get("class", "").replace(" ", ".")
        path = f"{name}/{child.tag}.{kind}" if kind else f"{name}/{child.tag}"
        span = int(child.get("colspan", "1"))
        yield child, f"{path}@{column}+{span}" if element.tag == "tr" or in_a_row else path
        column += span


def first_class(element: Any) -> str:
    """Return the first class of an element, which says what it is; the others say how many columns, and so on."""
    first: str = element.get("class", "").partition(" ")[0]
    return first


class Node(NamedTuple):
    """A block of a letter, read once for every fit."""

    name: str
    tag: str
    children: list["Node"]
    lines: list[Line]
    in_a_row: bool


class LetterReader:
    """Reads letters: their blocks, and the width of their words."""

    def __init__(self, templates: Path, sheet: Sheet) -> None:
        self._counter = LineCounter(templates)
        self._bold = {name for name, block in sheet.blocks.items() if block.bold}

    def read(self, element: Any, name: str = "letter") -> Node:
        """Return the tree of blocks of an element."""
        children = [self.read(child, path) for child, path in block_children(element, name)]
        lines = [] if children else self._counter.lines(element, name in self._bold)
        in_a_row = element.tag == "tr" or first_class(element) in IN_A_ROW
        return Node(name, element.tag, children, [*lines] if any(lines) else [], in_a_row)


def height(letter: Node, sheet: Sheet) -> Height:
    """Return how high a letter stands, the margin under its last block not counted."""
    flow = _Flow(sheet.blocks)
    flow.add(letter)
    return Height(max(flow.least - SAFETY, 0.0), flow.most + SAFETY)


class _Flow:
    """Blocks under one another: of two margins that touch, the larger counts."""

    def __init__(self, blocks: dict[str, Block]) -> None:
        self._blocks = blocks
        self.least = self.most = self._margin = 0.0

    def add(self, node: Node) -> None:
        block = self._blocks.get(node.name)
        if block is None:
            self.most = inf
            return
        self._margin = max(self._margin, block.margin_top)
        if node.children and not (block.max_edge or block.min_height or _aligned(node)):
            for child in node.children:
                self.add(child)
        else:
            inner = self._inner(node, block)
            self._put(
                Height(
                    max(inner.least, block.min_height) + block.min_edge,
                    max(inner.most, block.min_height) + block.max_edge,
                )
            )
        self._margin = max(self._margin, block.margin_bottom)

    def _put(self, height: Height) -> None:
        if height.most:
            self.least += self._margin + height.least
            self.most += self._margin + height.most
            self._margin = 0.0

    def _inner(self, node: Node, block: Block) -> Height:
        if not node.children:
            return _text(node.lines, block)
        if node.in_a_row:
            return self._tallest(node.children)
        if node.tag == "dl":
            rows = zip(node.children[::2], node.children[1::2], strict=True)
            return _sum(self._tallest([term, value]) for term, value in rows)
        return self._stacked(node.children)

    def _stacked(self, nodes: list[Node]) -> Height:
        flow = _Flow(self._blocks)
        for node in nodes:
            flow.add(node)
        return Height(flow.least, flow.most)

    def _tallest(self, nodes: list[Node]) -> Height:
        heights = [self._stacked([node]) for node in nodes]
        return Height(
            max(height.least for height in heights), max(height.most for height in heights)
        )


def _aligned(node: Node) -> bool:
    return node.in_a_row or node.tag == "dl"


def _sum(heights: Iterator[Height]) -> Height:
    least, most = map(sum, zip(*heights, strict=True))
    return Height(least, most)


def _text(lines: list[Line], block: Block) -> Height:
    if not lines:
        return Height(0.0, 0.0)
    if not block.line_height:  # the block was measured empty
        return ANY
    if block.hides_line_ends:
        lines = line_count.joined_lines(lines)
    if block.nowrap:
        return Height(len(lines) * block.line_height, len(lines) * block.line_height)
    narrow, wide = block.min_width / block.font_size, block.max_width / block.font_size
    fewest, most = line_count.count(lines, narrow, wide, cuts=block.cuts_words)
    return Height(fewest * block.line_height, most * block.line_height)
