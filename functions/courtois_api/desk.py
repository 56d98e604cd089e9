"""Where answers become a letter: the domain's parts, opened once, and the few moves they allow."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from courtois import forms
from courtois.compose import Letter, compose
from courtois.letters import Catalogue, LetterType
from courtois.render import Renderer
from courtois.typeface import Typeface

Pairs = list[tuple[str, str]]


def today_in_paris() -> date:
    """The day a letter bears when the person gives none."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


class Desk:
    """The catalogue, the typeface and the renderer of one `templates/` folder."""

    def __init__(self, templates: Path) -> None:
        self.catalogue = Catalogue.read(templates)
        self.renderer = Renderer(templates)
        self.typeface = Typeface.read(templates)

    def read(self, pairs: Pairs, kind: LetterType) -> forms.Reading:
        """Read and judge a person's answers."""
        return forms.read(pairs, kind, **self._means)

    def letter(self, reading: forms.Reading, kind: LetterType) -> Letter:
        """The letter of a reading. Raises AnswersRefused with every fault."""
        return compose(kind, reading.require(), self.typeface)

    def draft(self, pairs: Pairs, kind: LetterType) -> Letter:
        """The letter so far, its gaps borrowed from the example and marked."""
        return compose(kind, forms.read_draft(pairs, kind, **self._means), self.typeface)

    def model(self, kind: LetterType) -> Letter:
        """The letter of the example."""
        return self.letter(self.read(forms.flatten(kind.example), kind), kind)

    @property
    def _means(self) -> dict[str, Any]:
        return {
            "catalogue": self.catalogue,
            "typeface": self.typeface,
            "today": today_in_paris(),
        }
