"""What a person sees when something fails: the real server killed, without disk, or on another day."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from http_client import (
    JSON,
    PATIENCE,
    PDF,
    REVIEW,
    ROOT,
    TYPED,
    becomes_true,
    call,
    example,
    form_body,
    gives_a_pdf,
    half_sent,
    listens,
    read_to_end,
)
from playwright.sync_api import Browser, expect

from bench.served import free_port, serving, starting

pytestmark = pytest.mark.server


def test_a_letter_is_served_after_a_process_is_killed(built: Path) -> None:
    with serving(ROOT) as served:
        (killed,) = served.workers()
        client, rest = half_sent(served, PDF)
        assert gives_a_pdf(served)  # by now the server has read the half
        os.kill(killed, signal.SIGKILL)
        with client:
            cut = b""
            with contextlib.suppress(ConnectionError):
                client.sendall(rest)
                cut = read_to_end(client)
            assert cut == b""  # no half of a letter
        assert becomes_true(lambda: gives_a_pdf(served))
        assert killed not in served.workers()
        assert TYPED not in served.output()


def test_one_of_two_processes_answers_when_the_other_is_dead(built: Path) -> None:
    with serving(ROOT, WEB_CONCURRENCY="2") as served:
        assert becomes_true(lambda: len(served.workers()) == 2)
        killed, other = sorted(served.workers())
        os.kill(killed, signal.SIGKILL)
        assert becomes_true(lambda: gives_a_pdf(served))
        assert becomes_true(lambda: len(served.workers()) == 2)
        assert other in served.workers()
        assert killed not in served.workers()


@pytest.mark.browser
def test_typed_answers_stay_in_the_browser_until_the_service_is_back(
    built: Path, browser: Browser
) -> None:
    port = str(free_port())
    with serving(ROOT, PORT=port) as served:
        page = browser.new_page(base_url=served.address, locale="fr-FR")
        page.goto("/composer/relance-1/")
        name = page.get_by_label("Nom ou raison sociale").first
        name.fill("Boulangerie Moderne")
    review = page.get_by_role("button", name="Relire").first
    review.click()
    sentence = "Le service ne répond pas\u00a0: vos réponses sont intactes"
    expect(page.get_by_text(sentence)).to_be_visible()
    expect(name).to_have_value("Boulangerie Moderne")
    with serving(ROOT, PORT=port):
        review.click()
        expect(page.locator(".error-summary")).to_be_visible()
        expect(name).to_have_value("Boulangerie Moderne")
        page.close()


def test_a_stopping_server_finishes_its_letter_and_takes_no_other(built: Path) -> None:
    with serving(ROOT) as served:
        client, rest = half_sent(served, PDF)
        assert gives_a_pdf(served)  # by now the server has read the half
        served.process.terminate()
        assert becomes_true(lambda: not listens(served))
        with client:
            client.sendall(rest)
            answer = read_to_end(client)
        assert answer.startswith(b"HTTP/1.1 200 ")
        assert b"%PDF-" in answer
        assert served.process.wait(timeout=PATIENCE) == 0
        with pytest.raises(ConnectionRefusedError):
            call(served, "/")
        assert TYPED not in served.output()


# The disk is full, or read-only.


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of 16 MB."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "courtois", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("sans le droit de monter un petit disque (il faut être root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path, *, leaving: int = 0) -> None:
    with contextlib.suppress(OSError), (disk / "filler").open("wb", 0) as filler:
        while True:
            filler.write(b"0" * 4096)
    os.truncate(disk / "filler", (disk / "filler").stat().st_size - leaving)


def test_letters_are_served_when_the_disk_is_full(built: Path, tmp_path: Path) -> None:
    """Nothing that a person sends is written to disk, not even a file."""
    with (
        small_disk(tmp_path / "disk") as disk,
        serving(ROOT, TMPDIR=str(disk), PYTHONDONTWRITEBYTECODE="1") as served,
    ):
        fill(disk)
        with pytest.raises(OSError, match="No space left"):
            (disk / "one-more").write_bytes(b"0" * 100_000)
        assert gives_a_pdf(served)
        assert call(served, "/api/lettres/relance-1.docx", form_body())[0] == 200
        part = '--a\r\nContent-Disposition: form-data; name="note"; filename="f"\r\n\r\n'
        sent = part + "0" * 200_000 + "\r\n--a--\r\n"
        kind = {"Content-Type": "multipart/form-data; boundary=a"}
        assert call(served, REVIEW, sent, kind)[0] == 200
        assert served.output().splitlines() == [f"Courtois est prêt : {served.address}/"]


FEW = 40_000  # bytes: less than the pages, and than a font


@pytest.fixture(params=["the pages", "the fonts"])
def room(request: pytest.FixtureRequest, built: Path) -> int:
    """Return the bytes left on a disk too small for the parameter: the server copies pages, then WeasyPrint fonts."""
    if request.param == "the pages":
        return FEW
    read = [built / "site", built / "pages", ROOT / "templates"]
    files = [path for folder in read for path in folder.rglob("*")] + [*built.glob("*.json")]
    return FEW + sum(-(-path.stat().st_size // 4096) * 4096 for path in files if path.is_file())


def test_a_server_does_not_start_when_its_copy_does_not_fit(tmp_path: Path, room: int) -> None:
    with small_disk(tmp_path / "disk") as disk:
        fill(disk, leaving=room)
        with starting(ROOT, TMPDIR=str(disk)) as served:
            assert served.process.wait(timeout=PATIENCE) != 0
            assert "Courtois ne peut pas démarrer" in served.output()
            assert "No space left" in served.output()
            assert ("copier le site" in served.output()) == (room == FEW)
            assert len(served.output()) < 300  # and not once for each file
            assert "Traceback" not in served.output()
        assert {path.name for path in disk.iterdir()} == {"filler"}


def read_only() -> tuple[str, ...]:
    """Return what to put before a command so that it may write to no disk."""
    every = '/ /tmp /var/tmp "$(stat -c %m .)"'
    script = (
        f'for m in {every}; do mountpoint -q "$m" && mount -o remount,bind,ro "$m"; done; exec "$@"'
    )
    alone = ("unshare", "--mount", "sh", "-c", script, "sh")
    run = subprocess.run([*alone, "sh", "-c", "! touch ."], cwd=ROOT, capture_output=True)
    if run.returncode != 0:
        pytest.skip("sans le droit de fermer le disque à l’écriture (il faut être root)")
    return alone


def test_a_server_writes_to_its_temporary_folder_alone(built: Path, tmp_path: Path) -> None:
    environment = {"HOME": "/nonexistent", "FONTCONFIG_FILE": str(ROOT / "infra/fonts.conf")}
    with (
        small_disk(tmp_path / "disk") as disk,
        serving(ROOT, before=read_only(), TMPDIR=str(disk), **environment) as served,
    ):
        assert gives_a_pdf(served)
        assert call(served, "/api/lettres/relance-1.docx", form_body())[0] == 200
        assert call(served, "/")[0] == 200


def test_a_server_without_a_temporary_folder_says_so(built: Path) -> None:
    with starting(ROOT, before=read_only()) as served:
        assert served.process.wait(timeout=PATIENCE) != 0
        assert "Courtois ne peut pas démarrer" in served.output()
        assert "temporary directory" in served.output()
        assert "Traceback" not in served.output()


def test_letters_are_served_when_the_store_of_links_is_lost(built: Path, tmp_path: Path) -> None:
    nowhere = {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{free_port()}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    share = json.dumps({"days": "1", "sealed": "A" * 100})
    for place in ("s3://courtois", str(tmp_path)):
        with serving(ROOT, COURTOIS_SHARES=place, **nowhere) as served:
            if place == str(tmp_path):
                shutil.rmtree(tmp_path)
                tmp_path.write_text("where the folder was")
            status, headers, problem = call(served, "/api/partages", share, JSON)
            assert status == 503
            assert headers["Retry-After"].isdecimal()
            assert "indisponibles" in json.loads(problem)["title"]
            assert gives_a_pdf(served)
            assert "AAAA" not in served.output()


# Another day. Gunicorn cannot run under libfaketime 0.9.10, which breaks Python's `sleep`: the function runs alone.

FUNCTION = """
import json, sys
from pathlib import Path
from courtois_api.app import create_app

client = create_app(Path("templates"), Path("build")).test_client()
for answers in sys.stdin:
    answer = client.post("/api/lettres/relance-1.html", data=json.loads(answers))
    print(json.dumps(answer.text), flush=True)
"""


def test_an_undated_letter_bears_the_day_in_paris(
    built: Path, tmp_path: Path, faketime: str
) -> None:
    clock = tmp_path / "now"
    clock.write_text("2026-11-21 12:00:00")
    faked = {
        "LD_PRELOAD": faketime,
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "UTC",
    }
    function = subprocess.Popen(
        [sys.executable, "-c", FUNCTION],
        cwd=ROOT,
        env=os.environ | faked,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def letter_at(now: str, pay_by: str) -> str:
        clock.write_text(now)
        assert function.stdin
        assert function.stdout
        answers = example() | {"dated_on": "", "pay_by": pay_by}
        function.stdin.write(json.dumps(answers) + "\n")
        function.stdin.flush()
        page = str(json.loads(function.stdout.readline()))
        return page.replace("\u00a0", " ").replace("\u202f", " ")

    with function:
        assert "le 23 novembre 2026" in letter_at("2026-11-23 22:59:00", "2026-12-21")
        assert "le 24 novembre 2026" in letter_at("2026-11-23 23:01:00", "2026-12-21")  # in Paris
        assert "Vérifiez l’année" in letter_at("2010-01-04 12:00:00", "2026-12-21")
        # No rate is known that far: the letter claims no interest.
        assert "le 4 juillet 2028" in letter_at("2028-07-04 12:00:00", "2028-07-21")
        assert "le 25 novembre 2026" in letter_at("2026-11-25 12:00:00", "2026-12-21")
        assert function.stdin
        function.stdin.close()
