"""What lateness adds, grouped as a letter and its décompte print it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases import FIRST, SECOND, a_case, many_invoices

from courtois.case import DebtorKind, EarlierStep, Payment
from courtois.debt.assessment import assess
from courtois.debt.interest_table import InterestTable, Notice, RateOrigin, Receipt
from courtois.debt.late_interest import Cleared


def a_table(kind: DebtorKind = "professional", **changes: Any) -> InterestTable:
    usual: dict[str, Any] = {"penalties": "claim", "late_rate": "legal"}
    return assess(a_case(kind, **(usual | changes))).interest_table


def notice(presented_on: date, *numbers: str) -> EarlierStep:
    return EarlierStep("mise-en-demeure", presented_on, "lrar", presented_on, numbers)


def test_more_than_three_invoices_that_bear_interest_share_a_row() -> None:
    assert not a_table(invoices=many_invoices(3)).is_grouped
    assert a_table(invoices=many_invoices(4)).is_grouped
    not_due = replace(SECOND, number="later", due_on=date(2026, 12, 3), payments=())
    assert not a_table(invoices=(*many_invoices(3), not_due)).is_grouped


def test_a_notice_dates_from_its_presentation_whatever_half_years_pass() -> None:
    """Presented on 10 March: interest has a line for each half-year, but one notice."""
    late = replace(FIRST, issued_on=date(2026, 1, 1), due_on=date(2026, 2, 28))
    table = a_table("consumer", invoices=(late,), earlier=(notice(date(2026, 3, 10)),))
    (row,) = table.invoices
    assert [line.first for line in row.lines] == [date(2026, 3, 11), date(2026, 7, 1)]
    assert table.notices == (Notice(date(2026, 3, 10), (row,)),)


def test_a_consumers_interest_has_the_legal_rate_of_each_half_year() -> None:
    """Presented on 10 March 2026: 2,62 % up to 30 June, then 2,75 %, as in the golden cases."""
    late = replace(FIRST, issued_on=date(2026, 1, 1), due_on=date(2026, 2, 28))
    table = a_table("consumer", invoices=(late,), earlier=(notice(date(2026, 3, 10)),))
    first, second = Decimal("2.62"), Decimal("2.75")
    assert table.origins == (
        RateOrigin(date(2026, 1, 1), first, first),
        RateOrigin(date(2026, 7, 1), second, second),
    )


def test_a_consumers_interest_stops_with_the_last_known_rate() -> None:
    table = a_table("consumer", earlier=(notice(date(2026, 10, 1)),), dated_on=date(2027, 1, 20))
    assert table.stopped_on == date(2026, 12, 31)


def test_a_payment_on_the_first_day_of_interest_came_while_it_ran() -> None:
    """Due on 31 May: a payment of that day is on time, one of 1 June clears a day of interest first.

    1 200 × 12,15 % / 365 = 0,40; 299,60 of principal is paid, and 900,40 is left.
    """
    for paid_on, late in ((date(2026, 5, 31), False), (date(2026, 6, 1), True)):
        payment = Payment(paid_on, Decimal("300.00"))
        table = a_table(invoices=(replace(FIRST, payments=(payment,)),))
        cleared = Cleared(payment, Decimal("0.40"), Decimal("299.60"), Decimal("900.40"))
        assert table.paid_meanwhile is late
        assert table.invoices[0].cleared == ((cleared,) if late else ())


def test_the_oldest_notice_comes_first() -> None:
    """The notice about the second invoice was presented before the one about the first."""
    steps = (notice(date(2026, 10, 5), FIRST.number), notice(date(2026, 9, 1), SECOND.number))
    table = a_table("consumer", earlier=steps)
    first, second = table.invoices
    assert table.notices == (
        Notice(date(2026, 9, 1), (second,)),
        Notice(date(2026, 10, 5), (first,)),
    )


def test_a_rate_is_given_once_until_it_changes() -> None:
    """FIRST: 2,15 + 10, then 2,40 + 10. A payment cuts the second half-year of SECOND in two lines."""
    first, second = a_table().invoices
    assert first.rates == (Decimal("12.15"), Decimal("12.40"))
    assert [line.rate for line in second.lines] == [Decimal("12.40"), Decimal("12.40")]
    assert second.rates == (Decimal("12.40"),)
    assert a_table().bounds == (Decimal("12.15"), Decimal("12.40"))


def test_a_term_that_ends_with_the_due_date_is_not_a_receipt() -> None:
    """Thirty days: received on 1 May, the term ends on 31 May, the due date; on the 11th, on 10 June."""
    on_time = replace(FIRST, received_on=date(2026, 5, 1))
    assert a_table("public", invoices=(on_time,)).invoices[0].receipt is None
    later = replace(FIRST, received_on=date(2026, 5, 11))
    receipt = Receipt(date(2026, 5, 11), 30, date(2026, 6, 10))
    assert a_table("public", invoices=(later,)).invoices[0].receipt == receipt
