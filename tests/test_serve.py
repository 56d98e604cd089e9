"""A server of one's own: what it refuses to start on, and how it answers malformed requests."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from build_copy import copy_build

from bench.served import Served, free_port, serving, starting
from courtois_server.preflight import missing, not_public
from courtois_site.app import create_app
from courtois_site.freeze import freeze
from courtois_site.instance import Instance

Site = dict[str, Any]  # what build/site.json holds

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = "https://courtois.example/"
INSTANCE = Instance(ADDRESS, "Atelier", "Camille Perrin", "Hébergeur", "a@courtois.example", False)


@pytest.fixture(scope="module")
def served(built: Path) -> Iterator[Served]:
    with serving(ROOT, WEB_CONCURRENCY="2") as running:
        yield running


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of build/ and templates/, to break."""
    copy_build(built, tmp_path / "build")
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    return tmp_path


def say(served: Served, request: bytes) -> tuple[int, str]:
    """Send raw bytes; return the status and the text of the answer."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as client:
        client.sendall(request)
        answer = b"".join(iter(lambda: client.recv(65536), b"")).decode()
    return int(answer.split(" ", 2)[1]), answer


def test_two_processes_answer_over_connections_that_stay_open(
    served: Served,
) -> None:
    connection = HTTPConnection("127.0.0.1", served.port, timeout=30)
    for path in ("/", "/api/sante"):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.version, answer.will_close) == (200, 11, False), path
    connection.close()
    assert len(served.workers()) == 2
    assert served.output().count("Courtois est prêt") == 1


BROKEN = {
    "no request at all": (b"BONJOUR\r\n\r\n", 400, "La demande est mal formée"),
    "an endless address": (
        b"GET /" + b"a" * 3000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
        414,
        "trop longue",
    ),
    "an endless header": (
        b"GET / HTTP/1.1\r\nHost: a\r\nCookie: " + b"a" * 20_000 + b"\r\n\r\n",
        431,
        "effacez les cookies",
    ),
    "too many headers": (
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X-A: 1\r\n" * 70 + b"\r\n",
        431,
        "trop longs en-têtes",
    ),
    "two lengths": (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        400,
        "mal formée",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_malformed_request_is_answered_in_french_and_not_logged(
    served: Served, broken: str
) -> None:
    request, status, sentence = BROKEN[broken]
    answered, answer = say(served, request)
    assert answered == status
    assert sentence in answer
    assert '<html lang="fr">' in answer
    assert " :" not in bodies(answer), "a line of French never begins with a colon"
    assert "\r\nX-Content-Type-Options: nosniff\r\n" in answer
    assert served.output().splitlines() == [f"Courtois est prêt : {served.address}/"]


@pytest.mark.parametrize("path", ["relance-1.txt", "relance-1.pdf"])
def test_a_malformed_chunked_body_answers_400_and_is_not_logged(served: Served, path: str) -> None:
    status, answer = say(
        served,
        b"POST /api/lettres/%s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nCamille\r\n" % path.encode(),
    )
    assert status == 400
    assert "La demande est mal formée" in answer
    assert "\r\nX-Content-Type-Options: nosniff\r\n" in answer
    assert served.output().splitlines() == [f"Courtois est prêt : {served.address}/"]


def test_forwarded_headers_are_not_trusted(served: Served) -> None:
    lies = (
        b"X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off\r\n"
        b"X-Forwarded-Host: evil.example\r\nForwarded: for=9.9.9.9\r\n"
    )
    ask = b"GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n"
    for path in (b"/", b"/api/sante", b"/composer"):
        plain, forged = (say(served, ask % (path, more))[1] for more in (b"", lies))
        assert bodies(forged) == bodies(plain)
        assert "evil.example" not in forged


def bodies(answer: str) -> str:
    return answer.split("\r\n\r\n", 1)[1]


def remove(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def spoil(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes()[:100])


LACKING: dict[str, tuple[Callable[[Path], None], str]] = {
    "no site": (remove("build/site/404.html"), "Le site n’est pas encore écrit"),
    "no home": (remove("build/site/index.html"), "Le site n’est pas encore écrit"),
    "no page for an incident": (
        remove("build/site/incident.html"),
        "Le site n’est pas encore écrit",
    ),
    "no form page": (remove("build/pages/relance-1.html"), "build/pages/relance-1.html"),
    "half a form page": (spoil("build/pages/relance-1.html"), "build/pages/relance-1.html"),
    "no calculator": (
        remove("build/pages/outil-penalites.html"),
        "build/pages/outil-penalites.html",
    ),
    "no message page": (remove("build/pages/message.html"), "build/pages/message.html"),
    "no addresses": (remove("build/assets.json"), "build/assets.json"),
    "no description of the calls": (remove("build/openapi.json"), "build/openapi.json"),
    "no names of the pages": (remove("build/site.json"), "build/site.json"),
    "half the headers": (spoil("build/headers.json"), "build/headers.json"),
    "no font": (remove("templates/sheet/fonts/SourceSerif4-It.ttf"), "SourceSerif4-It.ttf"),
    "half a font": (
        spoil("templates/sheet/fonts/SourceSerif4-Regular.ttf"),
        "SourceSerif4-Regular.ttf",
    ),
    "half a letter": (spoil("templates/letters/relance-1/letter.toml"), "ne se lit pas"),
    "no word of a letter": (remove("templates/letters/relance-1/letter.html"), "relance-1"),
}


def test_a_complete_site_passes_the_preflight(copy: Path) -> None:
    assert missing(copy / "build", copy / "templates") == []


@pytest.mark.parametrize("lacking", LACKING)
def test_a_missing_or_broken_file_is_named_with_its_remedy(copy: Path, lacking: str) -> None:
    damage, named = LACKING[lacking]
    damage(copy)
    (sentence,) = missing(copy / "build", copy / "templates")
    assert named in sentence
    assert "make freeze" in sentence or "du dépôt" in sentence


def without(key: str) -> Callable[[Site], object]:
    return lambda site: {name: value for name, value in site.items() if name != key}


DAMAGED: dict[str, Callable[[Site], object]] = {
    "an empty object": lambda site: {},
    "an empty list": lambda site: [],
    "letters alone": lambda site: {"letters": {}},
    **{f"no {key}": without(key) for key in ("address", "marker", "message", "letters", "tools")},
    "letters in a list": lambda site: site | {"letters": []},
    "a letter without its page": lambda site: site | {"letters": {}},
    "a calculator without its page": lambda site: site | {"tools": {}},
}


@pytest.mark.parametrize("damaged", DAMAGED)
def test_an_incomplete_site_json_is_reported_as_damaged(copy: Path, damaged: str) -> None:
    file = copy / "build/site.json"
    file.write_text(json.dumps(DAMAGED[damaged](json.loads(file.read_text("utf-8")))), "utf-8")
    assert missing(copy / "build", copy / "templates") == [
        "Le fichier « build/site.json » est absent ou abîmé : lancez « make freeze »."
    ]


def refusal(folder: Path, *arguments: str, **environment: str) -> str:
    """Start a server that refuses, and return what it says."""
    with starting(folder, *arguments, **environment) as served:
        assert served.process.wait(timeout=60) == 1  # systemd does not try again
        return served.output()


def test_a_server_does_not_start_without_a_font(copy: Path) -> None:
    LACKING["no font"][0](copy)
    assert refusal(copy).startswith("La police « templates/sheet/fonts/SourceSerif4-It.ttf »")


def test_a_public_server_without_a_home_page_says_what_is_missing(
    copy: Path,
) -> None:
    LACKING["no home"][0](copy)
    assert refusal(copy, "--public").startswith("Le site n’est pas encore écrit")


@pytest.mark.parametrize("name", ["PORT", "WEB_CONCURRENCY"])
@pytest.mark.parametrize("value", ["zéro", "0", "-1", "99999", "²"])
def test_an_invalid_number_is_refused_in_a_sentence(built: Path, name: str, value: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "courtois_server"],
        cwd=ROOT,
        env={"PATH": "", name: value},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert run.stderr.startswith(f"{name} doit être un nombre entre 1 et ")
    assert f"« {value} »" in run.stderr


@pytest.mark.parametrize("place", ["s3://", "https://links.example/"])
def test_an_invalid_place_for_links_is_refused_in_a_sentence(built: Path, place: str) -> None:
    (sentence,) = refusal(ROOT, COURTOIS_SHARES=place).splitlines()
    assert sentence.startswith("COURTOIS_SHARES doit être un dossier ou « s3:// »")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "192.0.2.1"])
def test_a_taken_or_foreign_address_is_refused_in_a_sentence(built: Path, host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        (sentence,) = refusal(ROOT, HOST=host, PORT=port).splitlines()
    assert sentence.startswith(
        f"« {host} », port {port} : la place est prise, ou n’est pas à vous."
    )


@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "256.0.0.1"])
def test_an_unknown_host_is_refused_in_a_sentence(built: Path, host: str) -> None:
    (sentence,) = refusal(ROOT, HOST=host).splitlines()
    assert sentence.startswith("HOST doit être une adresse de cette machine")
    assert f"« {host} »" in sentence
    assert "la place est prise" not in sentence


def test_a_demonstration_is_never_served_to_the_public(copy: Path) -> None:
    message = refusal(copy, "--public")
    assert message.startswith("Ces pages sont celles d’une démonstration.")
    assert "site/instance.toml" in message


def test_an_instance_that_names_its_publisher_is_served(copy: Path) -> None:
    site = create_app(
        ROOT / "templates", ROOT / "site/guides", ROOT / "site/pages", INSTANCE, date(2026, 11, 21)
    )
    freeze(site, copy / "build", ADDRESS)
    assert not_public(copy / "build") == []
    with serving(copy, "--public") as served:
        assert say(served, b"GET /mentions-legales/ HTTP/1.0\r\n\r\n")[0] == 200


def test_the_unit_and_make_serve_start_the_server() -> None:
    unit = (ROOT / "infra/courtois.service").read_text("utf-8")
    assert "ExecStart=/srv/courtois/.venv/bin/python -m courtois_server --public\n" in unit
    rehearsed = subprocess.run(
        ["make", "-n", "serve"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "courtois_server --public" in rehearsed.stdout


def test_the_procfile_starts_the_server_without_any_tool(copy: Path) -> None:
    (copy / ".venv").symlink_to(sys.prefix)
    kind, _, command = (ROOT / "Procfile").read_text("utf-8").strip().partition(": ")
    assert kind == "web"
    started = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=copy,
        env={"PATH": "", "PORT": str(free_port())},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert started.stderr.startswith("Ces pages sont celles d’une démonstration.")


@pytest.fixture
def systemd() -> str:
    path = shutil.which("systemd-analyze")
    if path is None:
        pytest.skip("sans systemd-analyze (il vient avec systemd)")
    return path


def test_systemd_accepts_the_unit_and_finds_little_exposure(systemd: str, tmp_path: Path) -> None:
    unit = tmp_path / "courtois.service"  # as it would be, were the repository there
    text = (ROOT / "infra/courtois.service").read_text("utf-8")
    unit.write_text(text.replace("/srv/courtois/.venv/bin/python", sys.executable), "utf-8")
    verified = subprocess.run([systemd, "verify", unit], capture_output=True, text=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    measured = subprocess.run(
        [systemd, "security", "--offline=true", "--json=short", "--threshold=15", unit],
        capture_output=True,
        text=True,
    )
    assert measured.returncode == 0, measured.stdout
    open_to = {line["name"] for line in json.loads(measured.stdout) if line["set"] is False}
    assert not open_to & {"NoNewPrivileges=", "ProtectHome=", "PrivateDevices="}
