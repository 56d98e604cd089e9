"""Checks of a debtor in a collective procedure or over-indebted."""

from collections.abc import Iterator
from datetime import date

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import JUDGMENTS, Case, Debtor
from courtois.checks.claim import EARLIEST_LETTER
from courtois.errors import Fault
from courtois.french import dates
from courtois.law import figures


def faults(case: Case) -> Iterator[Fault]:
    """Faults of the insolvency, which forbid the letter."""
    debtor = case.debtor
    if debtor.insolvency == "surendettement":
        yield Fault.french(
            "debtor-insolvency",
            "Un dossier de surendettement recevable interdit à votre client de payer ses dettes "
            "antérieures (article L. 722-5 du code de la consommation) : écrivez à la commission "
            "de surendettement, pas à lui.",
        )
    if debtor.insolvency == "closed":
        yield Fault.french(
            "debtor-insolvency",
            "Après une liquidation clôturée pour insuffisance d’actif, plus rien ne peut en principe "
            "être réclamé à la société : aucune lettre n’est utile.",
        )
    yield from judgment_day(case)
    judgment_on = debtor.insolvency_on
    known = (
        debtor.insolvency in JUDGMENTS and judgment_on and is_answered(judgment_on, case.dated_on)
    )
    if known and judgment_on and case.dated_on >= max(EARLIEST_LETTER, judgment_on):
        yield from _born_before(case, judgment_on)


def judgment_day(case: Case) -> Iterator[Fault]:
    """A fault when the day of the judgment is missing or impossible."""
    debtor, judgment_on = case.debtor, case.debtor.insolvency_on
    if debtor.insolvency not in JUDGMENTS:
        return
    if judgment_on is None:
        yield Fault.french(
            "debtor-insolvency_on",
            "Indiquez la date du jugement : elle figure sur l’annonce du Bodacc.",
        )
    elif is_answered(judgment_on, case.dated_on) and judgment_on > case.dated_on:
        yield Fault.french(
            "debtor-insolvency_on",
            f"Ce jugement tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
        )


def _born_before(case: Case, judgment_on: date) -> Iterator[Fault]:
    """Faults for debts that arose before the judgment: they are declared, not claimed (C. com., art. L622-24)."""
    receiver = "liquidateur" if case.debtor.insolvency == "liquidation" else "mandataire judiciaire"
    delay = figures(case.dated_on)["delai_declaration_creance"]
    for index, invoice in enumerate(case.invoices):
        question = f"invoices-{index}-performed_on"
        if invoice.performed_on is None and not case.before_judgment(invoice):
            yield Fault.french(
                question,
                "Indiquez quand la prestation a été achevée : c’est ce jour, et non celui de la "
                "facture, qui dit si la créance est née avant le jugement.",
            )
        elif is_answered(invoice.born_on) and case.before_judgment(invoice):
            yield Fault.french(
                question,
                f"Cette créance est née avant le jugement du {dates.write(judgment_on)} : aucune lettre ne "
                f"peut la réclamer. Déclarez-la au {receiver} dans les {delay} de la publication au "
                "Bodacc (article L. 622-24 du code de commerce) et retirez la facture d’ici.",
            )


def warnings(debtor: Debtor) -> Iterator[Fault]:
    """Warnings about the insolvency, to check before sending."""
    if debtor.insolvency in JUDGMENTS:
        yield Fault.french(
            "debtor-insolvency",
            "En principe, seules les créances nées après le jugement se paient à leur échéance : "
            "gardez la preuve de la date de votre prestation.",
        )
    if debtor.insolvency == "unknown":
        yield Fault.french(
            "debtor-insolvency",
            "Cherchez votre client sur bodacc.fr avant d’envoyer : si une procédure est ouverte, "
            "une créance antérieure se déclare et ne se réclame plus.",
        )


def calculator_warnings(case: Case) -> Iterator[Fault]:
    """Warnings of a calculator, where an insolvency is no fault."""
    insolvency = case.debtor.insolvency
    if insolvency in ("surendettement", "closed"):
        yield from faults(case)
    if insolvency == "surendettement":
        yield Fault.french(
            "debtor-insolvency",
            "Un surendettement recevable peut aussi arrêter les intérêts : à vérifier auprès de la "
            "commission.",
        )
    elif regimes.of(case.debtor).in_bodacc:
        yield from warnings(case.debtor)
