"""What is wrong with a request: problem+json (RFC 9457) for a program, a page for a person.

What the person typed goes back to them and nowhere else.
"""

import json
import logging
import traceback
import uuid
from collections.abc import Sequence

from flask import Flask, Response, request
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException, InternalServerError

from courtois.errors import AnswersRefused, Fault
from courtois.french.typography import french
from courtois_api.incoming import CrossSitePost, wants_json
from courtois_api.shells import PageShells

log = logging.getLogger("courtois")

PROBLEM_JSON = "application/problem+json"
LAW_UNKNOWN = Fault(
    "dated_on",
    "Une règle citée ici ne nous est pas connue à cette date : choisissez un jour plus récent.",
)
INVALID = "Des réponses sont à corriger"
NOT_WRITTEN = (
    "La lettre n’a pas pu être écrite. Vos réponses n’ont pas été gardées : revenez en arrière, elles y "
    "sont encore."
)
CROSS_SITE = "Demande venue d’un autre site"
CROSS_SITE_SENTENCE = (
    "Cette demande a été envoyée depuis un autre site : par précaution, rien n’en a été lu. Pour écrire "
    "votre lettre, ouvrez son formulaire sur ce site-ci et répondez-y vous-même."
)
RETRY_AFTER = 3  # seconds
TITLES = {
    400: "Demande mal formée",
    404: "Page introuvable",
    405: "Rien à lire à cette adresse",
    413: "Envoi trop lourd",
    415: "Format non lu",
    500: "Un incident de notre côté",
    503: "Encore un instant",
}
SENTENCES = {
    400: "La demande est mal formée : revenez au formulaire et recommencez.",
    404: "Cette lettre ou cette page n’existe pas : revenez à la liste des lettres.",
    405: "Cette adresse attend les réponses du formulaire : ouvrez plutôt la page de la lettre.",
    413: "L’envoi est trop lourd : une lettre tient en bien moins. Allégez la note ou les lignes.",
    415: "Ce format n’est pas lu : envoyez un formulaire ou du JSON.",
    503: "Beaucoup de lettres s’écrivent en ce moment. Rien n’est perdu : réessayez dans quelques secondes.",
}


def invalid(faults: Sequence[Fault], warnings: Sequence[Fault] = ()) -> Response:
    """422, with every fault at once, each under the flat name of its field."""
    return problem(422, INVALID, errors=faults, warnings=warnings)


def busy(page: Response | None = None) -> Response:
    """503: too many requests at once. `page` gives a person their answers back; a program gets a problem."""
    answer = page or problem(503, SENTENCES[503])
    answer.status_code = 503
    answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def problem(
    status: int,
    title: str,
    errors: Sequence[Fault] = (),
    warnings: Sequence[Fault] = (),
    *,
    retry_after: int = 0,
) -> Response:
    """A problem for a program; `retry_after` in seconds."""
    body = {
        "type": "about:blank",
        "title": french(title),
        "status": status,
        "errors": [_finding(fault) for fault in errors],
        "warnings": [_finding(warning) for warning in warnings],
    }
    # A name may hold half a surrogate pair.
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    answer = Response(text, status=status, content_type=PROBLEM_JSON)
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def _finding(fault: Fault) -> dict[str, str]:
    return {"name": fault.name, "sentence": french(fault.sentence)}


def handle_errors(app: Flask, shells: PageShells) -> None:
    """Give every HTTP error its sentence, and an unexpected one a reference and no detail."""

    def expected(error: HTTPException) -> Response:
        status = error.code if error.code in SENTENCES else 400
        answer = _message(shells, status, TITLES[status], SENTENCES[status])
        if allowed := getattr(error, "valid_methods", None):
            answer.headers["Allow"] = ", ".join(sorted(allowed))
        return busy(answer) if status == 503 else answer

    def from_another_site(_: CrossSitePost) -> Response:
        return _message(shells, 400, CROSS_SITE, CROSS_SITE_SENTENCE)

    def unexpected(error: BaseException) -> Response:
        reference = uuid.uuid4().hex[:12]
        log.error("incident %s: %s at %s", reference, type(error).__name__, _lines(error))
        return _message(shells, 500, TITLES[500], f"{NOT_WRITTEN} Référence : {reference}.")

    def failed_handler(error: InternalServerError) -> Response:
        return unexpected(error.original_exception or error)

    app.register_error_handler(AnswersRefused, lambda refusal: invalid(refusal.faults))
    app.register_error_handler(CrossSitePost, from_another_site)
    app.register_error_handler(HTTPException, expected)
    app.register_error_handler(Exception, unexpected)
    # Flask hands over what an error handler raises as an InternalServerError.
    app.register_error_handler(InternalServerError, failed_handler)


def _message(shells: PageShells, status: int, title: str, sentence: str) -> Response:
    """The sentence: a problem for a program, a page under `title` for a person."""
    if wants_json():
        return problem(status, sentence)
    content = Markup('<h1>{}</h1>\n<p class="lead" role="alert">{}</p>').format(
        title, french(sentence)
    )
    if status == 503:
        content += _form_to_resend()
    return Response(shells.message(content), status=status, mimetype="text/html")


def _form_to_resend() -> Markup:
    """The fields of the request, counted by `incoming`, to send again: the page before may be gone."""
    sent = {name: value for name, value in request.form.items(multi=True) if name}
    fields = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in sent.items()
    )
    return Markup(
        '\n<form method="post" action="{}">\n{}\n<button type="submit" class="button">Réessayer</button>\n</form>'
    ).format(request.path, Markup(fields))


def _lines(error: BaseException) -> str:
    """The lines of code that the error went through, without its message, which may hold a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
