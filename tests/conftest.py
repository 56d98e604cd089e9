"""What several tests need: the folders, the site served for real, a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import hypothesis
import law_of_2026
import pytest
from depth import NIGHTLY, QUICK, USUAL
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.served import serving
from courtois import law
from courtois.catalogue.letters import LetterCatalogue
from courtois_api.app import create_app
from infra import natives

ROOT = Path(__file__).resolve().parent.parent
CI = os.environ.get("CI") == "true"

# Each run has the same examples, so that luck does not decide whether a change passes. Each night draws many others.
ALWAYS: dict[str, Any] = {"deadline": None, "print_blob": True}
hypothesis.settings.register_profile("quick", derandomize=True, max_examples=QUICK, **ALWAYS)
hypothesis.settings.register_profile("usual", derandomize=True, max_examples=USUAL, **ALWAYS)
hypothesis.settings.register_profile("nightly", max_examples=NIGHTLY, **ALWAYS)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "usual"))

# A test that uses one of these fixtures bears the marker: `make quick` leaves it out.
MARKED_BY = {
    "browser": {"browser"},
    "server": {"server", "served", "nginx", "behind", "store", "s3", "aws_cli"},
}


def pytest_configure(config: pytest.Config) -> None:
    """Read the law of 2026 in this process, so that later rates change no test."""
    folder = tempfile.TemporaryDirectory()
    config.add_cleanup(folder.cleanup)
    law_of_2026.copy_until_2026(ROOT / "courtois" / "law", Path(folder.name))
    law.FOLDER = Path(folder.name)
    law.parameters.cache_clear()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start a browser or a server, before `-m` chooses among them."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        for marker, fixtures in MARKED_BY.items():
            if used & fixtures:
                item.add_marker(marker)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's folder."""
    return ROOT


@pytest.fixture
def law_from(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Reads the law from another folder during a test."""

    def read_from(folder: Path) -> None:
        monkeypatch.setattr(law, "FOLDER", folder)
        law.parameters.cache_clear()

    yield read_from
    law.parameters.cache_clear()


@pytest.fixture(scope="session")
def catalogue(root: Path) -> LetterCatalogue:
    """The letters of this repository."""
    return LetterCatalogue(root / "templates")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository that holds real files from elsewhere."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("le dossier ../shared est absent")
    return folder


def make(target: str) -> None:
    """Run `make` for a target, which is made again only when what it depends on changed."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "--no-print-directory", target]
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.fixture(scope="session")
def built() -> Path:
    """build/, frozen."""
    make("build/.frozen")
    return ROOT / "build"


@pytest.fixture(scope="session")
def aws_cli() -> None:
    """The AWS CLI, in its own environment."""
    make(".venv-deploy/.ready")


@pytest.fixture(scope="session")
def links(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `server` keeps short links."""
    return tmp_path_factory.mktemp("links")


@pytest.fixture(scope="session")
def server(built: Path, links: Path) -> Iterator[str]:
    """Address of the frozen site and the function, as `make run` serves them; no final slash."""
    with serving(ROOT, COURTOIS_SHARES=str(links)) as served:
        yield served.address


@pytest.fixture(scope="session")
def failing_client(built: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of the function, where relance-3 fails with an error that holds names and accounts."""
    templates = tmp_path_factory.mktemp("failing") / "templates"
    shutil.copytree(ROOT / "templates", templates)
    letter = templates / "letters/relance-3/letter.html"
    fault = "{{ [][creditor.name ~ creditor.iban ~ debtor.name] }}"
    whole = letter.read_text("utf-8")
    letter.write_text(whole.replace("{% block body %}", "{% block body %}" + fault), "utf-8")
    return create_app(templates, built).test_client()


def lacking(need: str, without: str) -> NoReturn:
    """Skip the test and name what this machine lacks; fail the test where CI=true."""
    reason = (
        f"{without} (il manque {', '.join(natives.missing(need))}) : `make test` dit quoi taper"
    )
    (pytest.fail if CI else pytest.skip)(reason)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser."""
    path = natives.chromium()
    if path is None or natives.missing("chromium"):
        lacking("chromium", "sans navigateur")
    return path


@pytest.fixture(scope="session")
def nginx() -> str:
    """Path of the proxy."""
    return natives.nginx() or lacking("servers", "sans nginx")


@pytest.fixture(scope="session")
def faketime() -> str:
    """Path of the library that tells a program another day."""
    return natives.faketime() or lacking("servers", "sans libfaketime")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, without a sandbox (root has none) and without requests of its own."""
    arguments = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def new_context(browser: Browser, server: str) -> Iterator[Callable[..., BrowserContext]]:
    """Opens a French browser on the served site; takes what `Browser.new_context` takes."""
    contexts: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        french: dict[str, Any] = {"locale": "fr-FR", "timezone_id": "Europe/Paris"}
        context = browser.new_context(base_url=server, **(french | options))
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Iterator[Page]:
    """A page with scripts; the test fails if one raises or logs an error."""
    opened = new_context().new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    yield opened
    assert faults == []


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page with scripts off."""
    return new_context(java_script_enabled=False).new_page()


@pytest.fixture(scope="session")
def axe(root: Path) -> Callable[[Page], list[str]]:
    """Runs axe on a page: returns one line for each broken rule, with its places."""
    source = (root / "tests" / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")

    def violations(page: Page) -> list[str]:
        page.evaluate(source)
        faults = page.evaluate("axe.run().then(result => result.violations)")
        return [
            f"{fault['id']}: {fault['help']} {[node['target'] for node in fault['nodes']]}"
            for fault in faults
        ]

    return violations


@pytest.fixture(scope="module")
def moto(aws_cli: None) -> Iterator[str]:
    """The address of an AWS account on this machine."""
    from moto_account import serving as serving_account

    with serving_account() as address:
        yield address


@pytest.fixture
def account(moto: str) -> None:
    """The same, empty."""
    urllib.request.urlopen(f"{moto}/moto-api/reset", b"").close()
