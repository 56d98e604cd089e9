"""One reader for the folders of `templates/`: a folder that holds a manifest is an entry of a catalogue."""

import dataclasses
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Generic, Self, TypeVar, get_args, get_type_hints

from courtois.case import Penalties
from courtois.errors import BrokenEntry, UnknownEntry
from courtois.law import parameters


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What letters and calculators share. `slug` is the folder's name, and the last part of its URL."""

    KIND: ClassVar[str]  # the folder of `templates/` that holds such entries
    MANIFEST: ClassVar[str]
    FILES: ClassVar[tuple[str, ...]]  # what a folder holds besides its manifest

    slug: str
    folder: Path
    title: str
    summary: str  # one line: what it is
    order: int  # its place in lists
    # The groups of optional questions it asks or carries on, by name (`forms/scope.py`).
    asks: tuple[str, ...]
    # The questions that may not stay blank. When empty, each question says so itself.
    requires: tuple[str, ...] = ()

    @property
    def guide(self) -> Path:
        """The advice shown beside the questions."""
        return self.folder / "guide.md"

    @cached_property
    def example(self) -> dict[str, Any]:
        """The example's answers, nested as the form's names are."""
        return tomllib.loads((self.folder / "example.toml").read_text(encoding="utf-8"))

    def usual_deadline(self, dated_on: date) -> date | None:
        """Return the default deadline; None for a calculator, which has none."""
        return None

    def penalties(self, chosen: Penalties | None, usual: Penalties) -> Penalties:
        """Return how lateness is treated: the person's choice, else the usual treatment for the debtor."""
        return chosen or usual

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read one folder. Raises BrokenEntry, which names the folder and what is wrong in it."""
        missing = [name for name in (cls.MANIFEST, *cls.FILES) if not (folder / name).is_file()]
        if missing:
            raise BrokenEntry(f"{folder.name}: {', '.join(missing)} missing")
        manifest = tomllib.loads((folder / cls.MANIFEST).read_text(encoding="utf-8"))
        known = {field.name for field in dataclasses.fields(cls)} - {"slug", "folder"}
        if unknown := manifest.keys() - known:
            names = ", ".join(sorted(unknown))
            raise BrokenEntry(f"{folder.name}/{cls.MANIFEST}: unknown {names}")
        try:
            values = {key: cls._value(key, value) for key, value in manifest.items()}
            return cls(slug=folder.name, folder=folder, **values)
        except (TypeError, KeyError, ValueError) as error:
            raise BrokenEntry(f"{folder.name}/{cls.MANIFEST}: {error}") from None

    @classmethod
    def _value(cls, key: str, value: Any) -> Any:
        """Convert a value of a manifest: a list to a tuple, the name of a law file to its only figure."""
        if isinstance(value, list):
            return tuple(value)
        hint = get_type_hints(cls)[key]
        if isinstance(value, str) and int in (hint, *get_args(hint)):
            return _figure(value)
        return value


def _figure(name: str) -> int:
    """The figure of a law file. Raises ValueError for one that changed: a manifest has no day to choose by."""
    (figure,) = parameters()[name].values
    return int(figure.value)


E = TypeVar("E", bound=Entry)


class Catalogue(Generic[E]):
    """Every entry of one kind, in the order of `order`, then of the slugs."""

    def __init__(self, templates: Path, kind: type[E]) -> None:
        """Read `templates/<kind>/`. Raises BrokenEntry."""
        self.templates = templates
        manifests = (templates / kind.KIND).glob(f"*/{kind.MANIFEST}")
        entries = [kind.read(path.parent) for path in manifests]
        entries.sort(key=lambda entry: (entry.order, entry.slug))
        self._entries = {entry.slug: entry for entry in entries}

    def __getitem__(self, slug: str) -> E:
        try:
            return self._entries[slug]
        except KeyError:
            raise UnknownEntry(slug) from None

    def get(self, slug: str) -> E | None:
        """The entry of this slug, or None."""
        return self._entries.get(slug)

    def __iter__(self) -> Iterator[E]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)
