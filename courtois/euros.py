"""Money, exact to the cent, as the French type it, read it and write it in full."""

import re
from decimal import ROUND_HALF_UP, Decimal

from num2words import num2words

CENT = Decimal("0.01")
LARGEST = Decimal("999999999.99")

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_AMOUNT = re.compile(r"-?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def cents(amount: Decimal) -> Decimal:
    """Round half-up to the cent: the one rounding rule of the product."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def parse(text: str) -> Decimal:
    """Read an amount in euros as a French person types it, or as a plain decimal.

    >>> parse("1 234,56 €"), parse("1.234,56"), parse("1234.5")
    (Decimal('1234.56'), Decimal('1234.56'), Decimal('1234.50'))

    Raises ValueError with a French sentence that says how to mend it.
    """
    bare = _SPACES.sub("", text)
    bare = re.sub(r"(?:€|euros?|EUR)$|^€", "", bare, flags=re.IGNORECASE)
    if re.search(r"[$£¥]|CHF|USD|GBP", bare, flags=re.IGNORECASE):
        raise ValueError(
            "Indiquez un montant en euros : les autres monnaies ne sont pas acceptées."
        )
    number = _plain_decimal(bare)
    if not _AMOUNT.fullmatch(number) or not number.isascii():
        raise ValueError("Écrivez le montant en chiffres, par exemple 1 234,56.")
    amount = Decimal(number)
    if amount != cents(amount):
        raise ValueError("Un montant s’arrête aux centimes : deux chiffres après la virgule.")
    if abs(amount) > LARGEST:
        raise ValueError("Ce montant est trop grand : vérifiez le nombre de chiffres.")
    return cents(amount)


def _plain_decimal(bare: str) -> str:
    """Turn French or English separators into one decimal point; refuse what could be either."""
    last = max(bare.rfind(","), bare.rfind("."))
    if "," in bare and "." in bare:
        whole, fraction = bare[:last], bare[last + 1 :]
        return re.sub(r"[.,]", "", whole) + "." + fraction
    if _GROUPED.fullmatch(bare):
        raise ValueError(
            "Ce montant peut se lire de deux façons : écrivez-le sans séparateur de milliers, "
            "par exemple 1234 ou 1234,00."
        )
    return bare.replace(",", ".")


def write(amount: Decimal) -> str:
    """Write an amount as a letter prints it: U+202F between thousands, U+00A0 before €.

    >>> write(Decimal("1860"))
    '1\\u202f860,00\\xa0€'
    """
    whole = f"{cents(amount):,.2f}"
    return whole.replace(",", "\u202f").replace(".", ",") + "\u00a0€"


def percent(rate: Decimal) -> str:
    """Write a yearly rate as a letter prints it, two decimals or as many as it has.

    >>> percent(Decimal("18")), percent(Decimal("9.125"))
    ('18,00\\xa0%', '9,125\\xa0%')
    """
    figures = max(rate, rate.quantize(CENT), key=lambda number: -int(number.as_tuple().exponent))
    return f"{figures:f}".replace(".", ",") + "\u00a0%"


def write_in_full(amount: Decimal) -> str:
    """Write an amount in words, for an acknowledgement of debt (C. civ., art. 1376).

    >>> write_in_full(Decimal("1860.50"))
    'mille huit cent soixante euros et cinquante centimes'
    """
    euros, centimes = divmod(int(cents(amount) * 100), 100)
    words = f"{num2words(euros, lang='fr')} {_euro_noun(euros)}"
    if centimes:
        words += f" et {num2words(centimes, lang='fr')} centime{'s' if centimes > 1 else ''}"
    return words


def _euro_noun(euros: int) -> str:
    noun = "euros" if euros > 1 else "euro"
    return f"d’{noun}" if euros >= 1_000_000 and euros % 1_000_000 == 0 else noun
