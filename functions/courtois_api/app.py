"""The function: a small Flask application under `/api`, stateless, that keeps and logs nothing.

POST /api/lettres/<slug>.pdf|.html|.txt   a letter
POST /api/formulaires/<slug>              the form, filled: rows added or removed, the review
GET  /api/sante                           how it is
"""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, abort, jsonify, request, send_file
from markupsafe import Markup

from courtois import forms, law
from courtois.compose import Letter
from courtois.desk import Desk
from courtois.errors import AnswersRefused, Fault, LawUnknown, UnknownLetter
from courtois.letters import LetterType
from courtois_api.clock import today_in_paris
from courtois_api.pages import Pages
from courtois_api.pdf import Press
from courtois_api.problems import handle, refusal, told_as_json

LARGEST_REQUEST = 256 * 1024  # bytes; a form of fifty invoices is a tenth of it
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {}"
)
BEFORE_THE_LAW = (
    "Cette lettre cite une règle que nous ne connaissons pas à cette date : "
    "choisissez un jour plus récent."
)

Answer = Callable[[Letter], Response | Markup]
Pairs = list[tuple[str, str]]
READ = ("application/x-www-form-urlencoded", "multipart/form-data", "")


def create_app(templates: Path, build: Path) -> Flask:
    """Open everything a letter needs, draw one to warm up, and serve.

    `build` holds what freezing the site left for the function: `pages/` and `assets.json`.
    """
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST
    counter = Counter(Desk(templates), Press(templates), Pages(build))
    counter.warm()
    handle(app, counter.pages)
    app.register_error_handler(AnswersRefused, lambda refused: refusal(refused.faults))

    for way in ("pdf", "html", "txt"):
        path = f"/api/lettres/<slug>.{way}"
        app.add_url_rule(path, way, getattr(counter, way), methods=["POST"])
    app.add_url_rule("/api/formulaires/<slug>", "form", counter.form, methods=["POST"])
    app.add_url_rule("/api/sante", "health", counter.health)
    app.after_request(_guarded)
    return app


class Counter:
    """Takes answers over the counter and hands back a letter, or the form with what to mend."""

    def __init__(self, desk: Desk, press: Press, pages: Pages) -> None:
        self.desk, self.press, self.pages = desk, press, pages

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

        kind, pairs = self._kind(slug), _pairs()
        if not forms.asks(pairs, "draft"):
            return self._answered(pairs, kind, page)
        try:
            return page(self.desk.draft(pairs, kind, today_in_paris()))
        except LawUnknown:  # a day before the law's figures is a fault: the example lends its own
            undated = [(name, value) for name, value in pairs if name != "dated_on"]
            return page(self.desk.draft(undated, kind, today_in_paris()))

    def txt(self, slug: str) -> Response:
        """The letter as plain text."""

        def text(letter: Letter) -> Response:
            return Response(self.desk.renderer.text(letter), mimetype="text/plain")

        return self._written(slug, text)

    def form(self, slug: str) -> Response:
        """The form as typed, unjudged; or, with `review=yes`, judged, with the letter to read."""
        kind, pairs = self._kind(slug), _pairs()
        if not forms.asks(pairs, "review"):
            return self._form(kind, forms.refill(forms.act(pairs), kind, self.desk.catalogue))
        return self._answered(pairs, kind, self.desk.renderer.inside_a_page)

    def health(self) -> Response:
        """Up, with the letters it can write and the last day its half-yearly rates cover."""
        until = law.valid_until()
        return jsonify(
            status="ok",
            letters=[kind.slug for kind in self.desk.catalogue],
            law_valid_until=until.isoformat() if until else None,
        )

    def _kind(self, slug: str) -> LetterType:
        try:
            return self.desk.catalogue[slug]
        except UnknownLetter:
            abort(404)

    def _written(self, slug: str, answer: Answer) -> Response:
        """Read the answers and answer with the letter; a draft is for `.html` alone."""
        kind, pairs = self._kind(slug), _pairs()
        if forms.asks(pairs, "draft"):
            abort(400)
        return self._answered(pairs, kind, answer)

    def _answered(self, pairs: Pairs, kind: LetterType, answer: Answer) -> Response:
        """Answer with the letter, or with everything there is to mend and nothing lost.

        An answer that is markup is the letter to review: it goes into the form's page.
        """
        reading = None
        try:
            reading = self.desk.read(pairs, kind, today_in_paris())
            answered = answer(self.desk.letter(reading, kind))
        except AnswersRefused as refused:
            return self._refused(kind, pairs, reading, refused.faults)
        except LawUnknown:
            return self._refused(kind, pairs, reading, (Fault("dated_on", BEFORE_THE_LAW),))
        if isinstance(answered, Markup):
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
        review: Markup | None = None,
        status: int = 200,
    ) -> Response:
        drawn = self.desk.form(form, kind, warnings=warnings, review=review)
        return Response(self.pages.filled(kind.slug, drawn), status=status, mimetype="text/html")


def _pairs() -> Pairs:
    """The answers, from a form or from JSON. Raises AnswersRefused for a JSON of another shape."""
    if told_as_json():
        try:
            return forms.flatten(request.get_json())
        except RecursionError:
            abort(400)
    if request.mimetype not in READ:
        abort(415)
    return list(request.form.items(multi=True))


def _guarded(response: Response) -> Response:
    """Kept nowhere, framed by nobody but our own preview, and no script but ours."""
    framed = request.path.startswith("/api/lettres/") and request.path.endswith(".html")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = POLICY.format("'self'" if framed else "'none'")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
