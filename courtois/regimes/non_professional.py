"""A legal person outside a professional activity, such as an association.

Cass. 1re civ., 5 Feb. 2020, n° 18-18.854.
"""

from courtois.case import Debtor, DebtorKind
from courtois.regimes.civil_law import CivilLaw


class NonProfessional(CivilLaw):
    """A consumer's rules for interest, the general limitation period."""

    kind: DebtorKind = "non_professional"

    period_by_contract = False
    refuses_barred_claim = False

    natural_person = False
    consumer_law = False

    def limitation_figure(self, debtor: Debtor) -> str:
        """Five years (C. civ., art. 2224).

        >>> from datetime import date
        >>> from cases import DEBTORS
        >>> from courtois.law import parameters
        >>> figure = NonProfessional().limitation_figure(DEBTORS["non_professional"])
        >>> parameters()[figure].phrase(date(2026, 11, 21))
        '5\\xa0ans'
        """
        return "prescription_professionnelle"

    def is_legal_person(self, debtor: Debtor) -> bool:
        """Always: only a legal person is a non-professional (C. conso., liminary art.).

        >>> from cases import DEBTORS
        >>> NonProfessional().is_legal_person(DEBTORS["non_professional"])
        True
        """
        return True
