"""Answers as typed values. The example's value, marked as borrowed, replaces a missing or faulty answer."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar, cast

from wtforms.fields import FormField
from wtforms.form import BaseForm

from courtois.catalogue.folders import Entry
from courtois.errors import NoExample
from courtois.forms.fields import Question
from courtois.forms.row_questions import Rows, filled_rows
from courtois.forms.scope import QuestionScope

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound=str)
D = TypeVar("D", bound="DataclassInstance")


@dataclass(frozen=True)
class AnswerReader:
    """Reads a form, or a part or a row of it, by the short names of its questions.

    With `is_example` the form holds the example's answers: every value read is a borrowed one.
    """

    form: BaseForm
    entry: Entry
    scope: QuestionScope
    name: str = ""  # of the part or the row
    is_example: bool = False

    def part(self, name: str) -> "AnswerReader":
        """Return the reader of the questions about one party."""
        form = cast("FormField[BaseForm]", self.form[name]).form
        return replace(self, form=form, name=name)

    def rows(self, group: str) -> list["AnswerReader"]:
        """Return a reader for each row of a group where something was typed."""
        rows = filled_rows(cast(Rows, self.form[group]))
        return [replace(self, form=row.form, name=row.name) for row in rows]

    def build(
        self, kind: type[D], renamed: Mapping[str, str] | None = None, **overrides: object
    ) -> D:
        """Build a dataclass: each field without override takes the answer to the question of its name.

        `renamed` maps a field to a question of another name. A blank answer leaves the field's
        default, or an empty text. Raises LookupError for a field without question, and NoExample
        for a blank answer that the field cannot do without.
        """
        values = dict(overrides)
        for field in fields(kind):
            if field.name in overrides:
                continue
            question = self._question((renamed or {}).get(field.name, field.name))
            value = self._value(question)
            if value is None and field.default is MISSING:
                value = question.blank
            if value is not None:
                values[field.name] = value
            elif field.default is MISSING:
                raise NoExample(f"{self.entry.slug}: {question.name} is not asked")
        make: Callable[..., D] = kind
        return make(**values)

    def is_typed(self, name: str) -> bool:
        """True when something was typed."""
        return bool(self._question(name).text)

    def is_valid(self, name: str) -> bool:
        """True when an answer was typed and can be read: nothing is borrowed."""
        return self._question(name).is_valid

    def text(self, name: str) -> str:
        """Return a text, empty when the answer is blank."""
        return self._value(self._question(name)) or ""

    def choice(self, name: str, choices: Mapping[C, str]) -> C | None:
        """Return one of the choices, or None when the answer is blank."""
        value = self._value(self._question(name))
        return value if value in choices else None

    def day(self, name: str) -> date | None:
        """Return a day, or None when the answer is blank."""
        return cast(date | None, self._value(self._question(name)))

    def euros(self, name: str) -> Decimal | None:
        """Return an amount in euros, or None when the answer is blank."""
        return cast(Decimal | None, self._value(self._question(name)))

    def _question(self, name: str) -> Question:
        """Return a question of this form, or of a part of it: `debtor-signatory`."""
        part, _, last = name.rpartition("-")
        form = self.part(part).form if part else self.form
        if last not in form:
            raise LookupError(f"{type(form).__name__} has no question {last}")
        return cast(Question, form[last])

    def _value(self, question: Question) -> Any:
        """Return the answer, else the example's where one is needed, else None."""
        if not self.scope.asks(question.name):
            return None
        if question.is_valid:
            return question.borrow(question.data) if self.is_example else question.data
        required = self.scope.requires(question)
        if question.borrowed_as is None or not (question.text or required):
            return None
        example = example_of(self.entry, question.name)
        if not example and required:
            raise NoExample(f"{self.entry.slug}/example.toml: {question.name} missing")
        return question.borrow(question.parse(example)) if example else None


def example_of(entry: Entry, name: str) -> str:
    """Return the example's answer to a question; a row beyond the example's takes its last row."""
    value: Any = entry.example
    for part in name.split("-"):
        if isinstance(value, list):
            value = value[min(int(part), len(value) - 1)] if value else {}
        else:
            value = value.get(part, {})
    return value if isinstance(value, str) else ""
