"""The law as the tests know it: whatever comes into force after 2026 is cut off.

Adding a rate to `courtois/law/` thus breaks no test, while what is counted in 2026 stays checked to the cent.
"""

import tomllib
from datetime import date
from pathlib import Path

LAST = date(2026, 12, 31)
OPENS = "[[value]]\n"


def cut(law: Path, into: Path) -> None:
    """Copy each file of the law, without its later values."""
    for file in law.glob("*.toml"):
        head, *values = file.read_text("utf-8").split(OPENS)
        kept = [told for told in values if tomllib.loads(told)["since"] <= LAST]
        (into / file.name).write_text(OPENS.join([head, *kept]), "utf-8")
