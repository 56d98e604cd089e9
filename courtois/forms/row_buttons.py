"""The buttons that add and remove rows, for a form with scripts off. Nothing is judged."""

from collections.abc import Iterable

from courtois.forms.field_names import (
    ACTIONS,
    LARGEST_INDEX,
    MOST_ROWS,
    MOVES,
    Pairs,
    index,
    is_group,
    is_row,
)

FIRST_QUESTION = {
    "invoices": "number",
    "payments": "paid_on",
    "earlier": "step",
    "events": "kind",
    "instalments": "due_on",
}


def moves_rows(pairs: Pairs) -> bool:
    """True when a button asks to add or to remove a row: the form is then not judged."""
    return any(name in MOVES for name, _ in pairs)


def apply_row_button(pairs: Pairs) -> list[tuple[str, str]]:
    """Return the answers after the row that `remove` names, then a row in the group that `add` names.

    Only the last `add` and the last `remove` count: a form sends one, and a flood would cost a minute.
    Rows keep their index: removing one renumbers no other. A group without room is left as it is.
    """
    pairs = list(pairs)
    answers = [(name, value) for name, value in pairs if name not in ACTIONS]
    requests = {name: value for name, value in pairs if name in ACTIONS}
    if is_row(row := requests.get("remove", "")):
        answers = [pair for pair in answers if not pair[0].startswith(f"{row}-")]
    if is_group(group := requests.get("add", "")):
        answers = _with_row(answers, group)
    return answers


def _with_row(answers: list[tuple[str, str]], group: str) -> list[tuple[str, str]]:
    """Add a row after the last; when no index is left, renumber the rows first."""
    kind = group.rpartition("-")[2]
    first = FIRST_QUESTION[kind]
    indices = _indices(answers, group)
    if not indices:  # the form shows a blank row when there is none
        answers, indices = [*answers, (f"{group}-0-{first}", "")], [0]
    if len(indices) >= MOST_ROWS[kind]:
        return answers
    if indices[-1] == LARGEST_INDEX:
        answers, indices = _renumbered(answers, group, indices), list(range(len(indices)))
    return [*answers, (f"{group}-{indices[-1] + 1}-{first}", "")]


def _indices(answers: Iterable[tuple[str, str]], group: str) -> list[int]:
    starts = [
        name[len(group) + 1 :].partition("-")[0]
        for name, _ in answers
        if name.startswith(f"{group}-")
    ]
    rows = {f"{group}-{start}" for start in starts}
    return sorted(index(row) for row in rows if is_row(row))


def _renumbered(
    answers: list[tuple[str, str]], group: str, indices: list[int]
) -> list[tuple[str, str]]:
    """Number the rows of a group from zero, without a gap."""
    new_names = {f"{group}-{old}": f"{group}-{new}" for new, old in enumerate(indices)}
    renumbered = []
    for name, value in answers:
        row = "-".join(name.split("-")[: group.count("-") + 2])
        renumbered.append((new_names.get(row, row) + name[len(row) :], value))
    return renumbered
