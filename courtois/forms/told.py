"""Answers as typed values; a gap or a fault borrows the example's value, marked as borrowed."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from wtforms.fields import FormField
from wtforms.form import BaseForm

from courtois.borrowed import ExampleDate, ExampleEuros, ExampleText
from courtois.errors import BrokenLetter
from courtois.forms.asking import Kind, asking
from courtois.forms.fields import Answer, Yes
from courtois.forms.questions import filled
from courtois.french import dates, euros

T = TypeVar("T")


class Told:
    """One form, or one row of it. With `example`, every value told is itself a borrowed one."""

    def __init__(self, form: BaseForm, kind: Kind, *, example: bool = False) -> None:
        self.form = form
        self.kind = kind
        self.example = example
        self._asking = asking(kind)

    def part(self, name: str) -> "Told":
        """The questions about one party."""
        form = cast("FormField[BaseForm]", self.form[name]).form
        return Told(form, self.kind, example=self.example)

    def rows(self, group: str) -> list[tuple[str, "Told"]]:
        """The rows of a group where something was typed, each with its name."""
        return [
            (row.name, Told(row.form, self.kind, example=self.example))
            for row in filled(self.form, group)
        ]

    def text(self, name: str) -> str:
        """A text; empty when the question is optional and blank."""
        return self._value(name, str, ExampleText.of) or ""

    def choice(self, name: str) -> Any:
        """One of the choices of a question, as `Case` names them."""
        return self.text(name)

    def day(self, name: str) -> date:
        """A day always there: the question is required."""
        return self._there(name, self.day_if_told(name))

    def day_if_told(self, name: str) -> date | None:
        """A day, or None when the question is optional and blank."""
        return self._value(name, dates.parse, ExampleDate.of)

    def day_if_usable(self, name: str) -> date | None:
        """A day well told, or None: nothing is borrowed."""
        return self.day_if_told(name) if cast(Answer, self.form[name]).usable else None

    def is_told(self, name: str) -> bool:
        """True when something was typed."""
        return bool(cast(Answer, self.form[name]).told)

    def euros(self, name: str) -> Decimal:
        """An amount in euros always there: the question is required."""
        return self._there(name, self.euros_if_told(name))

    def euros_if_told(self, name: str) -> Decimal | None:
        """An amount in euros, or None when the question is optional and blank."""
        return self._value(name, euros.parse, ExampleEuros.of)

    def percent_if_told(self, name: str) -> Decimal | None:
        """A rate in percent, or None when it is blank: nothing is borrowed."""
        field = cast(Answer, self.form[name])
        asked = self._asking.asks(field.name)
        return cast(Decimal, field.data) if asked and field.usable else None

    def yes(self, name: str) -> bool:
        """True when the box is ticked."""
        field = cast(Yes, self.form[name])
        return bool(field.usable and field.data and self._asking.asks(field.name))

    def _value(
        self, name: str, parse: Callable[[str], T], borrow: Callable[[T, str], T]
    ) -> T | None:
        field = cast(Answer, self.form[name])
        if not self._asking.asks(field.name):
            return None
        if field.usable:
            value = cast(T, field.data)
            return borrow(value, field.name) if self.example else value
        required = self._asking.requires(field)
        if not field.told and not required:
            return None
        example = example_of(self.kind, field.name)
        if not example and required:
            raise BrokenLetter(f"{self.kind.slug}/example.toml: {field.name} missing")
        return borrow(parse(example), field.name) if example else None

    def _there(self, name: str, value: T | None) -> T:
        if value is None:
            raise BrokenLetter(f"{self.kind.slug}: {self.form[name].name} is not asked")
        return value


def example_of(kind: Kind, name: str) -> str:
    """The example's answer to a question; a row beyond the example's borrows its last row."""
    found: Any = kind.example
    for part in name.split("-"):
        if isinstance(found, list):
            found = found[min(int(part), len(found) - 1)] if found else {}
        else:
            found = found.get(part, {})
    return found if isinstance(found, str) else ""
