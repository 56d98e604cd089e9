"""A public body: C. commande publique, art. L2192-10 to L2192-14 and R2192-10 to R2192-36; loi n° 68-1250."""

from datetime import date

from courtois.case import Case, Debtor, DebtorKind, Invoice
from courtois.french import dates
from courtois.law import Parameter, parameters
from courtois.regimes.regime import Code, Rate, Regime, ecb_reference_rate


class Public(Regime):
    """Late without a reminder once the term after the invoice's receipt is over."""

    kind: DebtorKind = "public"
    code: Code = "commande_publique"

    late_by_law = True  # C. commande publique, art. L2192-13
    rate_is_agreed = False
    rate_set_once = True  # C. commande publique, art. R2192-31
    interest_first = False
    compensation_figure = "indemnite_forfaitaire_publique"  # C. commande publique, art. D2192-35

    period_by_contract = False
    refuses_barred_claim = True

    natural_person = False
    consumer_law = False
    administrative = True
    invites_proposal = False
    has_head_office = False
    in_bodacc = False

    commercial_court = False
    business_mediator = True

    def last_day_to_pay(self, debtor: Debtor, invoice: Invoice) -> date:
        """The later of the due date and of receipt plus the term (C. commande publique, art. R2192-10 to R2192-12).

        Without the day of receipt, the due date; without the term, that of most public buyers.

        >>> from decimal import Decimal
        >>> from courtois.case import Address
        >>> town = Debtor("public", "Commune", Address("1 place Haute", "75001", "Paris"))
        >>> day = date(2026, 4, 1)
        >>> invoice = Invoice("F1", day, day, "conseil", Decimal(1200), received_on=date(2026, 4, 10))
        >>> Public().last_day_to_pay(town, invoice)
        datetime.date(2026, 5, 10)
        """
        if invoice.received_on is None:
            return invoice.due_on
        usual = parameters()["delai_paiement_public"].at(invoice.received_on)
        days = int(debtor.public_term or usual)
        return max(invoice.due_on, dates.add_days(invoice.received_on, days))

    def interest_since(self, case: Case, invoice: Invoice) -> date | None:
        """The day after the last day to pay (C. commande publique, art. R2192-32).

        >>> from cases import FIRST, a_case
        >>> FIRST.due_on, Public().interest_since(a_case("public"), FIRST)
        (datetime.date(2026, 5, 31), datetime.date(2026, 6, 1))
        """
        return dates.add_days(self.last_day_to_pay(case.debtor, invoice), 1)

    def rate(self, case: Case, since: date | None) -> Rate:
        """The ECB's rate and the margin of the half-year in which the delay began (art. R2192-31).

        The rate is known for a delay begun in a known half-year, however long it lasts. `since`
        is never None here: a public body is late by law.

        >>> from cases import a_case
        >>> began, later = date(2025, 6, 1), date(2026, 11, 21)
        >>> Public().rate(a_case("public"), began).at(later) - ecb_reference_rate().at(began)
        Decimal('8.00')
        """
        ecb, margin = ecb_reference_rate(), parameters()["majoration_publique"]
        delay_start = since or case.dated_on
        unknown = ecb.covered_until is not None and delay_start > ecb.covered_until
        known_until = ecb.covered_until if unknown else None
        return Rate(lambda day: ecb.at(delay_start) + margin.at(delay_start), known_until)

    def reference(self, case: Case) -> Parameter | None:
        """The ECB's rate (C. commande publique, art. R2192-31).

        >>> from cases import a_case
        >>> Public().reference(a_case("public")).name
        'taux_refinancement_bce'
        """
        return ecb_reference_rate()

    def limitation_figure(self, debtor: Debtor) -> str:
        """Four years with a comptable public (loi n° 68-1250, art. 1), else five (C. civ., art. 2224).

        >>> from cases import DEBTORS
        >>> figure = Public().limitation_figure(DEBTORS["public"])
        >>> parameters()[figure].phrase(date(2026, 11, 21))
        '4\\xa0ans'
        """
        four = self.counts_from_new_year(debtor)
        return "prescription_publique" if four else "prescription_professionnelle"

    def counts_from_new_year(self, debtor: Debtor) -> bool:
        """True with a comptable public: the four years run from 1 January (loi n° 68-1250, art. 1 and 2).

        >>> from dataclasses import replace
        >>> from cases import DEBTORS
        >>> agency = replace(DEBTORS["public"], comptable_public="no")
        >>> Public().counts_from_new_year(DEBTORS["public"]), Public().counts_from_new_year(agency)
        (True, False)
        """
        return debtor.comptable_public != "no"

    def is_legal_person(self, debtor: Debtor) -> bool:
        """Never, for a letter: a public body has no siège social nor legal representative to name.

        >>> from cases import DEBTORS
        >>> Public().is_legal_person(DEBTORS["public"])
        False
        """
        return False
