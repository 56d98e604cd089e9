"""What was already done: no step or event after the letter, each step a letter there is."""

from collections.abc import Collection, Iterator

from courtois.borrowed import told
from courtois.case import Case, EarlierStep
from courtois.checks.saying import say
from courtois.errors import Fault
from courtois.french import dates


def faults(case: Case, slugs: Collection[str]) -> Iterator[Fault]:
    """Everything wrong with the earlier steps and the events."""
    for index, step in enumerate(case.earlier):
        yield from _step(f"earlier-{index}", step, case, slugs)
    for index, event in enumerate(case.events):
        if told(event.on, case.dated_on) and event.on > case.dated_on:
            yield say(
                f"events-{index}-on",
                f"Cet évènement tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
            )


def _step(here: str, step: EarlierStep, case: Case, slugs: Collection[str]) -> Iterator[Fault]:
    if told(step.step) and step.step not in slugs:
        yield say(f"{here}-step", "Cette démarche n’existe pas : choisissez-en une dans la liste.")
    if told(step.sent_on, case.dated_on) and step.sent_on > case.dated_on:
        yield say(
            f"{here}-sent_on",
            f"Cette démarche tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
        )
    issued = [invoice.issued_on for invoice in case.invoices if invoice.issue_told]
    if issued and told(step.sent_on, min(issued)) and step.sent_on < min(issued):
        yield say(
            f"{here}-sent_on",
            "Cette démarche est antérieure à vos factures : vérifiez sa date, ou retirez-la.",
        )
    presented = step.presented_on
    if presented and told(presented, step.sent_on) and presented < step.sent_on:
        yield say(
            f"{here}-presented_on",
            "La présentation tombe avant l’envoi : vérifiez ces deux dates.",
        )
    elif presented and told(presented, case.dated_on) and presented > case.dated_on:
        yield say(
            f"{here}-presented_on",
            f"Cette présentation tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
        )
    yield from _invoices_named(here, step, case)


def _invoices_named(here: str, step: EarlierStep, case: Case) -> Iterator[Fault]:
    known = [invoice.number for invoice in case.invoices]
    unknown = [number for number in step.invoices if number not in known]
    if unknown and told(*known):
        yield say(
            f"{here}-invoices",
            f"Cette lettre ne porte pas de facture {unknown[0]} : reprenez les numéros "
            "tels que vous les avez écrits plus haut, séparés par des virgules.",
        )
