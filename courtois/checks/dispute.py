"""Checks of a claim in dispute (docs/rules.md, §3.2): a letter demands only the undisputed part, which is certain."""

from collections.abc import Iterator

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import Case
from courtois.catalogue.letters import LetterType
from courtois.checks.guide_links import see_guide
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.french import euros


def faults(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """Faults of a dispute: what it forbids, and what is not answered yet."""
    case = assessment.case
    if not is_answered(case.disputed):
        return
    if case.disputed not in letter_type.takes_dispute:
        yield Fault.french(
            "disputed",
            "Une somme contestée en entier n’est pas certaine : cette lettre ne convient pas. "
            + see_guide("facture-contestee"),
        )
    if case.disputed == "part":
        yield from _part(assessment)
    elif case.disputed == "no" and any(invoice.disputed for invoice in case.invoices):
        yield Fault.french(
            "disputed",
            "Vous avez indiqué une part contestée : choisissez « Oui, une partie de la somme », "
            "ou effacez cette part.",
        )


def _part(assessment: Assessment) -> Iterator[Fault]:
    case = assessment.case
    if not any(invoice.disputed for invoice in case.invoices):
        yield Fault.french(
            "invoices-0-disputed",
            "Indiquez la part contestée, en euros, sur la facture en cause.",
        )
    if not case.disputed_what:
        yield Fault.french("disputed_what", "Dites en une phrase ce que votre client conteste.")
    yield from too_large(assessment)


def too_large(assessment: Assessment) -> Iterator[Fault]:
    """A fault for a part in dispute larger than what remains due."""
    for index, line in enumerate(assessment.balances.lines):
        invoice = line.invoice
        paid = [payment.amount for payment in invoice.payments]
        known = is_answered(invoice.amount, invoice.credit, invoice.disputed, *paid)
        if not invoice.amount or not known:  # a calculator may not ask the amount
            continue
        if 0 <= line.balance < invoice.disputed:
            left = euros.write(line.balance)
            yield Fault.french(
                f"invoices-{index}-disputed",
                f"La part contestée dépasse ce qui reste dû sur cette facture, {left}.",
            )


def warnings(case: Case) -> Iterator[Fault]:
    """A warning when no mediator is named to a consumer in dispute (C. conso., art. L616-1)."""
    disputed = case.disputed in ("part", "all")
    if disputed and regimes.of(case.debtor).consumer_law and not case.creditor.mediator:
        yield Fault.french(
            "creditor-mediator",
            "En cas de litige, un particulier doit savoir quel médiateur de la consommation il peut "
            "saisir (article L. 616-1 du code de la consommation) : indiquez le vôtre.",
        )
