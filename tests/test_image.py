"""The image: its recipe, our fonts alone, and, by `make rehearse`, the real image run as Lambda would."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from built_image import Image
from built_image import built as built_by_buildah
from conftest import lacking
from function_url import reply, request
from image_layout import lay_out, steps
from pdf_text import words
from runtime_api import Function

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from infra import natives

DOCKERFILE = Path(__file__).parents[1] / "infra" / "Dockerfile"
WARM = 20  # letters
WRITABLE = "find / ( -path /proc -o -path /dev ) -prune -o -writable -not -type l -print"


def test_hadolint_is_silent() -> None:
    hadolint = Path(sysconfig.get_path("scripts")) / "hadolint"
    if not hadolint.is_file():
        pytest.skip("sans hadolint (il n’a de roue que pour Linux)")
    run = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True)
    assert (run.stdout, run.returncode) == ("", 0)


def test_the_image_installs_the_libraries_that_make_run_looks_for() -> None:
    text = DOCKERFILE.read_text("utf-8")
    system = text[text.index("AS system") : text.index("AS packages")]
    assert set(re.findall(r"\b(?:lib|python)[\w.+-]+", system)) == {*natives.LIBRARIES, "python3"}


def test_docker_is_given_what_the_image_copies_and_no_more(root: Path) -> None:
    ignored = (root / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line[1:] for line in ignored if line.startswith("!")}
    copied = {step.split()[0] for step in steps(DOCKERFILE, "COPY")}
    assert ignored[1] == "*"
    assert allowed == copied | {"requirements-aws.txt"}


def test_the_image_holds_what_the_function_reads_and_no_more(
    root: Path, built: Path, tmp_path: Path
) -> None:
    app = lay_out(root, tmp_path).root / "app"
    files_of_layout = {
        path.relative_to(app).as_posix() for path in app.rglob("*") if path.is_file()
    }
    assert {
        "courtois/case.py",
        "functions/courtois_api/aws.py",
        "build/assets.json",
    } <= files_of_layout
    assert {"build/pages/mise-en-demeure.html", "infra/fonts.conf"} <= files_of_layout
    folders = {name.split("/")[0] for name in files_of_layout}
    assert folders == {"courtois", "templates", "functions", "infra", "build"}
    assert not any(
        re.search(r"courtois_build|build/site/|\.pyc$|\.env$", name) for name in files_of_layout
    )


def test_the_letter_s_fonts_are_all_the_fonts_there_are(root: Path) -> None:
    fc_list = shutil.which("fc-list")
    if fc_list is None:
        pytest.skip("sans fc-list")
    environment = {"PATH": os.defpath, "FONTCONFIG_FILE": str(root / "infra" / "fonts.conf")}
    run = subprocess.run(
        [fc_list, "--format=%{file}\n"], env=environment, capture_output=True, text=True, check=True
    )
    listed = {Path(line).resolve() for line in run.stdout.split("\n") if line}
    assert run.stderr == ""
    assert listed == set((root / "templates" / "sheet" / "fonts").glob("*.ttf"))


@pytest.fixture(scope="module")
def image(root: Path, built: Path) -> Iterator[Image]:
    """The real image: some minutes the first time, a few seconds when nothing changed."""
    if os.geteuid() != 0:
        pytest.skip("sans image : il faut être root, sur Debian")
    if natives.missing("image"):
        lacking("image", "sans image")
    with built_by_buildah(root) as image:
        yield image


@pytest.mark.slow
def test_the_real_image_is_the_layout_that_other_tests_run(
    root: Path, image: Image, tmp_path: Path
) -> None:
    def files(app: Path) -> set[str]:
        files_of_app = [path for path in app.rglob("*") if path.is_file() and path.suffix != ".pyc"]
        return {path.relative_to(app).as_posix() for path in files_of_app}

    assert files(image.root / "app") == files(lay_out(root, tmp_path).root / "app")
    config = image.config
    assert [*config["Entrypoint"], *config["Cmd"]][1:] == [
        "-m",
        "awslambdaric",
        "courtois_api.aws.handler",
    ]
    assert config["Labels"]["com.amazonaws.lambda.feature.snapstart"] == "Allow"
    for installer in ("usr/bin/pip", "usr/bin/gcc", "venv/bin/pip"):
        assert not (image.root / installer).exists()


@pytest.mark.slow
def test_the_real_image_writes_a_letter_as_lambda_runs_it(
    image: Image, catalogue: LetterCatalogue, tmp_path: Path
) -> None:
    probe = subprocess.run(image.confined(*WRITABLE.split()), capture_output=True, text=True)
    assert (image.config["User"], probe.stdout.split()) == ("65534", ["/tmp"])
    example = catalogue["mise-en-demeure"].example
    body = urlencode(forms.flatten(example)).encode()
    with image.function(tmp_path / "log.txt") as function:
        ready, started = function.start(), processor(function)
        first, pdf = letter(function, body)
        assert example["invoices"][0]["number"] in words(pdf)
        before = processor(function)
        warm = statistics.median(letter(function, body)[0] for _ in range(WARM))
        each, most = (processor(function) - before) / WARM, memory(function)
    assert (tmp_path / "log.txt").read_text("utf-8", "replace") == ""
    weight = subprocess.run(
        ["du", "-sm", image.root], capture_output=True, text=True
    ).stdout.split()[0]
    print(
        f"\nImage : {weight} Mo. Démarrage à froid : {french(ready)} s, dont {french(started)} s de processeur.\n"
        f"Première lettre : {french(first)} s ; les suivantes : {french(warm)} s (médiane de {WARM}), dont "
        f"{french(each)} s de processeur. Mémoire : {most} Mo au plus.\n"
        "Reste à voir chez AWS : le téléchargement de l’image de base, l’envoi au registre, SnapStart."
    )


def letter(function: Function, body: bytes) -> tuple[float, bytes]:
    """Ask for a letter; return the seconds it took, and its PDF."""
    started, path = time.perf_counter(), "/api/lettres/mise-en-demeure.pdf"
    outcome = function.invoke(request("POST", path, body, kind="application/x-www-form-urlencoded"))
    assert outcome.error == "", outcome.payload
    answer = reply(outcome.payload)
    assert answer.status == 200
    return time.perf_counter() - started, answer.body


def processor(function: Function) -> float:
    """Seconds of processor the process used: what a loaded machine does not stretch."""
    stat = Path(f"/proc/{function.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def memory(function: Function) -> int:
    """Megabytes the process ever held at once."""
    status = Path(f"/proc/{function.process.pid}/status").read_text("utf-8")
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+)", status)
    return int(kilobytes) // 1024


def french(seconds: float) -> str:
    return f"{seconds:.2f}".replace(".", ",")
