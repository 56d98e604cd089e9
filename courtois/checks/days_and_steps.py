"""Checks of the letter's days, of the steps before it, and of its length."""

from collections.abc import Collection, Iterator
from decimal import Decimal

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import MISE_EN_DEMEURE, Case, EarlierStep
from courtois.catalogue.letters import LetterType
from courtois.checks.claim import EARLIEST_LETTER, claimed_statement
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.french import dates, euros
from courtois.law import figures
from courtois.letter.compose import claims
from courtois.letter.earlier_steps import group_steps


def faults(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """Faults of a day too old, a deadline already past, a delay not yet over."""
    day = case.dated_on
    if not is_answered(day):
        return
    if day < EARLIEST_LETTER:
        yield Fault.french(
            "dated_on",
            f"Vérifiez l’année : une lettre ne peut pas être datée d’avant {EARLIEST_LETTER.year}.",
        )
    if case.pay_by and is_answered(case.pay_by) and case.pay_by <= day:
        yield Fault.french(
            "pay_by",
            f"La date limite doit tomber après celle de la lettre, le {dates.write(day)}.",
        )
    until = case.grace_until
    if until and is_answered(until) and until > day and not case.plan_in_course:
        yield Fault.french(
            "grace_until",
            f"Votre client a jusqu’au {dates.write(until)} : attendez cette date, ou indiquez "
            "un échéancier en cours pour ne réclamer que les échéances passées.",
        )


def warnings(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """Warnings about the deadline, the penalties, the earlier steps and a plan in course."""
    case = assessment.case
    if case.pay_by and is_answered(case.dated_on, case.pay_by):
        days = (case.pay_by - case.dated_on).days
        if 0 < days < letter_type.short_notice:
            storage = figures(case.dated_on)["garde_recommande"]
            yield Fault.french(
                "pay_by",
                "Ce délai est court : la loi demande un délai raisonnable (article 1231 du code "
                f"civil) et La Poste garde une lettre recommandée {storage}.",
            )
    yield from _penalties_ignored(assessment, letter_type)
    yield from _after_mise_en_demeure(case, letter_type)
    if case.plan_in_course:
        yield Fault.french(
            "plan_in_course",
            "Un échéancier est en cours : n’indiquez que les échéances passées, une par ligne.",
        )


def _penalties_ignored(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """A warning when the letter will not name the penalties: they exist between professionals alone (L441-10, II)."""
    case = assessment.case
    by_law = regimes.of(case.debtor).late_by_law
    if not letter_type.recalls_penalties or by_law or case.penalties == "none":
        return
    if case.penalties == "claim" and letter_type.final:
        yield from _no_figure_yet(assessment, letter_type)
        return
    yield Fault.french(
        "penalties",
        f"Vous avez choisi de {'réclamer' if case.penalties == 'claim' else 'rappeler'} les "
        "pénalités de retard : la lettre n’en parlera pas. Le code de commerce ne les prévoit "
        "qu’entre professionnels (article L. 441-10), et votre client n’a pas commandé pour son "
        "activité professionnelle.",
    )


def _after_mise_en_demeure(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """A warning when a mise en demeure was already sent before an earlier step."""
    if letter_type.final or letter_type.after_due is None:
        return
    sent = {
        index: step.sent_on
        for index, step in enumerate(case.earlier)
        if step.step == MISE_EN_DEMEURE and is_answered(step.step, step.sent_on)
    }
    if sent:
        last = max(sent, key=lambda index: sent[index])
        yield Fault.french(
            f"earlier-{last}-step",
            f"Vous avez déjà envoyé une mise en demeure le {dates.write(sent[last])} : cette lettre "
            "vient avant, ou en annonce une. Voyez plutôt la suite.",
        )


def _no_figure_yet(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """A warning that no interest runs before a first mise en demeure is presented (C. civ., art. 1344-1)."""
    statement = claimed_statement(assessment)
    if statement is not None and not claims(letter_type, assessment.case, statement):
        yield Fault.french(
            "penalties",
            "La lettre annonce l’intérêt légal sans le chiffrer : il ne court contre ce client que "
            "du lendemain de la présentation d’une première mise en demeure. Si vous en avez déjà "
            "envoyé une, indiquez sa date de présentation parmi les démarches.",
        )


def step_faults(case: Case, slugs: Collection[str]) -> Iterator[Fault]:
    """Faults of the earlier steps and of the events."""
    for index, step in enumerate(case.earlier):
        yield from _step(f"earlier-{index}", step, case, slugs)
    for index, event in enumerate(case.events):
        if is_answered(event.on, case.dated_on) and event.on > case.dated_on:
            yield Fault.french(
                f"events-{index}-on",
                f"Cet évènement tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
            )


def _step(row_name: str, step: EarlierStep, case: Case, slugs: Collection[str]) -> Iterator[Fault]:
    if is_answered(step.step) and step.step not in slugs:
        yield Fault.french(
            f"{row_name}-step", "Cette démarche n’existe pas : choisissez-en une dans la liste."
        )
    if is_answered(step.sent_on, case.dated_on) and step.sent_on > case.dated_on:
        yield Fault.french(
            f"{row_name}-sent_on",
            f"Cette démarche tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
        )
    issued = [invoice.issued_on for invoice in case.invoices if invoice.issue_known]
    if issued and is_answered(step.sent_on, min(issued)) and step.sent_on < min(issued):
        yield Fault.french(
            f"{row_name}-sent_on",
            "Cette démarche est antérieure à vos factures : vérifiez sa date, ou retirez-la.",
        )
    presented = step.presented_on
    if presented and is_answered(presented, step.sent_on) and presented < step.sent_on:
        yield Fault.french(
            f"{row_name}-presented_on",
            "La présentation tombe avant l’envoi : vérifiez ces deux dates.",
        )
    elif presented and is_answered(presented, case.dated_on) and presented > case.dated_on:
        yield Fault.french(
            f"{row_name}-presented_on",
            f"Cette présentation tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
        )
    yield from _invoices_named(row_name, step, case)


def _invoices_named(row_name: str, step: EarlierStep, case: Case) -> Iterator[Fault]:
    known = [invoice.number for invoice in case.invoices]
    unknown = [number for number in step.invoices if number not in known]
    if unknown and is_answered(*known):
        yield Fault.french(
            f"{row_name}-invoices",
            f"Cette lettre ne porte pas de facture {unknown[0]} : reprenez les numéros "
            "tels que vous les avez écrits plus haut, séparés par des virgules.",
        )


MOST_STATEMENT_LINES = 400  # twenty pages of décompte, drawn in a few seconds
MOST_RECALLED = 500  # invoices named by all the past steps together


def length_faults(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """Faults of a décompte or of past steps too long to be printed."""
    case = assessment.case
    statement = claimed_statement(assessment) if case.annex else None
    lines = len(statement.interest) if statement else 0
    if statement and lines > MOST_STATEMENT_LINES and claims(letter_type, case, statement):
        yield Fault.french(
            "annex",
            f"Le décompte compterait {_number(lines)} lignes, pour {MOST_STATEMENT_LINES} au plus : répartissez "
            "les factures sur plusieurs lettres, ou n’y joignez pas le décompte.",
        )
    recalled = sum(len(contacts.invoices) for contacts in group_steps(case.earlier))
    if recalled > MOST_RECALLED:
        yield Fault.french(
            "earlier",
            f"Vos démarches nommeraient {_number(recalled)} fois une facture, pour {MOST_RECALLED} au "
            "plus : gardez les plus importantes, ou répartissez les factures sur plusieurs lettres.",
        )


def _number(count: int) -> str:
    return euros.french_number(Decimal(count))
