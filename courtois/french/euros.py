"""Money, exact to the cent, as the French type it, read it and write it in full."""

import re
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
LARGEST_AMOUNT = Decimal("9999999.99")  # what a column of the letter can hold

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_EURO = re.compile(r"^€ ?| ?(?:€|euros?|EUR)$", re.IGNORECASE)
_OTHER_MONEY = re.compile(r"[$£¥₣]|CHF|USD|GBP|dollars?|livres?", re.IGNORECASE)
# One way to group thousands at a time, and a decimal mark that cannot be taken for another.
_READINGS = (
    re.compile(r"(-?\d+)(?:[.,](\d{1,2}))?", re.ASCII),
    re.compile(r"(-?\d{1,3}(?: \d{3})+)(?:[.,](\d{1,2}))?", re.ASCII),
    re.compile(r"(-?\d{1,3}(?:\.\d{3})+),(\d{1,2})", re.ASCII),
    re.compile(r"(-?\d{1,3}(?:,\d{3})+)\.(\d{1,2})", re.ASCII),
    re.compile(r"(-?\d{1,3}(?:\.\d{3}){2,})()", re.ASCII),
)
_RATE = re.compile(r"(-?\d{1,3})(?:[.,](\d{1,4}))? ?%?", re.ASCII)
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_TOO_FINE = re.compile(r"[\d ]+[.,]\d{3,}", re.ASCII)


def cents(amount: Decimal) -> Decimal:
    """Round half-up to the cent: the one rounding rule of the product."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def parse(text: str) -> Decimal:
    """Read an amount in euros as a French person types it, or as a plain decimal.

    >>> parse("1 234,56 €"), parse("1.234,56"), parse("1234.5")
    (Decimal('1234.56'), Decimal('1234.56'), Decimal('1234.50'))

    Raises ValueError with a French sentence that says how to mend it.
    """
    bare = _EURO.sub("", _SPACES.sub(" ", text).strip())
    if _OTHER_MONEY.search(bare):
        raise ValueError(
            "Indiquez un montant en euros : les autres monnaies ne sont pas acceptées."
        )
    for reading in _READINGS:
        if match := reading.fullmatch(bare):
            return _bounded_amount(re.sub(r"[ .,]", "", match[1]), match[2] or "0")
    raise ValueError(_parse_error(bare))


def parse_percent(text: str) -> Decimal:
    """Read a yearly rate in percent.

    >>> parse_percent("12,15 %"), parse_percent("18")
    (Decimal('12.15'), Decimal('18'))

    Raises ValueError with a French sentence that says how to mend it.
    """
    bare = _SPACES.sub(" ", text).strip()
    if "mois" in bare:
        raise ValueError("Écrivez le taux d’une année : un taux par mois se multiplie par douze.")
    if match := _RATE.fullmatch(bare):
        number = Decimal(f"{match[1]}.{match[2]}" if match[2] else match[1])
        return number or abs(number)  # « -0 » is 0
    raise ValueError("Écrivez un nombre, par exemple 12,15.")


def _bounded_amount(whole: str, fraction: str) -> Decimal:
    if (
        len(whole) > len(str(LARGEST_AMOUNT))
        or abs(amount := Decimal(f"{whole}.{fraction}")) > LARGEST_AMOUNT
    ):
        raise ValueError("Ce montant est trop grand : vérifiez le nombre de chiffres.")
    return cents(amount)


def _parse_error(bare: str) -> str:
    if _TWO_READINGS.fullmatch(bare):
        return (
            "Ce montant peut se lire de deux façons : écrivez-le sans séparateur de milliers, "
            "par exemple 1234 ou 1234,00."
        )
    if _TOO_FINE.fullmatch(bare):
        return "Un montant s’arrête aux centimes : deux chiffres après la virgule."
    return "Écrivez le montant en chiffres, par exemple 1 234,56."


def french_number(number: Decimal) -> str:
    """Write a number with the decimals it has: U+202F between thousands, a decimal comma.

    >>> french_number(Decimal("5000")), french_number(Decimal("1.5"))
    ('5\\u202f000', '1,5')
    """
    return f"{number:,f}".replace(",", "\u202f").replace(".", ",")


def write(amount: Decimal) -> str:
    """Write an amount as a letter prints it: U+202F between thousands, U+00A0 before €.

    >>> write(Decimal("1860"))
    '1\\u202f860,00\\xa0€'
    """
    return french_number(cents(amount)) + "\u00a0€"


def percent(rate: Decimal) -> str:
    """Write a yearly rate as a letter prints it, two decimals or as many as it has.

    >>> percent(Decimal("18")), percent(Decimal("9.125"))
    ('18,00\\xa0%', '9,125\\xa0%')
    """
    figures = max(rate, rate.quantize(CENT), key=lambda number: -int(number.as_tuple().exponent))
    return french_number(figures) + "\u00a0%"


def write_in_full(amount: Decimal) -> str:
    """Write an amount in words, for an acknowledgement of debt (C. civ., art. 1376).

    >>> write_in_full(Decimal("1860.50"))
    'mille huit cent soixante euros et cinquante centimes'
    """
    from num2words import num2words  # forty languages, for the one letter that writes in full

    euros, centimes = divmod(int(cents(amount) * 100), 100)
    words = f"{num2words(euros, lang='fr')} {_euro_noun(euros)}"
    if centimes:
        words += f" et {num2words(centimes, lang='fr')} centime{'s' if centimes > 1 else ''}"
    return words


def _euro_noun(euros: int) -> str:
    noun = "euros" if euros > 1 else "euro"
    return f"d’{noun}" if euros >= 1_000_000 and euros % 1_000_000 == 0 else noun
