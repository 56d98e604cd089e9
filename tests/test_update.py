"""A new version on a server of one's own: what it serves stays the same until its restart, even if the freeze fails."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from build_copy import copy_build
from depth import sampled

from bench.served import Served, serving
from courtois import forms
from courtois.catalogue.letters import LetterCatalogue

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[1]
NEW = "Une phrase de la nouvelle version."
CHANGED = "site/pages/confidentialite.md"
Answers = dict[tuple[str, str], tuple[int, str | None, bytes]]


@pytest.fixture
def checkout(built: Path, tmp_path: Path) -> Path:
    """The repository, with pages and templates that can be changed."""
    checkout = tmp_path / "checkout"
    copy_build(built, checkout / "build")
    for name in ("site", "templates"):
        shutil.copytree(ROOT / name, checkout / name)
    shared = ["Makefile", "pyproject.toml", ".venv", "courtois", "functions", "server", "infra"]
    for name in (*shared, *(path.name for path in ROOT.glob("requirements*.txt"))):
        (checkout / name).symlink_to(ROOT / name)
    return checkout


def freezing(checkout: Path) -> subprocess.Popen[bytes]:
    """Start `make freeze`."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    # -o: the copy shares .venv, and must never install itself there.
    command = ["make", "--no-print-directory", "-o", ".venv/.ready", "freeze"]
    with (checkout / "said.txt").open("wb") as said:
        return subprocess.Popen(command, cwd=checkout, env=environment, stdout=said, stderr=said)


def write(checkout: Path, line: str) -> None:
    with (checkout / CHANGED).open("a", encoding="utf-8") as page:
        page.write(f"\n{line}\n")


def pages(site: Path) -> list[str]:
    files = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [f"/{name.removesuffix('index.html')}" for name in sorted(files)]


def everything(served: Served, paths: list[str]) -> Answers:
    """Return status, declared length and body of every page, compressed or not. Raises for a body cut short."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
    answers: Answers = {}
    for path in paths:
        for way in ("identity", "gzip", "br"):
            connection.request("GET", path, headers={"Accept-Encoding": way})
            answer = connection.getresponse()
            answers[path, way] = (answer.status, answer.getheader("Content-Length"), answer.read())
    connection.close()
    return answers


def test_served_pages_stay_the_same_during_a_freeze(
    checkout: Path,
) -> None:
    paths = pages(checkout / "build/site")
    with serving(checkout) as served:
        before = everything(served, paths)
        assert {status for status, _, _ in before.values()} == {200}
        write(checkout, NEW)
        freeze = freezing(checkout)
        while freeze.poll() is None:
            assert everything(served, paths) == before
        assert freeze.returncode == 0, (checkout / "said.txt").read_text()
        assert NEW in (checkout / "build/site/confidentialite/index.html").read_text("utf-8")
        assert everything(served, paths) == before
        assert "error" not in served.output()
    with serving(checkout) as served:
        _, length, page = everything(served, paths)["/confidentialite/", "identity"]
    assert NEW in page.decode()
    assert length == str(len(page))


def files(build: Path) -> dict[str, bytes]:
    paths = (path for path in build.rglob("*") if path.is_file() and path.name != ".frozen")
    return {path.relative_to(build).as_posix(): path.read_bytes() for path in paths}


# One fails while pages are written, the other after the last page.
FAULTS: dict[str, Callable[[Path], None]] = {
    "a page": lambda checkout: write(checkout, "{{ nothing.of_the_kind }}"),
    "a picture": lambda checkout: (checkout / "templates/card/card.css").unlink(),
}


@pytest.mark.parametrize("fault", sampled(FAULTS, "a page"))
def test_a_failed_freeze_leaves_the_last_one_whole(checkout: Path, fault: str) -> None:
    before = files(checkout / "build")
    FAULTS[fault](checkout)
    assert freezing(checkout).wait(timeout=300) != 0
    assert files(checkout / "build") == before


@pytest.mark.slow
def test_a_freeze_leaves_nothing_of_the_previous_one(checkout: Path) -> None:
    for stale in ("site/ancienne/index.html", "site/ancienne/index.html.br", "pages/ancienne.html"):
        (checkout / "build" / stale).parent.mkdir(exist_ok=True)
        (checkout / "build" / stale).write_text("une page d’avant")
    link_folder = checkout / "build/partages/7/w"  # a link, which a freeze must not remove
    link_folder.parent.mkdir(parents=True)
    link_folder.write_bytes(b"sealed")
    names = {*files(checkout / "build")}
    assert freezing(checkout).wait(timeout=300) == 0
    removed = names - {*files(checkout / "build")}
    assert {name for name in removed if "ancienne" not in name} == set()
    assert len(removed) == 3


def test_a_running_server_does_not_read_new_templates(
    checkout: Path,
) -> None:
    example = LetterCatalogue(ROOT / "templates")["relance-1"].example
    with serving(checkout) as served:
        shutil.rmtree(checkout / "templates")
        connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
        for way in ("txt", "docx", "pdf"):
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(forms.flatten(example))
            connection.request("POST", f"/api/lettres/relance-1.{way}", body, headers)
            answer = connection.getresponse()
            assert (answer.status, len(answer.read()) > 500) == (200, True), way
        connection.close()


def test_the_snapshot_outlives_processes_and_goes_with_the_server(
    checkout: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    with serving(checkout, TMPDIR=str(own)) as served:
        (held,) = own.glob("courtois-*")
        (worker,) = served.workers()
        os.kill(worker, signal.SIGTERM)
        while not set(served.workers()) - {worker}:
            time.sleep(0.1)
        assert everything(served, ["/"])["/", "br"][0] == 200
        assert held.is_dir()
    assert [*own.iterdir()] == []  # not even WeasyPrint's copies of the fonts
