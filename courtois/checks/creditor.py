"""Who is owed: what a company's letters bear, and where to send the money."""

from collections.abc import Iterator

from courtois.borrowed import told
from courtois.case import Case, Creditor
from courtois.catalogue.letters import LetterType
from courtois.checks.saying import say
from courtois.errors import Fault


def warnings(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """What the letter will lack."""
    creditor = case.creditor
    if letter_type.sheet and told(creditor.status) and creditor.status == "company":
        yield from _company(creditor)
    if not creditor.iban and (letter_type.demands_payment or letter_type.takes_plan):
        what = "l’accord" if letter_type.takes_plan else "la lettre"
        yield say(
            "creditor-iban",
            f"Sans IBAN, {what} n’indiquera aucun moyen de payer : ajoutez le vôtre.",
        )


def _company(creditor: Creditor) -> Iterator[Fault]:
    """Mentions of a company's correspondence (C. com., art. R123-237 and R123-238)."""
    if not creditor.legal_form:
        yield say(
            "creditor-legal_form",
            "Dans ses lettres, une société fait suivre son nom de sa forme juridique "
            "(article R. 123-238 du code de commerce) : ajoutez-la, par exemple SARL.",
        )
    if not creditor.siret:
        yield say(
            "creditor-siret",
            "Dans ses lettres, une société indique son numéro d’identification "
            "(article R. 123-237 du code de commerce) : ajoutez votre SIRET.",
        )
    if not creditor.rcs:
        yield say(
            "creditor-rcs",
            "Dans ses lettres, une société indique la ville de son registre du commerce "
            "(article R. 123-237 du code de commerce) : ajoutez-la, par exemple Lyon.",
        )
