"""The calculators there are: every folder under `templates/tools/` is one, and no list says so.

A folder holds `tool.toml` (what it is and what it cannot do without), `form.html` (its questions),
`answer.html` (its answer's words), `guide.md` (how it counts) and `example.toml`.
"""

import dataclasses
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from courtois.errors import BrokenLetter, UnknownLetter

FILES = ("tool.toml", "form.html", "answer.html", "guide.md", "example.toml")


@dataclass(frozen=True)
class Tool:
    """A calculator, as its `tool.toml` tells it. It asks the letters' own questions."""

    slug: str
    folder: Path
    title: str
    short: str  # its name in a list
    summary: str
    deed: str  # what its button says
    order: int
    requires: tuple[str, ...]  # names without the indices of rows: « invoices-due_on »
    claims: bool = False  # counts what lateness adds

    takes_plan: ClassVar[bool] = False

    @property
    def guide(self) -> Path:
        """How it counts, shown beside the questions."""
        return self.folder / "guide.md"

    def usual_deadline(self, dated_on: date) -> None:
        """A calculator gives no deadline."""

    @cached_property
    def example(self) -> dict[str, Any]:
        """The example's answers, nested as the form's names are."""
        return tomllib.loads((self.folder / "example.toml").read_text(encoding="utf-8"))


class Toolbox:
    """Every calculator found, in the order of its `order`."""

    def __init__(self, templates: Path) -> None:
        """Read `templates/tools/`. Raises BrokenLetter naming the folder and what it lacks."""
        found = [_read(path.parent) for path in (templates / "tools").glob("*/tool.toml")]
        self._tools = {tool.slug: tool for tool in sorted(found, key=lambda tool: tool.order)}

    def __getitem__(self, slug: str) -> Tool:
        try:
            return self._tools[slug]
        except KeyError:
            raise UnknownLetter(slug) from None

    def __iter__(self) -> Iterator[Tool]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)


def _read(folder: Path) -> Tool:
    missing = [name for name in FILES if not (folder / name).is_file()]
    if missing:
        raise BrokenLetter(f"{folder.name}: {', '.join(missing)} missing")
    told = tomllib.loads((folder / "tool.toml").read_text(encoding="utf-8"))
    known = {field.name for field in dataclasses.fields(Tool)} - {"slug", "folder"}
    if unknown := told.keys() - known:
        raise BrokenLetter(f"{folder.name}/tool.toml: unknown {', '.join(sorted(unknown))}")
    try:
        requires = tuple(told.pop("requires"))
        return Tool(slug=folder.name, folder=folder, requires=requires, **told)
    except (KeyError, TypeError) as error:
        raise BrokenLetter(f"{folder.name}/tool.toml: {error}") from None
