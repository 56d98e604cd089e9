"""The letters: every folder under `templates/letters/`.

A folder holds `letter.toml` (what the letter is), `letter.html` (its words), `guide.md` (advice) and
`example.toml` (a case, under the form's own names: documentation, fixture and demo at once).
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from courtois.case import Channel, DebtorKind, Dispute
from courtois.catalogue.folders import Catalogue, Entry
from courtois.french import dates


@dataclass(frozen=True, kw_only=True)
class LetterType(Entry):
    """A kind of letter, as its `letter.toml` describes it.

    Days are calendar days; `letter.toml` may give a number of days by the name of a law file.
    """

    KIND: ClassVar[str] = "letters"
    MANIFEST: ClassVar[str] = "letter.toml"
    FILES: ClassVar[tuple[str, ...]] = ("letter.html", "guide.md", "example.toml")

    advice: str  # one line for the list of steps
    sent_by: str  # how it travels, as people read it
    channels: tuple[Channel, ...]  # how it may travel; the first is the usual one
    after_due: int | None = None  # days after the due date; None when it is not a step
    final: bool = False  # the last amicable step, with the red accent
    pay_within: int  # default days from the letter to the deadline it gives
    short_notice: int = 0  # a deadline in fewer days draws a warning
    demands_payment: bool = True  # needs something owed and a deadline
    to_head_office: bool = False  # a company is written to at its siège social
    takes_not_due: bool = False  # may name an invoice not yet due
    takes_dispute: tuple[Dispute, ...] = ("no", "part")
    refuses: tuple[DebtorKind, ...] = ()  # kinds of debtor it is never written to
    sheet: bool = True  # drawn on a sheet, with the addressee in the window of an envelope

    @property
    def takes_plan(self) -> bool:
        """True for a letter that proposes a plan: it asks for the instalments."""
        return "plan" in self.asks

    @property
    def recalls_penalties(self) -> bool:
        """True for a letter that may recall the cost of lateness: it asks the question `penalties`."""
        return "penalties" in self.asks

    def usual_deadline(self, dated_on: date) -> date:
        """Return the day `pay_within` days later, or the working day that follows."""
        return dates.next_working_day(dates.add_days(dated_on, self.pay_within))


class LetterCatalogue(Catalogue[LetterType]):
    """Every letter under `templates/letters/`."""

    def __init__(self, templates: Path) -> None:
        super().__init__(templates, LetterType)

    @property
    def steps(self) -> list[LetterType]:
        """The letters that are amicable steps, by day after the due date."""
        steps = [letter for letter in self if letter.after_due is not None]
        return sorted(steps, key=lambda letter: letter.after_due or 0)
