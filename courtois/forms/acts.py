"""What the buttons of the form do with scripts off: add a row, remove a row. Nothing is judged."""

from collections.abc import Iterable

from courtois.forms.fields import TRUE
from courtois.forms.names import LARGEST_INDEX, MOST, Pairs, index, is_group, is_row

MOVES = ("add", "remove")
ACTS = (*MOVES, "review", "draft")
FIRST_QUESTION = {
    "invoices": "number",
    "payments": "paid_on",
    "earlier": "step",
    "events": "kind",
    "instalments": "due_on",
}


def asks(pairs: Pairs, act: str) -> bool:
    """True when the act `draft` or `review` is asked for."""
    return any(name == act and value.strip().lower() in TRUE for name, value in pairs)


def moves_rows(pairs: Pairs) -> bool:
    """True when a row is to be added or removed: nothing is judged then."""
    return any(name in MOVES for name, _ in pairs)


def act(pairs: Pairs) -> list[tuple[str, str]]:
    """The answers after the `remove` and the `add` they ask for, less the acts themselves.

    One of each is done, the last, as a form sends one; a flood of them would cost a minute.

    Rows keep their index: removing one renumbers no other. A group without room is left as it is.
    """
    pairs = list(pairs)
    answers = [(name, value) for name, value in pairs if name not in ACTS]
    asked = {name: value for name, value in pairs if name in ACTS}
    if is_row(row := asked.get("remove", "")):
        answers = [pair for pair in answers if not pair[0].startswith(f"{row}-")]
    if is_group(group := asked.get("add", "")):
        answers = _with_row(answers, group)
    return answers


def _with_row(answers: list[tuple[str, str]], group: str) -> list[tuple[str, str]]:
    """One more row after the last; when no index is left, the rows close ranks first."""
    kind = group.rpartition("-")[2]
    first = FIRST_QUESTION[kind]
    indices = _indices(answers, group)
    if not indices:  # the form shows one row when there is none
        answers, indices = [*answers, (f"{group}-0-{first}", "")], [0]
    if len(indices) >= MOST[kind]:
        return answers
    if indices[-1] == LARGEST_INDEX:
        answers, indices = _close_ranks(answers, group, indices), list(range(len(indices)))
    return [*answers, (f"{group}-{indices[-1] + 1}-{first}", "")]


def _indices(answers: Iterable[tuple[str, str]], group: str) -> list[int]:
    starts = [
        name[len(group) + 1 :].partition("-")[0]
        for name, _ in answers
        if name.startswith(f"{group}-")
    ]
    rows = {f"{group}-{start}" for start in starts}
    return sorted(index(row) for row in rows if is_row(row))


def _close_ranks(
    answers: list[tuple[str, str]], group: str, indices: list[int]
) -> list[tuple[str, str]]:
    """Number the rows of a group from nought, without a gap."""
    renamed = {f"{group}-{old}": f"{group}-{new}" for new, old in enumerate(indices)}
    closed = []
    for name, value in answers:
        row = "-".join(name.split("-")[: group.count("-") + 2])
        closed.append((renamed.get(row, row) + name[len(row) :], value))
    return closed
