"""The guides: each Markdown file of a folder is one, with its front matter.

Front matter stands between two lines `+++`, in TOML: `title`, `short`, `description`, `order`,
`part`, `checked_on`, `articles`, `next` (the slug of the guide to read next). The body may use `law`
(figures by name), `days` (a letter's usual day) and `instance`.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from courtois.french.typography import french
from courtois_site.markdown import Text, render_markdown

Fill = Callable[[str], str]  # puts figures into a text

FENCE = "+++"
REQUIRED: dict[str, type] = {"title": str, "checked_on": date}


class GuideRefused(Exception):
    """The front matter of a guide is missing or wrong. Says which file and what."""


@dataclass(frozen=True)
class Guide:
    """One guide. `short` is its name in a list, `next` the slug of the guide to read next."""

    slug: str
    title: str
    text: Text
    checked_on: date
    short: str = ""
    description: str = ""
    order: int = 0
    part: str = ""  # its heading in the list
    articles: tuple[str, ...] = ()
    next: str = ""

    @property
    def name(self) -> str:
        """Its name where there is little room."""
        return self.short or self.title


@dataclass(frozen=True)
class GuideCollection:
    """Guides in reading order."""

    guides: tuple[Guide, ...] = field(default=())

    @classmethod
    def read(cls, folder: Path, fill: Fill) -> "GuideCollection":
        """Read every `*.md` of a folder. Raises GuideRefused."""
        guides = [read_guide(path, fill) for path in folder.glob("*.md")]
        return cls(tuple(sorted(guides, key=lambda guide: (guide.order, guide.slug))))

    def __iter__(self) -> Iterator[Guide]:
        return iter(self.guides)

    @property
    def parts(self) -> list[tuple[str, list[Guide]]]:
        """The guides under their headings, in reading order."""
        return [
            (part, list(guides)) for part, guides in groupby(self.guides, lambda guide: guide.part)
        ]

    def get(self, slug: str) -> Guide | None:
        """The guide of that slug, if there is one."""
        return next((guide for guide in self.guides if guide.slug == slug), None)

    def around(self, guide: Guide) -> tuple[Guide | None, Guide | None]:
        """Return the previous guide and the guide to read next: the one it names, else the following one."""
        place = self.guides.index(guide)
        before = self.guides[place - 1] if place else None
        following = self.guides[place + 1] if place + 1 < len(self.guides) else None
        return before, self.get(guide.next) or following


def read_advice(path: Path, fill: Fill, slug: str) -> Guide:
    """Read the guide of a letter, shown under a title of the page around it. Raises GuideRefused."""
    return read_guide(path, fill, slug, deeper=1)


def read_guide(path: Path, fill: Fill, slug: str = "", deeper: int = 0) -> Guide:
    """Read one file; by default its slug is the file's name. Raises GuideRefused."""
    front_matter, body = _split(path)
    known = set(Guide.__dataclass_fields__) - {"slug", "text"}
    if unknown := front_matter.keys() - known:
        raise GuideRefused(f"{path.name}: unknown {', '.join(sorted(unknown))}")
    for name, kind in REQUIRED.items():
        if not isinstance(front_matter.get(name), kind):
            raise GuideRefused(f"{path.name}: {name} missing or of another kind")
    values = {name: _tidy(value) for name, value in front_matter.items()}
    return Guide(slug=slug or path.stem, text=render_markdown(french(fill(body)), deeper), **values)


def _split(path: Path) -> tuple[dict[str, Any], str]:
    before, fence, rest = path.read_text(encoding="utf-8").partition(f"{FENCE}\n")
    front, second, body = rest.partition(f"\n{FENCE}\n")
    if before.strip() or not fence or not second:
        raise GuideRefused(f"{path.name}: no front matter between two lines {FENCE}")
    return tomllib.loads(front), body


def _tidy(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(french(item) for item in value)
    return french(value) if isinstance(value, str) else value
