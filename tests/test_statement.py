"""The statement: golden cases that a jurist can read (tests/golden), and properties that hold for every case."""

import random
import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import daily_interest
import pytest
from cases import CAMILLE, DEBTORS, a_case
from hypothesis import given
from hypothesis import strategies as st

from courtois.case import Case, EarlierStep, Invoice, Payment
from courtois.debt.late_interest import InterestLine
from courtois.debt.statement import Statement, state
from courtois.errors import LawUnknown
from courtois.law import parameters

FOLDER = Path(__file__).parent / "golden"
GOLDEN = [
    pytest.param(case, id=f"{path.stem}: {case['title']}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]
TODAY = date(2026, 11, 21)
FIRST, LAST = date(2015, 1, 1), date(2026, 12, 31)


def an_invoice(values: dict[str, Any]) -> Invoice:
    payments = [Payment(p["paid_on"], Decimal(p["amount"])) for p in values.get("payments", [])]
    sums = {name: Decimal(values[name]) for name in ("credit", "disputed") if name in values}
    return Invoice(
        number=values["number"],
        issued_on=values.get("issued_on", date(values["due_on"].year, 1, 1)),
        due_on=values["due_on"],
        service="",
        amount=Decimal(values["amount"]),
        received_on=values.get("received_on"),
        payments=tuple(payments),
        **sums,
    )


def a_step(values: dict[str, Any]) -> EarlierStep:
    numbers = tuple(values.get("invoices", ()))
    return EarlierStep(
        values["step"], values["sent_on"], "lrar", values.get("presented_on"), numbers
    )


def build_case(values: dict[str, Any]) -> Case:
    named = ("insolvency", "insolvency_on", "public_term")
    debtor = {name: values[name] for name in named if name in values}
    rates = {
        name: Decimal(values[name]) for name in ("fixed_rate", "late_points") if name in values
    } | {
        name: values[name] for name in ("late_rate", "disputed", "plan_in_course") if name in values
    }
    return Case(
        creditor=CAMILLE,
        debtor=replace(DEBTORS[values["debtor"]], **debtor),
        invoices=tuple(an_invoice(row) for row in values["invoices"]),
        place="Lyon",
        dated_on=values["dated_on"],
        penalties="claim",
        earlier=tuple(a_step(row) for row in values.get("earlier", [])),
        **rates,
    )


def read_aloud(line: InterestLine) -> str:
    days = "1 jour" if line.days == 1 else f"{line.days} jours"
    return (
        f"{line.invoice} : du {line.first} au {line.last}, {days}, {line.base} € "
        f"à {line.rate:.2f} % = {line.interest} €"
    )


@pytest.mark.parametrize("golden", GOLDEN)
def test_each_golden_case_gives_the_sums_reckoned_by_hand(golden: dict[str, Any]) -> None:
    statement = state(build_case(golden["answers"]))
    written = {
        "lines": [read_aloud(line) for line in statement.interest],
        "principal": f"{statement.principal}",
        "late_interest": f"{statement.late_interest}",
        "compensation": f"{statement.compensation:.2f}",
        "total": f"{statement.total:.2f}",
        "daily": "inconnu" if statement.daily is None else f"{statement.daily}",
        "daily_until": statement.daily_until,
        "unknown_after": statement.unknown_after,
    }
    expected = {"daily_until": None, "unknown_after": None} | golden["expected"]
    assert written == expected


@pytest.mark.parametrize("penalties", ["none", "mention"])
def test_a_case_without_a_claim_has_its_principal_alone(penalties: Any) -> None:
    statement = state(a_case(penalties=penalties))
    assert (statement.principal, statement.late_interest, statement.compensation) == (1860, 0, 0)
    assert (statement.interest, statement.total, statement.daily) == ((), 1860, 0)


def test_the_part_in_dispute_is_what_is_due_less_what_is_claimed() -> None:
    """1 200,00 of which 1 000,00 in dispute: 200,00 is claimed."""
    statement = state(
        a_case(invoices=(replace(a_case().invoices[0], disputed=Decimal("1000.00")),))
    )
    assert (statement.principal, statement.claimed, statement.in_dispute) == (1200, 200, 1000)


def test_a_payment_or_a_credit_note_lowers_what_is_due() -> None:
    whole = replace(a_case().invoices[0], payments=(), credit=Decimal(0))
    assert not state(a_case(invoices=(whole,))).anything_paid
    assert state(a_case(invoices=(whole, replace(whole, credit=Decimal(1))))).anything_paid
    payment = Payment(date(2026, 8, 15), Decimal("300.00"))
    assert state(a_case(invoices=(whole, replace(whole, payments=(payment,))))).anything_paid


def bears(case: Case) -> list[tuple[bool, bool]]:
    """Whether each invoice bears interest, and whether it bears the fixed sum."""
    return [(bool(row.lines), bool(row.compensation)) for row in state(case).accruals]


def test_an_invoice_may_bear_interest_or_the_fixed_sum_alone() -> None:
    """A consumer owes interest without 40 €; a delay begun in 2027 bears 40 € and no known interest."""
    sent = EarlierStep(
        "mise-en-demeure", date(2026, 9, 28), "lrar", date(2026, 10, 1), ("F2026-014",)
    )
    consumer = a_case("consumer", penalties="claim", earlier=(sent,))
    assert bears(consumer) == [(True, False), (False, False)]
    first, second = a_case().invoices
    new = replace(second, due_on=date(2026, 12, 31), payments=())
    not_due = replace(first, due_on=date(2027, 2, 10))
    case = a_case(penalties="claim", dated_on=date(2027, 1, 20), invoices=(not_due, new))
    assert bears(case) == [(False, False), (False, True)]


def test_a_judgment_to_come_ends_what_each_day_adds_on_its_eve() -> None:
    """Only a draft may bear one: a letter refuses a judgment after its day."""
    debtor = replace(a_case().debtor, insolvency="redressement", insolvency_on=date(2026, 12, 1))
    statement = state(a_case(penalties="claim", late_rate="legal", debtor=debtor))
    assert statement.daily is not None
    assert statement.daily > 0
    assert statement.daily_until == date(2026, 11, 30)


def test_the_statement_names_the_invoices_that_bear_40_euros() -> None:
    assert state(a_case(penalties="claim")).compensated == ("F2026-014", "F2026-021")
    assert state(a_case("consumer", penalties="claim")).compensated == ()


def test_a_delay_older_than_the_rates_raises_with_the_file_and_the_day() -> None:
    old = Invoice("F1", date(2014, 5, 1), date(2014, 5, 31), "", Decimal(1200))
    with pytest.raises(LawUnknown, match=r"taux_refinancement_bce\.toml.*2014-06-01"):
        state(a_case(penalties="claim", invoices=(old,)))
    assert state(a_case(penalties="none", invoices=(old,))).principal == 1200


# --- what holds whatever the case ---------------------------------------------------------------

KINDS = ("professional", "public", "consumer", "non_professional")
RATES: dict[str, Callable[[], daily_interest.RateOf]] = {
    "legal": lambda: daily_interest.ecb_plus(1000),
    "triple_legal": lambda: daily_interest.legal_times(3),
    "ecb_plus": lambda: daily_interest.ecb_plus(725),
    "fixed": lambda: daily_interest.constant(1350),
}


def random_invoice(chance: random.Random, number: str, day: date) -> Invoice:
    due_on = day - timedelta(days=chance.randint(-30, chance.choice((60, 400, 3500))))
    due_on = max(due_on, FIRST)
    amount = Decimal(chance.randint(1, chance.choice((500, 500_000, 99_999_999)))) / 100
    left, payments = amount, []
    for _ in range(chance.choice((0, 0, 1, 1, 2, 5))):
        part = (left * chance.randint(0, 100) / 100).quantize(Decimal("0.01"))
        latest = (day - due_on).days
        paid_on = due_on + timedelta(days=chance.randint(-20, max(latest, 0)))
        payments.append(Payment(min(paid_on, day), part))
        left -= part
    credit = min(left, Decimal(chance.choice((0, 0, 0, 25))))
    issued_on = due_on - timedelta(days=30)
    received_on = chance.choice((None, issued_on + timedelta(days=chance.randint(0, 40))))
    return Invoice(
        number,
        issued_on,
        due_on,
        "",
        amount,
        credit=credit,
        payments=tuple(payments),
        received_on=received_on,
    )


def random_case(chance: random.Random) -> Case:
    kind = chance.choice(KINDS)
    day = FIRST + timedelta(days=chance.randint(40, (LAST - FIRST).days))
    sent_on = day - timedelta(days=chance.randint(0, 900))
    step = EarlierStep("mise-en-demeure", sent_on, "lrar", min(sent_on + timedelta(days=2), day))
    return a_case(
        kind,
        dated_on=day,
        penalties="claim",
        invoices=tuple(
            random_invoice(chance, f"F{i}", day) for i in range(chance.choice((1, 1, 2, 4)))
        ),
        earlier=() if chance.random() < 0.2 or step.sent_on < FIRST else (step,),
        late_rate=chance.choice(tuple(RATES)),
        fixed_rate=Decimal("13.5"),
        late_points=Decimal("7.25"),
    )


def test_totals_are_sums_of_printed_lines_in_random_cases() -> None:
    chance = random.Random(20261121)
    fee = parameters()["indemnite_forfaitaire_recouvrement"].at(TODAY)
    drawn = 0
    for _ in range(10_000):
        case = random_case(chance)
        statement = state(case)
        drawn += len(statement.interest)
        assert statement.late_interest == sum(
            (line.interest for line in statement.interest), Decimal(0)
        )
        assert statement.compensation == fee * len(statement.compensated)
        assert (
            statement.total
            == statement.principal + statement.late_interest + statement.compensation
        )
        paid = sum(p.amount for invoice in case.invoices for p in invoice.payments)
        billed = sum(invoice.amount - invoice.credit for invoice in case.invoices)
        assert statement.principal == billed - paid
        for line in statement.interest:
            assert line.interest >= 0
            assert line.base > 0
            assert line.days == (line.last - line.first).days + 1 >= 1
            assert line.interest == line.interest.quantize(Decimal("0.01"))
    assert drawn > 10_000


def daily_rows(case: Case, invoice: Invoice) -> list[daily_interest.InterestRow]:
    """Return the rows of one invoice, with the rules of the law written a second time here."""
    kind, steps = case.debtor.kind, [step for step in case.earlier if invoice.due_on < step.sent_on]
    late = invoice.due_on
    rate = RATES[case.late_rate]()
    if kind in ("consumer", "non_professional"):
        if not steps or steps[0].presented_on is None:
            return []
        late, rate = steps[0].presented_on, daily_interest.legal_times(1)
    if kind == "public" and invoice.received_on:
        late = max(late, invoice.received_on + timedelta(days=30))
    first = late + timedelta(days=1)
    if kind == "public":
        if first > case.dated_on:
            return []
        rate = daily_interest.constant(daily_interest.ecb_plus(800)(first))
    return daily_interest.walk(
        Fraction(invoice.amount - invoice.credit),
        [(payment.paid_on, Fraction(payment.amount)) for payment in invoice.payments],
        (first, case.dated_on),
        rate,
        by_half_year=kind != "public" and (kind != "professional" or case.late_rate != "fixed"),
        interest_first=kind != "public",
    )


def test_each_line_equals_interest_counted_day_by_day() -> None:
    chance = random.Random(1)
    for _ in range(600):
        case = random_case(chance)
        rows = [
            (invoice.number, *row) for invoice in case.invoices for row in daily_rows(case, invoice)
        ]
        lines = [
            (
                line.invoice,
                line.first,
                line.last,
                line.days,
                Fraction(line.base),
                Fraction(line.rate) * 100,
                Fraction(line.interest) * 100,
            )
            for line in state(case).interest
        ]
        assert lines == rows, case


def owing(kind: Any, amount: Decimal, due_on: date, day: date) -> Statement:
    """One invoice, nothing paid; a mise en demeure presented ten days after the due date."""
    sent = due_on + timedelta(days=8)
    step = EarlierStep("mise-en-demeure", sent, "lrar", sent + timedelta(days=2))
    invoice = Invoice("F1", due_on, due_on, "", amount)
    return state(
        a_case(kind, invoices=(invoice,), dated_on=day, penalties="claim", earlier=(step,))
    )


amounts = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)
days = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))


@given(st.sampled_from(KINDS), amounts, days, days)
def test_no_interest_runs_on_or_before_the_due_date(
    kind: str, amount: Decimal, first: date, second: date
) -> None:
    early, due_on = sorted((first, second))
    statement = owing(kind, amount, due_on, early)
    assert (statement.late_interest, statement.compensation, statement.interest) == (0, 0, ())


@given(st.sampled_from(KINDS), amounts, st.lists(days, min_size=3, max_size=3))
def test_interest_grows_with_days_and_is_never_negative(
    kind: str, amount: Decimal, three: list[date]
) -> None:
    due_on, earlier_day, later = sorted(three)
    before = owing(kind, amount, due_on, earlier_day).late_interest
    assert 0 <= before <= owing(kind, amount, due_on, later).late_interest


@given(amounts, st.lists(days, min_size=3, max_size=3, unique=True))
def test_interest_of_a_split_period_adds_up_but_for_rounding(
    amount: Decimal, three: list[date]
) -> None:
    due_on, cut, end = sorted(three)
    whole = owing("professional", amount, due_on, end)
    first, second = (
        owing("professional", amount, due_on, cut),
        owing("professional", amount, cut, end),
    )
    lines = len(whole.interest) + len(first.interest) + len(second.interest)
    difference = abs(whole.late_interest - first.late_interest - second.late_interest)
    assert difference <= Decimal("0.005") * lines


@given(amounts, days, st.integers(1, 60))
def test_the_daily_amount_is_what_the_next_day_adds(
    amount: Decimal, due_on: date, more: int
) -> None:
    day = due_on + timedelta(days=1)
    before = owing("professional", amount, due_on, day)
    if before.daily is None or before.daily_until is None:
        return
    later = min(day + timedelta(days=more), before.daily_until)
    after = owing("professional", amount, due_on, later)
    added = before.daily * (later - day).days
    assert abs(after.late_interest - before.late_interest - added) <= Decimal("0.005") * (more + 4)
