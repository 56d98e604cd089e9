"""List each figure of the law with its last check and the day of the next; fail once a check is overdue.

python infra/check_law.py [--only-warn] [2026-11-21]

Rates change each 1 January and 1 July, and so do most texts: everything is due a little before those days,
when the reminder comes. A figure checked since then, or a rate already published for the next half-year, is due later.
"""

from __future__ import annotations

import sys
from datetime import date, datetime, time, timedelta

from courtois.errors import BrokenLaw
from courtois.french.dates import half_year_end, write
from courtois.law import Parameter, parameters, valid_until

NOTICE = timedelta(days=10)  # before the half-year ends: the reminder's day


def due_on(parameter: Parameter) -> date:
    """The day its next check is due."""
    day_after = parameter.checked_on + timedelta(days=1)
    return (parameter.covered_until or half_year_end(day_after + NOTICE)) - NOTICE


def overdue(day: date) -> list[Parameter]:
    """The figures to check again on `day`, in the order of their names."""
    return [parameter for parameter in parameters().values() if due_on(parameter) <= day]


def remind_on(today: date) -> tuple[datetime, bool]:
    """Return the reminder's day, and whether it is overdue: ten days before expiry; if past, tomorrow.

    While no figure of the law expires, the reminder comes in about six months.
    """
    day = (valid_until() or today + timedelta(days=180)) - NOTICE
    return datetime.combine(max(day, today + timedelta(days=1)), time(9)), day <= today


def known_until() -> str:
    """Return the last day of the law's figures, as a person reads it."""
    until = valid_until()
    return write(until) if until else "prochain texte"


def table(day: date) -> str:
    """Return a line for each figure: its file, last check, next check, confidence; « ! » marks the overdue."""
    late = overdue(day)
    return "\n".join(
        f"{'!' if parameter in late else ' '} {name:<42} vérifié le {parameter.checked_on}, "
        f"à revoir le {due_on(parameter)}, confiance {parameter.values[-1].confidence}"
        for name, parameter in parameters().items()
    )


def main(arguments: list[str]) -> int:
    """Print the table, or with `--only-warn` a sentence when something is overdue."""
    only_warn = "--only-warn" in arguments
    days = [date.fromisoformat(text) for text in arguments if not text.startswith("--")]
    day = days[0] if days else date.today()  # noqa: DTZ011 - a person's own day
    late = overdue(day)
    if not only_warn:
        print(table(day))
        print(f"Chiffres connus jusqu’au {valid_until() or 'prochain texte'}.")
    if late:
        names = ", ".join(parameter.name for parameter in late)
        print(f"À revoir depuis le {min(map(due_on, late))} : {names}", file=sys.stderr)
    return 1 if late and not only_warn else 0


if __name__ == "__main__":
    try:
        raise SystemExit(main(sys.argv[1:]))
    except BrokenLaw as broken:
        raise SystemExit(str(broken)) from None
