"""What letters and calculators share: answers read, judged and answered, or everything there is to mend."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from flask import Response

from courtois import forms
from courtois.catalogue.letters import LetterType
from courtois.catalogue.tools import Tool
from courtois.errors import AnswersRefused, Fault, LawUnknown
from courtois.service import LetterService
from courtois_api.problems import BEFORE_THE_LAW, refusal, told_as_json
from courtois_api.received import Pairs
from courtois_api.shells import PageShells

Kind = TypeVar("Kind", LetterType, Tool)


class Counter(ABC, Generic[Kind]):
    """Takes the answers asked by one kind of thing."""

    def __init__(self, desk: LetterService, pages: PageShells) -> None:
        self.desk, self.pages = desk, pages

    @abstractmethod
    def read(self, pairs: Pairs, kind: Kind) -> forms.Reading:
        """The answers, judged. Raises LawUnknown."""

    @abstractmethod
    def page(
        self, kind: Kind, form: forms.LetterForm, *, status: int = 200, **shown: Any
    ) -> Response:
        """The page of this kind, with its form as typed."""

    def answered(
        self, pairs: Pairs, kind: Kind, answer: Callable[[forms.Reading], Response]
    ) -> Response:
        """Answer, or tell everything there is to mend and lose nothing: to a program as JSON, else on the page."""
        reading = None
        try:
            reading = self.read(pairs, kind)
            return answer(reading)
        except AnswersRefused as refused:
            return self._refused(kind, pairs, reading, refused.faults)
        except LawUnknown:
            return self._refused(kind, pairs, reading, (BEFORE_THE_LAW,))

    def _refused(
        self, kind: Kind, pairs: Pairs, reading: forms.Reading | None, faults: tuple[Fault, ...]
    ) -> Response:
        warnings = reading.warnings if reading else ()
        if told_as_json():
            return refusal(faults, warnings)
        form = reading.form if reading else forms.refill(pairs, kind, self.desk.catalogue)
        form.faults = faults
        return self.page(kind, form, warnings=warnings, status=422)
