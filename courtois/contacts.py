"""Earlier steps as a letter recalls them: those of one kind about the same invoices, together."""

from dataclasses import dataclass
from datetime import date

from courtois.case import EarlierStep

NAMED_STEPS = ("mise-en-demeure", "echeancier")


@dataclass(frozen=True)
class Contacts:
    """Earlier steps of one kind (`phone`, `email`, `post`, `lrar`, or a letter's slug)."""

    kind: str
    invoices: tuple[str, ...]
    days: tuple[date, ...]


def contacts_of(steps: tuple[EarlierStep, ...]) -> tuple[Contacts, ...]:
    """Earlier steps, oldest first."""
    alike: dict[tuple[str, tuple[str, ...]], list[date]] = {}
    for step in sorted(steps, key=lambda step: step.sent_on):
        alike.setdefault((_kind(step), step.invoices), []).append(step.sent_on)
    return tuple(Contacts(*key, tuple(days)) for key, days in alike.items())


def _kind(step: EarlierStep) -> str:
    """What the step was, in the words the letters have for it: some letters have a name."""
    named = step.step in NAMED_STEPS and step.channel != "phone"
    return step.step if named else step.channel
