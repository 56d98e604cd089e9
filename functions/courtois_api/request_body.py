"""The answers that a request brings, as a form or as JSON: counted before anything else looks at them."""

from flask import Flask, abort, request

from courtois import forms
from courtois.forms.field_names import MOST_ANSWERS
from courtois_api.problems import wants_json

Pairs = list[tuple[str, str]]
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "")


def check_bodies(app: Flask, *blueprints: str) -> None:
    """Refuse what is not read, and floods of answers, before the request queues for a place.

    Whatever refuses the request later may then give its fields back: there are no more of them than a letter
    may hold.
    """

    @app.before_request
    def check() -> None:
        if request.blueprint in blueprints:
            _refuse_packed()
            if not (wants_json() or request.mimetype in FORM_TYPES):
                abort(415)
            _count()


def answers() -> Pairs:
    """The answers, from a form or from JSON. Raises AnswersRefused for a JSON of another shape."""
    if wants_json():
        return forms.flatten(document())
    return [pair for pair in request.form.items(multi=True) if pair[0]]  # a part may have no name


def document() -> object:
    """The JSON of the request."""
    _refuse_packed()
    try:
        return request.get_json()
    except RecursionError:
        abort(400)


def _refuse_packed() -> None:
    """A packed body may unpack to a thousand times its size."""
    if request.content_encoding:
        abort(415)


def _count() -> None:
    """Count answers by their separator; Werkzeug counts the parts of a multipart form as it parses them."""
    request.max_form_parts = MOST_ANSWERS
    body, separator = request.get_data(), b"," if wants_json() else b"&"
    is_cut = len(body) == request.max_content_length  # a body that does not tell its length is cut
    if is_cut or body.count(separator) >= MOST_ANSWERS:
        abort(413)
    if not wants_json():
        request.form  # noqa: B018  parsed now: an error page that gives fields back must not meet the limit
