"""Advice about a case on a day: what is owed, until when a court can be asked, and what may come next.

General information, never a verdict on the claim: the person chooses. The calculators and
`/api/decompte` answer with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from courtois import regimes
from courtois.case import Case
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.debt.assessment import Assessment, assess
from courtois.debt.interest_table import InvoiceInterest
from courtois.debt.limitation import Limitation
from courtois.debt.statement import Statement
from courtois.errors import LawUnknown
from courtois.french import dates
from courtois.procedure import charts
from courtois.procedure.remedies import Remedy, courts, remedies
from courtois.procedure.steps import REMEDIES, NextStep, next_step


@dataclass(frozen=True)
class Advice:
    """Everything a calculator may show. `letter` is the next step's, when that step is a letter."""

    catalogue: LetterCatalogue
    assessment: Assessment
    step: NextStep | None
    letter: LetterType | None
    remedies: tuple[Remedy, ...]
    courts: tuple[str, ...]

    @property
    def case(self) -> Case:
        """The case, on its day."""
        return self.assessment.case

    @property
    def statement(self) -> Statement:
        """What is owed."""
        return self.assessment.statement

    @property
    def accounts(self) -> tuple[InvoiceInterest, ...]:
        """The invoices with the lines of their interest; none when nothing is claimed."""
        return self.assessment.interest_table.invoices

    @property
    def limitations(self) -> tuple[Limitation, ...]:
        """The last days of each invoice of which something is still claimed."""
        return self.assessment.limitations

    @property
    def limitation(self) -> Limitation:
        """The last days of the case."""
        return self.assessment.limitation

    @property
    def late(self) -> bool:
        """True when an invoice is past the last day to pay it."""
        return any(day < self.case.dated_on for day in self._last_days_to_pay())

    @property
    def first_day(self) -> date:
        """The first day on which all of it is late."""
        return dates.add_days(max(self._last_days_to_pay()), 1)

    def letters(self, claiming: bool) -> list[LetterType]:
        """The letter of the next step, then, when `claiming`, every other letter that may claim interest."""
        if self.letter is None or (claiming and not self.late):
            return []
        regime = regimes.of(self.case.debtor)
        others = [
            letter
            for letter in reversed([*self.catalogue])
            if claiming and letter.recalls_penalties and regime.receives(letter)
        ]
        return [self.letter, *(letter for letter in others if letter is not self.letter)]

    @property
    def near(self) -> bool:
        """True when little time is left before the safe day."""
        return self.limitation.near(self.case.dated_on)

    @property
    def past(self) -> bool:
        """True once the safe day is over."""
        return self.limitation.past(self.case.dated_on)

    @property
    def leaves_time(self) -> bool:
        """True when the creditor may still wait before the next step."""
        return self.limitation.leaves_time(self.case.dated_on)

    @property
    def bar(self) -> tuple[charts.Segment, ...]:
        """The total, as the segments of a bar."""
        owed = self.statement
        return charts.bar(
            {
                "principal": owed.claimed,
                "late_interest": owed.late_interest,
                "compensation": owed.compensation,
            }
        )

    @property
    def line(self) -> tuple[charts.Mark, ...]:
        """The days of the limitation, as marks on a line."""
        return charts.line(self._days())

    def _days(self) -> Iterator[tuple[str, date]]:
        limitation = self.limitation
        yield limitation.safe_from.rule, limitation.safe_from.on
        if limitation.late_from != limitation.safe_from:
            yield limitation.late_from.rule, limitation.late_from.on
        yield "today", self.case.dated_on
        yield "safe", limitation.safe
        if limitation.late != limitation.safe:
            yield "late", limitation.late

    def _last_days_to_pay(self) -> list[date]:
        debtor = self.case.debtor
        regime = regimes.of(debtor)
        return [regime.last_day_to_pay(debtor, invoice) for invoice in self.case.invoices]


def advise(assessment: Assessment, catalogue: LetterCatalogue, *, straight: bool = False) -> Advice:
    """Advise on a case; `straight` asks for the mise en demeure at once. Raises LawUnknown."""
    case = assessment.case
    step = next_step(assessment, catalogue, straight=straight)
    after_letters = step is not None and step.slug == REMEDIES
    return Advice(
        catalogue=catalogue,
        assessment=assessment,
        step=step,
        letter=catalogue.get(step.slug) if step else None,
        remedies=remedies(case, _with_interest(assessment)) if after_letters else (),
        courts=courts(case),
    )


def _with_interest(assessment: Assessment) -> Statement:
    """Return the statement with interest, at the agreed or the statutory rate: a court's ceiling includes interest."""
    case = assessment.case
    try:
        if case.penalties == "claim":
            return assessment.statement
        return assess(replace(case, penalties="claim")).statement
    except LawUnknown:  # older than the rates: the principal alone
        return assess(replace(case, penalties="none")).statement
