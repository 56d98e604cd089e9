"""French spacing: where a no-break space stands, so that authors can type plain spaces.

Source: the usage of the Imprimerie nationale. U+202F before ; ! ? and U+00A0 before : » % €
and after «, between a number and what it counts, after « n° », « art. », « M. », inside a date;
U+202F between thousands.
"""

import re

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
    return _DATE.sub(lambda found: found[0].replace(" ", NBSP), text)
