"""The door's few lines of JavaScript, taken from the stack and run: pages, files, and nowhere else."""

import itertools
import json
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from cfnlint.decode import cfn_yaml
from playwright._impl._driver import compute_driver_executable

STACK = cfn_yaml.load(str(Path(__file__).parents[1] / "infra" / "stack.yaml"))
CODE: str = STACK["Resources"]["Routes"]["Properties"]["FunctionCode"]
SITE = "https://courtois.example"
RUN = """
const cases = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const answers = cases.map(([uri, querystring]) =>
  handler({ request: { method: 'GET', uri, querystring, headers: {}, cookies: {} } }));
process.stdout.write(JSON.stringify(answers));
"""

Query = dict[str, Any]
FunctionAnswer = dict[str, Any]


def answers(paths: list[str], query: Query | None = None) -> list[FunctionAnswer]:
    """What the function answers to each, in the Node that Playwright brings."""
    node, _ = compute_driver_executable()
    run = subprocess.run(
        [node, "-e", "'use strict';" + CODE + RUN],
        input=json.dumps([[path, query or {}] for path in paths]),
        capture_output=True,
        text=True,
        check=True,
    )
    results: list[FunctionAnswer] = json.loads(run.stdout)
    assert len(results) == len(paths)
    return results


def answer(path: str, query: Query | None = None) -> FunctionAnswer:
    return answers([path], query)[0]


def location(answer: FunctionAnswer) -> str:
    assert answer["statusCode"] == 301
    return str(answer["headers"]["location"]["value"])


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("/", "/index.html"),
        ("/guide/", "/guide/index.html"),
        ("/guide/prescription/", "/guide/prescription/index.html"),
        ("/404.html", "/404.html"),
        ("/robots.txt", "/robots.txt"),
        ("/lettres/relance-1/modele.pdf", "/lettres/relance-1/modele.pdf"),
    ],
)
def test_a_folder_is_its_page_and_a_file_is_itself(path: str, file: str) -> None:
    assert answer(path)["uri"] == file


def test_a_page_without_its_slash_redirects_permanently() -> None:
    assert location(answer("/guide")) == "/guide/"
    assert location(answer("/composer/relance-1")) == "/composer/relance-1/"


def test_a_redirect_keeps_the_query_string() -> None:
    query = {
        "a": {"value": "1", "multiValue": [{"value": "1"}, {"value": "2%20x"}]},
        "b%26c": {"value": "%2F%0d%0a"},
        "seul": {"value": ""},
    }
    assert location(answer("/guide", query)) == "/guide/?a=1&a=2%20x&b%26c=%2F%0d%0a&seul"
    assert answer("/guide/", query)["querystring"] == query


def test_every_page_and_file_of_the_site_is_found(built: Path) -> None:
    site = built / "site"
    files = {f"/{path.relative_to(site).as_posix()}" for path in site.rglob("*") if path.is_file()}
    addresses = sorted(file for file in files if not file.startswith("/static/"))
    pages = [file.removesuffix("index.html") for file in addresses if file.endswith("/index.html")]
    assert len(pages) > 20
    assert {answer["uri"] for answer in answers(pages)} <= files
    assert [answer["uri"] for answer in answers(addresses)] == addresses
    without_slash = [page.rstrip("/") for page in pages if page != "/"]
    assert [location(answer) for answer in answers(without_slash)] == [p for p in pages if p != "/"]


PIECES = ["/", "//", "\\", "%2f", "%5c", "..", ".", "evil.example", "evil", "@", ":", "%0d%0a"]
PIECES += ["\t", "\r\n", ";", "é", "A", "guide"]


def test_no_crooked_path_redirects_off_the_site() -> None:
    paths = ["/" + "".join(parts) for parts in itertools.product(PIECES, repeat=4)]
    sent = [location(answer) for answer in answers(paths) if "statusCode" in answer]
    assert sent
    for where in sent:
        assert re.fullmatch(r"(/[a-z0-9-]+)+/", where), where
        assert urlsplit(urljoin(f"{SITE}/guide/", where)).netloc == urlsplit(SITE).netloc


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil",
        "/\\evil",
        "/%2f%2fevil.example",
        "/%5cevil",
        "/guide/../../etc/passwd",
        "/guide/%2e%2e/secret",
        "/guide//prescription",
        "/Guide",
        "/" + "a" * 8000,
        "/" + "a/" * 4000 + "!",
    ],
)
def test_an_unknown_path_is_left_unchanged(path: str) -> None:
    assert answer(path) == {
        "method": "GET",
        "uri": path,
        "querystring": {},
        "headers": {},
        "cookies": {},
    }


# What the runtime 2.0 of CloudFront Functions does not know, or might not.
UNKNOWN_THERE = [
    r"\?\.",
    r"\?\?",
    r"\.\.\.",
    r"\bclass\b",
    r"\bfor\s*\([^;)]*\bof\b",
    r"\b(?:const|let|var)\s*[\[{]",
    r"\bimport\b",
    r"\brequire\b",
    r"\bnew Map\b|\bnew Set\b|\bURL\b",
]


@pytest.mark.parametrize("syntax", UNKNOWN_THERE)
def test_the_code_uses_only_what_cloudfront_runs(syntax: str) -> None:
    assert not re.search(syntax, CODE)


def test_the_code_is_for_the_runtime_2_0_and_fits_in_its_10_kilobytes() -> None:
    config = STACK["Resources"]["Routes"]["Properties"]["FunctionConfig"]
    assert config["Runtime"] == "cloudfront-js-2.0"
    assert len(CODE.encode()) < 10_000
