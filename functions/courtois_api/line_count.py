"""How many lines a text takes in a column of known width, computed without laying the text out.

Widths are sums of the typeface's advances (templates/sheet/fonts/metrics.json), in ems. The answer is a
minimum and a maximum. For the minimum each character loses the most that kerning and ligatures may take
beside any other: no text is narrower. The maximum leaves kerning out, and may be a little too low.
"""

import json
import re
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

WIDEST = 1.003  # real width of French text, over the sum of the advances
LETTER_SPACING = 0.09  # em, of `.mille` in letter.css
SUPERSCRIPT = 0.68  # em, the size of `sup` in letter.css
BOLD_TAGS = ("strong", "b")
UNBREAKABLE_CLASSES = ("whole", "mille")
SPACE = re.compile(r"[ \t\r\n\f]+")
AFTER_A_SIGN = re.compile(r"(?<=[^\w\u00a0\u202f’'])")  # a line may break there


class Width(NamedTuple):
    """Width of a text in ems: the sum of its advances, and its least, under the closest kerning."""

    advance: float
    least: float


class Part(NamedTuple):
    """Text that no line cuts, in ems. `gap` is the space before it, `least` its width at its closest.

    `certain`: a line may break before the part. Otherwise it is not known whether a line may break there.
    """

    gap: float
    width: float
    least: float
    certain: bool

    def joined(self, gap: float, width: float, least: float) -> "Part":
        """Return the part with more text at its end."""
        return self._replace(width=self.width + gap + width, least=self.least + gap + least)


Line = list[Part]


class _Style(NamedTuple):
    """How a run of text is set. `size` is in ems of the block's font size."""

    bold: bool
    size: float = 1.0
    spacing: float = 0.0
    unbreakable: bool = False

    def inside(self, element: Any) -> "_Style":
        kind = element.get("class")
        return _Style(
            self.bold or element.tag in BOLD_TAGS,
            self.size * (SUPERSCRIPT if element.tag == "sup" else 1),
            LETTER_SPACING if kind == "mille" else 0.0,
            kind in UNBREAKABLE_CLASSES,
        )


class _Advances(dict[str, float]):
    """Advances in ems; a character that the table lacks is as wide as the widest, or at least of no width."""

    def __init__(self, advances: dict[str, float]) -> None:
        super().__init__(advances)
        self._widest = max(advances.values())

    def __missing__(self, _: str) -> float:
        return self._widest


class LineCounter:
    """Counts lines set in the regular and semibold faces of the sheet."""

    def __init__(self, templates: Path) -> None:
        metrics = json.loads((templates / "sheet/fonts/metrics.json").read_text(encoding="utf-8"))
        em = metrics["units_per_em"]
        self._advances, self._least = {}, {}
        for bold, face in ((False, "Regular"), (True, "Semibold")):
            units, kerning = metrics["advances"][face], metrics["kerning"][face]
            self._advances[bold] = _Advances({char: units[char] / em for char in units})
            self._least[bold] = {char: (units[char] - kerning.get(char, 0)) / em for char in units}

    def _pieces(self, word: str, style: _Style) -> tuple[list[Width], bool]:
        """Return the widths of the pieces between which a line may break, and whether it may break after the last."""
        pieces = [word] if style.unbreakable else [*filter(None, AFTER_A_SIGN.split(word))]
        open_ended = AFTER_A_SIGN.match(word, len(word)) is not None
        return [self._width(piece, style) for piece in pieces], open_ended

    def _width(self, text: str, style: _Style) -> Width:
        spacing, known = style.spacing * len(text), self._least[style.bold]
        advance = sum(map(self._advances[style.bold].__getitem__, text))
        least = sum(known.get(char, 0.0) for char in text)
        return Width((advance + spacing) * style.size, (least + spacing) * style.size)

    def lines(self, element: Any, bold: bool) -> list[Line]:
        """Return the lines of an element as its author cut them, by `br` alone."""
        lines, gap, open_ended = [Line()], 0.0, True
        for text, style in _runs(element, _Style(bold)):
            if text is None:
                lines.append([])
                gap, open_ended = 0.0, True
                continue
            words = [text] if style.unbreakable else SPACE.split(text)
            for place, word in enumerate(words):
                if place and lines[-1]:  # a space comes before each word but the first
                    gap = self._width(" ", style).advance
                if word:
                    pieces, ends_open = self._pieces(word, style)
                    _append(lines[-1], gap, pieces, open_ended)
                    gap, open_ended = 0.0, ends_open
        return lines


def _append(line: Line, gap: float, pieces: list[Width], open_ended: bool) -> None:
    """Append a word. `open_ended`: a line may break after what comes before, even without a space."""
    first, *others = pieces
    if line and not gap and not open_ended:
        line[-1] = line[-1].joined(0.0, *first)
    else:
        line.append(Part(gap, *first, gap > 0))
    line.extend(Part(0.0, *piece, False) for piece in others)


def _runs(element: Any, style: _Style) -> Iterator[tuple[str | None, _Style]]:
    """Yield each run of text with its style; None stands for a line end."""
    if element.text:
        yield element.text, style
    for child in element:
        if child.tag == "br":
            yield None, style
        else:
            yield from _runs(child, style.inside(child))
        if child.tail:
            yield child.tail, style


def joined_lines(lines: list[Line]) -> list[Line]:
    """Return one line made of all: the tightest fit replaces line ends with a dash."""
    dash, space = 0.5, 0.25  # em, both a little more than the typeface's
    whole = list(lines[0])
    for line in lines[1:]:
        if line:
            whole += [
                Part(space, dash, 0.0, True),
                line[0]._replace(gap=space, certain=True),
                *line[1:],
            ]
    return [whole]


def count(lines: list[Line], narrow: float, wide: float, *, cuts: bool) -> tuple[float, float]:
    """Return the fewest and the most lines, in a column whose width, in ems, is between the two.

    `cuts`: a word wider than the column is cut. Nothing is known of the most lines of such a word, unless
    it runs over the edge of the column in one piece.
    """
    closest = [[part._replace(width=part.least) for part in line] for line in lines]
    fewest = sum(_filled(line, wide, cuts) for line in closest)
    most, column = 0.0, narrow / WIDEST
    for line in lines:
        certain = _certain(line)
        too_wide = any(part.width > column for part in certain)
        unknown = too_wide and (cuts or len(certain) < len(line))
        most += inf if unknown else _filled(certain, column, cuts)
    return fewest, most


def _certain(line: Line) -> Line:
    """Join the parts between which a line breaks only perhaps."""
    parts = Line()
    for part in line:
        if parts and not part.certain:
            parts[-1] = parts[-1].joined(part.gap, part.width, part.least)
        else:
            parts.append(part)
    return parts


def _filled(line: Line, column: float, cuts: bool) -> int:
    """Count lines filled one after the other; a part wider than the column goes on where it is cut."""
    if sum(gap + width for gap, width, *_ in line) <= column:
        return 1
    count, at = 1, 0.0
    for gap, width, *_ in line:
        if at and at + gap + width > column and (width <= column or not cuts):
            count, at = count + 1, width
        else:
            at += gap + width
        while cuts and at > column:
            count, at = count + 1, at - column
    return count
