"""From answers to a case: a complete one, always, whose gaps are borrowed from the example.

With nothing wrong nothing is borrowed. With faults, the case still lets every other answer be
checked, and a draft shows it.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from typing import Literal, TypeVar

from courtois import regimes
from courtois.case import (
    ZERO,
    Case,
    Debtor,
    EarlierStep,
    Event,
    Instalment,
    Invoice,
    Payment,
    Penalties,
    Plan,
)
from courtois.catalogue.tools import Tool
from courtois.errors import BrokenLetter
from courtois.forms.parties_told import creditor_told, debtor_told
from courtois.forms.told import Told

Row = TypeVar("Row")
Names = dict[str, str]  # `invoices-1`, second of the case -> `invoices-3`, as the form has it


def case_told(told: Told, borrowed: Callable[[], Told], today: date) -> tuple[Case, Names]:
    """The case these answers make, and how its rows are named in the form.

    `borrowed` is the letter's example, for groups of rows that cannot be empty.
    """
    names: Names = {}
    creditor, debtor = creditor_told(told.part("creditor")), debtor_told(told.part("debtor"))
    invoices = _invoices(told if told.rows("invoices") else borrowed(), names)
    dated_on = told.day_if_told("dated_on") or today
    case = Case(
        creditor=creditor,
        debtor=debtor,
        invoices=invoices,
        place=told.text("place") or creditor.address.city,
        dated_on=dated_on,
        pay_by=_deadline(told, dated_on),
        earlier=_earlier(told, invoices, names),
        events=_rows(told.rows("events"), "events", names, _event),
        penalties=_penalties(told, debtor),
        late_rate=told.choice("late_rate"),
        fixed_rate=told.percent_if_told("fixed_rate"),
        late_points=told.percent_if_told("late_points"),
        annex=told.yes("annex"),
        disputed=told.choice("disputed") or ("part" if _any_disputed(invoices) else "no"),
        disputed_what=told.text("disputed_what"),
        plan_in_course=told.yes("plan_in_course"),
        grace_until=told.day_if_told("grace_until"),
        note=told.text("note"),
        qr=told.yes("qr"),
        plan=_plan(told, borrowed, names),
    )
    return case, names


def _rows(
    rows: Iterable[tuple[str, Told]], group: str, names: Names, build: Callable[[Told], Row]
) -> tuple[Row, ...]:
    """Build each row; one that is faulty and has no example is left out, its fault told."""
    built: list[Row] = []
    for name, told in rows:
        try:
            built.append(build(told))
        except BrokenLetter:
            continue
        names[f"{group}-{len(built) - 1}"] = name
    return tuple(built)


def _invoices(told: Told, names: Names) -> tuple[Invoice, ...]:
    invoices: list[Invoice] = []
    rows = told.rows("invoices")
    typed = {row.text("number") for _, row in rows}
    unused = (number for number in map(str, count(1)) if number not in typed)
    for name, row in rows:
        here = f"invoices-{len(invoices)}"
        payments = _rows(row.rows("payments"), f"{here}-payments", names, _payment)
        invoices.append(_invoice(row, payments, row.text("number") or next(unused)))
        names[here] = name
    return tuple(invoices)


def _invoice(told: Told, payments: tuple[Payment, ...], number: str) -> Invoice:
    """One invoice; a calculator may leave its date or its amount untold."""
    due_on, issued_on = told.day("due_on"), told.day_if_told("issued_on")
    return Invoice(
        number=number,
        issued_on=issued_on or due_on,
        issue_known=issued_on is not None,
        due_on=due_on,
        service=told.text("service"),
        amount=told.euros_if_told("amount") or ZERO,
        performed_on=told.day_if_told("performed_on"),
        received_on=told.day_if_told("received_on"),
        nature=told.choice("nature"),
        order_ref=told.text("order_ref"),
        credit=told.euros_if_told("credit") or ZERO,
        disputed=told.euros_if_told("disputed") or ZERO,
        payments=payments,
    )


def _payment(told: Told) -> Payment:
    return Payment(paid_on=told.day("paid_on"), amount=told.euros("amount"))


def _event(told: Told) -> Event:
    return Event(kind=told.choice("kind"), on=told.day("on"))


def _instalment(told: Told) -> Instalment:
    return Instalment(due_on=told.day("due_on"), amount=told.euros("amount"))


def _earlier(told: Told, invoices: tuple[Invoice, ...], names: Names) -> tuple[EarlierStep, ...]:
    def build(row: Told) -> EarlierStep:
        sent_on = row.day("sent_on")
        return EarlierStep(
            step=row.text("step"),
            sent_on=sent_on,
            channel=row.choice("channel"),
            presented_on=row.day_if_told("presented_on"),
            invoices=numbers(row.text("invoices")) or _already_due(invoices, sent_on),
        )

    return _rows(told.rows("earlier"), "earlier", names, build)


def numbers(text: str) -> tuple[str, ...]:
    """Invoice numbers separated by commas or semicolons.

    >>> numbers("F2026-014, F2026-021")
    ('F2026-014', 'F2026-021')
    """
    return tuple(dict.fromkeys(part.strip() for part in re.split("[,;\\n]", text) if part.strip()))


def _already_due(invoices: tuple[Invoice, ...], day: date) -> tuple[str, ...]:
    """The numbers of those due that day; nothing when that is all of them, or none."""
    due = tuple(dict.fromkeys(invoice.number for invoice in invoices if invoice.due_on < day))
    return due if any(invoice.number not in due for invoice in invoices) else ()


def _deadline(told: Told, dated_on: date) -> date | None:
    """The day told, else a working day after the letter's usual delay; a plan has its own days."""
    if told.kind.takes_plan:
        return None
    return told.day_if_usable("pay_by") or told.kind.usual_deadline(dated_on)


def _plan(told: Told, borrowed: Callable[[], Told], names: Names) -> Plan | None:
    if not told.kind.takes_plan:
        return None
    rows = told.rows("instalments") or borrowed().rows("instalments")
    debtor = told.part("debtor")
    return Plan(
        instalments=_rows(rows, "instalments", names, _instalment),
        covers=told.choice("plan_covers") or "principal",
        penalties=told.choice("plan_penalties"),
        signatory=debtor.text("signatory"),
        capacity=debtor.text("capacity"),
    )


def _penalties(told: Told, debtor: Debtor) -> Penalties:
    """What was chosen; a plan that covers the total counts what lateness adds, as a calculator may."""
    chosen: Penalties | Literal[""] = told.choice("penalties")
    if isinstance(told.kind, Tool):
        return (chosen or "claim") if told.kind.claims else "none"
    if told.choice("plan_covers") == "total":
        return "claim"
    return chosen or _usual_penalties(debtor)


def _usual_penalties(debtor: Debtor) -> Penalties:
    return "mention" if regimes.of(debtor).late_by_law else "none"


def _any_disputed(invoices: tuple[Invoice, ...]) -> bool:
    return any(invoice.disputed for invoice in invoices)
