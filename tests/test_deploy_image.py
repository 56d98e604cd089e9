"""The function's image: its name, its building and its registry. Docker by a program that takes notes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from aws_stand_in import (
    DIGEST,
    IMAGE,
    NUMBER,
    TODAY,
    Account,
    holds,
    lets_in,
    shows,
)

from infra.deploy import image
from infra.deploy.faults import Refused


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A small repository with an image to make."""
    root = tmp_path / "repository"
    for name, text in {
        "infra/Dockerfile": "FROM debian\nCOPY --from=a /b /c\nCOPY courtois courtois\nCOPY build/*.json build/\n",
        "courtois/case.py": "one",
        "courtois/__pycache__/case.pyc": "one",
        "build/assets.json": "{}",
        "README.md": "words",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


@pytest.mark.parametrize("name", ["courtois/case.py", "build/assets.json", "infra/Dockerfile"])
def test_an_image_has_another_name_when_anything_it_carries_changes(
    sources: Path, name: str
) -> None:
    before = image.tag(sources, TODAY)
    with (sources / name).open("a") as file:
        file.write("# more")
    assert image.tag(sources, TODAY) != before


def test_an_image_keeps_its_name_otherwise_but_is_made_again_each_month(sources: Path) -> None:
    before = image.tag(sources, TODAY)
    for name in ("README.md", "courtois/__pycache__/case.pyc"):
        (sources / name).write_text("other")
    assert image.tag(sources, TODAY + timedelta(8)) == before
    assert image.tag(sources, TODAY + timedelta(9)) != before


def test_the_real_dockerfile_says_what_the_image_carries(root: Path, built: Path) -> None:
    names = {path.relative_to(root).as_posix() for path in image.carried(root)}
    assert {
        "infra/Dockerfile",
        "requirements-aws.txt",
        "courtois/case.py",
        "functions/courtois_api/app.py",
        "templates/sheet/letter.css",
        "build/pages/relance-1.html",
        "build/headers.json",
    } <= names
    assert not any(name.startswith(("build/site/", "site/", "tests/")) for name in names)


def publish(aws: Account, root: Path) -> str:
    where = image.registry(NUMBER, "eu-west-3")
    return image.publish(aws.cloud.client("ecr"), root, "docker", where, "2026-11-0")


def test_a_first_image_gets_a_registry_is_built_for_lambda_and_pushed(
    aws: Account, sources: Path, docker: Path
) -> None:
    aws.refuses("ecr", "describe_images", "RepositoryNotFoundException")
    aws.refuses("ecr", "describe_repositories", "RepositoryNotFoundException")
    made = {
        "repositoryName": "courtois",
        "imageTagMutability": "IMMUTABLE",
        "imageScanningConfiguration": {"scanOnPush": True},
    }
    aws.answers("ecr", "create_repository", {}, made)
    lets_in(aws)
    shows(aws, DIGEST)
    assert publish(aws, sources) == IMAGE
    aws.is_done()
    where = f"{NUMBER}.dkr.ecr.eu-west-3.amazonaws.com"
    build, login, password, push = docker.read_text().splitlines()
    assert build == (
        f"build --pull --platform linux/amd64 -f infra/Dockerfile -t {where}/courtois:2026-11-0 . "
        "attestations=1"
    )
    assert login.startswith(f"login --username AWS --password-stdin {where} ")
    assert password == "pass word"  # by its input, never as an argument that others see
    assert push.startswith(f"push {where}/courtois:2026-11-0 ")


def test_an_image_already_there_is_neither_built_nor_pushed(
    aws: Account, sources: Path, docker: Path
) -> None:
    shows(aws, DIGEST)
    shows(aws, DIGEST)
    assert publish(aws, sources) == IMAGE
    assert docker.read_text() == ""


def test_an_image_goes_only_when_no_version_runs_it_however_many_there_are(aws: Account) -> None:
    images = [f"sha256:{number:064x}" for number in range(1, 152)]
    oldest, latest, *unused = images
    holds(aws, *images)
    for some in (unused[:100], unused[100:]):
        asked = {"repositoryName": "courtois", "imageIds": [{"imageDigest": one} for one in some]}
        aws.answers("ecr", "batch_delete_image", {}, asked)
    image.keep_only(aws.cloud.client("ecr"), {oldest, latest})
    aws.is_done()


def test_when_every_image_is_run_none_is_deleted(aws: Account) -> None:
    holds(aws, DIGEST)
    image.keep_only(aws.cloud.client("ecr"), {DIGEST})
    assert aws.asked == ["ListImages"]


@pytest.mark.parametrize("step", ["build", "login", "push"])
def test_an_image_that_cannot_be_made_stops_there_and_says_which_step(
    aws: Account, sources: Path, docker: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setenv("DOCKER_FAILS_AT", step)
    shows(aws, None)
    aws.answers("ecr", "describe_repositories", {"repositories": []})
    lets_in(aws)
    with pytest.raises(Refused, match=f"« docker {step} » a échoué"):
        publish(aws, sources)
    assert len([line for line in docker.read_text().splitlines() if line.startswith(step)]) == 1


def test_without_a_running_docker_or_podman_one_is_told_which(
    docker: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    programs = docker.parent / "bin"
    monkeypatch.setenv("PATH", str(programs))
    assert image.tool() == "docker"
    monkeypatch.setenv("DOCKER_FAILS_AT", "info")
    with pytest.raises(Refused, match=r"« docker » ne répond pas : démarrez-le.*groupe docker"):
        image.tool()
    (programs / "podman").symlink_to("/bin/true")
    assert image.tool() == "podman"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="Il faut Docker ou Podman"):
        image.tool()
