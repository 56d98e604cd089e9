"""The calculators: every folder under `templates/tools/`.

A folder holds `tool.toml` (its description and its required questions), `form.html` (its questions),
`answer.html` (the words of its answer), `guide.md` (how it counts) and `example.toml`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from courtois.case import Penalties
from courtois.catalogue.folders import Catalogue, Entry


@dataclass(frozen=True, kw_only=True)
class Tool(Entry):
    """A calculator, as its `tool.toml` describes it. It asks the letters' own questions."""

    KIND: ClassVar[str] = "tools"
    MANIFEST: ClassVar[str] = "tool.toml"
    FILES: ClassVar[tuple[str, ...]] = ("form.html", "answer.html", "guide.md", "example.toml")

    short: str  # its name in a list
    button_label: str
    claims: bool = False  # counts what lateness adds

    def penalties(self, chosen: Penalties | None, usual: Penalties) -> Penalties:
        """Return how lateness is treated: counted by default, left out by a calculator that counts none."""
        return (chosen or "claim") if self.claims else "none"


class ToolCatalogue(Catalogue[Tool]):
    """Every calculator under `templates/tools/`."""

    def __init__(self, templates: Path) -> None:
        super().__init__(templates, Tool)
