"""How La Poste wants the last lines of an address: capitals, no accent, no punctuation (NF Z10-011)."""

import re
import unicodedata

_FRANCE = {"", "FRANCE", "FR", "FRANCE METROPOLITAINE"}


def postal_capitals(text: str) -> str:
    """Capitals without accent or punctuation, as lines 4 to 6 are written.

    >>> postal_capitals("27, avenue de la République")
    '27 AVENUE DE LA REPUBLIQUE'
    """
    text = text.upper().replace("Œ", "OE").replace("Æ", "AE")
    plain = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", plain).split())


def is_france(country: str) -> bool:
    """True for a blank country, and for France however it is written.

    >>> is_france("France métropolitaine"), is_france("Belgique")
    (True, False)
    """
    return postal_capitals(country) in _FRANCE
