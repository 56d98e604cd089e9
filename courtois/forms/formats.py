"""Questions whose answer has a format: amounts, rates, days, SIREN, SIRET, IBAN, BIC, postcodes, and so on.

A wrong SIREN or SIRET key only warns, because the register holds exceptions; a wrong IBAN is
refused, because the money would go to another account.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from courtois.borrowed import ExampleDate, ExampleEuros
from courtois.forms.fields import Question
from courtois.french import dates, euros

WRONG_KEY = "Ce numéro {} semble comporter une erreur de frappe : vérifiez-le."


class Euros(Question):
    """An amount in euros, above zero or, with `zero=True`, not below it."""

    longest, size, inputmode = 24, "short", "decimal"
    blank, borrowed_as = None, ExampleEuros
    data: Decimal | None

    def __init__(self, label: str = "", *, zero: bool = False, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.zero = zero

    def parse(self, text: str) -> Decimal:
        """Read euros as the French type them, or a plain decimal."""
        amount = euros.parse(text)
        if amount < 0 or (amount == 0 and not self.zero):
            raise ValueError("Indiquez un montant supérieur à zéro, par exemple 1 234,56.")
        return amount


class Percent(Question):
    """A yearly rate in percent, or points added to one; `checks.claim` says which are possible."""

    longest, size, inputmode = 24, "short", "decimal"
    blank, borrowed_as = None, None
    data: Decimal | None

    def parse(self, text: str) -> Decimal:
        """Read percent as the French type them, or a plain decimal."""
        return euros.parse_percent(text)


class Day(Question):
    """A day: ISO as a browser sends it, or as a French person types it."""

    look = "day"
    longest, size = 20, "short"
    blank, borrowed_as = None, ExampleDate
    data: date | None

    def parse(self, text: str) -> date:
        """Read a day between 1990 and 2099."""
        return dates.parse(text)

    @property
    def shown(self) -> str:
        """Return the day as `<input type="date">` wants it, or what was typed when it is no day."""
        return self.data.isoformat() if self.data else self.typed


def _bare(text: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f-]", "", text)


class Siren(Question):
    """The nine digits of a firm; those of a SIRET are accepted and shortened."""

    def parse(self, text: str) -> str:
        """Return nine digits."""
        digits = _bare(text)
        if not re.fullmatch(r"[0-9]{9}([0-9]{5})?", digits):
            raise ValueError("Un numéro SIREN compte 9 chiffres : recopiez-le en entier.")
        return digits[:9]

    def warning_for(self, value: str) -> str:
        """Warn of a wrong key: the register holds exceptions."""
        return "" if siren.is_valid(value) else WRONG_KEY.format("SIREN")


class Siret(Question):
    """The fourteen digits of an establishment."""

    def parse(self, text: str) -> str:
        """Return fourteen digits."""
        digits = _bare(text)
        if not re.fullmatch(r"[0-9]{14}", digits):
            raise ValueError("Un numéro SIRET compte 14 chiffres : recopiez-le en entier.")
        return digits

    def warning_for(self, value: str) -> str:
        """Warn of a wrong key: the register holds exceptions."""
        return "" if siret.is_valid(value) else WRONG_KEY.format("SIRET")


class Iban(Question):
    """An account number, checked by its key and its country's shape (ISO 13616)."""

    def parse(self, text: str) -> str:
        """Return the IBAN in capitals, without spaces."""
        try:
            return str(iban.validate(_bare(text)))
        except ValidationError:
            raise ValueError(
                "Cet IBAN comporte une erreur : recopiez-le depuis votre relevé d’identité bancaire."
            ) from None


class Bic(Question):
    """The code of a bank, eight or eleven characters (ISO 9362)."""

    def parse(self, text: str) -> str:
        """Return the BIC in capitals, without spaces."""
        code = _bare(text).upper()
        if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", code):
            raise ValueError(
                "Un BIC compte 8 ou 11 lettres et chiffres : recopiez-le depuis votre RIB."
            )
        return code


class Email(Question):
    """An e-mail address, by its shape only."""

    def parse(self, text: str) -> str:
        """Return the address as typed."""
        if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
            raise ValueError("Écrivez une adresse complète, par exemple camille@example.org.")
        return text


class Phone(Question):
    """A telephone number, as people write it."""

    def parse(self, text: str) -> str:
        """Return the number as typed."""
        digits = re.sub(r"\D", "", text)
        if not re.fullmatch(r"[0-9+() ./\u00a0\u202f-]+", text) or not 4 <= len(digits) <= 15:
            raise ValueError("Écrivez le numéro en chiffres, par exemple 06 12 34 56 78.")
        return text


class FrenchPostcode(Question):
    """A French postcode, five digits."""

    def parse(self, text: str) -> str:
        """Return the five digits, without spaces."""
        code = _bare(text)
        if not re.fullmatch(r"[0-9]{5}", code):
            raise ValueError("Un code postal français compte 5 chiffres, par exemple 69003.")
        return code


class Postcode(Question):
    """A postcode of any country; `checks` knows which one."""

    def parse(self, text: str) -> str:
        """Return five digits without spaces, or the code as typed."""
        code = _bare(text)
        return code if re.fullmatch(r"[0-9]{5}", code) else text
