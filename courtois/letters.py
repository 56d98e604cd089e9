"""The letters there are: every folder under `templates/letters/` is one, and no list says so.

A folder holds `letter.toml` (what it is), `letter.html` (its words), `guide.md` (advice) and
`example.toml` (a case, under the form's own names: documentation, fixture and demo at once).
"""

import dataclasses
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from courtois import dates
from courtois.case import Channel, DebtorKind, Dispute
from courtois.errors import BrokenLetter, UnknownLetter

FILES = ("letter.toml", "letter.html", "guide.md", "example.toml")


@dataclass(frozen=True)
class LetterType:
    """A kind of letter, as its `letter.toml` tells it. Days are calendar days."""

    slug: str
    folder: Path
    title: str  # « Mise en demeure »
    summary: str  # one line: what it is
    advice: str  # one line for the ladder
    sent_by: str  # how it travels, as people read it
    channels: tuple[Channel, ...]  # how it may travel; the first is the usual one
    order: int  # its place in lists
    after_due: int | None = None  # its rung: days after the due date; None stands beside the ladder
    final: bool = False  # drawn in wax red
    pay_within: int = 15  # default days from the letter to the deadline it gives
    short_notice: int = 0  # a deadline in fewer days is warned about
    demands_payment: bool = True  # needs something owed and a deadline
    recalls_penalties: bool = False  # may recall what lateness costs
    recalls_earlier: bool = False  # may recall the steps taken before it, with their dates
    to_head_office: bool = False  # a company is written to at its siège social
    takes_not_due: bool = False  # may name an invoice not yet due
    takes_plan: bool = False  # asks for instalments
    takes_dispute: tuple[Dispute, ...] = ("no", "part")
    refuses: tuple[DebtorKind, ...] = ()  # kinds of debtor it is never written to
    sheet: bool = True  # drawn on the letter's sheet, with an addressee in the window

    @property
    def guide(self) -> Path:
        """The advice shown beside the form."""
        return self.folder / "guide.md"

    def usual_deadline(self, dated_on: date) -> date:
        """The deadline of a letter that is given none: `pay_within` days on, a working day."""
        return dates.next_working_day(dates.add_days(dated_on, self.pay_within))

    @cached_property
    def example(self) -> dict[str, Any]:
        """The example's answers, nested as the form's names are."""
        return tomllib.loads((self.folder / "example.toml").read_text(encoding="utf-8"))


class Catalogue:
    """Every letter found, in the order of its `order`."""

    def __init__(self, letters: dict[str, LetterType], templates: Path) -> None:
        self._letters = letters
        self.templates = templates

    @classmethod
    def read(cls, templates: Path) -> "Catalogue":
        """Read `templates/letters/`. Raises BrokenLetter naming the folder and what it lacks."""
        found = [
            _read_letter(path.parent) for path in (templates / "letters").glob("*/letter.toml")
        ]
        found.sort(key=lambda letter: (letter.order, letter.slug))
        return cls({letter.slug: letter for letter in found}, templates)

    def __getitem__(self, slug: str) -> LetterType:
        try:
            return self._letters[slug]
        except KeyError:
            raise UnknownLetter(slug) from None

    def __iter__(self) -> Iterator[LetterType]:
        return iter(self._letters.values())

    def __len__(self) -> int:
        return len(self._letters)

    @property
    def ladder(self) -> list[LetterType]:
        """The rungs of the amicable ladder, by day after the due date."""
        rungs = [letter for letter in self if letter.after_due is not None]
        return sorted(rungs, key=lambda letter: letter.after_due or 0)


def _read_letter(folder: Path) -> LetterType:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise BrokenLetter(f"{folder.name}: {', '.join(missing)} missing")
    told = tomllib.loads((folder / "letter.toml").read_text(encoding="utf-8"))
    known = {field.name for field in dataclasses.fields(LetterType)} - {"slug", "folder"}
    if unknown := told.keys() - known:
        raise BrokenLetter(f"{folder.name}/letter.toml: unknown {', '.join(sorted(unknown))}")
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in told.items()
    }
    try:
        return LetterType(slug=folder.name, folder=folder, **values)
    except TypeError as error:
        raise BrokenLetter(f"{folder.name}/letter.toml: {error}") from None
