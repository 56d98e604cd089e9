"""A professional who ordered for their trade: C. com., art. L441-10 and D441-5."""

from datetime import date

from courtois.case import ZERO, Case, Debtor, DebtorKind, Invoice, says_sole_trader
from courtois.french import dates
from courtois.law import Parameter, parameters
from courtois.regimes.regime import Code, Rate, Regime, ecb_reference_rate, taux_interet_legal


class Professional(Regime):
    """Late from the day after the due date, without a reminder."""

    kind: DebtorKind = "professional"
    code: Code = "commerce"

    late_by_law = True  # C. com., art. L441-10, II
    rate_is_agreed = True  # C. com., art. L441-10, II: the parties set the rate, above a floor
    rate_set_once = False
    interest_first = True  # C. civ., art. 1343-1
    compensation_figure = "indemnite_forfaitaire_recouvrement"  # C. com., art. D441-5

    period_by_contract = True  # C. civ., art. 2254
    refuses_barred_claim = False

    natural_person = False
    consumer_law = False
    administrative = False
    invites_proposal = True
    has_head_office = True
    in_bodacc = True

    commercial_court = True  # C. com., art. L721-3
    business_mediator = True

    def last_day_to_pay(self, debtor: Debtor, invoice: Invoice) -> date:
        """The due date (C. com., art. L441-10, II).

        >>> from cases import DEBTORS, FIRST
        >>> Professional().last_day_to_pay(DEBTORS["professional"], FIRST) == FIRST.due_on
        True
        """
        return invoice.due_on

    def interest_since(self, case: Case, invoice: Invoice) -> date | None:
        """The day after the due date (C. com., art. L441-10, II).

        >>> from cases import FIRST, a_case
        >>> FIRST.due_on, Professional().interest_since(a_case(), FIRST)
        (datetime.date(2026, 5, 31), datetime.date(2026, 6, 1))
        """
        return dates.add_days(self.last_day_to_pay(case.debtor, invoice), 1)

    def rate(self, case: Case, since: date | None) -> Rate:
        """The agreed rate, else the ECB's of each half-year and the statutory margin; never the higher of two.

        The floor of three times the legal rate binds a clause, not the default (C. com., art.
        L441-10, II). A day not covered raises LawUnknown when the rate is read.

        >>> from decimal import Decimal
        >>> from cases import a_case
        >>> day = date(2026, 6, 1)
        >>> Professional().rate(a_case(), day).at(day) - ecb_reference_rate().at(day)
        Decimal('10.00')
        >>> clause = a_case(late_rate="triple_legal")
        >>> Professional().rate(clause, day).at(day) / taux_interet_legal().at(day)
        Decimal('3')
        >>> clause = a_case(late_rate="fixed", fixed_rate=Decimal(12))
        >>> Professional().rate(clause, day).at(day)
        Decimal('12')
        """
        ecb, margin = ecb_reference_rate(), parameters()["majoration_professionnelle"]
        if case.late_rate == "fixed":
            return Rate(lambda day: case.fixed_rate or ZERO)
        if case.late_rate == "triple_legal":
            legal, multiple = taux_interet_legal(), parameters()["multiple_plancher_interet_legal"]
            return Rate(lambda day: legal.at(day) * multiple.at(day), legal.covered_until, True)
        if case.late_rate == "ecb_plus":
            return Rate(
                lambda day: ecb.at(day) + (case.late_points or ZERO), ecb.covered_until, True
            )
        return Rate(lambda day: ecb.at(day) + margin.at(day), ecb.covered_until, True)

    def reference(self, case: Case) -> Parameter | None:
        """None for a fixed rate; the taux d'intérêt légal for a multiple of it; else the ECB's rate.

        The rule is that of `rate` (C. com., art. L441-10, II).

        >>> from decimal import Decimal
        >>> from cases import a_case
        >>> Professional().reference(a_case()).name
        'taux_refinancement_bce'
        >>> Professional().reference(a_case(late_rate="fixed", fixed_rate=Decimal(12))) is None
        True
        """
        if case.late_rate == "fixed":
            return None
        return taux_interet_legal() if case.late_rate == "triple_legal" else ecb_reference_rate()

    def limitation_figure(self, debtor: Debtor) -> str:
        """Five years (C. com., art. L110-4; C. civ., art. 2224).

        >>> from cases import DEBTORS
        >>> figure = Professional().limitation_figure(DEBTORS["professional"])
        >>> parameters()[figure].phrase(date(2026, 11, 21))
        '5\\xa0ans'
        """
        return "prescription_professionnelle"

    def counts_from_new_year(self, debtor: Debtor) -> bool:
        """Never: the period runs from day to day (C. civ., art. 2228).

        >>> from cases import DEBTORS
        >>> Professional().counts_from_new_year(DEBTORS["professional"])
        False
        """
        return False

    def is_legal_person(self, debtor: Debtor) -> bool:
        """A legal form other than that of a sole trader; without one, a siège social.

        >>> from courtois.case import Address
        >>> paris = Address("1 rue Haute", "75001", "Paris")
        >>> Professional().is_legal_person(Debtor("professional", "Durand", paris, legal_form="SARL"))
        True
        >>> Professional().is_legal_person(Debtor("professional", "Durand", paris, legal_form="EI"))
        False
        """
        form = debtor.legal_form
        return (bool(form) and not says_sole_trader(form)) or (not form and debtor.head_office)
