"""What consumers and non-professionals share: legal interest alone, from a mise en demeure (C. civ.).

Art. 1231-6, 1344 and 1344-1. No fixed sum, no rate of the code de commerce.
"""

from datetime import date

from courtois.case import MISE_EN_DEMEURE, Case, Debtor, EarlierStep, Invoice
from courtois.french import dates
from courtois.law import Parameter
from courtois.regimes.regime import Code, Rate, Regime, taux_interet_legal


def first_presentation(steps: tuple[EarlierStep, ...], invoice: Invoice) -> date | None:
    """The day a mise en demeure about the invoice was first presented (C. civ., art. 1344).

    Sending a letter starts nothing. A letter sent before the invoice was late does not count.

    >>> from decimal import Decimal
    >>> invoice = Invoice("F1", date(2026, 5, 1), date(2026, 5, 31), "conseil", Decimal(1200))
    >>> sent = EarlierStep(MISE_EN_DEMEURE, date(2026, 9, 28), "lrar", date(2026, 10, 1))
    >>> first_presentation((sent,), invoice)
    datetime.date(2026, 10, 1)
    >>> early = EarlierStep(MISE_EN_DEMEURE, date(2026, 5, 31), "lrar", date(2026, 6, 2))
    >>> first_presentation((early,), invoice) is None
    True
    """
    presented = [
        step.presented_on
        for step in steps
        if step.step == MISE_EN_DEMEURE
        and step.presented_on is not None
        and step.names(invoice)
        and invoice.due_on < step.sent_on
    ]
    return min(presented, default=None)


class CivilLaw(Regime):
    """Nothing runs by itself: the mise en demeure makes legal interest run."""

    code: Code = "civil"

    late_by_law = False
    rate_is_agreed = False
    rate_set_once = False
    interest_first = True  # C. civ., art. 1343-1
    compensation_figure = ""

    administrative = False
    invites_proposal = True
    has_head_office = False
    in_bodacc = False

    commercial_court = False
    business_mediator = False

    def last_day_to_pay(self, debtor: Debtor, invoice: Invoice) -> date:
        """The due date (C. civ., art. 1305-2).

        >>> from cases import DEBTORS, FIRST
        >>> from courtois import regimes
        >>> regimes.of(DEBTORS["consumer"]).last_day_to_pay(DEBTORS["consumer"], FIRST) == FIRST.due_on
        True
        """
        return invoice.due_on

    def interest_since(self, case: Case, invoice: Invoice) -> date | None:
        """The day after the first mise en demeure was presented; None without its day (C. civ., art. 1344-1).

        >>> from cases import FIRST, a_case
        >>> from courtois import regimes
        >>> sent = EarlierStep(MISE_EN_DEMEURE, date(2026, 9, 28), "lrar", date(2026, 10, 1))
        >>> case = a_case("consumer", earlier=(sent,))
        >>> regimes.of(case.debtor).interest_since(case, FIRST)
        datetime.date(2026, 10, 2)
        >>> case = a_case("consumer", earlier=())
        >>> regimes.of(case.debtor).interest_since(case, FIRST) is None
        True
        """
        presented = first_presentation(case.earlier, invoice)
        return dates.add_days(presented, 1) if presented else None

    def rate(self, case: Case, since: date | None) -> Rate:
        """The taux d'intérêt légal of each half-year, whatever rate was answered (C. civ., art. 1231-6).

        >>> from decimal import Decimal
        >>> from cases import a_case
        >>> from courtois import regimes
        >>> case = a_case("consumer", late_rate="fixed", fixed_rate=Decimal(12))
        >>> since = date(2026, 5, 31)
        >>> rate = regimes.of(case.debtor).rate(case, since)
        >>> [rate.at(day) == taux_interet_legal().at(day) for day in (since, date(2026, 10, 2))]
        [True, True]
        """
        legal = taux_interet_legal()
        return Rate(legal.at, legal.covered_until, True)

    def reference(self, case: Case) -> Parameter | None:
        """The taux d'intérêt légal (C. civ., art. 1231-6).

        >>> from cases import a_case
        >>> from courtois import regimes
        >>> case = a_case("consumer")
        >>> regimes.of(case.debtor).reference(case).title
        'Taux d’intérêt légal, « tous autres cas »'
        """
        return taux_interet_legal()

    def counts_from_new_year(self, debtor: Debtor) -> bool:
        """Never: the period runs from day to day (C. civ., art. 2228).

        >>> from cases import DEBTORS
        >>> from courtois import regimes
        >>> regimes.of(DEBTORS["consumer"]).counts_from_new_year(DEBTORS["consumer"])
        False
        """
        return False
