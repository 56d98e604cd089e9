"""A request before a view sees it: where it comes from, how much it brings, and its answers.

A page of another site could make a browser post our form filled with its own answers: its own IBAN for instance.
Browsers say where a request comes from in `Sec-Fetch-Site`; those older than 2023, and any browser over plain HTTP, in
`Origin` alone. curl and other programs send neither, and pass.
"""

from flask import Flask, abort, request
from werkzeug.exceptions import BadRequest

from courtois import forms
from courtois.forms.field_names import MOST_ANSWERS

AnswerPairs = list[tuple[str, str]]
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data", "")
OUR_SITE = ("same-origin", "none")  # `none`: the person asked for it themselves
SCHEMES = ("http", "https")  # a proxy that ends TLS hides which of them the person used


class CrossSitePost(BadRequest):
    """Another site sent this. 400, for CloudFront puts a page of its own over a 403 (infra/stack.yaml)."""


def check_requests(app: Flask, address: str, *blueprints: str) -> None:
    """Refuse what another site posts; refuse what the `blueprints` do not read, and floods of answers.

    `address` is the public address of the site, with its final « / ». The Origin may match it or the Host, because
    CloudFront and some proxies replace the Host that the browser sent. Whatever refuses the request later may give its
    fields back: there are no more of them than a letter may hold.
    """

    @app.before_request
    def check() -> None:
        if request.method == "POST" and not _is_from_our_site(address):
            raise CrossSitePost
        if request.blueprint in blueprints:
            _refuse_compressed()
            if not (wants_json() or request.mimetype in FORM_TYPES):
                abort(415)
            _count()


def wants_json() -> bool:
    """True for a program, which sends JSON; a form is answered with a page."""
    return request.is_json


def answers() -> AnswerPairs:
    """The answers, from a form or from JSON. Raises AnswersRefused for a JSON of another shape."""
    if wants_json():
        return forms.flatten(document())
    return [pair for pair in request.form.items(multi=True) if pair[0]]  # a part may have no name


def document() -> object:
    """The JSON of the request."""
    _refuse_compressed()
    try:
        return request.get_json()
    except RecursionError:
        abort(400)


def _is_from_our_site(address: str) -> bool:
    """True when the request comes from our own pages, or from no page at all."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        return site in OUR_SITE
    if origin is None:
        return True
    scheme, _, host = origin.partition("://")
    sent_here = scheme in SCHEMES and host == request.headers.get("Host")
    return sent_here or f"{origin}/" == address


def _refuse_compressed() -> None:
    """Refuse a compressed body: it may expand to a thousand times its size."""
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
