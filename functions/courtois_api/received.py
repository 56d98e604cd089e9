"""What a request brings: the answers, from a form as from JSON, counted before they are read."""

from flask import abort, request

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


def answers() -> Pairs:
    """The answers, from a form or from JSON. Raises AnswersRefused for a JSON of another shape."""
    _refuse_packed()
    if not (told_as_json() or request.mimetype in READ):
        abort(415)
    _count_first()
    if told_as_json():
        return forms.flatten(document())
    return [pair for pair in request.form.items(multi=True) if pair[0]]  # a part may have no name


def _refuse_packed() -> None:
    """A packed body may unpack to a thousand times its size."""
    if request.content_encoding:
        abort(415)


def _count_first() -> None:
    """Refuse a flood of answers by what parts them, before any is read."""
    request.max_form_parts = MOST_ANSWERS  # of a multipart form, which Werkzeug counts
    body, between = request.get_data(), b"," if told_as_json() else b"&"
    cut = len(body) == request.max_content_length  # where a body does not tell its length
    if cut or body.count(between) >= MOST_ANSWERS:
        abort(413)
