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
from courtois.forms.field_names import MOST_ROWS
from courtois.forms.row_questions import all_questions
from courtois_api.app import create_app
from courtois_build.openapi import ApiDescription

pytestmark = pytest.mark.hostile

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
    document: Document = json.loads(answer.data)
    return document


def judge(document: Document, name: str) -> Draft202012Validator:
    """Return a validator of one of the document's schemas; it checks the format of days too."""
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


def test_every_schema_is_valid_and_every_reference_resolves(document: Document) -> None:
    for name, schema in document["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        judge(document, name).is_valid({})
    seen = json.dumps(document).split('"$ref": "#/components/')[1:]
    for reference in {text.partition('"')[0] for text in seen}:
        kind, _, name = reference.partition("/")
        assert name in document["components"][kind]


def test_the_served_document_describes_the_current_templates(
    document: Document, root: Path
) -> None:
    written = ApiDescription(root / "templates").document()
    assert document == json.loads(json.dumps(written))


def test_the_document_describes_every_call_and_no_other(
    client: FlaskClient, document: Document
) -> None:
    served = {
        (method, re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule.rule))
        for rule in client.application.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(method, path) for method, path, _ in operations(document)} == served


def test_head_follows_get_and_options_is_answered_everywhere(
    client: FlaskClient, document: Document
) -> None:
    for path, calls in document["paths"].items():
        address = path.replace("{slug}", "relance-1").replace("{name}", "7/inconnu")
        options = client.options(address)
        assert options.status_code == 200, path
        assert options.allow.as_set() & {"get", "post"} == calls.keys() & {"get", "post"}
        assert (client.head(address).status_code == 405) is ("get" not in calls), path


def test_every_call_has_a_name_a_summary_and_its_answers(document: Document) -> None:
    calls = operations(document)
    assert len({call["operationId"] for _, _, call in calls}) == len(calls)
    for method, path, call in calls:
        assert call["summary"], path
        assert {"200", "201"} & call["responses"].keys(), path
        if method == "POST":
            assert {"400", "413", "415", "422", "500", "503"} <= call["responses"].keys()
            assert call["requestBody"]["content"]


def test_the_document_says_that_another_site_gets_400(
    client: FlaskClient, document: Document
) -> None:
    answer = client.post(
        "/api/decompte", json=TOOLS[0].example, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 400
    words = document["info"]["description"]
    assert re.search(r"depuis la page d’un autre site reçoit 400\.", words)


def test_the_slugs_are_every_letter_and_every_calculator(document: Document) -> None:
    def slugs(path: str) -> list[str]:
        (slug,) = document["paths"][path]["post"]["parameters"]
        return [choice["const"] for choice in slug["schema"]["oneOf"]]

    for ending in ("pdf", "html", "txt", "docx"):
        assert slugs(f"/api/lettres/{{slug}}.{ending}") == [kind.slug for kind in LETTERS]
    assert slugs("/api/formulaires/{slug}") == [kind.slug for kind in LETTERS]
    assert slugs("/api/outils/{slug}") == [tool.slug for tool in TOOLS]


def test_every_question_has_its_title_length_and_choices(
    document: Document,
) -> None:
    schemas = document["components"]["schemas"]
    form = forms.blank(LETTERS[0], LetterCatalogue(ROOT / "templates"))
    described = {name.removeprefix("question.") for name in schemas if name.startswith("question.")}
    questions = {scope.bare(question.name): question for question in all_questions(form)}
    assert described == questions.keys()
    for name, question in questions.items():
        schema = schemas[f"question.{name}"]
        assert schema["title"] == question.label.text
        if choices := getattr(question, "choices", None):
            assert [(choice["const"], choice["title"]) for choice in schema["oneOf"]] == list(
                choices
            )
        elif question.look != "yes":
            assert schema["maxLength"] == question.longest
    assert schemas["answers.json"]["properties"]["invoices"]["maxItems"] == MOST_ROWS["invoices"]


@pytest.mark.parametrize("kind", [*LETTERS, *TOOLS], ids=lambda kind: kind.slug)
def test_each_example_is_valid_as_json_and_as_a_form(document: Document, kind: Any) -> None:
    judge(document, f"{kind.slug}.json").validate(kind.example)
    judge(document, f"{kind.slug}.form").validate(dict(forms.flatten(kind.example)))


@pytest.mark.parametrize("kind", [*LETTERS, *TOOLS], ids=lambda kind: kind.slug)
def test_an_answer_required_by_the_document_is_required_for_real(
    client: FlaskClient, document: Document, kind: Any
) -> None:
    """The reverse holds too: what the function requires, the document says."""
    path = f"/api/lettres/{kind.slug}.txt" if kind in LETTERS else f"/api/outils/{kind.slug}"
    whole = {
        name: value
        for name, value in forms.flatten(kind.example)
        if "-payments-" not in name and not name.startswith(("earlier", "events"))
    }
    for name in whole:
        lacking = {key: value for key, value in whole.items() if key != name}
        answer = client.post(path, json=nested(lacking))
        faults = answer.get_json()["errors"] if answer.status_code == 422 else []
        required = name in {fault["name"] for fault in faults}
        documented = not judge(document, f"{kind.slug}.json").is_valid(nested(lacking))
        conditional = {"creditor-signatory", "late_rate", "plan_covers"}  # required in some cases
        if name not in conditional:
            assert documented == required, name


def nested(answers: dict[str, str]) -> dict[str, Any]:
    """Return flat answers as a JSON document; their rows have no gap here."""
    document: dict[str, Any] = {}
    for name, value in answers.items():
        match name.split("-"):
            case [group, index, part]:
                rows = document.setdefault(group, [])
                rows += [{} for _ in range(int(index) + 1 - len(rows))]
                rows[int(index)][part] = value
            case [party, part]:
                document.setdefault(party, {})[part] = value
            case [alone]:
                document[alone] = value
    return document


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["title"])
def test_a_statement_follows_its_schema(
    client: FlaskClient, document: Document, vector: dict[str, Any]
) -> None:
    judge(document, "penalites.json").validate(vector["request"])
    answer = client.post("/api/decompte", json=vector["request"]).get_json()
    judge(document, "statement").validate(answer)
    with pytest.raises(ValidationError):
        judge(document, "statement").validate(answer | {"total": None})


def test_a_problem_follows_its_schema(client: FlaskClient, document: Document) -> None:
    for sent in ({}, {"note": 1}, []):
        problem = client.post("/api/lettres/relance-1.pdf", json=sent)
        assert problem.status_code == 422
        judge(document, "problem").validate(json.loads(problem.data))
    broken = client.post("/api/decompte", data=b"{", content_type=JSON)
    judge(document, "problem").validate(json.loads(broken.data))


def test_sentences_of_the_document_have_french_spaces(document: Document) -> None:
    for _, _, call in operations(document):
        assert " ;" not in call["summary"]
    assert "Rien n’est conservé" in document["info"]["description"]
    assert " ;" not in document["info"]["description"]


@pytest.fixture
def schemathesis(server: str) -> list[str]:
    """Return the command that sends the real server requests drawn from the document, valid or not.

    `make fuzz` draws many more, never twice the same. The tests draw the same few each time, `make nightly` ten
    times as many.
    """
    requested, usual = os.environ.get("FUZZ"), hypothesis.settings().max_examples // 5
    drawn = ["--generation-database=none"] if requested else ["--generation-deterministic"]
    return [
        sys.executable, "-m", "schemathesis.cli", "run", f"{server}/api/openapi.json",
        "--phases=fuzzing", f"--max-examples={requested or usual}", *drawn,
        "--checks=not_a_server_error,status_code_conformance,content_type_conformance,"
        "response_schema_conformance,response_headers_conformance",
        "--suppress-health-check=all", "--warnings=off", "--no-color",
    ]  # fmt: skip


def test_generated_requests_never_fail_and_follow_the_document(
    schemathesis: list[str], document: Document, tmp_path: Path
) -> None:
    run = subprocess.run(schemathesis, cwd=tmp_path, capture_output=True, text=True)
    print(run.stdout)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    others = len(operations(document)) - 1  # the document itself, already read
    assert re.search(rf"Tested: +{others}\b", run.stdout)
    assert re.search(r"(\d+) generated, \1 passed", run.stdout)
