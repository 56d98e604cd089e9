"""Values of a letter's example that fill the gaps of a draft.

Each is the plain value plus `example_of`, the flat name of its question. A draft shows it as borrowed,
and a check never compares it with an answer of the person.
"""

from datetime import date
from decimal import Decimal
from typing import Self


class ExampleText(str):
    """A text of the example."""

    example_of: str | None = None

    @classmethod
    def of(cls, value: str, name: str) -> Self:
        """Borrow `value` for the question `name`."""
        borrowed = cls(value)
        borrowed.example_of = name
        return borrowed


class ExampleDate(date):
    """A day of the example."""

    example_of: str | None = None

    @classmethod
    def of(cls, value: date, name: str) -> Self:
        """Borrow `value` for the question `name`."""
        borrowed = cls(value.year, value.month, value.day)
        borrowed.example_of = name
        return borrowed


class ExampleEuros(Decimal):
    """An amount of the example, in euros."""

    example_of: str | None = None

    @classmethod
    def of(cls, value: Decimal, name: str) -> Self:
        """Borrow `value` for the question `name`."""
        borrowed = cls(value)
        borrowed.example_of = name
        return borrowed


def borrow_from(text: str, *sources: object) -> str:
    """Mark a text as borrowed when one of the answers it is made of is borrowed.

    >>> postcode = ExampleText.of("75011", "debtor-postcode")
    >>> borrow_from("75011 Paris", postcode, "Paris").example_of
    'debtor-postcode'
    """
    names = [name for source in sources if (name := getattr(source, "example_of", None))]
    return ExampleText.of(text, names[0]) if names and text else text


def is_answered(*values: object) -> bool:
    """True when the person gave every value: none is missing or borrowed.

    >>> is_answered(date(2026, 7, 3), ExampleText.of("Lyon", "place")), is_answered(None)
    (False, False)
    """
    return all(v is not None and getattr(v, "example_of", None) is None for v in values)
