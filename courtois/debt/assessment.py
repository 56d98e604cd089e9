"""Everything computed about a case on its day, once: what is owed, and until when a court can be asked."""

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from courtois.case import ZERO, Case, Invoice
from courtois.debt import limitation
from courtois.debt.interest_table import InterestTable, interest_table
from courtois.debt.limitation import Limitation
from courtois.debt.statement import Balances, Statement, balances, state
from courtois.errors import LawUnknown


@dataclass(frozen=True)
class Assessment:
    """What checks, letters and advice all read. Each part is computed at its first use, and kept.

    `statement`, `interest_table` and the limitation raise LawUnknown when no figure covers a day.
    """

    case: Case

    @cached_property
    def balances(self) -> Balances:
        """What remains due on each invoice, in euros, without what lateness adds."""
        return balances(self.case)

    @cached_property
    def statement(self) -> Statement:
        """The whole décompte, with what the case claims."""
        return state(self.case)

    @cached_property
    def interest_table(self) -> InterestTable:
        """The statement's interest, row by row."""
        return interest_table(self.case, self.statement)

    @cached_property
    def owing(self) -> Case:
        """The case without the invoices paid in full; unchanged when every invoice is paid."""
        left = tuple(line.invoice for line in self.balances.lines if line.balance > ZERO)
        return replace(self.case, invoices=left) if left else self.case

    @cached_property
    def limitations(self) -> tuple[Limitation, ...]:
        """The last days of each invoice of which something is still claimed, lateness included.

        Of each invoice of the case when nothing is left. A row counts by itself: two instalments may bear one number.
        """
        left = self._still_claimed() or self.case.invoices
        return tuple(limitation.of_invoices(replace(self.case, invoices=left)))

    @cached_property
    def limitation(self) -> Limitation:
        """The last days of the case."""
        return limitation.earliest(self.limitations)

    def _still_claimed(self) -> tuple[Invoice, ...]:
        """The rows of which a part of the principal, interest or the fixed sum is left."""
        try:
            accruals = self.statement.accruals
        # An invoice is older than the known rates: its lateness cannot be claimed.
        except LawUnknown:
            accruals = ()
        rows = zip_longest(self.balances.lines, accruals)
        return tuple(
            line.invoice
            for line, accrual in rows
            if line.balance > ZERO or (accrual and (accrual.lines or accrual.compensation))
        )


def assess(case: Case) -> Assessment:
    """Assess a case. Each part is computed, and may raise, when it is first read."""
    return Assessment(case)
