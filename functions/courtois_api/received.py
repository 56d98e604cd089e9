"""What a request brings: the answers, from a form as from JSON."""

from flask import abort, request

from courtois import forms
from courtois_api.problems import told_as_json

Pairs = list[tuple[str, str]]
READ = ("application/x-www-form-urlencoded", "multipart/form-data", "")


def document() -> object:
    """The JSON sent."""
    try:
        return request.get_json()
    except RecursionError:
        abort(400)


def answers() -> Pairs:
    """The answers, from a form or from JSON. Raises AnswersRefused for a JSON of another shape."""
    if told_as_json():
        return forms.flatten(document())
    if request.mimetype not in READ:
        abort(415)
    return list(request.form.items(multi=True))
