"""What a request brings: the answers, from a form as from JSON."""

from flask import abort, request

from courtois import forms
from courtois_api.problems import told_as_json

Pairs = list[tuple[str, str]]
READ = ("application/x-www-form-urlencoded", "multipart/form-data", "")


def answers() -> Pairs:
    """The answers, from a form or from JSON. Raises AnswersRefused for a JSON of another shape."""
    if told_as_json():
        try:
            return forms.flatten(request.get_json())
        except RecursionError:
            abort(400)
    if request.mimetype not in READ:
        abort(415)
    return list(request.form.items(multi=True))
