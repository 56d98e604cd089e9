"""The letter's own days: a deadline after it, long enough, and no delay still running."""

from collections.abc import Iterator
from datetime import date

from courtois import dates
from courtois.case import Case
from courtois.checks.saying import say
from courtois.errors import Fault
from courtois.example import told
from courtois.law import figures
from courtois.letters import LetterType

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


def warnings(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """A deadline too short to be reasonable; a plan already running."""
    if case.pay_by and told(case.dated_on, case.pay_by):
        days = (case.pay_by - case.dated_on).days
        if 0 < days < letter_type.short_notice:
            kept = figures(case.dated_on)["garde_recommande"]
            yield say(
                "pay_by",
                "Ce délai est court : la loi demande un délai raisonnable (article 1231 du code "
                f"civil) et La Poste garde une lettre recommandée {kept}.",
            )
    yield from _penalties_ignored(case, letter_type)
    if case.plan_in_course:
        yield say(
            "plan_in_course",
            "Un échéancier est en cours : n’indiquez que les échéances passées, une par ligne.",
        )


def _penalties_ignored(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """Late interest of the code de commerce is for professionals alone (L441-10, II)."""
    spared = case.debtor.kind in ("consumer", "non_professional")
    if letter_type.recalls_penalties and spared and case.penalties != "none":
        yield say(
            "penalties",
            "Vous avez choisi de rappeler les pénalités de retard : la lettre n’en parlera pas. Le "
            "code de commerce ne les prévoit qu’entre professionnels (article L. 441-10), et votre "
            "client n’a pas commandé pour son activité professionnelle.",
        )
