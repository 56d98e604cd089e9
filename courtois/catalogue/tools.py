"""The calculators: every folder under `templates/tools/`.

A folder holds `tool.toml` (what it is and what it cannot do without), `form.html` (its questions),
`answer.html` (its answer's words), `guide.md` (how it counts) and `example.toml`.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from courtois.catalogue.folders import Catalogue, Entry


@dataclass(frozen=True)
class Tool(Entry):
    """A calculator, as its `tool.toml` describes it. It asks the letters' own questions."""

    KIND: ClassVar[str] = "tools"
    MANIFEST: ClassVar[str] = "tool.toml"
    FILES: ClassVar[tuple[str, ...]] = ("form.html", "answer.html", "guide.md", "example.toml")

    short: str  # its name in a list
    deed: str  # what its button says
    requires: tuple[str, ...]  # names without the indices of rows: « invoices-due_on »
    claims: bool = False  # counts what lateness adds

    takes_plan: ClassVar[bool] = False

    def usual_deadline(self, dated_on: date) -> None:
        """A calculator gives no deadline."""


class ToolCatalogue(Catalogue[Tool]):
    """Every calculator under `templates/tools/`."""

    def __init__(self, templates: Path) -> None:
        super().__init__(templates, Tool)
