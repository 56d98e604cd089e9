"""Letters over the counter: answers in, a letter out, or the form with what to mend.

POST /api/lettres/<slug>.pdf|.html|.txt|.docx   a letter
POST /api/formulaires/<slug>                    the form, filled: rows added or removed, the review
"""

from collections.abc import Callable
from io import BytesIO

from flask import Response, abort, send_file

from courtois import forms
from courtois.compose import Letter
from courtois.desk import Desk, Review
from courtois.errors import AnswersRefused, Fault, LawUnknown, UnknownLetter
from courtois.letters import LetterType
from courtois_api.clock import today_in_paris
from courtois_api.pages import Pages
from courtois_api.pdf import Press
from courtois_api.problems import BEFORE_THE_LAW, refusal, told_as_json
from courtois_api.received import Pairs, answers
from courtois_api.word import MIMETYPE as WORD
from courtois_api.word import WordProcessor

Answer = Callable[[Letter], Response | Review]


class Letters:
    """Takes answers over the counter and hands back a letter, or the form with what to mend."""

    def __init__(self, desk: Desk, press: Press, pages: Pages) -> None:
        self.desk, self.press, self.pages = desk, press, pages
        self.word = WordProcessor(desk.catalogue.templates)

    def warm(self) -> None:
        """Draw one letter before the first person waits for theirs."""
        kind = next(iter(self.desk.catalogue))
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
            return self._answered(pairs, kind, page)
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
            return self._form(kind, forms.refill(forms.act(pairs), kind, self.desk.catalogue))
        return self._answered(pairs, kind, self.desk.review)

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
        return self._answered(pairs, kind, answer)

    def _answered(self, pairs: Pairs, kind: LetterType, answer: Answer) -> Response:
        """Answer with the letter, or with everything there is to mend and nothing lost.

        A letter to review goes into the form's page.
        """
        reading = None
        try:
            reading = self.desk.read(pairs, kind, today_in_paris())
            answered = answer(self.desk.letter(reading, kind))
        except AnswersRefused as refused:
            return self._refused(kind, pairs, reading, refused.faults)
        except LawUnknown:
            return self._refused(kind, pairs, reading, (BEFORE_THE_LAW,))
        if isinstance(answered, Review):
            return self._form(kind, reading.form, warnings=reading.warnings, review=answered)
        return answered

    def _refused(
        self,
        kind: LetterType,
        pairs: Pairs,
        reading: forms.Reading | None,
        faults: tuple[Fault, ...],
    ) -> Response:
        warnings = reading.warnings if reading else ()
        if told_as_json():
            return refusal(faults, warnings)
        form = reading.form if reading else forms.refill(pairs, kind, self.desk.catalogue)
        form.faults = faults
        return self._form(kind, form, warnings=warnings, status=422)

    def _form(
        self,
        kind: LetterType,
        form: forms.LetterForm,
        *,
        warnings: tuple[Fault, ...] = (),
        review: Review | None = None,
        status: int = 200,
    ) -> Response:
        drawn = self.desk.form(form, kind, warnings=warnings, review=review)
        return Response(self.pages.filled(kind.slug, drawn), status=status, mimetype="text/html")
