"""Everything the pages show, read once: letters, their advice, guides, legal pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from courtois.catalogue.letters import LetterType
from courtois_site.dated_service import DatedService
from courtois_site.guides import Fill, Guide, GuideCollection, read_advice
from courtois_site.instance import Instance


@dataclass(frozen=True)
class Folders:
    """Where the words are: the letters' `templates/`, the guides, the legal pages."""

    templates: Path
    guides: Path
    pages: Path


@dataclass(frozen=True)
class Contents:
    """Everything that the pages of one day show."""

    service: DatedService
    advice: Mapping[str, Guide]  # by letter, and by calculator
    guides: GuideCollection
    legal: GuideCollection
    instance: Instance
    day: date

    @classmethod
    def read(
        cls, folders: Folders, service: DatedService, instance: Instance, fill: Fill
    ) -> "Contents":
        """Read every text. Raises GuideRefused for a faulty one."""
        return cls(
            service=service,
            advice={
                entry.slug: read_advice(entry.guide, fill, entry.slug)
                for entry in [*service.catalogue, *service.tools]
            },
            guides=GuideCollection.read(folders.guides, fill),
            legal=GuideCollection.read(folders.pages, fill),
            instance=instance,
            day=service.day,
        )

    @property
    def checked_on(self) -> date:
        """The oldest day on which a text was last checked."""
        return min(
            (guide.checked_on for guide in [*self.guides, *self.advice.values()]), default=self.day
        )

    def letter_for(self, guide: Guide) -> LetterType | None:
        """Return the letter that a guide links to, when it links to a single letter."""
        linked = [
            entry
            for entry in self.service.catalogue
            if f'"/composer/{entry.slug}/"' in guide.text.html
        ]
        return linked[0] if len(linked) == 1 else None
