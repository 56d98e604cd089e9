"""What is told when something is wrong: to a program as problem+json, to a person as a page.

RFC 9457 for programs. Nothing of what the person typed goes anywhere but back to them.
"""

import json
import logging
import traceback
import uuid
from collections.abc import Sequence

from flask import Flask, Response, request
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException

from courtois.errors import AnswersRefused, Fault
from courtois.french.typography import french
from courtois_api.same_origin import CrossSitePost
from courtois_api.shells import PageShells

log = logging.getLogger("courtois")

PROBLEM = "application/problem+json"
BEFORE_THE_LAW = Fault(
    "dated_on",
    "Une règle citée ici ne nous est pas connue à cette date : choisissez un jour plus récent.",
)
REFUSED = "Des réponses sont à corriger"
UNWRITTEN = (
    "La lettre n’a pas pu être écrite. Vos réponses n’ont pas été gardées : revenez en arrière, elles y "
    "sont encore."
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
CROSS_SITE_TITLE = "Demande venue d’un autre site"
CROSS_SITE = (
    "Cette demande a été envoyée depuis un autre site : par précaution, rien n’en a été lu. Pour écrire "
    "votre lettre, ouvrez son formulaire sur ce site-ci et répondez-y vous-même."
)


def told_as_json() -> bool:
    """A program that sends JSON is answered in JSON; a form, with a page."""
    return request.is_json


def refusal(faults: Sequence[Fault], warnings: Sequence[Fault] = ()) -> Response:
    """422, with every fault at once, tied to the flat name of its field."""
    return problem(422, REFUSED, errors=faults, warnings=warnings)


def later(page: Response | None = None) -> Response:
    """503: too much is asked at once. To a person, their own page with their answers; to a program, a problem."""
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
    """What is wrong, told to a program; `retry_after` in seconds."""
    body = {
        "type": "about:blank",
        "title": french(title),
        "status": status,
        "errors": [_told(fault) for fault in errors],
        "warnings": [_told(warning) for warning in warnings],
    }
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")  # a name may be broken
    answer = Response(text, status=status, content_type=PROBLEM)
    if retry_after:
        answer.headers["Retry-After"] = str(retry_after)
    return answer


def _told(fault: Fault) -> dict[str, str]:
    return {"name": fault.name, "sentence": french(fault.sentence)}


def handle(app: Flask, pages: PageShells) -> None:
    """Give every error its sentence, and an unexpected one an id and no detail."""

    def known(error: HTTPException) -> Response:
        status = error.code if error.code in SENTENCES else 400
        answer = _message(pages, status, SENTENCES[status])
        if allowed := getattr(error, "valid_methods", None):
            answer.headers["Allow"] = ", ".join(sorted(allowed))
        return later(answer) if status == 503 else answer

    def from_another_site(_: CrossSitePost) -> Response:
        return _message(pages, CrossSitePost.code, CROSS_SITE, CROSS_SITE_TITLE)

    def unexpected(error: Exception) -> Response:
        incident = uuid.uuid4().hex[:12]
        log.error("incident %s: %s at %s", incident, type(error).__name__, _where(error))
        return _message(pages, 500, f"{UNWRITTEN} Référence : {incident}.")

    app.register_error_handler(AnswersRefused, lambda refused: refusal(refused.faults))
    app.register_error_handler(CrossSitePost, from_another_site)
    app.register_error_handler(HTTPException, known)
    app.register_error_handler(Exception, unexpected)


def _message(pages: PageShells, status: int, sentence: str, title: str = "") -> Response:
    """The sentence, to a program as a problem, to a person in a page under `title`, else the status's."""
    if told_as_json():
        return problem(status, sentence)
    told = Markup('<h1>{}</h1>\n<p class="lead" role="alert">{}</p>').format(
        title or TITLES[status], french(sentence)
    )
    if status == 503:
        told += _again()
    return Response(pages.message(told), status=status, mimetype="text/html")


def _again() -> Markup:
    """What was sent, counted by then, to be sent again in one press: the page before may be gone."""
    sent = {name: value for name, value in request.form.items(multi=True) if name}
    fields = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in sent.items()
    )
    return Markup(
        '\n<form method="post" action="{}">\n{}\n<button type="submit" class="button">Réessayer</button>\n</form>'
    ).format(request.path, Markup(fields))


def _where(error: BaseException) -> str:
    """The lines of code it went through, and never a value: a message may hold a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
