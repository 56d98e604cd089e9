"""French spacing, numbers in groups, postal capitals, whether a country is France.

Spaces follow the usage of the Imprimerie nationale: U+202F before ; ! ? and U+00A0 before : » % €
and after «, between a number and what it counts, after « n° », « art. », « M. », inside a date;
U+202F between thousands. Authors type plain spaces.
"""

import re
import unicodedata

NBSP = "\u00a0"
THIN = "\u202f"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" (?=[;!?](?!\[))"), THIN),
    (re.compile(r" (?=:(?=[\s*_<]|$))", re.MULTILINE), NBSP),
    (re.compile(r" (?=[»€])"), NBSP),
    (re.compile(r"(?<=\d) (?=(?:%|euros?\b))"), NBSP),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), THIN),
    (re.compile(r"(?<=«) "), NBSP),
    (re.compile(r"(?<=\bn°) "), NBSP),
    (re.compile(r"(?<=\b[LRDA]\.) (?=\d)"), NBSP),
    (re.compile(r"(?<=\bart\.) "), NBSP),
    (re.compile(r"(?<=\barticle) (?=[LRDA\d])"), NBSP),
    (re.compile(r"(?<=\bM\.) (?=[A-ZÀ-Ý])"), NBSP),
)
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_DATE = re.compile(rf"\b(?:(?:1er|\d{{1,2}}) (?:{_MONTHS})(?: \d{{4}})?|(?:{_MONTHS}) \d{{4}})\b")


def french(text: str) -> str:
    """Put the no-break spaces French typography wants in a text typed with plain spaces.

    >>> french("Pourquoi ? « Parce que » : 12 %")
    'Pourquoi\\u202f? «\\xa0Parce que\\xa0»\\xa0: 12\\xa0%'
    >>> french("1 200 euros le 31 mai 2026")
    '1\\u202f200\\xa0euros le 31\\xa0mai\\xa02026'
    """
    for pattern, space in _RULES:
        text = pattern.sub(space, text)
    return _DATE.sub(lambda match: match[0].replace(" ", NBSP), text)


def group_digits(digits: str, by: int, space: str = "\u00a0") -> str:
    """Write digits in groups: an IBAN by four, a SIREN by three, a telephone number by two.

    >>> group_digits("732829320", 3, " ")
    '732 829 320'
    """
    return space.join(digits[i : i + by] for i in range(0, len(digits), by))


def format_phone(number: str) -> str:
    """Write a French number in pairs; leave any other as typed.

    >>> format_phone("0601020304"), format_phone("+32 2 123")
    ('06\\xa001\\xa002\\xa003\\xa004', '+32 2 123')
    """
    digits = re.sub(r"[\s.]", "", number)
    return group_digits(digits, 2) if re.fullmatch(r"0\d{9}", digits, re.ASCII) else number


def format_siret(siret: str) -> str:
    """Write the SIREN by three, then the five digits of the establishment.

    >>> format_siret("73282932000074")
    '732\\xa0829\\xa0320\\xa000074'
    """
    return f"{group_digits(siret[:9], 3)}\u00a0{siret[9:]}"


_FRANCE = {"", "FRANCE", "FR", "FRANCE METROPOLITAINE"}


def postal_capitals(text: str) -> str:
    """Write in capitals without accent or punctuation, as in lines 4 to 6 of an address.

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
