"""What the letter's font can print and how wide: templates/sheet/fonts/metrics.json.

    python infra/font_metrics.py          rewrites the file

The domain refuses a character that the letter's font lacks and folds address lines to the window's
width; it reads this file instead of opening fonts. Widths are in font units, 1,000 to the em.
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "templates" / "sheet" / "fonts"
COVERING = ("Regular", "Semibold", "It")  # a character must be in all three
MEASURED = ("Regular", "Semibold")
LATIN = range(0x20, 0x250)
PUNCTUATION = "\u2009\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f\u20ac"


def covered(fonts: dict[str, TTFont]) -> list[list[int]]:
    """Characters that every font has, as [first, last] pairs."""
    common = set.intersection(*(set(font.getBestCmap()) for font in fonts.values()))
    ranges: list[list[int]] = []
    for point in sorted(common):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def advances(font: TTFont) -> dict[str, int]:
    """Width of each Latin letter, digit and common sign that the font has."""
    cmap = font.getBestCmap()
    points = [*LATIN, *map(ord, PUNCTUATION)]
    return {chr(p): font["hmtx"][cmap[p]][0] for p in points if p in cmap}


def metrics(folder: Path = FONTS) -> dict[str, object]:
    """The whole of metrics.json, computed from the TTF files in `folder`."""
    fonts = {name: TTFont(folder / f"SourceSerif4-{name}.ttf") for name in COVERING}
    sizes = {font["head"].unitsPerEm for font in fonts.values()}
    if len(sizes) != 1:
        raise ValueError(f"fonts of different units: {sizes}")
    try:
        return {
            "units_per_em": sizes.pop(),
            "ranges": covered(fonts),
            "advances": {name: advances(fonts[name]) for name in MEASURED},
        }
    finally:
        for font in fonts.values():
            font.close()


if __name__ == "__main__":
    text = json.dumps(metrics(), ensure_ascii=True, separators=(",", ":"))
    (FONTS / "metrics.json").write_text(text.replace('"advances"', '\n"advances"') + "\n", "utf-8")
