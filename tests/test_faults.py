"""What the person sees when something goes wrong: the real server killed, starved of disk, or sent to another day."""

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


def test_after_a_process_is_killed_the_next_letter_comes(built: Path) -> None:
    with serving(ROOT) as served:
        (killed,) = served.workers()
        client, rest = half_sent(served, PDF)
        assert gives_a_pdf(served)  # by now the first is in hand
        os.kill(killed, signal.SIGKILL)
        with client:
            cut = b""
            with contextlib.suppress(ConnectionError):
                client.sendall(rest)
                cut = read_to_end(client)
            assert cut == b""  # no half of a letter
        assert becomes_true(lambda: gives_a_pdf(served))
        assert killed not in served.workers()
        assert TYPED not in served.said()


def test_with_two_processes_one_answers_when_the_other_is_dead(built: Path) -> None:
    with serving(ROOT, WEB_CONCURRENCY="2") as served:
        assert becomes_true(lambda: len(served.workers()) == 2)
        killed, other = sorted(served.workers())
        os.kill(killed, signal.SIGKILL)
        assert becomes_true(lambda: gives_a_pdf(served))
        assert becomes_true(lambda: len(served.workers()) == 2)
        assert other in served.workers()
        assert killed not in served.workers()


@pytest.mark.browser
def test_in_the_browser_what_was_typed_stays_until_the_service_is_back(
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


def test_told_to_stop_it_finishes_the_letter_begun_and_takes_no_other(built: Path) -> None:
    with serving(ROOT) as served:
        client, rest = half_sent(served, PDF)
        assert gives_a_pdf(served)  # by now the first is in hand
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
        assert TYPED not in served.said()


# A disk is full, or may not be written.


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of its own, of 16 MB."""
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


def test_letters_come_though_the_disk_is_full(built: Path, tmp_path: Path) -> None:
    """Even what is sent as a file: nothing of a person touches the disk."""
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
        assert served.said().splitlines() == [f"Courtois est prêt : {served.address}/"]


FEW = 40_000  # bytes: less than all the pages, and than one font


@pytest.fixture(params=["the pages", "the fonts"])
def room(request: pytest.FixtureRequest, built: Path) -> int:
    """Bytes of a disk that has none left for these. The server copies its pages first, WeasyPrint its fonts."""
    if request.param == "the pages":
        return FEW
    read = [built / "site", built / "pages", ROOT / "templates"]
    files = [path for folder in read for path in folder.rglob("*")] + [*built.glob("*.json")]
    return FEW + sum(-(-path.stat().st_size // 4096) * 4096 for path in files if path.is_file())


def test_it_refuses_to_start_where_pages_would_be_cut_or_letters_lose_their_font(
    tmp_path: Path, room: int
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        fill(disk, leaving=room)
        with starting(ROOT, TMPDIR=str(disk)) as served:
            assert served.process.wait(timeout=PATIENCE) != 0
            assert "Courtois ne peut pas démarrer" in served.said()
            assert "No space left" in served.said()
            assert ("copier le site" in served.said()) == (room == FEW)
            assert len(served.said()) < 300  # and not once for each file
            assert "Traceback" not in served.said()
        assert {path.name for path in disk.iterdir()} == {"filler"}


def read_only() -> tuple[str, ...]:
    """Runs a command where no disk may be written."""
    every = '/ /tmp /var/tmp "$(stat -c %m .)"'
    script = (
        f'for m in {every}; do mountpoint -q "$m" && mount -o remount,bind,ro "$m"; done; exec "$@"'
    )
    alone = ("unshare", "--mount", "sh", "-c", script, "sh")
    there = subprocess.run([*alone, "sh", "-c", "! touch ."], cwd=ROOT, capture_output=True)
    if there.returncode != 0:
        pytest.skip("sans le droit de fermer le disque à l’écriture (il faut être root)")
    return alone


def test_it_serves_from_disks_it_may_only_read_but_for_a_temporary_folder(
    built: Path, tmp_path: Path
) -> None:
    told = {"HOME": "/nonexistent", "FONTCONFIG_FILE": str(ROOT / "infra/fonts.conf")}
    with (
        small_disk(tmp_path / "disk") as disk,
        serving(ROOT, before=read_only(), TMPDIR=str(disk), **told) as served,
    ):
        assert gives_a_pdf(served)
        assert call(served, "/api/lettres/relance-1.docx", form_body())[0] == 200
        assert call(served, "/")[0] == 200


def test_and_refuses_in_a_sentence_when_there_is_none(built: Path) -> None:
    with starting(ROOT, before=read_only()) as served:
        assert served.process.wait(timeout=PATIENCE) != 0
        assert "Courtois ne peut pas démarrer" in served.said()
        assert "temporary directory" in served.said()
        assert "Traceback" not in served.said()


def test_without_the_store_of_links_one_is_told_so_and_letters_come(
    built: Path, tmp_path: Path
) -> None:
    nowhere = {
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{free_port()}",
        "AWS_ACCESS_KEY_ID": "nobody",
        "AWS_SECRET_ACCESS_KEY": "nothing",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    asked = json.dumps({"days": "1", "sealed": "A" * 100})
    for place in ("s3://courtois", str(tmp_path)):
        with serving(ROOT, COURTOIS_SHARES=place, **nowhere) as served:
            if place == str(tmp_path):
                shutil.rmtree(tmp_path)
                tmp_path.write_text("where the folder was")
            status, headers, problem = call(served, "/api/partages", asked, JSON)
            assert status == 503
            assert headers["Retry-After"].isdecimal()
            assert "indisponibles" in json.loads(problem)["title"]
            assert gives_a_pdf(served)
            assert "AAAA" not in served.said()


# Another day. Gunicorn cannot run under libfaketime 0.9.10, which breaks Python's `sleep`: the function alone is asked.

FUNCTION = """
import json, sys
from pathlib import Path
from courtois_api.app import create_app

client = create_app(Path("templates"), Path("build")).test_client()
for answers in sys.stdin:
    told = client.post("/api/lettres/relance-1.html", data=json.loads(answers))
    print(json.dumps(told.text), flush=True)
"""


def test_a_letter_without_a_date_bears_the_day_it_is_in_paris_when_it_is_asked_for(
    built: Path, tmp_path: Path, faketime: str
) -> None:
    clock = tmp_path / "now"
    clock.write_text("2026-11-21 12:00:00")
    told = {
        "LD_PRELOAD": faketime,
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "TZ": "UTC",
    }
    function = subprocess.Popen(
        [sys.executable, "-c", FUNCTION],
        cwd=ROOT,
        env=os.environ | told,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def asked_at(now: str, pay_by: str) -> str:
        clock.write_text(now)
        assert function.stdin
        assert function.stdout
        answers = example() | {"dated_on": "", "pay_by": pay_by}
        function.stdin.write(json.dumps(answers) + "\n")
        function.stdin.flush()
        page = str(json.loads(function.stdout.readline()))
        return page.replace("\u00a0", " ").replace("\u202f", " ")

    with function:
        assert "le 23 novembre 2026" in asked_at("2026-11-23 22:59:00", "2026-12-21")
        assert "le 24 novembre 2026" in asked_at("2026-11-23 23:01:00", "2026-12-21")  # in Paris
        assert "Vérifiez l’année" in asked_at("2010-01-04 12:00:00", "2026-12-21")
        # No rate is known that far: the letter claims none, and comes.
        assert "le 4 juillet 2028" in asked_at("2028-07-04 12:00:00", "2028-07-21")
        assert "le 25 novembre 2026" in asked_at("2026-11-25 12:00:00", "2026-12-21")
        assert function.stdin
        function.stdin.close()
