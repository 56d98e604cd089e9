"""The image's recipe: linted, in step with the rest of the repository, and with our fonts alone."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from infra import natives
from infra.dockerfile import Copy, Settings, Stage, settings, stages


@pytest.fixture(scope="module")
def dockerfile(root: Path) -> Path:
    return root / "infra" / "Dockerfile"


@pytest.fixture(scope="module")
def recipe(dockerfile: Path) -> list[Stage]:
    return stages(dockerfile)


@pytest.fixture(scope="module")
def started(recipe: list[Stage]) -> Settings:
    return settings(recipe[-1])


def copies(recipe: list[Stage]) -> list[Copy]:
    steps = [step for stage in recipe for step in stage.steps if step.word == "COPY"]
    return [Copy.read(step.text) for step in steps]


def test_hadolint_finds_nothing_to_say(dockerfile: Path) -> None:
    hadolint = Path(sysconfig.get_path("scripts")) / "hadolint"
    if not hadolint.is_file():
        pytest.skip("sans hadolint (il n’a de roue que pour Linux)")
    run = subprocess.run([hadolint, dockerfile], capture_output=True, text=True)
    assert (run.stdout, run.returncode) == ("", 0)


def test_it_installs_the_libraries_that_make_run_looks_for(recipe: list[Stage]) -> None:
    system = recipe[0]
    assert system.base == "debian:12-slim"
    packages = set(re.findall(r"\b(?:lib|python)[\w.+-]+", system.steps[0].text))
    assert packages == {*natives.LIBRARIES, "python3"}


def test_what_it_copies_exists_and_docker_is_given_it(
    root: Path, built: Path, recipe: list[Stage]
) -> None:
    ignored = (root / ".dockerignore").read_text("utf-8").splitlines()
    given = [line.removeprefix("!") for line in ignored if line.startswith("!")]
    asked = [source for copy in copies(recipe) if not copy.stage for source in copy.sources]
    assert sorted(asked) == sorted(given)
    assert ignored[1] == "*"
    for copy in copies(recipe):
        assert copy.stage or copy.files(root)


def test_it_holds_the_code_and_neither_the_site_nor_what_a_person_may_have_left_there(
    root: Path, built: Path, recipe: list[Stage], tmp_path: Path
) -> None:
    for copy in copies(recipe[-1:]):
        if not copy.stage:
            copy.play(root, tmp_path, "/app")
    app = tmp_path / "app"
    held = {path.relative_to(app).as_posix() for path in app.rglob("*") if path.is_file()}
    assert {"courtois/case.py", "functions/courtois_api/aws.py", "build/assets.json"} <= held
    assert {"build/pages/mise-en-demeure.html", "infra/fonts.conf"} <= held
    for pattern in ("site/*", "tests/*", "build/site/*", "*.pyc", "*.env", "*.conf.*"):
        assert fnmatch.filter(held, pattern) == []


def test_it_starts_as_nobody_with_the_handler_and_our_fonts(started: Settings) -> None:
    assert int(started.user) == 65534
    assert started.command[1:] == ["-m", "awslambdaric", "courtois_api.aws.handler"]
    assert started.environment["FONTCONFIG_FILE"] == "/app/infra/fonts.conf"


def test_a_snapshot_of_it_is_allowed(recipe: list[Stage]) -> None:
    labels = [step.text for step in recipe[-1].steps if step.word == "LABEL"]
    assert labels == ['com.amazonaws.lambda.feature.snapstart="Allow"']


def test_packages_come_by_their_hashes_and_nothing_that_installs_is_left(
    recipe: list[Stage],
) -> None:
    system, packages, image = recipe
    assert (packages.name, packages.base, image.base) == ("packages", system.name, system.name)
    assert "pip --python /venv install --require-hashes" in packages.steps[-1].text
    assert "--without-pip" in packages.steps[-1].text
    kept = "\n".join(step.text for step in (*system.steps, *image.steps))
    assert not re.search(r"\bpip\b|-venv|\buv\b|gcc|-dev\b", kept)


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


@pytest.mark.parametrize(
    "line", ["ADD x y", "ONBUILD RUN x", "HEALTHCHECK NONE", "VOLUME /x", "run x"]
)
def test_a_word_the_rehearsal_cannot_play_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text(f"FROM scratch\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match="pas de ceux que l’on sait jouer"):
        stages(path)


def test_so_is_an_option_of_copy(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="--chown"):
        Copy.read("--chown=1:1 a b")
