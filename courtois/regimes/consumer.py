"""A person who ordered for private use: C. conso., art. L218-2; C. civ., art. 1231-6, 1344, 1344-1."""

from courtois.case import Debtor, DebtorKind
from courtois.regimes.civil_law import CivilLaw


class Consumer(CivilLaw):
    """Protected by the code de la consommation."""

    kind: DebtorKind = "consumer"

    period_by_contract = False  # C. conso., art. L218-1
    refuses_barred_claim = True

    natural_person = True
    consumer_law = True  # C. conso., art. L616-1 (mediator) and L312-4 (no interest in a plan)

    def limitation_figure(self, debtor: Debtor) -> str:
        """Two years (C. conso., art. L218-2).

        >>> from datetime import date
        >>> from cases import DEBTORS
        >>> from courtois.law import parameters
        >>> figure = Consumer().limitation_figure(DEBTORS["consumer"])
        >>> parameters()[figure].phrase(date(2026, 11, 21))
        '2\\xa0ans'
        """
        return "prescription_consommateur"

    def is_legal_person(self, debtor: Debtor) -> bool:
        """Never: a consumer is a natural person (C. conso., liminary art.).

        >>> from cases import DEBTORS
        >>> Consumer().is_legal_person(DEBTORS["consumer"])
        False
        """
        return False
