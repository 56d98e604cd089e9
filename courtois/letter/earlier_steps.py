"""The earlier steps as a letter recalls them: grouped by kind and by invoices."""

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
    """Group earlier steps by kind and invoices, oldest first."""
    alike: dict[tuple[str, tuple[str, ...]], list[date]] = {}
    for step in sorted(steps, key=lambda step: step.sent_on):
        alike.setdefault((_kind(step), step.invoices), []).append(step.sent_on)
    return tuple(StepGroup(*key, tuple(days)) for key, days in alike.items())


def _kind(step: EarlierStep) -> str:
    """Return the slug of a step that letters name, else the channel of the step."""
    named = step.step in NAMED_STEPS and step.channel != "phone"
    return step.step if named else step.channel
