"""The function as it runs on Lambda: the real runtime client, over the image's own folders and lock."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from function_url import SECRET, Reply, reply, request
from image_layout import Layout, lay_out
from pdf_text import words
from runtime_api import LIMIT, Function
from werkzeug.test import encode_multipart

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois_api.app import LARGEST_REQUEST, create_app

pytestmark = pytest.mark.server

if sys.platform != "linux":
    pytest.skip("awslambdaric n’a de roue que pour Linux", allow_module_level=True)

FORM = "application/x-www-form-urlencoded"
LETTER = "/api/lettres/mise-en-demeure"
LOGGED = {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": "ERROR"}  # infra/stack.yaml
RESTORED = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}


@pytest.fixture(scope="module")
def layout(root: Path, built: Path, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """What the image holds."""
    return lay_out(root, tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def function(layout: Layout) -> Iterator[Function]:
    """One warm function, for all that does not break it."""
    with layout.function(layout.root / "log.txt") as function:
        function.start()
        yield function


@pytest.fixture(scope="module")
def plain(root: Path, built: Path) -> FlaskClient:
    """The same application, without Lambda."""
    return create_app(root / "templates", built).test_client()


@pytest.fixture(scope="module")
def example(root: Path) -> dict[str, Any]:
    return LetterCatalogue(root / "templates")["mise-en-demeure"].example


@pytest.fixture(scope="module")
def answers(example: dict[str, Any]) -> list[tuple[str, str]]:
    return forms.flatten(example)


@pytest.fixture(scope="module")
def posted(answers: list[tuple[str, str]]) -> bytes:
    """The example, as a browser posts it."""
    return urlencode(answers).encode()


def ask(function: Function, *event: Any, **more: Any) -> Reply:
    """Ask through the CDN; it must answer."""
    outcome = function.invoke(request(*event, **more))
    assert outcome.error == "", outcome.payload
    return reply(outcome.payload)


def test_a_form_gives_the_same_letter_as_the_application_alone(
    function: Function, plain: FlaskClient, posted: bytes
) -> None:
    got = ask(function, "POST", f"{LETTER}.pdf", posted, kind=FORM)
    same = plain.post(f"{LETTER}.pdf", data=posted, content_type=FORM)
    assert got.status == same.status_code == 200
    assert got.encoded
    assert "mise en demeure" in words(got.body).casefold()
    assert "F2026-014" in words(got.body)
    assert got.body == same.data
    assert got.headers == {name.lower(): value for name, value in same.headers.items()}


def test_a_multipart_form_and_json_give_the_same_letter(
    function: Function, plain: FlaskClient, example: dict[str, Any], answers: list[tuple[str, str]]
) -> None:
    boundary, body = encode_multipart(dict(answers))
    parts = ask(
        function, "POST", f"{LETTER}.pdf", body, kind=f"multipart/form-data; boundary={boundary}"
    )
    sent = json.dumps(example).encode()
    as_json = ask(function, "POST", f"{LETTER}.pdf", sent, kind="application/json")
    assert parts.status == as_json.status == 200
    assert parts.body == as_json.body == plain.post(f"{LETTER}.pdf", json=example).data


def test_a_docx_and_a_calendar_arrive_whole(function: Function, posted: bytes) -> None:
    document = ask(function, "POST", f"{LETTER}.docx", posted, kind=FORM)
    with zipfile.ZipFile(io.BytesIO(document.body)) as archive:
        assert archive.testzip() is None
        assert "F2026-014" in archive.read("word/document.xml").decode()
    calendar = ask(function, "POST", "/api/calendrier.ics", posted, kind=FORM)
    assert calendar.status == 200
    assert calendar.text.startswith("BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize("way", ["html", "txt"])
def test_text_answers_keep_their_accents(
    function: Function, plain: FlaskClient, posted: bytes, way: str
) -> None:
    got = ask(function, "POST", f"{LETTER}.{way}", posted, kind=FORM)
    assert not got.encoded
    assert "indemnité" in got.text
    assert got.text == plain.post(f"{LETTER}.{way}", data=posted, content_type=FORM).text


def test_a_fault_gives_a_person_a_page_and_a_program_a_problem(
    function: Function, answers: list[tuple[str, str]]
) -> None:
    wrong = urlencode(dict(answers) | {"invoices-0-amount": "douze"}).encode()
    page = ask(function, "POST", f"{LETTER}.pdf", wrong, kind=FORM)
    problem = ask(function, "POST", f"{LETTER}.pdf", b"{}", kind="application/json")
    assert page.status == problem.status == 422
    assert 'value="douze"' in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert not page.encoded
    assert not problem.encoded


def test_a_form_of_another_site_is_refused_behind_cloudfront(
    function: Function, posted: bytes, root: Path
) -> None:
    """The function is reached under a name of Lambda's: the Origin is compared with the site's address."""
    site = json.loads((root / "build/site.json").read_text("utf-8"))["address"].rstrip("/")
    for headers, status in (
        ([("Origin", site)], 200),
        ([("Sec-Fetch-Site", "same-origin"), ("Origin", "https://d111.cloudfront.net")], 200),
        ([("Origin", "https://evil.example")], 400),
        ([("Sec-Fetch-Site", "cross-site"), ("Origin", site)], 400),
    ):
        got = ask(function, "POST", f"{LETTER}.txt", posted, kind=FORM, headers=headers)
        assert got.status == status, headers


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_health_is_answered_with_any_query(function: Function, method: str) -> None:
    got = ask(function, method, "/api/sante", query="verbose=1&x=%E9&&=")
    assert got.status == 200
    assert got.body.startswith(b"{" if method == "GET" else b"")
    assert bool(got.body) is (method == "GET")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nulle-part", 404),
        ("GET", "/", 404),
        ("POST", "/api/lettres/%C3%A9ch%C3%A9ancier.pdf", 404),
        ("POST", "/api/lettres/..%2F..%2Fsante", 404),
        ("POST", "/api/lettres/%zz%.pdf", 404),
        ("POST", "/api/lettres/%FF%00.pdf", 404),
        ("GET", "/api/lettres/mise-en-demeure.pdf", 405),
        ("BREW", "/api/sante", 405),
    ],
)
def test_a_wrong_path_or_method_answers_with_a_page(
    function: Function, method: str, path: str, status: int
) -> None:
    got = ask(function, method, path)
    assert got.status == status
    assert 'role="alert"' in got.text


@pytest.mark.parametrize("kind", [FORM, "application/json", "text/plain", "", "é/ü", "a,b"])
def test_a_request_without_a_body_is_answered(function: Function, kind: str) -> None:
    assert ask(function, "POST", f"{LETTER}.pdf", kind=kind).status in {400, 415, 422}


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Odd", "é\u20ac\ud800"), ("Accept-Language", "fr"), ("accept-language", "en")],
        [("HOST", "another.example"), ("X-Forwarded-For", "192.0.2.7, 192.0.2.8")],
        [("CONTENT-LENGTH", "-1"), ("Transfer-Encoding", "chunked"), ("Expect", "100-continue")],
        [("X-Forwarded-Port", "x"), ("X-Forwarded-Proto", "gopher"), ("Range", "bytes=0-9")],
        [("Accept-Encoding", "br, gzip"), ("If-None-Match", "*"), ("Authorization", "Basic é")],
    ],
)
def test_odd_headers_do_not_change_the_letter(
    function: Function, plain: FlaskClient, posted: bytes, headers: list[tuple[str, str]]
) -> None:
    got = ask(function, "POST", f"{LETTER}.txt", posted, headers=headers, kind=FORM)
    assert got.status == 200
    assert got.body == plain.post(f"{LETTER}.txt", data=posted, content_type=FORM).data


def test_cookies_are_neither_read_nor_set(function: Function, posted: bytes) -> None:
    got = ask(function, "POST", f"{LETTER}.txt", posted, kind=FORM, cookies=["session=é", "a=b"])
    assert got.status == 200
    assert got.cookies == []
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-courtois-origin": ""},
        {"x-courtois-origin": SECRET[:-1]},
        {"x-courtois-origin": f"{SECRET}x"},
        {"x-courtois-origin": SECRET.upper()},
        {"x-courtois-origin": f"wrong,{SECRET}"},
        {"x-courtois-origin": "é\ud800"},
        {"x-courtois-secret": SECRET},
    ],
)
def test_a_request_without_the_secret_is_refused_unread(
    function: Function, headers: dict[str, str]
) -> None:
    event = request("GET", "/api/sante") | {
        "headers": headers,
        "body": "?",
        "isBase64Encoded": True,
    }
    del event["requestContext"]  # reading the rest would fail
    assert function.invoke(event) == ({"statusCode": 403}, "")


@pytest.mark.parametrize("event", [{}, {"headers": None}, {"version": "1.0"}])
def test_an_event_without_headers_is_refused(function: Function, event: dict[str, Any]) -> None:
    assert function.invoke(event) == ({"statusCode": 403}, "")


@pytest.mark.parametrize("size", [LARGEST_REQUEST + 1, LIMIT * 3 // 4 - 4096])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "application/json"])
def test_a_body_over_256_kb_is_refused_up_to_the_limit_of_lambda(
    function: Function, kind: str, size: int
) -> None:
    got = ask(function, "POST", f"{LETTER}.pdf", b"a" * size, kind=kind)
    assert got.status == 413


def test_the_largest_answer_is_far_under_the_limit_of_lambda(
    function: Function, answers: list[tuple[str, str]]
) -> None:
    """The page that gives answers back is heavier than any letter: every value may be escaped."""
    fields = dict(answers)
    room = (
        LARGEST_REQUEST - 4096 - sum(len(name) + len(value) + 128 for name, value in fields.items())
    )
    _, body = encode_multipart(fields | {"debtor-name": '"' * room}, boundary="x")
    event = request("POST", f"{LETTER}.pdf", body, kind="multipart/form-data; boundary=x")
    outcome = function.invoke(event)
    got = reply(outcome.payload)
    assert got.status == 422
    assert got.text.count("&#34;") + got.text.count("&quot;") >= room
    assert len(str(outcome.payload)) < LIMIT / 2


def test_a_function_without_errors_logs_nothing(function: Function, posted: bytes) -> None:
    before = function.log.read_text("utf-8")
    ask(function, "POST", f"{LETTER}.pdf", posted, kind=FORM)
    assert function.log.read_text("utf-8") == before == ""


def test_a_malformed_event_logs_a_type_and_no_answers(
    layout: Layout, tmp_path: Path, posted: bytes
) -> None:
    event = request("POST", f"{LETTER}.pdf", b"debtor-name=Dubois", kind=FORM)
    with layout.function(tmp_path / "log.txt", **LOGGED) as function:
        outcome = function.invoke(event | {"body": "RHVib2lz" + "A"})
        assert outcome.error == "Error"
        assert outcome.payload["errorMessage"].startswith("Invalid base64")
        assert ask(function, "POST", f"{LETTER}.pdf", posted, kind=FORM).status == 200
        (line,) = function.log.read_text("utf-8").splitlines()
    assert json.loads(line)["level"] == "ERROR"
    assert json.loads(line)["errorType"] == "Error"
    assert "RHVib2lz" not in line + str(outcome)


@pytest.mark.parametrize("secret", [{"COURTOIS_ORIGIN_SECRET": ""}, None])
def test_the_function_does_not_start_without_a_secret(
    layout: Layout, tmp_path: Path, secret: dict[str, str] | None
) -> None:
    environment = layout.environment | (secret or {})
    with Function(layout.command, layout.root / "app", environment, tmp_path / "log") as function:
        failure = function.failure()
    assert failure.error == "RuntimeError"
    assert "COURTOIS_ORIGIN_SECRET" in failure.payload["errorMessage"]
    assert function.process.returncode == 1


def test_the_function_does_not_start_without_the_frozen_pages(
    root: Path, layout: Layout, tmp_path: Path
) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "templates").symlink_to(root / "templates")
    environment = layout.environment | {"COURTOIS_ORIGIN_SECRET": SECRET}
    with Function(layout.command, app, environment, tmp_path / "log.txt") as function:
        failure = function.failure()
    assert failure.error == "FileNotFoundError"
    assert "site.json" in failure.payload["errorMessage"]
    assert function.process.returncode == 1


def test_the_function_answers_after_a_snapshot_is_restored(
    layout: Layout, function: Function, tmp_path: Path, posted: bytes
) -> None:
    with layout.function(tmp_path / "log.txt", **RESTORED) as restored:
        restored.snapshot()
        assert restored.waiting
        restored.restore()
        got = ask(restored, "POST", f"{LETTER}.pdf", posted, kind=FORM)
    assert got == ask(function, "POST", f"{LETTER}.pdf", posted, kind=FORM)


def test_start_up_imports_weasyprint_and_not_boto3_nor_docx(layout: Layout) -> None:
    program = "import sys, courtois_api.aws; sys.stdout.write(' '.join(sys.modules))"
    environment = layout.environment | {"COURTOIS_ORIGIN_SECRET": SECRET}
    run = subprocess.run(
        [layout.command[0], "-c", program],
        cwd=layout.root / "app",
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(run.stdout.split())
    assert {"weasyprint", "flask"} <= imported
    assert not {"boto3", "botocore", "docx", "icalendar", "courtois_site"} & imported
