"""The site's fonts: cut to the characters French needs, renamed, packed for the web.

    python infra/web_fonts.py FOLDER      FOLDER holds the whole WOFF2 of the npm packages
                                          `source-sans` and `source-serif`

A page in French uses some two hundred characters of thousands, which make a fifth of the weight. The
licence (SIL OFL 1.1) reserves the name « Source »: a subset has another name. The letter's own fonts,
under `templates/sheet/`, are not cut.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parent.parent / "site" / "courtois_site" / "static" / "fonts"
FONTS = {
    "SourceSans3-Regular": "courtois-sans-regular",
    "SourceSans3-Semibold": "courtois-sans-semibold",
    "SourceSans3-It": "courtois-sans-italic",
    "SourceSerif4-Regular": "courtois-serif-regular",
    "SourceSerif4-Semibold": "courtois-serif-semibold",
    "SourceSerif4-It": "courtois-serif-italic",
    "SourceSerif4Display-Semibold": "courtois-display-semibold",
}
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x100), 0x152, 0x153, 0x178]
SIGNS = "\u2009\u202f\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac\u2190\u2192\u2212\u25b6\u25bc"
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "lnum", "onum", "tnum", "pnum"]


def cut(source: Path, name: str) -> None:
    """Write the subset of a font under its new name."""
    font = TTFont(source)
    options = subset.Options(
        layout_features=FEATURES, flavor="woff2", name_IDs=[0, 1, 2, 4, 6, 13, 14]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LATIN, text=SIGNS)
    cutter.subset(font)
    family = name.rpartition("-")[0].replace("-", " ").title()
    for record in font["name"].names:
        if record.nameID in (1, 4):
            record.string = family
        elif record.nameID == 6:
            record.string = name
    font.flavor = "woff2"
    font.save(STATIC / f"{name}.woff2")


def main() -> int:
    """Cut every font of the folder given as argument."""
    folder = Path(sys.argv[1])
    for source, name in FONTS.items():
        cut(folder / f"{source}.woff2", name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
