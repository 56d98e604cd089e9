"""The letter's typeface: which characters it draws, and how wide a line of an address is.

Both come from `templates/sheet/fonts/metrics.json`, made from the font files themselves; the
domain opens no font.
"""

import json
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

MM_PER_POINT = 25.4 / 72
HYPHEN = "\u2011"  # non-breaking hyphen: written as a plain one, for the font lacks it


@dataclass(frozen=True)
class Typeface:
    """Coverage as sorted inclusive ranges of code points; advances in units per em."""

    units_per_em: int
    ranges: tuple[tuple[int, int], ...]
    advances: dict[str, int]

    @classmethod
    def read(cls, templates: Path) -> "Typeface":
        """Read the metrics of the sheet's regular font."""
        metrics = json.loads((templates / "sheet/fonts/metrics.json").read_text(encoding="utf-8"))
        ranges = tuple(sorted((first, last) for first, last in metrics["ranges"]))
        return cls(metrics["units_per_em"], ranges, metrics["advances"]["Regular"])

    def draws(self, character: str) -> bool:
        """True when the letter's font has this character."""
        at = bisect_right(self.ranges, (ord(character), 0x110000)) - 1
        return at >= 0 and self.ranges[at][0] <= ord(character) <= self.ranges[at][1]

    def foreign(self, text: str) -> list[str]:
        """The characters of `text` the font lacks, once each; line ends are no characters."""
        return [c for c in dict.fromkeys(text) if c not in "\r\n" and not self.draws(c)]

    def width_mm(self, text: str, points: float) -> float:
        """Width of a line set at `points`, in millimetres, without kerning."""
        widest = max(self.advances.values())
        units = sum(self.advances.get(character, widest) for character in text)
        return units / self.units_per_em * points * MM_PER_POINT


def normalise(text: str) -> str:
    """The one form a text is kept in: NFC, plain hyphens, no spaces at either end."""
    return unicodedata.normalize("NFC", text).replace(HYPHEN, "-").strip()
