"""Checks of the invoices: days in order, possible sums, no invoice twice."""

from collections.abc import Iterator
from datetime import date

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import Case, Invoice
from courtois.catalogue.letters import LetterType
from courtois.checks.claim import claimed_statement
from courtois.checks.guide_links import see_guide
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.french import dates, euros
from courtois.law import parameters
from courtois.letter.compose import claims


def faults(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """Faults that keep invoices out of a letter."""
    case = assessment.case
    yield from impossible(case)
    if not letter_type.takes_not_due:
        for index, invoice in enumerate(case.invoices):
            yield from _not_due(f"invoices-{index}", invoice, case)
    yield from _paid_in_full(assessment)
    yield from _nothing_left(assessment, letter_type)


def impossible(case: Case) -> Iterator[Fault]:
    """Faults of impossible days and sums, for a letter or a calculator."""
    for index, invoice in enumerate(case.invoices):
        row_name = f"invoices-{index}"
        yield from _days_in_order(row_name, invoice)
        yield from _too_late(row_name, invoice, case)
        yield from _payment_days(row_name, invoice, case)
        yield from _sums(row_name, invoice)
    yield from _duplicates(case)


def _days_in_order(row_name: str, invoice: Invoice) -> Iterator[Fault]:
    if is_answered(invoice.due_on, invoice.issued_on) and invoice.due_on < invoice.issued_on:
        yield Fault.french(
            f"{row_name}-due_on",
            "L’échéance tombe avant la date de la facture : vérifiez ces deux dates.",
        )
    received = invoice.received_on
    known_since = parameters()["delai_paiement_public"].covered_from
    if received and is_answered(received) and received < known_since:
        yield Fault.french(
            f"{row_name}-received_on",
            f"Vérifiez l’année : les délais de paiement sont connus ici depuis le "
            f"{dates.write(known_since)}.",
        )
    if not received or not invoice.issue_known:
        return
    if is_answered(received, invoice.issued_on) and received < invoice.issued_on:
        yield Fault.french(
            f"{row_name}-received_on",
            "La réception tombe avant la date de la facture : vérifiez ces deux dates.",
        )


def _too_late(row_name: str, invoice: Invoice, case: Case) -> Iterator[Fault]:
    day = case.dated_on
    after = {
        "issued_on": f"La facture est datée d’après le {dates.write(day)} : vérifiez cette date.",
        "performed_on": f"Cette date tombe après le {dates.write(day)} : laissez vide "
        "tant que la prestation n’est pas achevée.",
        "received_on": f"Cette date tombe après le {dates.write(day)} : vérifiez-la.",
    }
    for name, sentence in after.items():
        when = getattr(invoice, name)
        if name == "issued_on" and not invoice.issue_known:
            continue
        if is_answered(when, day) and when > day:
            yield Fault.french(f"{row_name}-{name}", sentence)


def _not_due(row_name: str, invoice: Invoice, case: Case) -> Iterator[Fault]:
    day = case.dated_on
    if not is_answered(invoice.due_on, day):
        return
    received, last = invoice.received_on, _end_of_public_term(invoice, case)
    if received and last and last >= day:
        until, wait = f"au {dates.write(last)}", "attendez ce jour, ou retirez-la"
        if last == day:
            until, wait = "à ce soir", "datez la lettre de demain"
        yield Fault.french(
            f"{row_name}-received_on",
            f"Reçue le {dates.write(received)}, cette facture peut être payée jusqu’{until} : {wait}.",
        )
        return
    noun = "échéance" if case.plan_in_course else "facture"
    if invoice.due_on == day:  # late from the morrow only (C. com., art. L441-10, II)
        yield Fault.french(
            f"{row_name}-due_on",
            f"Votre client a jusqu’à ce soir pour payer cette {noun} : datez la lettre de demain.",
        )
    elif invoice.due_on > day and (day >= invoice.issued_on or not invoice.issue_known):
        due = dates.write(invoice.due_on)
        yield Fault.french(
            f"{row_name}-due_on",
            f"Cette {noun} n’est exigible que le {due} : attendez ce jour, ou retirez-la.",
        )


def _end_of_public_term(invoice: Invoice, case: Case) -> date | None:
    """The last day a public body has from its receipt, when it comes after the due date; None otherwise."""
    debtor, received = case.debtor, invoice.received_on
    known_since = parameters()["delai_paiement_public"].covered_from
    if not is_answered(debtor.kind, debtor.public_term, received) or not received:
        return None
    if received < known_since or received > case.dated_on:  # another check reports the second
        return None
    last = regimes.of(case.debtor).last_day_to_pay(case.debtor, invoice)
    return last if last > invoice.due_on else None


def _payment_days(row_name: str, invoice: Invoice, case: Case) -> Iterator[Fault]:
    for index, payment in enumerate(invoice.payments):
        if is_answered(payment.paid_on, case.dated_on) and payment.paid_on > case.dated_on:
            yield Fault.french(
                f"{row_name}-payments-{index}-paid_on",
                f"Ce paiement tombe après le {dates.write(case.dated_on)} : n’indiquez que ce "
                "que vous avez reçu.",
            )


def _sums(row_name: str, invoice: Invoice) -> Iterator[Fault]:
    paid = [payment.amount for payment in invoice.payments]
    deducted = sum(paid, invoice.credit)
    known = invoice.amount and is_answered(invoice.amount, invoice.credit, *paid)
    if not known or deducted <= invoice.amount:  # a calculator may not ask the amount
        return
    last = f"{row_name}-payments-{len(paid) - 1}-amount" if paid else f"{row_name}-credit"
    noun = (
        "Les paiements et les avoirs"
        if paid and invoice.credit
        else ("Les paiements" if paid else "Les avoirs")
    )
    yield Fault.french(
        last,
        f"{noun} ({euros.write(deducted)}) dépassent le montant de la facture "
        f"({euros.write(invoice.amount)}) : vérifiez ces sommes.",
    )


def _duplicates(case: Case) -> Iterator[Fault]:
    if case.plan_in_course:
        return
    seen: set[str] = set()
    for index, invoice in enumerate(case.invoices):
        if is_answered(invoice.number) and invoice.number.casefold() in seen:
            yield Fault.french(
                f"invoices-{index}-number",
                "Ce numéro figure déjà plus haut : retirez la facture en double ou corrigez-le.",
            )
        seen.add(invoice.number.casefold())


def _paid_in_full(assessment: Assessment) -> Iterator[Fault]:
    """A fault for an invoice paid in full among unpaid ones."""
    owed = assessment.balances
    if len(assessment.case.invoices) < 2 or owed.principal <= 0:
        return
    for index, line in enumerate(owed.lines):
        invoice = line.invoice
        sums = (invoice.amount, invoice.credit, *(p.amount for p in invoice.payments))
        if line.balance == 0 and is_answered(*sums):
            yield Fault.french(
                f"invoices-{index}-amount",
                f"La facture {invoice.number} est entièrement réglée : retirez-la.",
            )


def _nothing_left(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    case = assessment.case
    if not sums_answered(case):
        return
    owed, statement = assessment.balances, claimed_statement(assessment)
    if any(line.balance < 0 for line in owed.lines):
        return  # another check reports it
    if statement and claims(letter_type, case, statement):
        return  # paid late: interest or compensation remain
    if owed.principal == 0:
        yield Fault.french(
            "invoices-0-amount",
            "Il ne reste rien à payer, paiements et avoirs déduits : aucune lettre n’est utile.",
        )
    elif owed.claimed <= 0 and (letter_type.demands_payment or letter_type.takes_plan):
        yield Fault.french(
            "disputed",
            "Toute la somme est contestée : il ne reste rien à demander. "
            + see_guide("facture-contestee"),
        )


def sums_answered(case: Case) -> bool:
    """True when every sum of the balance is answered."""
    return all(
        is_answered(
            invoice.amount, invoice.credit, invoice.disputed, *(p.amount for p in invoice.payments)
        )
        for invoice in case.invoices
    )
