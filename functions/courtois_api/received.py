"""What a request brings: the answers, from a form as from JSON, counted before they are read."""

from collections.abc import Collection

from flask import Flask, abort, request

from courtois import forms
from courtois_api.problems import told_as_json

Pairs = list[tuple[str, str]]
READ = ("application/x-www-form-urlencoded", "multipart/form-data", "")
MOST_ANSWERS = 5000  # the fullest letter holds a third of it


def document() -> object:
    """The JSON sent."""
    _refuse_packed()
    try:
        return request.get_json()
    except RecursionError:
        abort(400)


def count_first(app: Flask, endpoints: Collection[str]) -> None:
    """Refuse a body not to be read before anything else looks at it, a queue for a place included.

    Whoever gives the fields back, after whatever refusal, then gives back no more than a letter may hold.
    """

    @app.before_request
    def check() -> None:
        if request.endpoint in endpoints and request.method == "POST":
            _refuse_packed()
            if not (told_as_json() or request.mimetype in READ):
                abort(415)
            _count()


def answers() -> Pairs:
    """The answers, counted, from a form or from JSON. Raises AnswersRefused for a JSON of another shape."""
    if told_as_json():
        return forms.flatten(document())
    return [pair for pair in request.form.items(multi=True) if pair[0]]  # a part may have no name


def _refuse_packed() -> None:
    """A packed body may unpack to a thousand times its size."""
    if request.content_encoding:
        abort(415)


def _count() -> None:
    """Refuse a flood of answers by what separates them; the parts of a multipart form, as they are parsed."""
    request.max_form_parts = MOST_ANSWERS
    body, between = request.get_data(), b"," if told_as_json() else b"&"
    cut = len(body) == request.max_content_length  # where a body does not tell its length
    if cut or body.count(between) >= MOST_ANSWERS:
        abort(413)
    if not told_as_json():
        request.form  # noqa: B018  parsed here, so that no error page finds too many parts in it
