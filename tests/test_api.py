"""The function, spoken to as a browser and as a program do, on the pages the site froze."""

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
def test_every_example_posted_as_json_gives_its_letter_three_ways(
    client: FlaskClient, examples: dict[str, dict[str, Any]], slug: str
) -> None:
    pdf, html, txt = (
        client.post(f"/api/lettres/{slug}.{way}", json=examples[slug])
        for way in ("pdf", "html", "txt")
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
def test_a_strange_invoice_number_makes_a_safe_file_name(
    client: FlaskClient, answers: dict[str, str], number: str, name: str
) -> None:
    told = {k: ("" if k.endswith("-invoices") else v) for k, v in answers.items()}
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", told, **{"invoices-0-number": number})
    assert answer.status_code == 200
    parsed = parse_options_header(answer.headers["Content-Disposition"])
    assert parsed == ("attachment", {"filename": name})


@pytest.mark.parametrize("number", ["a\u202eb", "\x00", "中"])
def test_a_number_the_letter_cannot_print_is_refused(
    client: FlaskClient, answers: dict[str, str], number: str
) -> None:
    told = {"invoices-0-number": number}
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", answers, **told)
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
    told = json.loads(json.dumps(examples["relance-1"], default=str))
    told["creditor"]["iban"] = "FR7630006000011234567890188"
    told["debtor"]["siren"] = "123456789"
    answer = client.post("/api/lettres/relance-1.pdf", json=told)
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    problem = json.loads(answer.data)
    assert problem.keys() >= {"type", "title", "status", "errors", "warnings"}
    assert problem["status"] == 422
    assert [fault["name"] for fault in problem["errors"]] == ["creditor-iban"]
    assert "debtor-siren" in [warning["name"] for warning in problem["warnings"]]


def test_rows_are_added_and_removed_without_a_script_and_nothing_is_lost(
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
    told = answers | {"debtor-siren": "123456789"}
    answer = ask(client, "/api/formulaires/mise-en-demeure", told, review="yes")
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
def test_wrong_addresses_and_methods_have_their_own_answer(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    if status == 405:
        assert answer.headers["Allow"]


def test_too_large_is_413_and_a_broken_json_400(client: FlaskClient) -> None:
    path = "/api/lettres/relance-1.pdf"
    assert client.post(path, data={"note": "a" * 300_000}).status_code == 413
    assert client.post(path, data=b"{", content_type="application/json").status_code == 400
    assert client.post(path, json=[1, 2]).status_code == 422
    assert client.post(path, json={"note": {"a": {"b": {"c": "d"}}}}).status_code == 422


def test_what_is_neither_a_form_nor_json_is_415(client: FlaskClient) -> None:
    path = "/api/lettres/relance-1.pdf"
    assert client.post(path, data="debtor-name=x", content_type="text/plain").status_code == 415


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 30_000])
def test_a_bottomless_json_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/api/lettres/relance-1.pdf", data=body, content_type="application/json")
    assert answer.status_code == 400


def test_a_name_no_text_can_hold_is_refused_and_not_logged(
    client: FlaskClient, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = client.post(
        "/api/lettres/relance-1.pdf", data='{"\\ud800": 1}', content_type="application/json"
    )
    assert answer.status_code == 422
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("day", ["1991-01-01", "2010-06-01", "1800-01-01"])
def test_a_draft_answers_whatever_its_day(client: FlaskClient, day: str) -> None:
    for slug in LETTERS:
        answer = client.post(f"/api/lettres/{slug}.html", data={"draft": "yes", "dated_on": day})
        assert answer.status_code == 200


def test_days_before_the_law_known_here_are_a_fault_and_not_a_failure(
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
def test_an_endless_number_is_too_large(
    client: FlaskClient, answers: dict[str, str], name: str
) -> None:
    answer = ask(client, "/api/lettres/mise-en-demeure.pdf", answers, **{name: "9" * 35})
    assert answer.status_code == 422


def test_how_it_is(client: FlaskClient) -> None:
    answer = client.get("/api/sante")
    assert answer.json is not None
    assert answer.json["status"] == "ok"
    assert answer.json["law_valid_until"] == "2026-12-31"  # the last half-year known


def test_an_unexpected_fault_tells_the_log_nothing_about_the_person(
    torn: FlaskClient, examples: dict[str, dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    told = dict(forms.flatten(examples["relance-3"]))
    with caplog.at_level(logging.DEBUG):
        answer = ask(torn, "/api/lettres/relance-3.pdf", told)
    assert answer.status_code == 500
    incident = re.search(r"Référence\W+([0-9a-f]{12})", answer.text)
    assert incident
    assert incident[1] in caplog.text
    for secret in ("Camille", "FR76", "Boulangerie", "UndefinedError("):
        assert secret not in caplog.text
        assert secret not in re.sub(r"(?s)<head>.*</head>", "", answer.text)


def test_a_served_letter_leaves_nothing_in_the_log_nor_on_the_screen(
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
def test_every_sentence_of_a_problem_has_the_spaces_of_french(
    client: FlaskClient, path: str, sent: dict[str, Any], status: int
) -> None:
    told = client.post(path, **({"content_type": "application/json"} | sent)).get_json()
    assert told["status"] == status
    for sentence in (told["title"], *(one["sentence"] for one in told["errors"])):
        assert not BREAKS.search(sentence)


def test_so_has_the_page_of_whoever_sends_a_form(client: FlaskClient) -> None:
    page = client.post("/api/lettres/aucune.pdf").text
    told = re.findall(r'role="alert">(.*?)</p>', page)
    assert ["n’existe pas\u00a0: revenez" in one for one in told] == [True]


def test_what_is_typed_is_never_markup(client: FlaskClient, answers: dict[str, str]) -> None:
    told = answers | {"note": "<script>alert(1)</script> & <b>", "debtor-name": "<i>Nom</i>"}
    for path in ("/api/lettres/mise-en-demeure.html", "/api/formulaires/mise-en-demeure"):
        answer = client.post(path, data=told)
        assert "<script>alert" not in answer.text
        assert "<i>Nom" not in answer.text


def test_who_is_put_off_can_send_the_same_again_in_one_press(root: Path, built: Path) -> None:
    app = create_app(root / "templates", built)
    app.before_request(lambda: abort(503))
    sent = {"place": 'Lyon "3e" <b>', "note": "Une ligne,\r\nune autre."}
    answer = app.test_client().post("/api/formulaires/relance-1", data=sent)
    assert (answer.status_code, answer.headers["Retry-After"].isdecimal()) == (503, True)
    page = answer.get_data(as_text=True)
    again = page[page.index('<form method="post" action="/api/formulaires/relance-1">') :]
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', again)
    assert {name: unescape(value) for name, value in hidden} == sent
    told = app.test_client().post("/api/decompte", json=sent)
    assert told.mimetype == "application/problem+json"
