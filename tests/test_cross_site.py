"""Posts that a page of another site makes a browser send: refused, and told how to go on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from http_client import FORM, JSON, call, example

from bench.served import Served, serving
from courtois_api.app import create_app
from courtois_api.incoming import CrossSitePost

ADDRESS = "https://courtois.example"
IBAN = "DE89370400440532013000"
LETTER = "/api/lettres/relance-1"
CALLS = [f"{LETTER}.{ending}" for ending in ("pdf", "html", "txt", "docx")]
CALLS += ["/api/formulaires/relance-1", "/api/outils/penalites", "/api/decompte",
          "/api/calendrier.ics", "/api/partages"]  # fmt: skip
THEIRS = {
    "another domain": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "another port or subdomain": {"Sec-Fetch-Site": "same-site"},
    "an unknown word": {"Sec-Fetch-Site": "sideways"},
    "an old browser": {"Origin": "https://evil.example"},
    "an old browser, another port": {"Origin": "http://127.0.0.1:1"},
    "an old browser, a hidden origin": {"Origin": "null"},
    "a name that begins like ours": {"Origin": f"{ADDRESS}.evil.example"},
    "another scheme": {"Origin": "ftp://courtois.example"},
    "no origin at all": {"Origin": ""},
}
OURS = {
    "curl": {},
    "our page": {"Sec-Fetch-Site": "same-origin", "Origin": "https://hidden.by.a.proxy"},
    "the address bar": {"Sec-Fetch-Site": "none", "Origin": "null"},
    "our page, an old browser": {"Origin": "http://courtois.test:8443", "Host": "courtois.test:8443"},
    "our page, TLS before us": {"Origin": "https://courtois.test", "Host": "courtois.test"},
    "our page, CloudFront before us": {"Origin": ADDRESS, "Host": "abc.lambda-url.eu-west-3.on.aws"},
}  # fmt: skip


@pytest.fixture(scope="module")
def app(root: Path, published: Path) -> Flask:
    return create_app(root / "templates", published)


@pytest.fixture(scope="module")
def published(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the function reads of a site frozen for `ADDRESS`."""
    build = tmp_path_factory.mktemp("published") / "build"
    build.mkdir()
    for path in (*built.glob("*.json"), built / "pages"):
        (build / path.name).symlink_to(path)
    (build / "site.json").unlink()
    site = json.loads((built / "site.json").read_text("utf-8")) | {"address": f"{ADDRESS}/"}
    (build / "site.json").write_text(json.dumps(site), "utf-8")
    return build


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[Served]:
    with serving(built.parent) as running:
        yield running


@pytest.mark.parametrize("path", CALLS)
@pytest.mark.parametrize("case", THEIRS)
def test_a_post_from_another_site_is_refused(app: Flask, path: str, case: str) -> None:
    answer = app.test_client().post(
        path, data=example() | {"creditor-iban": IBAN}, headers=THEIRS[case]
    )
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert "Demande venue d’un autre site" in answer.text
    assert 'href="/composer/"' in answer.text or 'href="../composer/"' in answer.text
    assert IBAN not in answer.text


@pytest.mark.parametrize("case", OURS)
def test_a_post_from_our_own_pages_or_from_a_program_passes(app: Flask, case: str) -> None:
    answer = app.test_client().post(f"{LETTER}.txt", data=example(), headers=OURS[case])
    assert answer.status_code == 200


def test_the_refusal_is_json_for_a_program_and_a_page_for_a_person(app: Flask) -> None:
    client, headers = app.test_client(), THEIRS["another domain"]
    problem = client.post("/api/decompte", json={}, headers=headers)
    assert problem.mimetype == "application/problem+json"
    document = problem.get_json()
    assert document["status"] == 400
    page = client.post(f"{LETTER}.pdf", data={}, headers=headers).text
    assert re.findall(r'role="alert">(.*?)</p>', page) == [document["title"]]
    assert "ouvrez son formulaire sur ce site-ci" in document["title"]


def test_reading_from_another_site_is_allowed(app: Flask) -> None:
    client = app.test_client()
    for path in ("/api/sante", "/api/openapi.json"):
        assert client.get(path, headers=THEIRS["another domain"]).status_code == 200


def test_nothing_of_a_refused_post_is_read(app: Flask) -> None:
    """Not even its length: a body over the limit is refused for where it comes from."""
    answer = app.test_client().post(
        f"{LETTER}.pdf", data=b"a" * 300_000, headers=THEIRS["another domain"]
    )
    assert answer.status_code == CrossSitePost.code == 400


def test_the_real_server_refuses_other_sites_alone(served: Served) -> None:
    body = urlencode(example())
    for name, headers in THEIRS.items():
        assert call(served, f"{LETTER}.txt", body, FORM | headers)[0] == 400, name
    for name in ("curl", "our page", "the address bar"):
        assert call(served, f"{LETTER}.txt", body, FORM | OURS[name])[0] == 200, name
    assert call(served, f"{LETTER}.txt", body, FORM | {"Origin": served.address})[0] == 200
    status, headers, _ = call(served, "/api/decompte", "{}", JSON | {"Origin": "null"})
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")
