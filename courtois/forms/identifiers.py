"""Answers with a shape of their own: SIREN, SIRET, IBAN, BIC, postcode, e-mail, telephone.

A wrong SIREN or SIRET key only warns, for the register holds exceptions; a wrong IBAN is
refused, for money would go astray.
"""

import re

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret

from courtois.forms.fields import Answer
from courtois.french.typography import french


def _bare(told: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f-]", "", told)


class Siren(Answer):
    """The nine digits of a firm; those of a SIRET are accepted and shortened."""

    def parse(self, told: str) -> str:
        """Nine digits. A wrong key leaves a `caution`."""
        digits = _bare(told)
        if not re.fullmatch(r"[0-9]{9}([0-9]{5})?", digits):
            raise ValueError("Un numéro SIREN compte 9 chiffres : recopiez-le en entier.")
        if not siren.is_valid(digits[:9]):
            self.caution = french(
                "Ce numéro SIREN semble comporter une erreur de frappe : vérifiez-le."
            )
        return digits[:9]


class Siret(Answer):
    """The fourteen digits of an establishment."""

    def parse(self, told: str) -> str:
        """Fourteen digits. A wrong key leaves a `caution`."""
        digits = _bare(told)
        if not re.fullmatch(r"[0-9]{14}", digits):
            raise ValueError("Un numéro SIRET compte 14 chiffres : recopiez-le en entier.")
        if not siret.is_valid(digits):
            self.caution = french(
                "Ce numéro SIRET semble comporter une erreur de frappe : vérifiez-le."
            )
        return digits


class Iban(Answer):
    """An account number, checked by its key and its country's shape (ISO 13616)."""

    def parse(self, told: str) -> str:
        """The IBAN in capitals, without spaces."""
        try:
            return str(iban.validate(_bare(told)))
        except ValidationError:
            raise ValueError(
                "Cet IBAN comporte une erreur : recopiez-le depuis votre relevé d’identité bancaire."
            ) from None


class Bic(Answer):
    """The code of a bank, eight or eleven characters (ISO 9362)."""

    def parse(self, told: str) -> str:
        """The BIC in capitals, without spaces."""
        code = _bare(told).upper()
        if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", code):
            raise ValueError(
                "Un BIC compte 8 ou 11 lettres et chiffres : recopiez-le depuis votre RIB."
            )
        return code


class Email(Answer):
    """An e-mail address, by its shape only."""

    def parse(self, told: str) -> str:
        """The address as told."""
        if not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", told):
            raise ValueError("Écrivez une adresse complète, par exemple camille@example.org.")
        return told


class Phone(Answer):
    """A telephone number, as people write it."""

    def parse(self, told: str) -> str:
        """The number as told."""
        digits = re.sub(r"\D", "", told)
        if not re.fullmatch(r"[0-9+() ./\u00a0\u202f-]+", told) or not 4 <= len(digits) <= 15:
            raise ValueError("Écrivez le numéro en chiffres, par exemple 06 12 34 56 78.")
        return told


class FrenchPostcode(Answer):
    """Five digits."""

    def parse(self, told: str) -> str:
        """The five digits, without spaces."""
        code = _bare(told)
        if not re.fullmatch(r"[0-9]{5}", code):
            raise ValueError("Un code postal français compte 5 chiffres, par exemple 69003.")
        return code


class Postcode(Answer):
    """Of any country; `checks` knows which one."""

    def parse(self, told: str) -> str:
        """Five digits without spaces, or the code as told."""
        code = _bare(told)
        return code if re.fullmatch(r"[0-9]{5}", code) else told
