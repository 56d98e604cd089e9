"""Build a case from answers. The case is always complete: the example fills its gaps.

Answers without a fault borrow nothing. With a fault, the other answers can still be checked, and a
draft can still be shown. Fields take the answer to the question of their name
(`AnswerReader.build`): this module holds only what differs.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TypeVar

from courtois import regimes
from courtois.case import (
    ZERO,
    Address,
    Case,
    Creditor,
    Debtor,
    Dispute,
    EarlierStep,
    Event,
    Instalment,
    Invoice,
    Payment,
    Penalties,
    Plan,
)
from courtois.errors import NoExample
from courtois.forms.answers import AnswerReader
from courtois.forms.choices import DISPUTES, PENALTIES

Built = TypeVar("Built")
RowNames = dict[str, str]  # `invoices-1`, second of the case -> `invoices-3`, as the form has it
PLAN_QUESTIONS = {
    "covers": "plan_covers",
    "penalties": "plan_penalties",
    "signatory": "debtor-signatory",
    "capacity": "debtor-capacity",
}


def build_case(
    answers: AnswerReader, example: Callable[[], AnswerReader], today: date
) -> tuple[Case, RowNames]:
    """Build the case these answers make; return it with the names of its rows in the form.

    `example` reads the example, for groups of rows that cannot be empty.
    """
    names: RowNames = {}
    creditor, debtor = (
        build_creditor(answers.part("creditor")),
        build_debtor(answers.part("debtor")),
    )
    invoices = _invoices(answers if answers.rows("invoices") else example(), names)
    dated_on = answers.day("dated_on") or today
    case = answers.build(
        Case,
        creditor=creditor,
        debtor=debtor,
        invoices=invoices,
        place=answers.text("place") or creditor.address.city,
        dated_on=dated_on,
        pay_by=_deadline(answers, dated_on),
        earlier=_earlier(answers, invoices, names),
        events=_rows(answers.rows("events"), "events", names, lambda row: row.build(Event)),
        penalties=_penalties(answers, debtor),
        disputed=answers.choice("disputed", DISPUTES) or _dispute(invoices),
        plan=_plan(answers, example, names),
    )
    return case, names


def build_creditor(answers: AnswerReader) -> Creditor:
    """Build the creditor. A sole trader who names no signatory is the signatory."""
    signs_alone = answers.text("status") == "sole_trader" and not answers.is_typed("signatory")
    return answers.build(
        Creditor,
        address=answers.build(Address, country=""),
        signatory=answers.text("name" if signs_alone else "signatory"),
    )


def build_debtor(answers: AnswerReader) -> Debtor:
    """Build the debtor."""
    return answers.build(Debtor, address=answers.build(Address))


def _rows(
    rows: Iterable[AnswerReader],
    group: str,
    names: RowNames,
    build: Callable[[AnswerReader], Built],
) -> tuple[Built, ...]:
    """Build each row. Leave out a row with a fault that the example cannot replace: the fault is reported already."""
    built: list[Built] = []
    for row in rows:
        try:
            built.append(build(row))
        except NoExample:
            continue
        names[f"{group}-{len(built) - 1}"] = row.name
    return tuple(built)


def _invoices(answers: AnswerReader, names: RowNames) -> tuple[Invoice, ...]:
    invoices: list[Invoice] = []
    rows = answers.rows("invoices")
    numbers_typed = {row.text("number") for row in rows}
    unused = (number for number in map(str, count(1)) if number not in numbers_typed)
    for row in rows:
        name = f"invoices-{len(invoices)}"
        payments = row.rows("payments")
        invoices.append(
            _invoice(
                row,
                number=row.text("number") or next(unused),
                payments=_rows(
                    payments, f"{name}-payments", names, lambda paid: paid.build(Payment)
                ),
            )
        )
        names[name] = row.name
    return tuple(invoices)


def _invoice(answers: AnswerReader, *, number: str, payments: tuple[Payment, ...]) -> Invoice:
    """Build one invoice; a calculator may leave its date or its amount blank."""
    issued_on = answers.day("issued_on")
    return answers.build(
        Invoice,
        number=number,
        payments=payments,
        amount=answers.euros("amount") or ZERO,
        issued_on=issued_on or answers.day("due_on"),
        issue_known=issued_on is not None,
    )


def _earlier(
    answers: AnswerReader, invoices: tuple[Invoice, ...], names: RowNames
) -> tuple[EarlierStep, ...]:
    def build(row: AnswerReader) -> EarlierStep:
        step = row.build(EarlierStep, invoices=numbers(row.text("invoices")))
        return step if step.invoices else replace(step, invoices=_due_before(step, invoices))

    return _rows(answers.rows("earlier"), "earlier", names, build)


def numbers(text: str) -> tuple[str, ...]:
    """Return the invoice numbers of a text, separated by commas or semicolons.

    >>> numbers("F2026-014, F2026-021")
    ('F2026-014', 'F2026-021')
    """
    return tuple(dict.fromkeys(part.strip() for part in re.split("[,;\\n]", text) if part.strip()))


def _due_before(step: EarlierStep, invoices: tuple[Invoice, ...]) -> tuple[str, ...]:
    """Return the numbers of the invoices due before a step; nothing when that is all or none."""
    late = [invoice for invoice in invoices if invoice.due_on < step.sent_on]
    due = tuple(dict.fromkeys(invoice.number for invoice in late))
    return due if any(invoice.number not in due for invoice in invoices) else ()


def _deadline(answers: AnswerReader, dated_on: date) -> date | None:
    """Return the day chosen, else the usual one; None for a letter that asks for no deadline."""
    if not answers.scope.asks("pay_by"):
        return None
    chosen = answers.day("pay_by") if answers.is_valid("pay_by") else None
    return chosen or answers.entry.usual_deadline(dated_on)


def _plan(
    answers: AnswerReader, example: Callable[[], AnswerReader], names: RowNames
) -> Plan | None:
    if not answers.scope.asks("instalments"):
        return None
    rows = answers.rows("instalments") or example().rows("instalments")
    instalments = _rows(rows, "instalments", names, lambda row: row.build(Instalment))
    return answers.build(Plan, PLAN_QUESTIONS, instalments=instalments)


def _penalties(answers: AnswerReader, debtor: Debtor) -> Penalties:
    """Return how lateness is treated; a plan that covers the total counts what it adds."""
    if answers.text("plan_covers") == "total":
        return "claim"
    usual: Penalties = "mention" if regimes.of(debtor).late_by_law else "none"
    return answers.entry.penalties(answers.choice("penalties", PENALTIES), usual)


def _dispute(invoices: tuple[Invoice, ...]) -> Dispute:
    return "part" if any(invoice.disputed for invoice in invoices) else "no"
