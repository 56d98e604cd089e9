"""Invoices: their days in order, their sums possible, each named once."""

from collections.abc import Iterator

from courtois import dates, euros
from courtois.case import Case, Invoice
from courtois.checks.claim import counted
from courtois.checks.guides import see
from courtois.checks.saying import say
from courtois.errors import Fault
from courtois.example import told
from courtois.letters import LetterType
from courtois.statement import balances


def faults(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """Everything wrong with the invoices."""
    for index, invoice in enumerate(case.invoices):
        here = f"invoices-{index}"
        yield from _own_days(here, invoice)
        yield from _days_and_letter(here, invoice, case, letter_type)
        yield from _payment_days(here, invoice, case)
        yield from _sums(here, invoice)
    yield from _twice(case)
    yield from _settled(case)
    yield from _nothing_left(case, letter_type)


def _own_days(here: str, invoice: Invoice) -> Iterator[Fault]:
    if told(invoice.due_on, invoice.issued_on) and invoice.due_on < invoice.issued_on:
        yield say(
            f"{here}-due_on",
            "L’échéance tombe avant la date de la facture : vérifiez ces deux dates.",
        )
    received = invoice.received_on
    if received and told(received, invoice.issued_on) and received < invoice.issued_on:
        yield say(
            f"{here}-received_on",
            "La réception tombe avant la date de la facture : vérifiez ces deux dates.",
        )


def _days_and_letter(
    here: str, invoice: Invoice, case: Case, letter_type: LetterType
) -> Iterator[Fault]:
    day = case.dated_on
    after = {
        "issued_on": "La facture porte une date postérieure à celle de la lettre : vérifiez-la.",
        "performed_on": "Cette date est postérieure à celle de la lettre : laissez vide "
        "tant que la prestation n’est pas achevée.",
        "received_on": "Cette date est postérieure à celle de la lettre : vérifiez-la.",
    }
    for name, sentence in after.items():
        when = getattr(invoice, name)
        if told(when, day) and when > day:
            yield say(f"{here}-{name}", sentence)
    if letter_type.takes_not_due or not told(invoice.due_on, day):
        return
    what = "échéance" if case.plan_in_course else "facture"
    if invoice.due_on == day:  # late from the morrow only (C. com., art. L441-10, II)
        yield say(
            f"{here}-due_on",
            f"Votre client a jusqu’à ce soir pour payer cette {what} : datez la lettre de demain.",
        )
    elif invoice.due_on > day >= invoice.issued_on:
        due = dates.write(invoice.due_on)
        yield say(
            f"{here}-due_on",
            f"Cette {what} n’est exigible que le {due} : attendez ce jour, ou retirez-la.",
        )


def _payment_days(here: str, invoice: Invoice, case: Case) -> Iterator[Fault]:
    for index, payment in enumerate(invoice.payments):
        if told(payment.paid_on, case.dated_on) and payment.paid_on > case.dated_on:
            yield say(
                f"{here}-payments-{index}-paid_on",
                "Ce paiement est postérieur à la lettre : n’indiquez que ce que vous avez reçu.",
            )


def _sums(here: str, invoice: Invoice) -> Iterator[Fault]:
    paid = [payment.amount for payment in invoice.payments]
    deducted = sum(paid, invoice.credit)
    if not told(invoice.amount, invoice.credit, *paid) or deducted <= invoice.amount:
        return
    last = f"{here}-payments-{len(paid) - 1}-amount" if paid else f"{here}-credit"
    what = (
        "Les paiements et les avoirs"
        if paid and invoice.credit
        else ("Les paiements" if paid else "Les avoirs")
    )
    yield say(
        last,
        f"{what} ({euros.write(deducted)}) dépassent le montant de la facture "
        f"({euros.write(invoice.amount)}) : vérifiez ces sommes.",
    )


def _twice(case: Case) -> Iterator[Fault]:
    if case.plan_in_course:
        return
    seen: set[str] = set()
    for index, invoice in enumerate(case.invoices):
        if told(invoice.number) and invoice.number.casefold() in seen:
            yield say(
                f"invoices-{index}-number",
                "Ce numéro figure déjà plus haut : retirez la facture en double ou corrigez-le.",
            )
        seen.add(invoice.number.casefold())


def _settled(case: Case) -> Iterator[Fault]:
    """An invoice paid in full has no place among those a letter calls unpaid."""
    owed = balances(case)
    if len(case.invoices) < 2 or owed.principal <= 0:
        return
    for index, line in enumerate(owed.lines):
        invoice = line.invoice
        sums = (invoice.amount, invoice.credit, *(p.amount for p in invoice.payments))
        if line.balance == 0 and told(*sums):
            yield say(
                f"invoices-{index}-amount",
                f"La facture {invoice.number} est entièrement réglée : retirez-la.",
            )


def _nothing_left(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    if not sums_told(case):
        return
    owed, statement = balances(case), counted(case)
    if any(line.balance < 0 for line in owed.lines):
        return  # said already
    if statement and statement.total > 0:
        return  # paid late: interest or compensation remain
    if owed.principal == 0:
        yield say(
            "invoices-0-amount",
            "Il ne reste rien à payer, paiements et avoirs déduits : aucune lettre n’est utile.",
        )
    elif owed.claimed <= 0 and (letter_type.demands_payment or letter_type.takes_plan):
        yield say(
            "disputed",
            "Toute la somme est contestée : il ne reste rien à demander. "
            + see("facture-contestee"),
        )


def sums_told(case: Case) -> bool:
    """True when the person told every sum the balance is made of."""
    return all(
        told(
            invoice.amount, invoice.credit, invoice.disputed, *(p.amount for p in invoice.payments)
        )
        for invoice in case.invoices
    )
