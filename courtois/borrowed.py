"""Values borrowed from a letter's example to fill the gaps of a draft.

Each is the plain value plus `example_of`, the flat name of the question it stands for: a draft
shows it as borrowed, and a check never compares it with what the person told.
"""

from datetime import date
from decimal import Decimal
from typing import Self


class ExampleText(str):
    """A borrowed text."""

    example_of: str | None = None

    @classmethod
    def of(cls, value: str, name: str) -> Self:
        """Borrow `value` for the question `name`."""
        borrowed = cls(value)
        borrowed.example_of = name
        return borrowed


class ExampleDate(date):
    """A borrowed day."""

    example_of: str | None = None

    @classmethod
    def of(cls, value: date, name: str) -> Self:
        """Borrow `value` for the question `name`."""
        borrowed = cls(value.year, value.month, value.day)
        borrowed.example_of = name
        return borrowed


class ExampleEuros(Decimal):
    """A borrowed amount, in euros."""

    example_of: str | None = None

    @classmethod
    def of(cls, value: Decimal, name: str) -> Self:
        """Borrow `value` for the question `name`."""
        borrowed = cls(value)
        borrowed.example_of = name
        return borrowed


def lend(text: str, *sources: object) -> str:
    """A text made of several answers is borrowed when one of them is.

    >>> lend("75011 Paris", ExampleText.of("75011", "debtor-postcode"), "Paris").example_of
    'debtor-postcode'
    """
    names = [name for source in sources if (name := getattr(source, "example_of", None))]
    return ExampleText.of(text, names[0]) if names and text else text


def told(*values: object) -> bool:
    """True when every value was told by the person: present, and not borrowed.

    >>> told(date(2026, 7, 3), ExampleText.of("Lyon", "place")), told(None)
    (False, False)
    """
    return all(v is not None and getattr(v, "example_of", None) is None for v in values)
