"""What a refusal gives back: counted first, and never more than what would have been read."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from flask import abort
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound

from courtois.forms.field_names import MOST_ANSWERS
from courtois_api.app import LARGEST_REQUEST, create_app
from courtois_server import admission

pytestmark = pytest.mark.hostile

FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"
CALLS = ["/api/formulaires/relance-1", "/api/outils/penalites", "/api/calendrier.ics",
         *(f"/api/lettres/relance-1.{ending}" for ending in ("pdf", "html", "txt", "docx"))]  # fmt: skip
FIELD = 44  # characters of an empty hidden field
ESCAPED = 5  # characters of the longest escape, `&#34;`


def parts(count: int) -> bytes:
    """A multipart form of so many short answers."""
    part = b"--x\r\nContent-Disposition:form-data;name=a%d\r\n\r\n1\r\n"
    body = b"".join(part % number for number in range(count)) + b"--x--\r\n"
    assert len(body) < LARGEST_REQUEST
    return body


def pairs(count: int) -> bytes:
    """A form of so many short answers, no two alike."""
    return b"&".join(b"a%d=1" % number for number in range(count))


@pytest.fixture(scope="module")
def full(root: Path, built: Path) -> FlaskClient:
    """A function whose places are all taken, as the server's queue says it."""
    app = create_app(root / "templates", built)
    app.before_request(lambda: abort(503))
    return app.test_client()


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"&".join([b"a"] * 131_000)),
        (FORM, pairs(MOST_ANSWERS + 1)),
        (PARTS, parts(MOST_ANSWERS + 1)),
    ],
    ids=["as many as a body holds", "one too many", "parts"],
)
def test_a_flood_is_counted_before_the_queue_is_asked(
    full: FlaskClient, path: str, kind: str, body: bytes
) -> None:
    """Giving 131,000 fields back took 0.7 s and 5 MB, where refusing them takes 3 kB."""
    answer = full.post(path, data=body, content_type=kind)
    assert answer.status_code == 413
    assert "<input" not in answer.text
    assert len(answer.data) < 5_000


@pytest.mark.parametrize(("kind", "body"), [(FORM, pairs(4_000)), (PARTS, parts(3_000))])
def test_a_busy_page_gives_each_field_back_once(full: FlaskClient, kind: str, body: bytes) -> None:
    empty = len(full.post(CALLS[0], data=b"", content_type=kind).data)
    answer = full.post(CALLS[0], data=body, content_type=kind)
    given_back = re.findall(r'<input type="hidden" name="a(\d+)" value="1">', answer.text)
    assert answer.status_code == 503
    assert given_back == [str(number) for number in range(len(given_back))]
    assert 3_000 <= len(given_back) <= MOST_ANSWERS
    assert len(answer.data) <= empty + len(given_back) * FIELD + ESCAPED * len(body)


def test_a_repeated_answer_is_given_back_once(full: FlaskClient) -> None:
    """The last one counts, as when a letter is read."""
    body = b"&".join(b"place=%d" % number for number in range(4_000))
    page = full.post(CALLS[0], data=body, content_type=FORM).text
    assert re.findall(r'name="place" value="(\d+)"', page) == ["3999"]


@pytest.mark.parametrize("count", [1_500, MOST_ANSWERS + 1])
def test_a_form_of_many_parts_logs_nothing(
    full: FlaskClient, caplog: pytest.LogCaptureFixture, count: int
) -> None:
    """Werkzeug's own limit, of 1,000 parts, was met again while the error page was being written."""
    body = parts(count)
    with caplog.at_level(logging.DEBUG):
        status = full.post(CALLS[0], data=body, content_type=PARTS).status_code
    assert status == (503 if count <= MOST_ANSWERS else 413)
    assert caplog.text == ""


def test_a_server_without_a_place_left_answers_pdfs_and_health_alone(
    root: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "RUNNING", 0)
    monkeypatch.setattr(admission, "WAITING", 0)
    app = create_app(root / "templates", built)
    admission.limit_computing(app)
    client = app.test_client()
    answers = {path: client.post(path, json={}).status_code for path in [*CALLS, "/api/decompte"]}
    pdf = answers.pop("/api/lettres/relance-1.pdf")
    assert (pdf, client.get("/api/sante").status_code) == (422, 200)
    assert answers == dict.fromkeys(answers, 503)


def test_a_failing_error_page_logs_its_type_and_lines_of_code_alone(
    root: Path, built: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(root / "templates", built)

    def fails(_: NotFound) -> str:
        raise RuntimeError("Zanzibar")

    app.register_error_handler(NotFound, fails)
    with caplog.at_level(logging.DEBUG):
        answer = app.test_client().post("/api/Zanzibar")
    assert answer.status_code == 500
    (line,) = caplog.messages
    incident = re.fullmatch(r"incident (\w{12}): RuntimeError at fails:\d+( < \w+:\d+)*", line)
    assert incident, line
    assert f"Référence\u00a0: {incident[1]}" in answer.text
    assert "Zanzibar" not in caplog.text
