"""Which questions a letter or a calculator asks, and which it cannot do without.

An answer to a question that is not asked is accepted and ignored. Names here bear no row index:
`invoices-payments-amount` is the amount of any payment of any invoice.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from courtois.catalogue.letters import LetterType
from courtois.catalogue.tools import Tool
from courtois.forms.fields import Answer

Kind: TypeAlias = LetterType | Tool

_INDEX = re.compile(r"-\d+")
ROWS = ("earlier-", "events-", "invoices-payments-")  # a row begun is told whole
LATENESS = {"late_rate", "fixed_rate", "late_points", "annex"}
PLAN = {"plan_covers", "plan_penalties", "debtor-signatory", "debtor-capacity", "instalments"}
ADDRESSES = {
    f"{party}-{part}"
    for party in ("creditor", "debtor")
    for part in ("street", "complement", "postcode", "city")
} | {"debtor-country", "debtor-head_office", "place"}
FOR_TOOLS = {"creditor-activity", "debtor-activity", "straight"}


@dataclass(frozen=True)
class Asking:
    """`unused`: questions, or groups of rows, not asked. `required`: None when each question says."""

    unused: frozenset[str]
    required: frozenset[str] | None = None

    def asks(self, name: str) -> bool:
        """True when the question of this flat name is asked."""
        return name not in self.unused and name.partition("-")[0] not in self.unused

    def requires(self, question: Answer) -> bool:
        """True when the question is asked and may not stay blank."""
        if not question.required or not self.asks(question.name):
            return False
        name = bare(question.name)
        return self.required is None or name in self.required or name.startswith(ROWS)


def bare(name: str) -> str:
    """A flat name without the indices of its rows."""
    return _INDEX.sub("", name)


def asking(kind: Kind) -> Asking:
    """What this letter, or this calculator, asks."""
    if isinstance(kind, Tool):
        return Asking(frozenset(PLAN), frozenset(kind.requires))
    unused = {"pay_by"} if kind.takes_plan else set(PLAN)
    if not kind.sheet:
        unused |= ADDRESSES | {"qr"}
    if not kind.recalls_penalties:
        unused |= {"penalties"} if kind.takes_plan else {"penalties", *LATENESS}
    if not kind.recalls_earlier:
        unused.add("earlier")
    return Asking(frozenset(unused | FOR_TOOLS))
