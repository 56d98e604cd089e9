"""Rows of questions, which keep the index they came with, and the walk through a form's leaves."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wtforms.fields import FieldList, FormField
from wtforms.form import BaseForm

from courtois.forms.fields import Answer

if TYPE_CHECKING:
    RowField = FormField[BaseForm]
    RowFieldList = FieldList[RowField]
else:  # WTForms' fields are generic to the type checker alone
    RowField, RowFieldList = FormField, FieldList


class Rows(RowFieldList):
    """Rows that keep the index they came with, so that faults name what the person sees."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        start = f"{prefix}-"
        for name in formdata:
            if name.startswith(start):
                yield int(name[len(start) :].partition("-")[0])

    def _compact_indices(self) -> None:
        """Rows are not renumbered."""

    @property
    def next_index(self) -> int:
        """The index a new row would bear."""
        return self.last_index + 1


def leaves(form: BaseForm, *, blank_rows: bool = True) -> Iterator[Answer]:
    """Every question of a form, in its order; without those of the rows where nothing was typed."""
    for field in form._fields.values():
        if isinstance(field, Answer):
            yield field
        elif isinstance(field, FormField):
            yield from leaves(field.form, blank_rows=blank_rows)
        elif isinstance(field, Rows):
            for row in field.entries:
                if blank_rows or not is_blank(row):
                    yield from leaves(row.form, blank_rows=blank_rows)


def is_blank(row: RowField) -> bool:
    """True for a row where nothing was typed."""
    return not any(leaf.told for leaf in leaves(row.form))
