"""Everything the pages show, read once: letters, their advice, guides, legal pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courtois.catalogue.letters import LetterType
from courtois_site.guides import Fill, Guide, Shelf, read_advice
from courtois_site.instance import Instance
from courtois_site.letters import Letters


@dataclass(frozen=True)
class Folders:
    """Where the words are: the letters' `templates/`, the guides, the legal pages."""

    templates: Path
    guides: Path
    pages: Path


@dataclass(frozen=True)
class Contents:
    """What there is to show on one day."""

    letters: Letters
    advice: Mapping[str, Guide]  # by letter, and by calculator
    guides: Shelf
    legal: Shelf
    instance: Instance
    day: date

    @classmethod
    def read(cls, folders: Folders, letters: Letters, instance: Instance, fill: Fill) -> "Contents":
        """Read every text. Raises GuideRefused for a faulty one."""
        return cls(
            letters=letters,
            advice={
                kind.slug: read_advice(kind.guide, fill, kind.slug)
                for kind in [*letters.catalogue, *letters.tools]
            },
            guides=Shelf.read(folders.guides, fill),
            legal=Shelf.read(folders.pages, fill),
            instance=instance,
            day=letters.day,
        )

    @property
    def checked_on(self) -> date:
        """Since when every text has been checked at least once: the oldest of their days."""
        return min(
            (guide.checked_on for guide in [*self.guides, *self.advice.values()]), default=self.day
        )

    def letter_for(self, guide: Guide) -> LetterType | None:
        """The letter a guide leads to: the one it links to, when it links to a single one."""
        linked = [
            kind
            for kind in self.letters.catalogue
            if f'"/composer/{kind.slug}/"' in guide.text.html
        ]
        return linked[0] if len(linked) == 1 else None
