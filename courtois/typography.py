"""French spacing: where a no-break space stands, so that authors can type plain spaces.

Source: the usage of the Imprimerie nationale. U+202F before ; ! ? and U+00A0 before : » % €
and after «, between a number and what it counts, after « n° », « art. », « M. ».
"""

import re

NBSP = "\u00a0"
THIN = "\u202f"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r" (?=[;!?](?!\[))"), THIN),
    (re.compile(r" (?=:(?=[\s*_<]|$))", re.MULTILINE), NBSP),
    (re.compile(r" (?=[»€])"), NBSP),
    (re.compile(r"(?<=\d) (?=%)"), NBSP),
    (re.compile(r"(?<=«) "), NBSP),
    (re.compile(r"(?<=\bn°) "), NBSP),
    (re.compile(r"(?<=\b[LRDA]\.) (?=\d)"), NBSP),
    (re.compile(r"(?<=\bart\.) "), NBSP),
    (re.compile(r"(?<=\barticle) (?=[LRDA\d])"), NBSP),
    (re.compile(r"(?<=\bM\.) (?=[A-ZÀ-Ý])"), NBSP),
)


def french(text: str) -> str:
    """Put the no-break spaces French typography wants in a text typed with plain spaces.

    >>> french("Pourquoi ? « Parce que » : 12 %")
    'Pourquoi\\u202f? «\\xa0Parce que\\xa0»\\xa0: 12\\xa0%'
    """
    for pattern, space in _RULES:
        text = pattern.sub(space, text)
    return text
