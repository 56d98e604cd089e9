"""Limitation in dates: two, five and four years, one for carriage; what starts it anew."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from courtois.case import Address, Case, Creditor, Debtor, EarlierStep, Event, Invoice, Payment
from courtois.checks import claim
from courtois.debt.assessment import assess
from courtois.debt.limitation import Act, Limitation, of_invoices

INVOICE = Invoice(
    number="F2026-014",
    issued_on=date(2022, 6, 1),
    due_on=date(2022, 7, 1),
    service="refonte du site internet",
    amount=Decimal("1200.00"),
    performed_on=date(2022, 5, 20),
)
CASE = Case(
    creditor=Creditor("Camille Perrin", "sole_trader", Address("", "", ""), "Camille Perrin"),
    debtor=Debtor("professional", "Boulangerie Moderne", Address("", "", "")),
    invoices=(INVOICE,),
    place="Lyon",
    dated_on=date(2026, 11, 21),
)


def a_case(kind: str = "professional", invoice: dict[str, Any] | None = None, **case: Any) -> Case:
    debtor = case.pop("debtor", {})
    return replace(
        CASE,
        debtor=replace(CASE.debtor, kind=kind, **debtor),
        invoices=(replace(INVOICE, **(invoice or {})),),
        **case,
    )


def of_case(case: Case) -> Limitation:
    return assess(case).limitation


def days(case: Case) -> tuple[date, date]:
    limits = of_case(case)
    return limits.safe, limits.late


@pytest.mark.parametrize(
    ("kind", "safe", "late"),
    [
        ("professional", date(2027, 5, 20), date(2027, 7, 1)),
        ("non_professional", date(2027, 5, 20), date(2027, 7, 1)),
        ("consumer", date(2024, 5, 20), date(2024, 7, 1)),
        ("public", date(2026, 12, 31), date(2026, 12, 31)),
    ],
)
def test_the_safe_day_runs_from_the_service_the_late_from_the_due_date(
    kind: str, safe: date, late: date
) -> None:
    assert days(a_case(kind)) == (safe, late)


def test_carriage_is_barred_after_one_year() -> None:
    assert days(a_case(invoice={"nature": "carriage"})) == (date(2023, 5, 20), date(2023, 7, 1))


def test_a_public_body_without_comptable_public_has_five_years() -> None:
    case = a_case("public", debtor={"comptable_public": "no"})
    assert days(case) == (date(2027, 5, 20), date(2027, 7, 1))


def test_the_safe_day_runs_from_the_invoice_without_an_end_of_service() -> None:
    assert of_case(a_case(invoice={"performed_on": None})).safe == date(2027, 6, 1)


def test_a_deposit_due_before_the_service_is_safe_from_its_due_date() -> None:
    paid_ahead = {"performed_on": date(2022, 9, 1)}
    assert of_case(a_case(invoice=paid_ahead)).safe == date(2027, 7, 1)


def test_a_period_ends_on_28_february_and_never_moves_for_a_sunday() -> None:
    in_spring = {"issued_on": date(2024, 3, 1), "due_on": date(2024, 3, 31)}
    case = a_case("consumer", in_spring | {"performed_on": date(2024, 2, 29)})
    assert of_case(case).safe == date(2026, 2, 28)  # a Saturday


@pytest.mark.parametrize("kind", ["acknowledgement", "signed_plan", "court_claim", "enforcement"])
def test_an_interruption_starts_both_days_anew(kind: Any) -> None:
    case = a_case(events=(Event(kind, date(2025, 3, 10)),))
    assert days(case) == (date(2030, 3, 10), date(2030, 3, 10))


def test_an_acknowledgement_after_the_last_day_starts_nothing() -> None:
    late = a_case("consumer", events=(Event("acknowledgement", date(2024, 6, 1)),))
    assert days(late) == (date(2024, 5, 20), date(2026, 6, 1))


def test_an_acknowledgement_on_the_last_day_still_counts() -> None:
    on_time = a_case("consumer", events=(Event("acknowledgement", date(2024, 5, 20)),))
    assert days(on_time) == (date(2026, 5, 20), date(2026, 5, 20))


def test_the_first_of_two_acts_that_give_the_same_day_is_named() -> None:
    """A commune's years end on 31 December: a payment and a claim of 2023 both give 2027."""
    paid = {"payments": (Payment(date(2023, 8, 15), Decimal(300)),)}
    claimed = (EarlierStep("relance-2", date(2023, 10, 1), "post"),)
    limits = of_case(a_case("public", paid, earlier=claimed))
    assert limits.safe_from == limits.late_from == Act(date(2023, 8, 15), "payment")


def test_a_conciliation_leaves_at_least_six_months() -> None:
    case_in_conciliation = a_case("consumer", events=(Event("conciliation", date(2024, 5, 1)),))
    assert days(case_in_conciliation) == (date(2024, 11, 1), date(2024, 11, 1))
    early = a_case("consumer", events=(Event("conciliation", date(2023, 1, 1)),))
    assert days(early) == (date(2024, 5, 20), date(2024, 7, 1))


def test_a_part_payment_moves_only_the_late_day() -> None:
    case = a_case(invoice={"payments": (Payment(date(2023, 8, 15), Decimal(300)),)})
    assert days(case) == (date(2027, 5, 20), date(2028, 8, 15))


def test_a_payment_moves_both_days_of_a_public_body() -> None:
    case = a_case("public", {"payments": (Payment(date(2023, 8, 15), Decimal(300)),)})
    assert days(case) == (date(2027, 12, 31), date(2027, 12, 31))


def test_an_advance_before_the_service_moves_nothing() -> None:
    case = a_case(invoice={"payments": (Payment(date(2022, 5, 1), Decimal(300)),)})
    assert days(case) == (date(2027, 5, 20), date(2027, 7, 1))


def test_a_written_claim_to_a_public_body_starts_four_years_anew() -> None:
    sent = (EarlierStep("relance-2", date(2024, 9, 1), "post"),)
    assert days(a_case("public", earlier=sent)) == (date(2028, 12, 31), date(2028, 12, 31))


def test_a_written_claim_counts_from_the_day_of_the_invoice() -> None:
    """Done in 2021, so barred after 31 December 2025; a claim of 2022 adds a year."""
    done = {"performed_on": date(2021, 12, 20)}
    eve, day = INVOICE.issued_on - timedelta(days=1), INVOICE.issued_on
    for sent_on, safe in ((eve, date(2025, 12, 31)), (day, date(2026, 12, 31))):
        sent = (EarlierStep("relance-2", sent_on, "post"),)
        assert of_case(a_case("public", done, earlier=sent)).safe == safe


def test_a_call_or_a_letter_to_a_private_debtor_moves_nothing() -> None:
    called = (EarlierStep("conciliation", date(2024, 9, 1), "phone"),)
    assert of_case(a_case("public", earlier=called)).safe == date(2026, 12, 31)
    registered = (EarlierStep("mise-en-demeure", date(2024, 9, 1), "lrar"),)
    assert of_case(a_case(earlier=registered)).safe == date(2027, 5, 20)


def test_a_letter_about_one_invoice_does_not_interrupt_another() -> None:
    sent = (EarlierStep("relance-2", date(2024, 9, 1), "post", invoices=("F2026-021",)),)
    assert of_case(a_case("public", earlier=sent)).safe == date(2026, 12, 31)


def test_a_case_is_barred_with_its_earliest_invoice() -> None:
    younger = replace(INVOICE, number="F2026-021", performed_on=date(2023, 1, 5))
    case = replace(CASE, invoices=(younger, INVOICE))
    assert [limits.number for limits in of_invoices(case)] == ["F2026-021", "F2026-014"]
    first = of_case(case)
    assert (first.number, first.safe, first.late) == (
        "F2026-014", date(2027, 5, 20), date(2027, 7, 1),
    )  # fmt: skip


def test_a_conciliation_does_not_suspend_for_a_public_body() -> None:
    """Begun on 1 May 2027 against a company: 1 November 2027 at the earliest; a commune: no move."""
    company = a_case(events=(Event("conciliation", date(2027, 5, 1)),))
    assert of_case(company).safe == date(2027, 11, 1)
    commune = a_case("public", events=(Event("conciliation", date(2026, 12, 1)),))
    assert of_case(commune).safe == date(2026, 12, 31)


def test_each_last_day_names_the_act_it_runs_from() -> None:
    limits = of_case(CASE)
    assert (limits.safe_from, limits.late_from) == (
        Act(date(2022, 5, 20), "performed"),
        Act(date(2022, 7, 1), "due"),
    )
    same_day = replace(INVOICE, performed_on=INVOICE.due_on)
    assert of_case(replace(CASE, invoices=(same_day,))).safe_from.rule == "due"
    undated = of_case(replace(CASE, invoices=(replace(INVOICE, performed_on=None),)))
    assert undated.safe_from.rule == "issued"
    acknowledged = a_case(events=(Event("acknowledgement", date(2025, 3, 4)),))
    assert of_case(acknowledged).safe_from == Act(date(2025, 3, 4), "acknowledgement")
    paid = replace(INVOICE, payments=(Payment(date(2024, 2, 1), Decimal(10)),))
    limits = of_case(replace(CASE, invoices=(paid,)))
    assert (limits.safe_from.rule, limits.late_from.rule) == ("performed", "payment")


def test_an_act_never_shortens_the_time() -> None:
    """Six months after a conciliation begun on 1 March 2024 fall before the day already reached."""
    limits = of_case(a_case(events=(Event("conciliation", date(2024, 3, 1)),)))
    assert limits.safe_from.rule == "performed"


# --- the days of a case (docs/rules.md, §4) -------------------------------------------------------


def two_invoices(kind: str = "professional", **case: Any) -> Case:
    """A: done on 2024-05-01, due on 2026-09-30. B: done on 2025-01-15, due on 2025-02-14."""
    first = replace(
        INVOICE,
        number="A",
        issued_on=date(2024, 5, 1),
        performed_on=date(2024, 5, 1),
        due_on=date(2026, 9, 30),
    )
    second = replace(
        INVOICE,
        number="B",
        issued_on=date(2025, 1, 15),
        performed_on=date(2025, 1, 15),
        due_on=date(2025, 2, 14),
    )
    return replace(a_case(kind, **case), invoices=(first, second), dated_on=date(2026, 11, 30))


def test_the_safe_and_late_days_of_a_case_may_be_of_two_invoices() -> None:
    """A: 2024-05-01 + 5 years. B: 2025-02-14 + 5 years, before A's 2026-09-30 + 5 years."""
    limits = of_case(two_invoices())
    assert (limits.safe, limits.late) == (date(2029, 5, 1), date(2030, 2, 14))
    assert (limits.safe_from.on, limits.late_from.on) == (date(2024, 5, 1), date(2025, 2, 14))


def paid_late(case: Case) -> Case:
    """Invoice B, paid in full two weeks after its due date."""
    first, second = case.invoices
    paid = replace(second, payments=(Payment(date(2025, 2, 28), second.amount),))
    return replace(case, invoices=(first, paid))


def test_an_invoice_paid_late_counts_while_its_lateness_is_claimed() -> None:
    claimed = paid_late(two_invoices(penalties="claim", late_rate="legal"))
    assert [days.number for days in assess(claimed).limitations] == ["A", "B"]
    assert assess(claimed).limitation.late == date(2030, 2, 28)  # B: the day of its payment
    unclaimed = assess(replace(claimed, penalties="mention"))
    assert [days.number for days in unclaimed.limitations] == ["A"]
    assert unclaimed.limitation.late == date(2031, 9, 30)


def test_an_invoice_with_nothing_left_forbids_nothing_to_the_others() -> None:
    """Paid on time in 2020, long past a consumer's two years: the other invoice is claimed alone."""
    case = two_invoices("consumer", penalties="claim")
    day = date(2020, 3, 1)
    settled = replace(
        INVOICE,
        number="old",
        issued_on=day,
        performed_on=day,
        due_on=day,
        payments=(Payment(day, INVOICE.amount),),
    )
    recent = replace(case.invoices[1], due_on=date(2026, 9, 30), performed_on=date(2026, 9, 1))
    assert not list(claim.faults(assess(replace(case, invoices=(settled, recent)))))
    unpaid = replace(settled, payments=())
    faults = claim.faults(assess(replace(case, invoices=(unpaid, recent))))
    assert [fault.name for fault in faults] == ["penalties"]


def test_an_instalment_paid_on_time_says_nothing_of_the_next_one() -> None:
    """Two rows of one number. The unpaid one was due 2026-08-10: late day 2031-08-10."""
    paid_day, due = date(2020, 2, 10), date(2026, 8, 10)
    case = a_case(plan_in_course=True, penalties="claim", late_rate="legal")
    row = replace(INVOICE, performed_on=date(2020, 1, 5), issued_on=date(2020, 1, 5))
    settled = replace(row, due_on=paid_day, payments=(Payment(paid_day, row.amount),))
    unpaid = replace(row, due_on=due, performed_on=due)
    both = assess(replace(case, invoices=(settled, unpaid), dated_on=date(2026, 9, 30)))
    assert [days.late for days in both.limitations] == [date(2031, 8, 10)]


def test_the_end_of_a_paid_service_makes_no_day_less_sure() -> None:
    first, second = two_invoices().invoices
    paid = replace(second, performed_on=None, payments=(Payment(second.due_on, second.amount),))
    assert of_case(replace(two_invoices(), invoices=(first, paid))).safe_sure


def test_the_safe_day_is_sure_only_when_the_end_of_every_service_is_known() -> None:
    case = two_invoices()
    assert of_case(case).safe_sure
    first, second = case.invoices
    unknown = replace(case, invoices=(first, replace(second, performed_on=None)))
    assert not of_case(unknown).safe_sure


@pytest.mark.parametrize(
    ("kind", "done", "leaves_time"),
    [
        ("consumer", date(2025, 5, 29), False),  # two years: 2027-05-29, under six months
        ("consumer", date(2025, 5, 30), True),
        ("professional", date(2022, 5, 29), True),  # five years: three months are enough
        ("professional", date(2022, 2, 27), False),
    ],
)
def test_waiting_needs_six_months_of_a_two_year_period(
    kind: str, done: date, leaves_time: bool
) -> None:
    day = date(2026, 11, 30)
    case = a_case(kind, invoice={"performed_on": done, "issued_on": done, "due_on": done})
    assert of_case(replace(case, dated_on=day)).leaves_time(day) is leaves_time


@pytest.mark.parametrize(
    ("done", "leaves_time"), [(date(2026, 5, 29), False), (date(2026, 5, 30), True)]
)
def test_waiting_needs_six_months_of_the_year_of_carriage(done: date, leaves_time: bool) -> None:
    day = date(2026, 11, 30)
    carried = {"performed_on": done, "issued_on": done, "due_on": done, "nature": "carriage"}
    assert of_case(a_case(invoice=carried)).leaves_time(day) is leaves_time
