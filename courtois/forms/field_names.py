"""The names of the answers: one pattern, one set of limits, and rows counted before anything is read.

Anyone may send pairs. A name that is not a question's is ignored, as a letter ignores the questions it
does not ask. A row too many is a fault, never a silent loss.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from courtois.errors import Fault
from courtois.forms.fields import TRUE

Pairs = Iterable[tuple[str, str]]

MOVES = ("add", "remove")
ACTIONS = (*MOVES, "review", "draft")
LARGEST_REQUEST = 256 * 1024  # bytes; a form of fifty invoices is a tenth of it
MOST_ANSWERS = 5000  # the fullest letter holds a third of it
LARGEST_INDEX = 199
MOST_ROWS = {"invoices": 50, "payments": 200, "earlier": 30, "events": 30, "instalments": 60}
TOO_MANY_ROWS = {
    "invoices": "Une lettre porte au plus 50 factures : répartissez-les sur plusieurs lettres.",
    "payments": "Une lettre porte au plus 200 paiements : regroupez ceux d’un même jour.",
    "earlier": "Indiquez au plus 30 démarches : gardez les plus importantes.",
    "events": "Indiquez au plus 30 évènements : gardez les plus récents.",
    "instalments": "Un échéancier compte au plus 60 échéances : espacez-les.",
}

_INDEX = r"(0|[1-9][0-9]{0,8})"
_NAME = re.compile(
    rf"(?:(invoices)-{_INDEX}-(?:(payments)-{_INDEX}-)?|(earlier|events|instalments)-{_INDEX}-"
    r"|(?:creditor|debtor)-)?[a-z_]+",
    re.ASCII,
)
_SURROGATE = re.compile("[\ud800-\udfff]")


class Answers(dict[str, list[str]]):
    """Answers by flat name, as WTForms wants them: the last of two answers wins."""

    def getlist(self, name: str) -> list[str]:
        """Return the answer to one question, in a list."""
        return self.get(name, [])


class Row(NamedTuple):
    """A row of a group: `("payments", (0, 2))` is the third payment of the first invoice."""

    group: str
    at: tuple[int, ...]


class RawAnswer(NamedTuple):
    """One answer as it was sent, with the rows that its name belongs to."""

    name: str
    value: str
    rows: tuple[Row, ...]


def gather(pairs: Pairs) -> tuple[Answers, list[Fault]]:
    """Keep the answers whose names may be questions; return a fault for each group with too many rows.

    Of a group with too many rows the first ones are kept, for the form to show them again.
    """
    answers = list(_readable(pairs))
    kept, faulty = set[Row](), []
    filled = {row for answer in answers for row in answer.rows if answer.value.strip()}
    for group, most in MOST_ROWS.items():
        rows = sorted({row for answer in answers for row in answer.rows if row.group == group})
        filled_rows = [row for row in rows if row in filled]
        if len(filled_rows) > most or any(max(row.at) > LARGEST_INDEX for row in filled_rows):
            faulty.append(_too_many_rows(group))
        shown = rows if len(rows) <= most else filled_rows[:most]
        kept |= {row for row in shown if max(row.at) <= LARGEST_INDEX}
    within = ((a.name, [a.value]) for a in answers if kept.issuperset(a.rows))
    return Answers(within), faulty


def _readable(pairs: Pairs) -> Iterator[RawAnswer]:
    for name, value in pairs:
        if match := _NAME.fullmatch(name):
            yield RawAnswer(name, _SURROGATE.sub("\ufffd", value), _rows(match))


def _rows(match: re.Match[str]) -> tuple[Row, ...]:
    invoices, invoice, payments, payment, group, row = match.groups()
    if payments:
        return Row("invoices", (int(invoice),)), Row("payments", (int(invoice), int(payment)))
    if invoices:
        return (Row("invoices", (int(invoice),)),)
    return (Row(group, (int(row),)),) if group else ()


def _too_many_rows(group: str) -> Fault:
    return Fault.french("invoices" if group == "payments" else group, TOO_MANY_ROWS[group])


def is_requested(pairs: Pairs, action: str) -> bool:
    """True when the action `draft` or `review` is requested."""
    return any(name == action and value.strip().lower() in TRUE for name, value in pairs)


def is_row(name: str) -> bool:
    """True for the name of a row, `invoices-1` or `invoices-0-payments-2`, within the limits."""
    match = _NAME.fullmatch(f"{name}-x")
    return match is not None and bool(rows := _rows(match)) and max(rows[-1].at) <= LARGEST_INDEX


def is_group(name: str) -> bool:
    """True for the name of rows, `invoices` or `invoices-0-payments`."""
    return name not in ("creditor", "debtor") and is_row(f"{name}-0")


def index(name: str) -> int:
    """Return the index that a row's name ends with."""
    return int(name.rpartition("-")[2])
