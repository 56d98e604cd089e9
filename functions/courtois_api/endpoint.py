"""What every endpoint shares: its resources, the answers it is sent, and the decorator that answers a refusal.

    @letters.post("/api/lettres/<slug>.txt")
    @answering(LetterSubmission)
    def txt(submission: LetterSubmission) -> Response: …

A refusal is a 422 that names everything to correct: JSON for a program; for a person the page, with what they typed.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from flask import Response, abort, current_app

from courtois import forms
from courtois.catalogue.folders import Entry
from courtois.errors import AnswersRefused, Fault, LawUnknown, UnknownEntry
from courtois.forms import LetterForm, Reading
from courtois.service import LetterService
from courtois_api.incoming import AnswerPairs, answers, wants_json
from courtois_api.pdf import PdfRenderer
from courtois_api.problems import LAW_UNKNOWN, invalid
from courtois_api.shells import PageShells

if TYPE_CHECKING:
    from courtois_api.word import WordProcessor

EXTENSION = "courtois"
EntryType = TypeVar("EntryType", bound=Entry)


@dataclass(frozen=True)
class Resources:
    """What the endpoints of one application use."""

    service: LetterService
    pdf: PdfRenderer
    shells: PageShells

    @cached_property
    def word(self) -> "WordProcessor":
        """Opened at first use: most people want a PDF, and start-up does not wait for python-docx."""
        from courtois_api.word import WordProcessor

        return WordProcessor(self.service.catalogue.templates)


def resources() -> Resources:
    """The resources of the application that answers this request."""
    opened: Resources = current_app.extensions[EXTENSION]
    return opened


class Submission(ABC, Generic[EntryType]):
    """The answers of one request to a letter or a calculator. Raises UnknownEntry for an unknown slug."""

    def __init__(self, slug: str) -> None:
        self.entry = self.find(slug)
        self.pairs: AnswerPairs = answers()
        self.reading: Reading | None = None

    @staticmethod
    @abstractmethod
    def find(slug: str) -> EntryType:
        """The letter or calculator of that slug. Raises UnknownEntry."""

    @abstractmethod
    def judge(self) -> Reading:
        """Judge the answers, and set `reading`. Raises LawUnknown."""

    @abstractmethod
    def page(self, form: LetterForm, *, status: int = 200, **context: Any) -> Response:
        """The page of this letter or calculator around its form."""

    @property
    def form(self) -> LetterForm:
        """The form as typed; once judged, each answer has its error."""
        return self.reading.form if self.reading else self.refill(self.pairs)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What to check before sending, once judged."""
        return self.reading.warnings if self.reading else ()

    def refill(self, pairs: AnswerPairs) -> LetterForm:
        """The form with these answers, not judged."""
        return forms.refill(pairs, self.entry, resources().service.catalogue)

    def refused(self, refusal: AnswersRefused) -> Response:
        """422, with every fault and warning."""
        if wants_json():
            return invalid(refusal.faults, self.warnings)
        form = self.form
        form.faults = refusal.faults
        return self.page(form, warnings=self.warnings, status=422)


Sent = TypeVar("Sent", bound=Submission[Any])
View = Callable[[Sent], Response]


def answering(
    submission: type[Sent], slug: str = ""
) -> Callable[[View[Sent]], Callable[..., Response]]:
    """Give a view its submission, for the slug in the path or else `slug`; turn a refusal into an answer."""

    def decorate(view: View[Sent]) -> Callable[..., Response]:
        @wraps(view)
        def answer(**path: str) -> Response:
            try:
                sent = submission(path.get("slug", slug))
            except UnknownEntry:
                abort(404)
            try:
                return view(sent)
            except AnswersRefused as refusal:
                return sent.refused(refusal)
            except LawUnknown:
                return sent.refused(AnswersRefused([LAW_UNKNOWN]))

        return answer

    return decorate
