"""The requests that need no case: health, methods, addresses that do not exist, broken or hostile bodies."""

import gzip
import json
from collections.abc import Iterator

from bench.same import bodies
from bench.same.calls import Offer
from bench.same.exchange import Request

KIND = "appel divers"
JSON, FORM = (
    {"Content-Type": "application/json"},
    {"Content-Type": "application/x-www-form-urlencoded"},
)
BROKEN_JSON = (
    b"", b"{", b"[]", b"null", b'"texte"', b"12", b'{"place": 12}', b'{"place": null}',
    b'{"invoices": [1, "a"]}', b'{"invoices": {"0": {"number": "F1"}}}', b'{"qr": true, "annex": false}',
    b'{"creditor": {"name": {"a": {"b": {"c": {"d": {"e": "x"}}}}}}}', b'{"\xff": "x"}', b"[" * 5000,
    b'{"creditor": "x", "debtor": [], "invoices": "F1"}', b'{"place": "Lyon", "place": "Paris"}',
)  # fmt: skip
BROKEN_FORMS = (
    b"", b"&&&", b"=", b"place", b"place=%", b"place=%FF%FE", b"place=Lyon&place=Paris",
    b"invoices-0-number=F1&invoices-0-number=F2", b"qr=yes&qr=no", b"review=yes", b"draft=yes",
    b"add=invoices&add=earlier", b"remove=invoices-0&remove=invoices-1", b"x=1;y=2",
)  # fmt: skip
TOO_MANY_ANSWERS = 5001  # answers in one request


def other_calls(offer: Offer) -> Iterator[Request]:
    """Every request that needs no case."""
    yield from _read()
    yield from _nothing_typed(offer)
    yield from _methods(offer)
    yield from _unknown()
    for body in BROKEN_JSON:
        yield from _everywhere(offer, body, JSON)
    for body in BROKEN_FORMS:
        yield from _everywhere(offer, body, FORM)
    yield from _refused_bodies(offer)


def _read() -> Iterator[Request]:
    yield Request("santé", "GET", "/api/sante")
    yield Request("contrat OpenAPI", "GET", "/api/openapi.json")
    for path in ("/", "/static/site.css", "/favicon.ico"):
        yield Request(KIND, "GET", path, headers={"Accept-Encoding": "gzip"})
        yield Request(KIND, "HEAD", path)


def _methods(offer: Offer) -> Iterator[Request]:
    """Each address with each method."""
    letter, tool = offer.letters[0], offer.tools[0]
    paths = [f"/api/lettres/{letter}.{ending}" for ending in ("pdf", "html", "txt", "docx")]
    paths += [f"/api/formulaires/{letter}", f"/api/outils/{tool}", "/api/decompte"]
    paths += ["/api/calendrier.ics", "/api/sante", "/api/openapi.json", "/api/partages"]
    for path in paths:
        for method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"):
            yield Request(KIND, method, path)
    for method in ("POST", "PUT", "OPTIONS"):
        yield Request(KIND, method, "/", b"", FORM)


def _unknown() -> Iterator[Request]:
    """Addresses that lead nowhere."""
    for path in (
        "/inconnu",
        "/inconnu/",
        "/composer",
        "/guide/inconnu/",
        "//",
        "/..",
        "/static/",
        "/%00",
        "/%C3%A9",
    ):
        yield Request(KIND, "GET", path)
    for path in ("/api/", "/api/inconnu", "/api//sante", "/api/sante/", "/api/partages/7/x"):
        yield Request(KIND, "GET", path)
    for path in (
        "lettres/inconnue.pdf",
        "lettres/relance-1.odt",
        "formulaires/x",
        "outils/x",
        "lettres/.pdf",
    ):
        yield Request(KIND, "POST", f"/api/{path}", b"place=Lyon", FORM)
        yield Request(KIND, "POST", f"/api/{path}", b'{"place": "Lyon"}', JSON)


def _everywhere(offer: Offer, body: bytes, headers: dict[str, str]) -> Iterator[Request]:
    """One body for one address of each kind."""
    letter, tool = offer.letters[-1], offer.tools[-1]
    for path in (
        f"lettres/{letter}.pdf", f"lettres/{letter}.html", f"lettres/{letter}.txt",
        f"formulaires/{letter}", f"outils/{tool}", "decompte", "calendrier.ics", "partages",
    ):  # fmt: skip
        yield Request(KIND, "POST", f"/api/{path}", body, headers)


def _refused_bodies(offer: Offer) -> Iterator[Request]:
    """Another media type, a packed body, too many answers, too many bytes."""
    path = f"/api/lettres/{offer.letters[0]}.txt"
    yield Request(KIND, "POST", path, b"place: Lyon", {"Content-Type": "text/yaml"})
    yield Request(KIND, "POST", path, b"place=Lyon")
    yield Request(
        KIND,
        "POST",
        path,
        gzip.compress(b"place=Lyon", mtime=0),
        FORM | {"Content-Encoding": "gzip"},
    )
    flood = {f"a{place}": "" for place in range(TOO_MANY_ANSWERS)}
    for write_body in bodies.BODY_WRITERS:
        body, headers = write_body(flood)
        yield Request(KIND, "POST", path, body, headers)
    yield Request(KIND, "POST", path, b"note=" + b"a" * 300_000, FORM)
    yield Request(KIND, "POST", path, json.dumps({"note": "a" * 300_000}).encode(), JSON)


def _nothing_typed(offer: Offer) -> Iterator[Request]:
    """Every letter and every form without an answer; a draft where none is given."""
    for letter in offer.letters:
        for ending in ("html", "pdf", "txt", "docx"):
            body, headers = bodies.form({"draft": "yes"})
            yield Request("aperçu .html", "POST", f"/api/lettres/{letter}.{ending}", body, headers)
        for acts in ({}, {"review": "yes"}, {"add": "invoices"}):
            body, headers = bodies.form(acts)
            yield Request("formulaire", "POST", f"/api/formulaires/{letter}", body, headers)
