"""Characters a letter cannot carry: those its font lacks, and those no one can see."""

import re
import unicodedata

from courtois.letter.typeface import Typeface

# Pasted from web pages without anyone knowing, and without meaning: soft hyphen, zero-width
# space, word joiner, byte order mark.
MEANINGLESS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_LOST = "\ufffd"  # what stands for a character that was lost on the way
MOST_PILED = 2  # accents on one letter; beyond, they run over the lines above
_PILED = "Ce texte empile des accents sur une même lettre : effacez-la et retapez-la."
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def wrong_character(text: str, typeface: Typeface) -> str:
    """A sentence about the first character a letter cannot carry, or nothing."""
    piled = 0
    for character in text:
        piled = piled + 1 if unicodedata.combining(character) else 0
        if piled > MOST_PILED:
            return _PILED
        if character != "\n" and unicodedata.category(character) in _INVISIBLE:
            code = f"U+{ord(character):04X}"
            return f"Ce texte contient un caractère invisible ({code}) : effacez-le et retapez-le."
    foreign = typeface.foreign(text)
    if _LOST in text and _LOST not in foreign:
        foreign.append(_LOST)
    if not foreign:
        return ""
    named = ", ".join(f"« {character} »" for character in foreign[:5])
    if len(foreign) == 1:
        return f"Le caractère {named} ne peut pas être imprimé : remplacez-le."
    return f"Les caractères {named} ne peuvent pas être imprimés : remplacez-les."


def without_controls(typed: str) -> str:
    """What was typed, less the control characters that no HTML page may hold."""
    return _CONTROLS.sub("", typed)
