"""The steps already taken, as a letter recalls them: those of one kind about the same invoices, together."""

from dataclasses import dataclass
from datetime import date

from courtois.case import EarlierStep

NAMED_STEPS = ("mise-en-demeure", "echeancier")


@dataclass(frozen=True)
class StepGroup:
    """Earlier steps of one kind (`phone`, `email`, `post`, `lrar`, or a letter's slug)."""

    kind: str
    invoices: tuple[str, ...]
    days: tuple[date, ...]


def group_steps(steps: tuple[EarlierStep, ...]) -> tuple[StepGroup, ...]:
    """Earlier steps, oldest first, grouped by kind and invoices."""
    alike: dict[tuple[str, tuple[str, ...]], list[date]] = {}
    for step in sorted(steps, key=lambda step: step.sent_on):
        alike.setdefault((_kind(step), step.invoices), []).append(step.sent_on)
    return tuple(StepGroup(*key, tuple(days)) for key, days in alike.items())


def _kind(step: EarlierStep) -> str:
    """A letter's slug when the letters name that step, else the channel it went by."""
    named = step.step in NAMED_STEPS and step.channel != "phone"
    return step.step if named else step.channel
