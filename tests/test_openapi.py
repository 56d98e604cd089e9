"""The OpenAPI document: valid, whole, drawn from the questions, and true to what is answered."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from schemathesis.specs.openapi.definitions import OPENAPI_31

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois.catalogue.tools import ToolCatalogue
from courtois.forms import scope
from courtois.forms.field_names import MOST
from courtois.forms.row_questions import leaves
from courtois_api.app import create_app
from courtois_build.openapi import ApiDescription

ROOT = Path(__file__).resolve().parent.parent
LETTERS = list(LetterCatalogue(ROOT / "templates"))
TOOLS = list(ToolCatalogue(ROOT / "templates"))
VECTORS = tomllib.loads((ROOT / "tests/vectors/decompte.toml").read_text("utf-8"))["vector"]
JSON, FORM = "application/json", "application/x-www-form-urlencoded"

Document = dict[str, Any]


@pytest.fixture(scope="module")
def client(root: Path, built: Path) -> FlaskClient:
    return create_app(root / "templates", built).test_client()


@pytest.fixture(scope="module")
def document(client: FlaskClient) -> Document:
    answer = client.get("/api/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, JSON)
    told: Document = json.loads(answer.data)
    return told


def judge(document: Document, name: str) -> Draft202012Validator:
    """Holds an answer against one of the document's schemas, days and all."""
    schema = {
        "$ref": f"#/components/schemas/{name}",
        "components": document["components"],
    }
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def operations(document: Document) -> list[tuple[str, str, Document]]:
    return [
        (method.upper(), path, call)
        for path, calls in document["paths"].items()
        for method, call in calls.items()
    ]


def test_the_document_is_openapi_3_1_by_the_official_schema(document: Document) -> None:
    assert document["openapi"].startswith("3.1.")
    Draft202012Validator(OPENAPI_31).validate(document)
    with pytest.raises(ValidationError):
        Draft202012Validator(OPENAPI_31).validate(document | {"info": {"title": "sans version"}})


def test_every_schema_is_one_and_every_reference_leads_somewhere(document: Document) -> None:
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        judge(document, name).is_valid({})
    seen = json.dumps(document).split('"$ref": "#/components/')[1:]
    for reference in {text.partition('"')[0] for text in seen}:
        kind, _, name = reference.partition("/")
        assert name in document["components"][kind]


def test_what_is_served_is_what_the_templates_ask_today(document: Document, root: Path) -> None:
    written = ApiDescription(root / "templates").document()
    assert document == json.loads(json.dumps(written))


def test_every_call_of_the_function_is_described_and_no_other(
    client: FlaskClient, document: Document
) -> None:
    served = {
        (method, re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule.rule))
        for rule in client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(method, path) for method, path, _ in operations(document)} == served


def test_head_answers_where_get_does_and_options_everywhere(
    client: FlaskClient, document: Document
) -> None:
    for path, calls in document["paths"].items():
        address = path.replace("{slug}", "relance-1").replace("{name}", "7/inconnu")
        options = client.options(address)
        assert options.status_code == 200, path
        assert options.allow.as_set() & {"get", "post"} == calls.keys() & {"get", "post"}
        assert (client.head(address).status_code == 405) is ("get" not in calls), path


def test_every_call_has_its_name_its_words_and_its_answers(document: Document) -> None:
    calls = operations(document)
    assert len({call["operationId"] for _, _, call in calls}) == len(calls)
    for method, path, call in calls:
        assert call["summary"], path
        assert {"200", "201"} & call["responses"].keys(), path
        if method == "POST":
            assert {"400", "413", "415", "422", "500"} <= call["responses"].keys()
            assert call["requestBody"]["content"]


def test_every_letter_and_calculator_is_one_of_the_slugs(document: Document) -> None:
    def slugs(path: str) -> list[str]:
        (slug,) = document["paths"][path]["post"]["parameters"]
        return [choice["const"] for choice in slug["schema"]["oneOf"]]

    for way in ("pdf", "html", "txt", "docx"):
        assert slugs(f"/api/lettres/{{slug}}.{way}") == [kind.slug for kind in LETTERS]
    assert slugs("/api/formulaires/{slug}") == [kind.slug for kind in LETTERS]
    assert slugs("/api/outils/{slug}") == [tool.slug for tool in TOOLS]


def test_every_question_is_described_with_its_words_its_length_and_its_choices(
    document: Document,
) -> None:
    schemas = document["components"]["schemas"]
    form = forms.blank(LETTERS[0], LetterCatalogue(ROOT / "templates"))
    described = {name.removeprefix("question.") for name in schemas if name.startswith("question.")}
    asked = {scope.bare(leaf.name): leaf for leaf in leaves(form)}
    assert described == asked.keys()
    for name, leaf in asked.items():
        schema = schemas[f"question.{name}"]
        assert schema["title"] == leaf.label.text
        if choices := getattr(leaf, "choices", None):
            assert [(one["const"], one["title"]) for one in schema["oneOf"]] == list(choices)
        elif leaf.look != "yes":
            assert schema["maxLength"] == leaf.longest
    assert schemas["answers.json"]["properties"]["invoices"]["maxItems"] == MOST["invoices"]


@pytest.mark.parametrize("kind", [*LETTERS, *TOOLS], ids=lambda kind: kind.slug)
def test_each_example_is_what_the_document_asks_as_json_and_as_a_form(
    document: Document, kind: Any
) -> None:
    judge(document, f"{kind.slug}.json").validate(kind.example)
    judge(document, f"{kind.slug}.form").validate(dict(forms.flatten(kind.example)))


@pytest.mark.parametrize("kind", [*LETTERS, *TOOLS], ids=lambda kind: kind.slug)
def test_an_answer_the_document_says_is_needed_is_missed_by_the_function_too(
    client: FlaskClient, document: Document, kind: Any
) -> None:
    """And the reverse: what is missed is said to be needed."""
    path = f"/api/lettres/{kind.slug}.txt" if kind in LETTERS else f"/api/outils/{kind.slug}"
    whole = {
        name: value
        for name, value in forms.flatten(kind.example)
        if "-payments-" not in name and not name.startswith(("earlier", "events"))
    }
    for name in whole:
        lacking = {key: value for key, value in whole.items() if key != name}
        told = client.post(path, json=nested(lacking))
        missed = told.status_code == 422 and name in {e["name"] for e in told.get_json()["errors"]}
        said = not judge(document, f"{kind.slug}.json").is_valid(nested(lacking))
        spared = {"creditor-signatory", "late_rate", "plan_covers"}  # needed in one case only
        if name not in spared:
            assert said == missed, name


def nested(answers: dict[str, str]) -> dict[str, Any]:
    """Flat names as a JSON document, whose rows have no gap here."""
    told: dict[str, Any] = {}
    for name, value in answers.items():
        match name.split("-"):
            case [group, index, part]:
                rows = told.setdefault(group, [])
                rows += [{} for _ in range(int(index) + 1 - len(rows))]
                rows[int(index)][part] = value
            case [party, part]:
                told.setdefault(party, {})[part] = value
            case [alone]:
                told[alone] = value
    return told


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["title"])
def test_every_statement_is_as_described(
    client: FlaskClient, document: Document, vector: dict[str, Any]
) -> None:
    judge(document, "penalites.json").validate(vector["request"])
    answer = client.post("/api/decompte", json=vector["request"]).get_json()
    judge(document, "statement").validate(answer)
    with pytest.raises(ValidationError):
        judge(document, "statement").validate(answer | {"total": None})


def test_a_problem_is_as_described(client: FlaskClient, document: Document) -> None:
    for sent in ({}, {"note": 1}, []):
        told = client.post("/api/lettres/relance-1.pdf", json=sent)
        assert told.status_code == 422
        judge(document, "problem").validate(json.loads(told.data))
    broken = client.post("/api/decompte", data=b"{", content_type=JSON)
    judge(document, "problem").validate(json.loads(broken.data))


def test_its_words_are_french_and_well_spaced(document: Document) -> None:
    for _, _, call in operations(document):
        assert " ;" not in call["summary"]
    assert "Rien n’est conservé" in document["info"]["description"]
    assert " ;" not in document["info"]["description"]


@pytest.fixture
def schemathesis(server: str) -> list[str]:
    """The command: requests drawn from the document, right and wrong ones, at the real server.

    `make fuzz` asks for many more, never twice the same; the tests, for the same few each time, ten times as many
    in `make nightly`.
    """
    asked, usual = os.environ.get("FUZZ"), hypothesis.settings().max_examples // 5
    drawn = ["--generation-database=none"] if asked else ["--generation-deterministic"]
    return [
        sys.executable, "-m", "schemathesis.cli", "run", f"{server}/api/openapi.json",
        "--phases=fuzzing", f"--max-examples={asked or usual}", *drawn,
        "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
        "response_schema_conformance,response_headers_conformance",
        "--suppress-health-check=all", "--warnings=off", "--no-color",
    ]  # fmt: skip


def test_whatever_is_sent_the_function_never_fails_and_answers_as_described(
    schemathesis: list[str], document: Document, tmp_path: Path
) -> None:
    told = subprocess.run(schemathesis, cwd=tmp_path, capture_output=True, text=True)
    print(told.stdout)
    assert told.returncode == 0, told.stdout[-4000:] + told.stderr
    others = len(operations(document)) - 1  # it does not ask again for the document it reads
    assert re.search(rf"Tested: +{others}\b", told.stdout)
    assert re.search(r"(\d+) generated, \1 passed", told.stdout)
