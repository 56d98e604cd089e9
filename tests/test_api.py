"""The function, called as a browser and as a program do, with the pages that the site froze."""

import json
import logging
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import abort
from flask.testing import FlaskClient
from pdf_text import words
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois_api.app import create_app

BREAKS = re.compile(" [:;!?»]|« ")  # where a line of French may not end
LETTERS = [
    kind.slug for kind in LetterCatalogue(Path(__file__).resolve().parent.parent / "templates")
]


@pytest.fixture(scope="session")
def client(root: Path, built: Path) -> FlaskClient:
    return create_app(root / "templates", built).test_client()


@pytest.fixture(scope="session")
def examples(root: Path) -> dict[str, dict[str, Any]]:
    return {kind.slug: kind.example for kind in LetterCatalogue(root / "templates")}


@pytest.fixture
def answers(examples: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The mise en demeure's example as a browser posts it."""
    return dict(forms.flatten(examples["mise-en-demeure"]))


def ask(client: FlaskClient, path: str, answers: dict[str, str], **more: str) -> TestResponse:
    return client.post(path, data={**answers, **more})


@pytest.mark.parametrize("slug", LETTERS)
def test_every_example_sent_as_json_gives_a_pdf_a_page_and_a_text(
    client: FlaskClient, examples: dict[str, dict[str, Any]], slug: str
) -> None:
    pdf, html, txt = (
        client.post(f"/api/lettres/{slug}.{ending}", json=examples[slug])
        for ending in ("pdf", "html", "txt")
    )
    assert pdf.status_code == html.status_code == txt.status_code == 200
    assert pdf.data.startswith(b"%PDF-1.4")
    assert "F2026-014" in words(pdf.data)
    assert "F2026-014" in html.text
    assert '<html lang="fr">' in html.text
    assert "F2026-014" in txt.text
    assert txt.content_type == "text/plain; charset=utf-8"


def test_the_pdf_is_a_download_named_after_letter_and_invoice(
    client: FlaskClient, answers: dict[str, str]
) -> None:
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", answers)
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=mise-en-demeure-F2026-014.pdf"
    )
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("Fact/2026:é", "mise-en-demeure-Fact-2026-é.pdf"),
        ('"><x', "mise-en-demeure-x.pdf"),
        ("../../etc", "mise-en-demeure-etc.pdf"),
    ],
)
def test_a_strange_invoice_number_gives_a_safe_pdf_name(
    client: FlaskClient, answers: dict[str, str], number: str, name: str
) -> None:
    sent = {k: ("" if k.endswith("-invoices") else v) for k, v in answers.items()}
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", sent, **{"invoices-0-number": number})
    assert answer.status_code == 200
    parsed = parse_options_header(answer.headers["Content-Disposition"])
    assert parsed == ("attachment", {"filename": name})


@pytest.mark.parametrize("number", ["a\u202eb", "\x00", "中"])
def test_a_number_the_letter_cannot_print_is_refused(
    client: FlaskClient, answers: dict[str, str], number: str
) -> None:
    wrong = {"invoices-0-number": number}
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", answers, **wrong)
    assert answer.status_code == 422
    assert 'href="#invoices-0-number"' in answer.text


def test_a_form_with_faults_comes_back_whole_with_every_fault(
    client: FlaskClient, answers: dict[str, str]
) -> None:
    wrong = {"debtor-name": "", "invoices-0-amount": "douze", "pay_by": "2026-11-01"}
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", answers, **wrong)
    assert answer.status_code == 422
    assert answer.mimetype == "text/html"
    for name in wrong:
        assert f'href="#{name}"' in answer.text
        assert f'id="{name}-error"' in answer.text
    assert 'value="douze"' in answer.text
    assert f'value="{answers["debtor-street"]}"' in answer.text.replace("&#39;", "’")
    assert "<!--form-->" not in answer.text


def test_a_program_gets_its_faults_as_problem_json(
    client: FlaskClient, examples: dict[str, dict[str, Any]]
) -> None:
    sent = json.loads(json.dumps(examples["relance-1"], default=str))
    sent["creditor"]["iban"] = "FR7630006000011234567890188"
    sent["debtor"]["siren"] = "123456789"
    answer = client.post("/api/lettres/relance-1.pdf", json=sent)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem.keys() >= {"type", "title", "status", "errors", "warnings"}
    assert problem["status"] == 422
    assert [fault["name"] for fault in problem["errors"]] == ["creditor-iban"]
    assert "debtor-siren" in [warning["name"] for warning in problem["warnings"]]


def test_rows_are_added_and_removed_without_a_script(
    client: FlaskClient, answers: dict[str, str]
) -> None:
    added = ask(client, "/api/formulaires/mise-en-demeure", answers, add="invoices")
    assert added.status_code == 200
    assert 'name="invoices-2-number"' in added.text
    assert 'value="F2026-021"' in added.text
    assert "error-summary" not in added.text
    shown = answers | {"invoices-0-payments-0-amount": "100"}
    payment = ask(client, "/api/formulaires/mise-en-demeure", shown, add="invoices-0-payments")
    assert (
        'name="invoices-0-payments-0-amount" aria' in payment.text or 'value="100"' in payment.text
    )
    assert 'name="invoices-0-payments-1-amount"' in payment.text
    removed = ask(client, "/api/formulaires/mise-en-demeure", answers, remove="invoices-0")
    assert 'value="F2026-014"' not in removed.text
    assert 'value="F2026-021"' in removed.text


def test_the_review_shows_the_letter_and_the_warnings(
    client: FlaskClient, answers: dict[str, str]
) -> None:
    sent = answers | {"debtor-siren": "123456789"}
    answer = ask(client, "/api/formulaires/mise-en-demeure", sent, review="yes")
    assert answer.status_code == 200
    assert 'id="relecture"' in answer.text
    assert "mets en demeure" in answer.text
    assert 'href="#debtor-siren"' in answer.text


def test_a_draft_shows_what_is_missing_from_the_example(client: FlaskClient) -> None:
    answer = client.post(
        "/api/lettres/mise-en-demeure.html", data={"draft": "yes", "debtor-name": "Garage Bleu"}
    )
    assert answer.status_code == 200
    assert "Garage Bleu" in answer.text
    marked = re.findall(r'<mark class="exemple" data-name="([a-z0-9_-]+)">', answer.text)
    assert {"creditor-street", "invoices-0-amount", "debtor-postcode", "creditor-city"} <= set(
        marked
    )
    assert "debtor-name" not in marked
    refused = client.post("/api/lettres/mise-en-demeure.pdf", data={"draft": "yes"})
    assert refused.status_code == 400


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/api/lettres/inconnue.pdf", 404),
        ("POST", "/api/formulaires/inconnue", 404),
        ("POST", "/api/lettres/mise-en-demeure.exe", 404),
        ("GET", "/api/lettres/mise-en-demeure.pdf", 405),
        ("PUT", "/api/formulaires/mise-en-demeure", 405),
        ("POST", "/api/sante", 405),
        ("GET", "/api/", 404),
    ],
)
def test_wrong_paths_and_methods_have_their_own_status(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 405:
        assert answer.headers["Allow"]


def test_a_large_body_answers_413_and_a_broken_json_400(client: FlaskClient) -> None:
    path = "/api/lettres/relance-1.pdf"
    assert client.post(path, data={"note": "a" * 300_000}).status_code == 413
    assert client.post(path, data=b"{", content_type="application/json").status_code == 400
    assert client.post(path, json=[1, 2]).status_code == 422
    assert client.post(path, json={"note": {"a": {"b": {"c": "d"}}}}).status_code == 422


def test_a_body_that_is_neither_form_nor_json_answers_415(client: FlaskClient) -> None:
    path = "/api/lettres/relance-1.pdf"
    assert client.post(path, data="debtor-name=x", content_type="text/plain").status_code == 415


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 30_000])
def test_a_deeply_nested_json_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/api/lettres/relance-1.pdf", data=body, content_type="application/json")
    assert answer.status_code == 400


def test_a_name_with_half_a_character_is_refused_and_not_logged(
    client: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = client.post(
        "/api/lettres/relance-1.pdf", data='{"\\ud800": 1}', content_type="application/json"
    )
    assert answer.status_code == 422
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("day", ["1991-01-01", "2010-06-01", "1800-01-01"])
def test_a_draft_of_any_day_is_answered(client: FlaskClient, day: str) -> None:
    for slug in LETTERS:
        answer = client.post(f"/api/lettres/{slug}.html", data={"draft": "yes", "dated_on": day})
        assert answer.status_code == 200


def test_a_day_before_the_known_law_is_a_fault_not_a_failure(
    client: FlaskClient, answers: dict[str, str]
) -> None:
    for more in (
        {"dated_on": "1991-01-01", "pay_by": "1991-01-04"},
        {"events-0-kind": "conciliation", "events-0-on": "1995-01-01",
         "invoices-0-performed_on": "1993-01-01", "invoices-0-issued_on": "1993-01-02"},
    ):  # fmt: skip
        answer = ask(client, "/api/lettres/mise-en-demeure.pdf", answers, **more)
        assert answer.status_code == 422


@pytest.mark.parametrize("name", ["invoices-0-amount", "creditor-capital"])
def test_a_number_of_35_digits_is_refused(
    client: FlaskClient, answers: dict[str, str], name: str
) -> None:
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", answers, **{name: "9" * 35})
    assert answer.status_code == 422


def test_health_lists_the_letters_and_the_last_day_of_the_rates(client: FlaskClient) -> None:
    answer = client.get("/api/sante")
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    assert answer.json["law_valid_until"] == "2026-12-31"  # the last half-year known


def test_an_unexpected_error_logs_nothing_of_the_person(
    failing_client: FlaskClient,
    examples: dict[str, dict[str, Any]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent = dict(forms.flatten(examples["relance-3"]))
    with caplog.at_level(logging.DEBUG):
        answer = ask(failing_client, "/api/lettres/relance-3.pdf", sent)
    assert answer.status_code == 500
    incident = re.search(r"Référence\W+([0-9a-f]{12})", answer.text)
    assert incident
    assert incident[1] in caplog.text
    for secret in ("Camille", "FR76", "Boulangerie", "UndefinedError("):
        assert secret not in caplog.text
        assert secret not in re.sub(r"(?s)<head>.*</head>", "", answer.text)


def test_a_letter_that_is_served_logs_and_prints_nothing(
    client: FlaskClient,
    answers: dict[str, str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG, logger="courtois"):
        ask(client, "/api/lettres/mise-en-demeure.pdf", answers)
        ask(client, "/api/lettres/mise-en-demeure.pdf", answers, pay_by="hier")
    assert [record for record in caplog.records if record.name == "courtois"] == []
    assert capfd.readouterr() == ("", "")


def test_only_our_own_preview_may_frame_a_letter(
    client: FlaskClient, answers: dict[str, str]
) -> None:
    html = ask(client, "/api/lettres/mise-en-demeure.html", answers)
    pdf = ask(client, "/api/lettres/mise-en-demeure.pdf", answers)
    assert "frame-ancestors 'self'" in html.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in pdf.headers["Content-Security-Policy"]
    for answer in (html, pdf):
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert {"default-src 'self'", "form-action 'self'", "base-uri 'none'"} <= set(
            policy.split("; ")
        )
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "sent", "status"),
    [
        ("/api/lettres/mise-en-demeure.pdf", {"data": b"{"}, 400),
        ("/api/lettres/aucune.pdf", {"json": {}}, 404),
        ("/api/sante", {"json": {}}, 405),
        ("/api/decompte", {"json": {"note": "x" * 300_000}}, 413),
        ("/api/lettres/mise-en-demeure.pdf", {"json": {"dated_on": "1900-01-01"}}, 422),
        ("/api/partages", {"json": {}}, 501),
    ],
)
def test_sentences_of_problems_have_french_spaces(
    client: FlaskClient, path: str, sent: dict[str, Any], status: int
) -> None:
    problem = client.post(path, **({"content_type": "application/json"} | sent)).get_json()
    assert problem["status"] == status
    for sentence in (problem["title"], *(fault["sentence"] for fault in problem["errors"])):
        assert not BREAKS.search(sentence)


def test_sentences_of_error_pages_have_french_spaces(client: FlaskClient) -> None:
    page = client.post("/api/lettres/aucune.pdf").text
    (sentence,) = re.findall(r'role="alert">(.*?)</p>', page)
    assert "n’existe pas\u00a0: revenez" in sentence


def test_answers_are_never_markup(client: FlaskClient, answers: dict[str, str]) -> None:
    sent = answers | {"note": "<script>alert(1)</script> & <b>", "debtor-name": "<i>Nom</i>"}
    for path in ("/api/lettres/mise-en-demeure.html", "/api/formulaires/mise-en-demeure"):
        answer = client.post(path, data=sent)
        assert "<script>alert" not in answer.text
        assert "<i>Nom" not in answer.text


def test_a_busy_page_has_a_button_that_sends_the_answers_again(root: Path, built: Path) -> None:
    app = create_app(root / "templates", built)
    app.before_request(lambda: abort(503))
    sent = {"place": 'Lyon "3e" <b>', "note": "Une ligne,\r\nune autre."}
    answer = app.test_client().post("/api/formulaires/relance-1", data=sent)
    assert (answer.status_code, answer.headers["Retry-After"].isdecimal()) == (503, True)
    page = answer.get_data(as_text=True)
    form_html = page[page.index('<form method="post" action="/api/formulaires/relance-1">') :]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form_html)
    assert {name: unescape(value) for name, value in hidden} == sent
    problem = app.test_client().post("/api/decompte", json=sent)
    assert problem.mimetype == "application/problem+json"
