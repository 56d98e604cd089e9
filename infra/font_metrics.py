"""What the letter's font can print and how wide: templates/sheet/fonts/metrics.json.

    python infra/font_metrics.py          rewrites the file

The domain refuses a character that the letter's font lacks and folds address lines to the window's
width; it reads this file instead of opening fonts. Widths are in font units, 1,000 to the em.
`kerning` is the most that kerning and ligatures take from a text for each of its characters, on both its sides.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "templates" / "sheet" / "fonts"
COVERING = ("Regular", "Semibold", "It")  # a character must be in all three
MEASURED = ("Regular", "Semibold")
LATIN = range(0x20, 0x250)
PUNCTUATION = "\u2009\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u202f\u20ac"
FREQUENT = " esaitnrulodcmpévqfbghjxàèyêz"  # the most frequent characters of French text, in order

PAIRS = 2  # the type of a lookup of kerned pairs

KerningPairs = dict[tuple[str, str], int]  # by how much two glyphs side by side are narrower


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


def kerning(font: TTFont) -> dict[str, int]:
    """What each character loses at most, so that no text is narrower than its advances less these losses.

    What a pair loses is shared between its two glyphs: the rarer one bears it.
    """
    cmap = font.getBestCmap()
    old_style = {a: b for each in _subtables(font["GSUB"], "onum") for a, b in each.mapping.items()}
    glyphs = {char: {cmap[ord(char)]} for char in advances(font)}
    for drawn in glyphs.values():
        drawn |= {old_style[glyph] for glyph in drawn if glyph in old_style}
    rank = {cmap[ord(char)]: place for place, char in enumerate(FREQUENT)}
    pairs = _kerned(font, set().union(*glyphs.values()))
    after, before, between = Counter[str](), Counter[str](), _kerned_in_context(font)
    for (first, second), lost in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        second_is_rarer = rank.get(first, len(rank)) < rank.get(second, len(rank))
        more = max(lost - after[first] - before[second], 0)
        if second_is_rarer:
            before[second] += more
        else:
            after[first] += more
    losses = {
        char: max(after[glyph] + before[glyph] + between[glyph] for glyph in drawn)
        for char, drawn in glyphs.items()
    }
    return {char: lost for char, lost in losses.items() if lost}


def _subtables(table: Any, feature: str) -> Iterator[Any]:
    """Yield the subtables of a feature, in their order."""
    records = table.table.FeatureList.FeatureRecord
    features = [each.Feature for each in records if each.FeatureTag == feature]
    for place in sorted({place for each in features for place in each.LookupListIndex}):
        for subtable in table.table.LookupList.Lookup[place].SubTable:
            yield getattr(subtable, "ExtSubTable", subtable)


def _kerned(font: TTFont, glyphs: set[str]) -> KerningPairs:
    """Pairs of glyphs that kerning or a ligature narrows."""
    pairs = KerningPairs()
    for subtable in _subtables(font["GPOS"], "kern"):
        if subtable.LookupType != PAIRS:
            continue
        for pair, value in _kerning_values(subtable, glyphs):
            pairs.setdefault(pair, -value)  # the first subtable that has the pair decides
    widths = font["hmtx"]
    for subtable in _subtables(font["GSUB"], "liga"):
        for first, ligatures in subtable.ligatures.items():
            for ligature in ligatures:
                parts = [first, *ligature.Component]
                lost = sum(widths[part][0] for part in parts) - widths[ligature.LigGlyph][0]
                for pair in pairwise(parts):
                    pairs[pair] = max(pairs.get(pair, 0), ceil(lost / (len(parts) - 1)))
    return {pair: lost for pair, lost in pairs.items() if lost > 0}


def _kerned_in_context(font: TTFont) -> Counter[str]:
    """What a glyph loses between two others, as the middle dot does in « l·l »."""
    losses, lookups = Counter[str](), font["GPOS"].table.LookupList.Lookup
    for subtable in _subtables(font["GPOS"], "kern"):
        if subtable.LookupType == PAIRS:
            continue
        for record in subtable.PosLookupRecord:
            for glyph in subtable.InputCoverage[record.SequenceIndex].glyphs:
                values = [each.Value.XAdvance for each in lookups[record.LookupListIndex].SubTable]
                losses[glyph] = max(losses[glyph], *(-value for value in values))
    return losses


def _kerning_values(subtable: Any, glyphs: set[str]) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield the pairs of a kerning subtable, named one by one or by classes of glyphs."""
    if subtable.Format == 1:
        for first, records in zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True):
            for record in records.PairValueRecord:
                if first in glyphs and record.SecondGlyph in glyphs:
                    yield (first, record.SecondGlyph), getattr(record.Value1, "XAdvance", 0)
        return
    firsts, seconds = subtable.ClassDef1.classDefs, subtable.ClassDef2.classDefs
    for first in glyphs.intersection(subtable.Coverage.glyphs):
        values = subtable.Class1Record[firsts.get(first, 0)].Class2Record
        for second in glyphs:
            value = values[seconds.get(second, 0)].Value1
            yield (first, second), getattr(value, "XAdvance", 0)


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
            "kerning": {name: kerning(fonts[name]) for name in MEASURED},
        }
    finally:
        for font in fonts.values():
            font.close()


if __name__ == "__main__":
    text = json.dumps(metrics(), ensure_ascii=True, separators=(",", ":"))
    for part in ("advances", "kerning"):
        text = text.replace(f'"{part}"', f'\n"{part}"')
    (FONTS / "metrics.json").write_text(text + "\n", "utf-8")
