"""The law as the tests know it: values in force after 2026 are removed.

A rate added to `courtois/law/` then breaks no test, and sums of 2026 stay checked to the cent.
"""

import tomllib
from datetime import date
from pathlib import Path

LAST = date(2026, 12, 31)
OPENS = "[[value]]\n"


def copy_until_2026(law: Path, into: Path) -> None:
    """Copy each file of the law that has a value in 2026, without its later values."""
    for file in law.glob("*.toml"):
        head, *values = file.read_text("utf-8").split(OPENS)
        values_until_2026 = [text for text in values if tomllib.loads(text)["since"] <= LAST]
        if values_until_2026:
            (into / file.name).write_text(OPENS.join([head, *values_until_2026]), "utf-8")
