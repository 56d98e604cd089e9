"""A new version on a server of one's own: what is served stays whole until the restart, even if the freeze fails."""

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

from bench.served import Served, serving
from courtois import forms
from courtois.catalogue.letters import LetterCatalogue

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[1]
NEW = "Une phrase de la nouvelle version."
CHANGED = "site/pages/confidentialite.md"
Answers = dict[tuple[str, str], tuple[int, str | None, bytes]]


@pytest.fixture
def house(built: Path, tmp_path: Path) -> Path:
    """The repository, with pages and templates that can be changed."""
    house = tmp_path / "house"
    copy_build(built, house / "build")
    for name in ("site", "templates"):
        shutil.copytree(ROOT / name, house / name)
    shared = ["Makefile", "pyproject.toml", ".venv", "courtois", "functions", "server", "infra"]
    for name in (*shared, *(path.name for path in ROOT.glob("requirements*.txt"))):
        (house / name).symlink_to(ROOT / name)
    return house


def freezing(house: Path) -> subprocess.Popen[bytes]:
    """`make freeze`, on its way."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    command = ["make", "--no-print-directory", "freeze"]
    with (house / "said.txt").open("wb") as said:
        return subprocess.Popen(command, cwd=house, env=environment, stdout=said, stderr=said)


def write(house: Path, line: str) -> None:
    with (house / CHANGED).open("a", encoding="utf-8") as page:
        page.write(f"\n{line}\n")


def pages(site: Path) -> list[str]:
    files = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [f"/{name.removesuffix('index.html')}" for name in sorted(files)]


def everything(served: Served, paths: list[str]) -> Answers:
    """Every page as it is answered, packed or not: its status, length told, and body. Raises for a body cut short."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
    told: Answers = {}
    for path in paths:
        for way in ("identity", "gzip", "br"):
            connection.request("GET", path, headers={"Accept-Encoding": way})
            answer = connection.getresponse()
            told[path, way] = (answer.status, answer.getheader("Content-Length"), answer.read())
    connection.close()
    return told


def test_pages_stay_as_they_were_while_the_next_ones_are_written_and_until_the_restart(
    house: Path,
) -> None:
    paths = pages(house / "build/site")
    with serving(house) as served:
        before = everything(served, paths)
        assert {status for status, _, _ in before.values()} == {200}
        write(house, NEW)
        freeze = freezing(house)
        while freeze.poll() is None:
            assert everything(served, paths) == before
        assert freeze.returncode == 0, (house / "said.txt").read_text()
        assert NEW in (house / "build/site/confidentialite/index.html").read_text("utf-8")
        assert everything(served, paths) == before
        assert "error" not in served.said()
    with serving(house) as served:
        _, length, page = everything(served, paths)["/confidentialite/", "identity"]
    assert NEW in page.decode()
    assert length == str(len(page))


def files(build: Path) -> dict[str, bytes]:
    found = (path for path in build.rglob("*") if path.is_file() and path.name != ".frozen")
    return {path.relative_to(build).as_posix(): path.read_bytes() for path in found}


# As the pages are written, then once they all are.
FAULTS: dict[str, Callable[[Path], None]] = {
    "a page": lambda house: write(house, "{{ nothing.of_the_kind }}"),
    "a picture": lambda house: (house / "templates/card/card.css").unlink(),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_freeze_that_fails_leaves_the_last_one_whole(house: Path, fault: str) -> None:
    before = files(house / "build")
    FAULTS[fault](house)
    assert freezing(house).wait(timeout=300) != 0
    assert files(house / "build") == before


def test_a_freeze_leaves_nothing_of_the_one_before(house: Path) -> None:
    for stale in ("site/ancienne/index.html", "site/ancienne/index.html.br", "pages/ancienne.html"):
        (house / "build" / stale).parent.mkdir(exist_ok=True)
        (house / "build" / stale).write_text("une page d’avant")
    kept = house / "build/partages/7/w"  # no page, and nobody's to remove
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"sealed")
    names = {*files(house / "build")}
    assert freezing(house).wait(timeout=300) == 0
    gone = names - {*files(house / "build")}
    assert {name for name in gone if "ancienne" not in name} == set()
    assert len(gone) == 3


def test_a_letter_asked_for_the_first_time_after_new_templates_came_is_still_the_old_one(
    house: Path,
) -> None:
    example = LetterCatalogue(ROOT / "templates")["relance-1"].example
    with serving(house) as served:
        shutil.rmtree(house / "templates")
        connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
        for way in ("txt", "docx", "pdf"):
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(forms.flatten(example))
            connection.request("POST", f"/api/lettres/relance-1.{way}", body, headers)
            answer = connection.getresponse()
            assert (answer.status, len(answer.read()) > 500) == (200, True), way
        connection.close()


def test_what_a_server_holds_outlives_its_processes_and_goes_with_it(
    house: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    with serving(house, TMPDIR=str(own)) as served:
        (held,) = own.glob("courtois-*")
        (worker,) = served.workers()
        os.kill(worker, signal.SIGTERM)
        while not set(served.workers()) - {worker}:
            time.sleep(0.1)
        assert everything(served, ["/"])["/", "br"][0] == 200
        assert held.is_dir()
    assert [*own.iterdir()] == []  # nor the copies of the fonts that WeasyPrint forgets
