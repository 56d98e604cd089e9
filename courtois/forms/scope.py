"""Which questions a letter or a calculator asks, and which of them may not stay blank.

A letter asks every question except those of the groups below that its `letter.toml` does not name in
`asks`. An answer to a question that is not asked is accepted and ignored. Names here have no row
index: `invoices-payments-amount` is the amount of any payment of any invoice.
"""

import re
from dataclasses import dataclass

from courtois.catalogue.folders import Entry
from courtois.errors import BrokenEntry
from courtois.forms.fields import Question

GROUPS = {
    "activities": {"creditor-activity", "debtor-activity"},
    "addresses": {
        *(f"creditor-{part}" for part in ("street", "complement", "postcode", "city")),
        *(f"debtor-{part}" for part in ("street", "complement", "postcode", "city", "country")),
        "debtor-head_office",
        "place",
    },
    "earlier": {"earlier"},
    "late_rate": {"late_rate", "fixed_rate", "late_points", "annex"},
    "pay_by": {"pay_by"},
    "penalties": {"penalties"},
    "plan": {"instalments", "plan_covers", "plan_penalties", "debtor-signatory", "debtor-capacity"},
    "qr": {"qr"},
    "straight": {"straight"},
}
# The condition under which a fold of several questions is shown, written as a question's `when`. When there
# are two, the first whose question is asked.
FOLDS = {
    "company": ("creditor-status: company association",),
    "late_rate": ("plan_covers: total", "penalties: claim"),
    "public": ("debtor-kind: public",),
}
# A row of these groups is optional, but complete once it is begun.
OPTIONAL_ROWS = ("earlier-", "events-", "invoices-payments-")
_INDEX = re.compile(r"-\d+")


@dataclass(frozen=True)
class QuestionScope:
    """The questions and groups of rows left out; and those required, or None when each question says so itself."""

    left_out: frozenset[str] = frozenset()
    required: frozenset[str] | None = None

    def asks(self, name: str) -> bool:
        """True when the question of this flat name is asked."""
        return not {bare(name), name.partition("-")[0]} & self.left_out

    def when(self, fold: str) -> str:
        """Return the condition under which a fold of the form is shown."""
        return next(when for when in FOLDS[fold] if self.asks(when.partition(":")[0]))

    def requires(self, question: Question) -> bool:
        """True when the question is asked and may not stay blank."""
        if not question.required or not self.asks(question.name):
            return False
        name = bare(question.name)
        return self.required is None or name in self.required or name.startswith(OPTIONAL_ROWS)


def scope_of(entry: Entry) -> QuestionScope:
    """Return what an entry asks. Raises BrokenEntry when its manifest names an unknown group."""
    if unknown := set(entry.asks) - GROUPS.keys():
        names = ", ".join(sorted(unknown))
        raise BrokenEntry(f"{entry.slug}/{entry.MANIFEST}: asks has unknown {names}")
    left_out = set().union(*(GROUPS[name] for name in GROUPS.keys() - set(entry.asks)))
    return QuestionScope(frozenset(left_out), frozenset(entry.requires) or None)


def bare(name: str) -> str:
    """Return a flat name without the indices of its rows."""
    return _INDEX.sub("", name)
