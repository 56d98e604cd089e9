"""The endpoints of a letter: answers in, a letter out, or the form with its faults.

POST /api/lettres/<slug>.pdf|.html|.txt|.docx   a letter
POST /api/formulaires/<slug>                    the form, filled: rows added or removed, or the letter to review
"""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, send_file

from courtois import forms
from courtois.catalogue.letters import LetterType
from courtois.errors import LawUnknown
from courtois.forms import LetterForm, Reading
from courtois.letter.compose import Letter
from courtois_api.clock import today_in_paris
from courtois_api.endpoint import Submission, answering, resources
from courtois_api.incoming import AnswerPairs, wants_json
from courtois_api.pdf import Busy
from courtois_api.problems import busy

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

letters = Blueprint("letters", __name__)


class LetterSubmission(Submission[LetterType]):
    """The answers of one request to a letter."""

    @staticmethod
    def find(slug: str) -> LetterType:
        return resources().service.catalogue[slug]

    def judge(self) -> Reading:
        self.reading = resources().service.read(self.pairs, self.entry, today_in_paris())
        return self.reading

    def page(self, form: LetterForm, *, status: int = 200, **context: Any) -> Response:
        html = resources().service.letter_form(form, self.entry, **context)
        page = resources().shells.letter(self.entry.slug, html)
        return Response(page, status=status, mimetype="text/html")

    def letter(self) -> Letter:
        """The letter that the answers make. Raises AnswersRefused or LawUnknown."""
        return resources().service.letter(self.judge(), self.entry)

    def draft(self) -> str:
        """The draft as a page: the example fills its gaps."""
        try:
            return self._draft(self.pairs)
        except LawUnknown:  # a day before the first figures of the law: take the example's days
            return self._draft(
                [pair for pair in self.pairs if not pair[0].endswith(("_on", "penalties"))]
            )

    def _draft(self, pairs: AnswerPairs) -> str:
        return as_page(resources().service.draft(pairs, self.entry, today_in_paris()))

    def refuse_draft(self) -> None:
        """Answer 400 to a draft outside `.html`: a file could be sent as it is."""
        if forms.is_requested(self.pairs, "draft"):
            abort(400)


@letters.post("/api/lettres/<slug>.pdf")
@answering(LetterSubmission)
def pdf(submission: LetterSubmission) -> Response:
    """The letter ready to sign and post."""
    submission.refuse_draft()
    letter = submission.letter()
    try:
        document = resources().pdf.draw(resources().service.renderer.document(letter, ""))
    except Busy:
        return busy(None if wants_json() else submission.page(submission.form, delayed=True))
    return _download(document, "application/pdf", f"{letter.file_name}.pdf")


@letters.post("/api/lettres/<slug>.html")
@answering(LetterSubmission)
def html(submission: LetterSubmission) -> Response:
    """The letter as a page; with `draft=yes`, the example fills its gaps."""
    is_draft = forms.is_requested(submission.pairs, "draft")
    page = submission.draft() if is_draft else as_page(submission.letter())
    return Response(page, mimetype="text/html")


@letters.post("/api/lettres/<slug>.txt")
@answering(LetterSubmission)
def txt(submission: LetterSubmission) -> Response:
    """The letter as plain text, to paste into a message."""
    submission.refuse_draft()
    text = resources().service.renderer.text(submission.letter())
    return Response(text, mimetype="text/plain")


@letters.post("/api/lettres/<slug>.docx")
@answering(LetterSubmission)
def docx(submission: LetterSubmission) -> Response:
    """The letter to edit in a word processor."""
    submission.refuse_draft()
    letter = submission.letter()
    words, case = str(resources().service.renderer.letter(letter)), letter.case
    document = resources().word.convert(words, author=case.creditor.name, day=case.dated_on)
    return _download(document, DOCX, f"{letter.file_name}.docx")


@letters.post("/api/formulaires/<slug>")
@answering(LetterSubmission)
def form(submission: LetterSubmission) -> Response:
    """The form as typed, not judged; with `review=yes`, judged, with the letter above it."""
    if not forms.is_requested(submission.pairs, "review"):
        return submission.page(submission.refill(forms.apply_row_button(submission.pairs)))
    review = resources().service.review(submission.letter())
    return submission.page(submission.form, warnings=submission.warnings, review=review)


def as_page(letter: Letter) -> str:
    """A letter as a page of its own, with the published stylesheet."""
    stylesheet = resources().shells.asset("letter.css")
    return resources().service.renderer.document(letter, stylesheet)


def _download(content: bytes, media_type: str, name: str) -> Response:
    return send_file(BytesIO(content), media_type, as_attachment=True, download_name=name)
