"""The security headers of every answer, and what no request can do: on the served site, and on the function alone."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from jinja2 import Environment, StrictUndefined
from werkzeug.http import parse_options_header

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois.service import LetterService
from courtois_api.app import LARGEST_REQUEST, create_app
from courtois_site.app import create_app as create_site
from courtois_site.instance import Instance, read_instance

pytestmark = pytest.mark.hostile

ROOT = Path(__file__).resolve().parent.parent
LETTER = LetterCatalogue(ROOT / "templates")["mise-en-demeure"]
ANSWERS = dict(forms.flatten(LETTER.example))
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
PDF, PAGE = "/api/lettres/mise-en-demeure.pdf", "/api/formulaires/mise-en-demeure"
CALENDAR = "/api/calendrier.ics"
STEP = {"debtor-kind": "professional", "debtor-name": "Boulangerie", "invoices-0-number": "F1",
        "invoices-0-amount": "1200", "invoices-0-due_on": "2026-05-31"}  # fmt: skip
CALLS = [f"/api/lettres/mise-en-demeure.{ending}" for ending in ("pdf", "html", "txt", "docx")]
CALLS += [PAGE, "/api/outils/penalites", "/api/decompte", CALENDAR]
ABROAD = {"https://recherche-entreprises.api.gouv.fr", "https://bodacc-datadila.opendatasoft.com"}

Headers = list[tuple[str, str]]


@pytest.fixture(scope="module")
def client(root: Path, built: Path) -> FlaskClient:
    """The function alone, as it is on a host that serves the site elsewhere."""
    return create_app(root / "templates", built).test_client()


class Exchange:
    """One request over a socket of its own; nothing is followed, nothing is unpacked."""

    def __init__(self, server: str) -> None:
        self.host = urlsplit(server).netloc

    def __call__(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Headers, bytes]:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()

    def raw(self, request: bytes) -> bytes:
        """Send these bytes and return the answer."""
        host, _, port = self.host.partition(":")
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.fixture(scope="module")
def ask(server: str) -> Exchange:
    return Exchange(server)


def assert_has_headers(headers: Headers, *, framed_by: str = "'none'") -> None:
    """Check that each security header is there once, with no cookie and no version of anything."""
    names = [name.lower() for name, _ in headers]
    values = {name.lower(): value for name, value in headers}
    policy = dict(part.split(" ", 1) for part in values["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == framed_by
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy.get("script-src", "'self'") == policy.get("style-src", "'self'") == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert set(policy["connect-src"].split()) == {"'self'", *ABROAD}
    assert not re.search(r"unsafe|\*|http:", values["content-security-policy"])
    assert values["referrer-policy"] == "same-origin"
    assert values["x-content-type-options"] == "nosniff"
    assert values["cross-origin-opener-policy"] == "same-origin"
    assert values["cross-origin-resource-policy"] == "same-origin"
    assert int(values["strict-transport-security"].removeprefix("max-age=")) >= 31_536_000
    for power in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{power}=()" in values["permissions-policy"]
    for name in ("content-security-policy", "referrer-policy", "strict-transport-security"):
        assert names.count(name) == 1
    assert "set-cookie" not in names
    assert "x-powered-by" not in names
    assert "access-control-allow-origin" not in names
    assert not re.search(r"\d", values.get("server", "")), "a version is nobody's business"


def framing(path: str) -> str:
    """Only our own page may frame a letter, for its preview."""
    return "'self'" if re.fullmatch(r"/api/lettres/.*\.html", path) else "'none'"


# Every answer, both ways of hosting.


def test_every_file_of_the_site_bears_the_headers(ask: Exchange, built: Path) -> None:
    files = [path for path in (built / "site").rglob("*") if path.is_file()]
    assert len(files) > 100
    for path in files:
        url = "/" + path.relative_to(built / "site").as_posix().removesuffix("index.html")
        if path.suffix in (".gz", ".br"):
            continue
        for method in ("GET", "HEAD"):
            status, headers, _ = ask(method, url)
            assert status == 200, url
            assert_has_headers(headers)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/static/site.css", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ("GET", "/static/site.css", {"Range": "bytes=0-9"}, 206),
        ("GET", "/static/site.css", {"Range": "bytes=99999999-"}, 416),
        ("GET", "/static/site.css", {"Accept-Encoding": "gzip"}, 200),
        ("GET", "/nulle-part/", {}, 404),
        ("GET", "/../pyproject.toml", {}, 404),
        ("GET", "/%2e%2e/pyproject.toml", {}, 404),
        ("GET", "/static/..%2f..%2fassets.json", {}, 404),
        ("GET", "/api", {}, 404),
        ("GET", "/api/", {}, 404),
        ("GET", "/api/sante", {}, 200),
        ("HEAD", "/api/sante", {}, 200),
        ("GET", "/api/openapi.json", {}, 200),
        ("GET", PDF, {}, 405),
        ("OPTIONS", PDF, {}, 200),
        ("TRACE", PDF, {}, 405),
        ("POST", PDF, {"Content-Type": "text/plain"}, 415),
        ("POST", PDF, {"Content-Type": JSON}, 400),
        ("POST", PDF, {"Content-Type": FORM}, 422),
        ("POST", "/api/partages", {"Content-Type": JSON}, 400),
        ("GET", "/api/partages/../sante", {}, 410),
        ("GET", "/api/partages/d0123456789012345678901", {}, 410),
        ("POST", "/api/lettres/aucune.pdf", {"Content-Type": FORM}, 404),
    ],
)
def test_every_other_answer_of_the_server_bears_the_headers(
    ask: Exchange, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answered, received, _ = ask(method, path, headers=headers)
    assert answered == status
    assert_has_headers(received, framed_by=framing(path))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_a_page_bears_the_headers_for_other_methods(ask: Exchange, method: str) -> None:
    status, headers, _ = ask(method, "/")
    assert 400 <= status < 500
    assert_has_headers(headers)


def test_every_call_of_the_function_bears_the_headers(client: FlaskClient) -> None:
    for path in CALLS:
        requests: list[dict[str, Any]] = [
            {"data": ANSWERS}, {"json": LETTER.example}, {"json": {}}, {"json": []}, {"data": {}},
            {"data": b"{", "content_type": JSON}, {"data": b"x", "content_type": "text/plain"},
            {"data": b"x" * (LARGEST_REQUEST + 1), "content_type": JSON},
            {"method": "GET"}, {"method": "OPTIONS"}, {"method": "HEAD"},
        ]  # fmt: skip
        seen = set()
        for request in requests:
            answer = client.open(path, **({"method": "POST"} | request))
            seen.add(answer.status_code)
            assert answer.headers["Cache-Control"] == "no-store"
            assert_has_headers(list(answer.headers), framed_by=framing(path))
        assert {200, 405, 413, 415} <= seen <= {200, 400, 405, 413, 415, 422}, path
    for path in (
        "/",
        "/api/",
        "/api/sante",
        "/api/openapi.json",
        "/api/lettres/x.html",
        "/api/partages/d",
    ):
        answer = client.get(path)
        assert_has_headers(list(answer.headers), framed_by=framing(path))


def test_a_failure_bears_the_headers_and_shows_no_traceback(
    failing_client: FlaskClient, catalogue: LetterCatalogue
) -> None:
    answer = failing_client.post("/api/lettres/relance-3.pdf", json=catalogue["relance-3"].example)
    assert answer.status_code == 500
    assert_has_headers(list(answer.headers))
    assert "Traceback" not in answer.text
    assert "UndefinedError" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "//evil.example/", "/%2f%2fevil.example/", "/\\evil.example", "/%5cevil.example",
     "/?next=https://evil.example/", "/composer?next=//evil.example", "//evil.example/composer",
     "/composer/%2e%2e//evil.example", "/api/sante?url=//evil.example", "//evil.example/%2e%2e",
     "/https://evil.example/", "/api//sante", "/api//lettres/relance-1.pdf",
     "/composer", "/index.html", "/composer/index.html"],
)  # fmt: skip
def test_no_redirect_leaves_the_site(ask: Exchange, path: str) -> None:
    _, headers, _ = ask(
        "GET", path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    )
    assert_has_headers(headers)
    for name, value in headers:
        if name.lower() == "location":
            target = urlsplit(urljoin(f"http://courtois.example{path}", value.replace("\\", "/")))
            assert target.netloc == "courtois.example", value


# What is named after an answer.


@pytest.mark.parametrize(
    "number",
    ["F1\r\nSet-Cookie: a=b", "F1\nX: y", 'F"; filename="x.exe', "F1;filename*=UTF-8''x.exe", "..\\..\\x",
     "../../etc/passwd", "né à Łódź", "a/b:c*d?e|f<g>h", ".", "-", "CON", "%0d%0aX: y", "F" * 40],
)  # fmt: skip
@pytest.mark.parametrize("path", [PDF, PDF.replace("pdf", "docx"), CALENDAR])
def test_a_file_name_adds_no_header_and_holds_no_path(
    client: FlaskClient, path: str, number: str
) -> None:
    sent = {name: value for name, value in ANSWERS.items() if not name.endswith("-invoices")}
    answer = client.post(
        path, data=(STEP if path == CALENDAR else sent) | {"invoices-0-number": number}
    )
    assert answer.status_code == 200
    assert_has_headers(list(answer.headers))
    disposition = answer.headers["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.isprintable()
    kind, options = parse_options_header(disposition)
    assert kind == "attachment"
    assert set(options) == {"filename"}
    stem, _, extension = options["filename"].rpartition(".")
    assert extension == path.rpartition(".")[2]
    assert re.fullmatch(r"[\w-]+", stem), stem


# Templates.


def jinja_environments(root: Path) -> Iterator[Environment]:
    """Yield the environments of the domain and of the site."""
    yield LetterService(root / "templates").renderer.jinja
    site = create_site(
        root / "templates",
        root / "site/guides",
        root / "site/pages",
        Instance(),
        date(2026, 11, 21),
    )
    yield site.jinja_env


def test_every_template_escapes_and_refuses_a_missing_value(
    root: Path, client: FlaskClient
) -> None:
    for jinja in jinja_environments(root):
        assert jinja.undefined is StrictUndefined
        names = [*jinja.list_templates(), None]
        assert len(names) > 10
        for name in names:
            escaped = (
                jinja.autoescape if isinstance(jinja.autoescape, bool) else jinja.autoescape(name)
            )
            if not str(name).endswith((".toml", ".md", ".css", ".ttf", ".json")):
                assert escaped, name
    assert "jinja_env" not in vars(client.application), "the function draws with the domain's alone"


# Bytes that no client of ours sends.


def chunked(body: bytes, size: int = 1000) -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def post(path: str, kind: str, *headers: str) -> bytes:
    head = [
        "POST " + path + " HTTP/1.1",
        "Host: courtois.example",
        "Connection: close",
        f"Content-Type: {kind}",
    ]
    return ("\r\n".join([*head, *headers]) + "\r\n\r\n").encode()


def test_a_chunked_body_is_read_up_to_the_limit(ask: Exchange) -> None:
    start = post(PAGE, FORM, "Transfer-Encoding: chunked")
    answer = ask.raw(start + chunked(b"debtor-name=Garage+Bleu"))
    assert answer.startswith(b"HTTP/1.1 200")
    assert b'value="Garage Bleu"' in answer
    flood = ask.raw(start + chunked(b"note=" + b"a" * (LARGEST_REQUEST + 1), 65536))
    assert flood.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "headers",
    [
        ("Transfer-Encoding: chunked", "Content-Length: 4"),
        ("Content-Length: 4", "Content-Length: 5"),
        ("Transfer-Encoding: nonsense",),
        ("Content-Length: -1",),
        ("X: a\r\n b", "X\x00: y"),
    ],
)
def test_an_ambiguous_request_is_refused(ask: Exchange, headers: tuple[str, ...]) -> None:
    answer = ask.raw(post(PAGE, FORM, *headers) + b"a=1\n")
    assert re.match(rb"HTTP/1.1 (400|501)", answer)
    assert b"set-cookie" not in answer.lower()
    assert b"Traceback" not in answer


# Whom to tell.


def test_security_txt_exists_for_an_instance_not_for_a_demonstration(root: Path) -> None:
    frozen_on = date(2026, 11, 21)
    folders = (root / "templates", root / "site/guides", root / "site/pages")
    instance = read_instance(root / "site/instance.example.toml")
    path = "/.well-known/security.txt"
    answer = create_site(*folders, instance, frozen_on).test_client().get(path)
    assert answer.content_type == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == f"mailto:{instance.contact}"
    left = datetime.fromisoformat(fields["Expires"]) - datetime(2026, 11, 21, tzinfo=UTC)
    assert timedelta(300) < left < timedelta(365)
    assert create_site(*folders, Instance(), frozen_on).test_client().get(path).status_code == 404
