"""What there is to know about a case on a day: what is owed, until when, and what may come next.

General information, never a verdict on the claim: the person chooses. The calculators and
`/api/decompte` answer with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from courtois.case import Case
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.debt import limitation
from courtois.debt.interest_table import InvoiceInterest, break_down
from courtois.debt.late_terms import last_day_to_pay
from courtois.debt.limitation import Limitation
from courtois.debt.statement import Statement, owing, state
from courtois.errors import LawUnknown
from courtois.french import dates
from courtois.procedure import charts
from courtois.procedure.remedies import Door, courts, doors
from courtois.procedure.steps import DOORS, NextStep, next_step


@dataclass(frozen=True)
class Advice:
    """Everything a calculator may show. `letter` is the next step's, when that step is a letter.

    `accounts` are the invoices with the lines of their interest; `limitations` those still owing.
    """

    catalogue: LetterCatalogue
    case: Case
    statement: Statement
    accounts: tuple[InvoiceInterest, ...]
    limitations: tuple[Limitation, ...]
    step: NextStep | None
    letter: LetterType | None
    doors: tuple[Door, ...]
    courts: tuple[str, ...]

    @property
    def limitation(self) -> Limitation:
        """The case's: the earliest of its invoices'."""
        return limitation.earliest(self.limitations)

    @property
    def late(self) -> bool:
        """True when an invoice is past the last day to pay it."""
        days = (last_day_to_pay(self.case, invoice) for invoice in self.case.invoices)
        return any(day < self.case.dated_on for day in days)

    @property
    def first_day(self) -> date:
        """The first day on which all of it is late."""
        days = [last_day_to_pay(self.case, invoice) for invoice in self.case.invoices]
        return dates.add_days(max(days), 1)

    @property
    def service_told(self) -> bool:
        """True when the end of every service is known: the safe day is then as safe as can be."""
        return all(invoice.performed_on for invoice in self.case.invoices)

    def letters(self, claiming: bool) -> list[LetterType]:
        """The letters these answers may go on to: the next step's first; when `claiming`, those that may claim."""
        if self.letter is None or (claiming and not self.late):
            return []
        writable = [one for one in self.catalogue if self.case.debtor.kind not in one.refuses]
        others = [one for one in reversed(writable) if claiming and one.recalls_penalties]
        return [self.letter, *(one for one in others if one is not self.letter)]

    @property
    def near(self) -> bool:
        """True when little time is left before the safe day."""
        return self.limitation.near(self.case.dated_on)

    @property
    def past(self) -> bool:
        """True once the safe day is over."""
        return self.limitation.past(self.case.dated_on)

    @property
    def bar(self) -> tuple[charts.Segment, ...]:
        """The total, drawn."""
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
        """The days that matter for the invoice barred first, drawn."""
        return charts.line(self._days())

    def _days(self) -> Iterator[tuple[str, date]]:
        found = self.limitation
        yield found.safe_from.rule, found.safe_from.on
        if found.late_from != found.safe_from:
            yield found.late_from.rule, found.late_from.on
        yield "today", self.case.dated_on
        yield "safe", found.safe
        if found.late != found.safe:
            yield "late", found.late


def advise(case: Case, catalogue: LetterCatalogue, *, straight: bool = False) -> Advice:
    """Look at a case whole; `straight` asks for the mise en demeure at once. Raises LawUnknown."""
    statement = state(case)
    step = next_step(case, catalogue, straight=straight)
    letters = {letter.slug: letter for letter in catalogue}
    at_the_doors = step is not None and step.slug == DOORS
    return Advice(
        catalogue=catalogue,
        case=case,
        statement=statement,
        accounts=break_down(case, statement).invoices,
        limitations=tuple(limitation.of_invoices(owing(case))),
        step=step,
        letter=letters.get(step.slug) if step else None,
        doors=doors(case, _with_interest(case)) if at_the_doors else (),
        courts=courts(case),
    )


def _with_interest(case: Case) -> Statement:
    """The sum a court would be asked: its ceilings count interest too, at the rate told or else the law's."""
    try:
        return state(replace(case, penalties="claim"))
    except LawUnknown:  # older than the rates: the principal alone
        return state(replace(case, penalties="none"))
