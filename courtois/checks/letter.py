"""The letter's own days: a deadline after it, long enough, and no delay still running."""

from collections.abc import Iterator
from datetime import date

from courtois import regimes
from courtois.borrowed import told
from courtois.case import MISE_EN_DEMEURE, Case
from courtois.catalogue.letters import LetterType
from courtois.checks.claim import claimed_statement
from courtois.checks.saying import say
from courtois.debt.assessment import Assessment
from courtois.errors import Fault
from courtois.french import dates
from courtois.law import figures
from courtois.letter.compose import claims

EARLIEST_LETTER = date(2024, 1, 1)  # every figure of the law a letter may print is known since


def faults(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """A day too old, a deadline already past, a delay not yet over."""
    day = case.dated_on
    if not told(day):
        return
    if day < EARLIEST_LETTER:
        yield say(
            "dated_on",
            f"Vérifiez l’année : une lettre ne peut pas être datée d’avant {EARLIEST_LETTER.year}.",
        )
    if case.pay_by and told(case.pay_by) and case.pay_by <= day:
        yield say(
            "pay_by",
            f"La date limite doit tomber après celle de la lettre, le {dates.write(day)}.",
        )
    until = case.grace_until
    if until and told(until) and until > day and not case.plan_in_course:
        yield say(
            "grace_until",
            f"Votre client a jusqu’au {dates.write(until)} : attendez cette date, ou indiquez "
            "un échéancier en cours pour ne réclamer que les échéances passées.",
        )


def warnings(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """A deadline too short to be reasonable; a plan already running."""
    case = assessment.case
    if case.pay_by and told(case.dated_on, case.pay_by):
        days = (case.pay_by - case.dated_on).days
        if 0 < days < letter_type.short_notice:
            kept = figures(case.dated_on)["garde_recommande"]
            yield say(
                "pay_by",
                "Ce délai est court : la loi demande un délai raisonnable (article 1231 du code "
                f"civil) et La Poste garde une lettre recommandée {kept}.",
            )
    yield from _penalties_ignored(assessment, letter_type)
    yield from _after_mise_en_demeure(case, letter_type)
    if case.plan_in_course:
        yield say(
            "plan_in_course",
            "Un échéancier est en cours : n’indiquez que les échéances passées, une par ligne.",
        )


def _penalties_ignored(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """Late interest of the code de commerce is for professionals alone (L441-10, II)."""
    case = assessment.case
    by_law = regimes.of(case.debtor).late_by_law
    if not letter_type.recalls_penalties or by_law or case.penalties == "none":
        return
    if case.penalties == "claim" and letter_type.final:
        yield from _no_figure_yet(assessment, letter_type)
        return
    yield say(
        "penalties",
        f"Vous avez choisi de {'réclamer' if case.penalties == 'claim' else 'rappeler'} les "
        "pénalités de retard : la lettre n’en parlera pas. Le code de commerce ne les prévoit "
        "qu’entre professionnels (article L. 441-10), et votre client n’a pas commandé pour son "
        "activité professionnelle.",
    )


def _after_mise_en_demeure(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """A rung under the last one announces what was already sent."""
    if letter_type.final or letter_type.after_due is None:
        return
    sent = {
        index: step.sent_on
        for index, step in enumerate(case.earlier)
        if step.step == MISE_EN_DEMEURE and told(step.step, step.sent_on)
    }
    if sent:
        last = max(sent, key=lambda index: sent[index])
        yield say(
            f"earlier-{last}-step",
            f"Vous avez déjà envoyé une mise en demeure le {dates.write(sent[last])} : cette lettre "
            "vient avant, ou en annonce une. Voyez plutôt la suite.",
        )


def _no_figure_yet(assessment: Assessment, letter_type: LetterType) -> Iterator[Fault]:
    """Legal interest runs from the morrow of a first mise en demeure's presentation (C. civ., art. 1344-1)."""
    statement = claimed_statement(assessment)
    if statement is not None and not claims(letter_type, assessment.case, statement):
        yield say(
            "penalties",
            "La lettre annonce l’intérêt légal sans le chiffrer : il ne court contre ce client que "
            "du lendemain de la présentation d’une première mise en demeure. Si vous en avez déjà "
            "envoyé une, indiquez sa date de présentation parmi les démarches.",
        )
