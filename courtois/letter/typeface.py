"""The letter's typeface: which characters a letter can hold, and how wide a line of an address is.

Both come from `templates/sheet/fonts/metrics.json`, made from the font files themselves; the
domain opens no font.
"""

import json
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

MM_PER_POINT = 25.4 / 72
HYPHEN = "\u2011"  # non-breaking hyphen: written as a plain one, for the font lacks it
# Characters without meaning that come with text pasted from web pages: soft hyphen, zero-width space,
# word joiner, byte order mark.
_MEANINGLESS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # Unicode categories
_REPLACEMENT = "\ufffd"  # stands for a character that was lost on the way
MOST_ACCENTS = 2  # on one letter; more would run over the lines above
_ACCENTS = "Ce texte empile des accents sur une même lettre : effacez-la et retapez-la."


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

    def lacks(self, text: str) -> list[str]:
        """Return the characters of `text` the font lacks, once each; line ends are not counted."""
        return [c for c in dict.fromkeys(text) if c not in "\r\n" and not self.draws(c)]

    def unprintable(self, text: str) -> str:
        """Return a French sentence about the first character a letter cannot hold, or nothing."""
        accents = 0
        for character in text:
            accents = accents + 1 if unicodedata.combining(character) else 0
            if accents > MOST_ACCENTS:
                return _ACCENTS
            if character != "\n" and unicodedata.category(character) in _INVISIBLE:
                code = f"U+{ord(character):04X}"
                return (
                    f"Ce texte contient un caractère invisible ({code}) : effacez-le et retapez-le."
                )
        lacking = self.lacks(text)
        if _REPLACEMENT in text and _REPLACEMENT not in lacking:
            lacking.append(_REPLACEMENT)
        if not lacking:
            return ""
        listed = ", ".join(f"« {character} »" for character in lacking[:5])
        if len(lacking) == 1:
            return f"Le caractère {listed} ne peut pas être imprimé : remplacez-le."
        return f"Les caractères {listed} ne peuvent pas être imprimés : remplacez-les."

    def width_mm(self, text: str, points: float) -> float:
        """Width of a line set at `points`, in millimetres, without kerning."""
        widest = max(self.advances.values())
        units = sum(self.advances.get(character, widest) for character in text)
        return units / self.units_per_em * points * MM_PER_POINT


def normalise(text: str) -> str:
    """Return a line with composed characters (NFC), plain hyphens, single spaces and no meaningless character."""
    spaced = _SPACES.sub(" ", _MEANINGLESS.sub("", text))
    return unicodedata.normalize("NFC", spaced).replace(HYPHEN, "-").strip()
