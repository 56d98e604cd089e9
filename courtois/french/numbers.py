"""How the French write long numbers: digits in groups."""

import re


def grouped(digits: str, by: int, space: str = "\u00a0") -> str:
    """Digits in groups: an IBAN by four, a SIREN by three, a telephone number by two.

    >>> grouped("732829320", 3, " ")
    '732 829 320'
    """
    return space.join(digits[i : i + by] for i in range(0, len(digits), by))


def phone_written(number: str) -> str:
    """A French number by pairs; any other as typed.

    >>> phone_written("0601020304"), phone_written("+32 2 123")
    ('06\\xa001\\xa002\\xa003\\xa004', '+32 2 123')
    """
    digits = re.sub(r"[\s.]", "", number)
    return grouped(digits, 2) if re.fullmatch(r"0\d{9}", digits, re.ASCII) else number


def siret_written(siret: str) -> str:
    """The SIREN by three, then the establishment's five figures.

    >>> siret_written("73282932000074")
    '732\\xa0829\\xa0320\\xa000074'
    """
    return f"{grouped(siret[:9], 3)}\u00a0{siret[9:]}"
