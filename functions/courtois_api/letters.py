"""Letters over the counter: answers in, a letter out, or the form with what to mend.

POST /api/lettres/<slug>.pdf|.html|.txt|.docx   a letter
POST /api/formulaires/<slug>                    the form, filled: rows added or removed, the review
"""

from collections.abc import Callable
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING, Any

from flask import Response, abort, send_file

from courtois import forms
from courtois.catalogue.letters import LetterType
from courtois.errors import LawUnknown, UnknownLetter
from courtois.letter.compose import Letter
from courtois.service import LetterService
from courtois_api.clock import today_in_paris
from courtois_api.counter import Counter
from courtois_api.pdf import Busy, Press
from courtois_api.problems import later, told_as_json
from courtois_api.received import Pairs, answers
from courtois_api.shells import PageShells

if TYPE_CHECKING:
    from courtois_api.word import WordProcessor

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Answer = Callable[[Letter], Response]


class Letters(Counter[LetterType]):
    """Takes answers over the counter and hands back a letter, or the form with what to mend."""

    def __init__(self, desk: LetterService, press: Press, pages: PageShells) -> None:
        super().__init__(desk, pages)
        self.press = press

    @cached_property
    def word(self) -> "WordProcessor":
        """Opened for the first who asks: most ask for a PDF, and start-up does not wait for python-docx."""
        from courtois_api.word import WordProcessor

        return WordProcessor(self.desk.catalogue.templates)

    def warm(self) -> None:
        """Draw the letter that uses the most, tables and a QR, before the first person waits for theirs."""
        kind = max(self.desk.catalogue, key=lambda kind: kind.final)
        self.press.draw(self.desk.renderer.document(self.desk.model(kind, today_in_paris()), ""))

    def pdf(self, slug: str) -> Response:
        """The letter ready to sign and post."""

        def drawn(letter: Letter) -> Response:
            pdf = self.press.draw(self.desk.renderer.document(letter, ""))
            name = f"{letter.file_name}.pdf"
            return send_file(
                BytesIO(pdf), "application/pdf", as_attachment=True, download_name=name
            )

        return self._written(slug, drawn)

    def html(self, slug: str) -> Response:
        """The letter as a page; with `draft=yes`, whatever is missing shown from the example."""
        sheet = self.pages.asset("letter.css")

        def page(letter: Letter) -> Response:
            return Response(self.desk.renderer.document(letter, sheet), mimetype="text/html")

        kind, pairs = self._kind(slug), answers()
        if not forms.asks(pairs, "draft"):
            return self._composed(pairs, kind, page)
        try:
            return page(self.desk.draft(pairs, kind, today_in_paris()))
        except LawUnknown:  # a day before the law's figures is a fault: the example lends its own
            undated = [
                (name, value) for name, value in pairs if not name.endswith(("_on", "penalties"))
            ]
            return page(self.desk.draft(undated, kind, today_in_paris()))

    def txt(self, slug: str) -> Response:
        """The letter as plain text."""

        def text(letter: Letter) -> Response:
            return Response(self.desk.renderer.text(letter), mimetype="text/plain")

        return self._written(slug, text)

    def docx(self, slug: str) -> Response:
        """The letter to edit in a word processor."""

        def typed(letter: Letter) -> Response:
            words, case = self.desk.renderer.letter(letter), letter.case
            document = self.word.type(str(words), author=case.creditor.name, day=case.dated_on)
            name = f"{letter.file_name}.docx"
            return send_file(BytesIO(document), WORD, as_attachment=True, download_name=name)

        return self._written(slug, typed)

    def form(self, slug: str) -> Response:
        """The form as typed, unjudged; or, with `review=yes`, judged, with the letter to read."""
        kind, pairs = self._kind(slug), answers()
        if not forms.asks(pairs, "review"):
            return self.page(kind, forms.refill(forms.act(pairs), kind, self.desk.catalogue))

        def reviewed(reading: forms.Reading) -> Response:
            review = self.desk.review(self.desk.letter(reading, kind))
            return self.page(kind, reading.form, warnings=reading.warnings, review=review)

        return self.answered(pairs, kind, reviewed)

    def read(self, pairs: Pairs, kind: LetterType) -> forms.Reading:
        """The answers, judged for this letter. Raises LawUnknown."""
        return self.desk.read(pairs, kind, today_in_paris())

    def page(
        self, kind: LetterType, form: forms.LetterForm, *, status: int = 200, **shown: Any
    ) -> Response:
        """The letter's page with its form as typed; `review`, the letter to read, above it."""
        drawn = self.desk.form(form, kind, **shown)
        return Response(self.pages.letter(kind.slug, drawn), status=status, mimetype="text/html")

    def _kind(self, slug: str) -> LetterType:
        try:
            return self.desk.catalogue[slug]
        except UnknownLetter:
            abort(404)

    def _written(self, slug: str, answer: Answer) -> Response:
        """Read the answers and answer with the letter; a draft is for `.html` alone."""
        kind, pairs = self._kind(slug), answers()
        if forms.asks(pairs, "draft"):
            abort(400)
        return self._composed(pairs, kind, answer)

    def _composed(self, pairs: Pairs, kind: LetterType, answer: Answer) -> Response:
        def in_turn(reading: forms.Reading) -> Response:
            try:
                return answer(self.desk.letter(reading, kind))
            except Busy:
                page = None if told_as_json() else self.page(kind, reading.form, delayed=True)
                return later(page)

        return self.answered(pairs, kind, in_turn)
