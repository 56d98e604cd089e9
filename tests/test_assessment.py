"""A case is reckoned once, whoever reads the result."""

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import FrameType

import pytest
from cases import FIRST, SECOND, a_case

from courtois import forms
from courtois.case import EarlierStep, Invoice, Payment
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.errors import LawUnknown
from courtois.procedure.advice import advise
from courtois_api.app import create_app

RECKONED = ("state", "accrue", "_of_invoice", "interest_table")


def calls_of(ask: Callable[[], object]) -> dict[str, int]:
    """How often each function of RECKONED runs while `ask` does."""
    calls: Counter[str] = Counter()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_globals.get("__name__", "").startswith("courtois.debt"):
            calls[frame.f_code.co_name] += 1

    sys.setprofile(note)
    try:
        ask()
    finally:
        sys.setprofile(None)
    return {name: calls[name] for name in RECKONED}


def test_a_letter_reckons_each_invoice_once(root: Path, built: Path) -> None:
    """Checks, letter and advice share one assessment: nothing is reckoned again for the PDF's words."""
    client = create_app(root / "templates", built).test_client()
    example = LetterCatalogue(root / "templates")["mise-en-demeure"].example
    answers = dict(forms.flatten(example)) | {"penalties": "claim", "late_rate": "legal"}
    statuses = []
    invoices = len(example["invoices"])
    calls = calls_of(
        lambda: statuses.append(
            client.post("/api/lettres/mise-en-demeure.html", data=answers).status_code
        )
    )
    assert statuses == [200]
    # The interest table is a property of the assessment, which calls the function of that name.
    assert calls == {"state": 1, "accrue": invoices, "_of_invoice": invoices, "interest_table": 2}


def test_the_remedies_of_a_claim_reckon_nothing_again(root: Path) -> None:
    """Their ceilings count interest: a case that claims it was reckoned with it already."""
    sent = EarlierStep("mise-en-demeure", date(2026, 9, 1), "lrar", date(2026, 9, 3))
    assessment = assess(a_case(penalties="claim", late_rate="legal", earlier=(sent,)))
    advice = []
    catalogue = LetterCatalogue(root / "templates")
    calls = calls_of(lambda: advice.append(advise(assessment, catalogue)))
    assert advice[0].remedies
    assert (calls["state"], calls["accrue"]) == (1, 2)


def test_an_assessment_raises_only_for_what_is_read() -> None:
    """An invoice older than the rates: its balance is known, its claimed interest is not."""
    old = replace(FIRST, issued_on=date(2012, 1, 1), due_on=date(2012, 2, 1))
    assessment = assess(a_case(penalties="claim", late_rate="legal", invoices=(old,)))
    assert assessment.balances.principal == FIRST.amount
    with pytest.raises(LawUnknown):
        _ = assessment.statement


def paid(invoice: Invoice, amount: str) -> Invoice:
    """The invoice with one payment, made on the day it was due."""
    return replace(invoice, payments=(Payment(invoice.due_on, Decimal(amount)),))


def test_an_invoice_paid_in_full_or_too_much_is_no_longer_owed() -> None:
    """1 200,00 paid of 1 200,00, then 1 200,01: nothing is left but the second invoice."""
    for amount in ("1200.00", "1200.01"):
        assessment = assess(a_case(invoices=(paid(FIRST, amount), SECOND)))
        assert assessment.owing.invoices == (SECOND,)
        assert [days.number for days in assessment.limitations] == [SECOND.number]
    nearly = paid(FIRST, "1199.99")
    assert assess(a_case(invoices=(nearly, SECOND))).owing.invoices == (nearly, SECOND)


def test_a_case_paid_in_full_keeps_its_invoices() -> None:
    settled = (paid(FIRST, "1200.00"), paid(SECOND, "960.00"))
    assessment = assess(a_case(invoices=settled))
    assert assessment.owing.invoices == settled
    assert [days.number for days in assessment.limitations] == [FIRST.number, SECOND.number]


def test_the_limitation_needs_no_rate() -> None:
    """An invoice older than the rates, due on 1 February 2012, is barred five years later."""
    old = replace(
        FIRST, issued_on=date(2012, 1, 1), due_on=date(2012, 2, 1), performed_on=date(2012, 1, 1)
    )
    assessment = assess(a_case(penalties="claim", late_rate="legal", invoices=(old,)))
    assert assessment.limitation.late == date(2017, 2, 1)


def test_an_invoice_paid_late_is_claimed_for_interest_or_40_euros_alone() -> None:
    """A consumer owes interest without 40 €; a delay begun in 2027 bears 40 € and no known interest."""
    sent = EarlierStep("mise-en-demeure", date(2026, 9, 28), "lrar", date(2026, 10, 1))
    late = replace(FIRST, payments=(Payment(date(2026, 10, 15), FIRST.amount),))
    on_time = paid(SECOND, "960.00")
    claimed = {"penalties": "claim", "late_rate": "legal", "invoices": (late, on_time)}
    consumer = assess(a_case("consumer", earlier=(sent,), **claimed))
    assert [days.number for days in consumer.limitations] == [FIRST.number]
    due = date(2026, 12, 31)
    in_2027 = replace(FIRST, due_on=due, payments=(Payment(date(2027, 1, 10), FIRST.amount),))
    claimed |= {"invoices": (in_2027, on_time), "dated_on": date(2027, 1, 20)}
    assert [days.number for days in assess(a_case(**claimed)).limitations] == [FIRST.number]
