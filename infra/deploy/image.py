"""The function's image: named after what it holds, built and pushed once, kept in ECR while a version runs it.

The name changes with any file the Dockerfile copies, and with the month: Debian's fixes come in
even when nothing of ours has changed.
"""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Set
from datetime import date
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from infra.deploy.faults import Refused, code_of
from infra.dockerfile import Copy, stages

REPOSITORY = "courtois"
DOCKERFILE = "infra/Dockerfile"
AT_ONCE = 100  # images that the registry deletes by one call


def tool() -> str:
    """docker, or podman: the first that runs. Raises Refused."""
    installed = [name for name in ("docker", "podman") if shutil.which(name)]
    for name in installed:
        if subprocess.run([name, "info"], capture_output=True).returncode == 0:
            return name
    if installed:
        names = " ni ".join(f"« {name} »" for name in installed)
        raise Refused(
            f"{names} ne répond pas : démarrez-le, ou donnez-vous le droit de l’utiliser (groupe docker), "
            "puis relancez."
        )
    raise Refused("Il faut Docker ou Podman pour construire l’image : installez l’un des deux.")


def carried(root: Path) -> Iterator[Path]:
    """Every file that makes the image: its Dockerfile, and all that it copies from here."""
    yield root / DOCKERFILE
    steps = [step for stage in stages(root / DOCKERFILE) for step in stage.steps]
    copies = [Copy.read(step.text) for step in steps if step.word == "COPY"]
    for found in [path for copy in copies if not copy.stage for path in copy.files(root)]:
        inside = sorted(found.rglob("*")) if found.is_dir() else [found]
        yield from (path for path in inside if path.is_file() and path.suffix != ".pyc")


def tag(root: Path, today: date) -> str:
    """The image's name: sixteen digits of its content, after the month."""
    digest = hashlib.sha256()
    for path in carried(root):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return f"{today:%Y-%m}-{digest.hexdigest()[:16]}"


def address(registry: str, digest: str) -> str:
    """What the stack is told: an image that can never change under its name."""
    return f"{registry}/{REPOSITORY}@{digest}"


def registry(account: str, region: str) -> str:
    """The account's own registry."""
    return f"{account}.dkr.ecr.{region}.amazonaws.com"


def pushed(ecr: Any, name: str) -> str | None:
    """The digest of the image of that name, or None when the registry has none."""
    try:
        found = ecr.describe_images(repositoryName=REPOSITORY, imageIds=[{"imageTag": name}])
    except ClientError as error:
        if code_of(error) in {"ImageNotFoundException", "RepositoryNotFoundException"}:
            return None
        raise
    return str(found["imageDetails"][0]["imageDigest"])


def publish(ecr: Any, root: Path, builder: str, where: str, name: str) -> str:
    """Build the image and push it, unless it is there; give its address by digest. Raises Refused."""
    if not pushed(ecr, name):
        _ensure_repository(ecr)
        _build_and_push(ecr, root, builder, f"{where}/{REPOSITORY}:{name}")
    digest = pushed(ecr, name)
    if digest is None:
        raise Refused(f"L’image {name} a été envoyée mais le registre ne la montre pas : relancez.")
    return address(where, digest)


def _build_and_push(ecr: Any, root: Path, builder: str, target: str) -> None:
    # Lambda refuses the index that attestations make of an image.
    plain = os.environ | {"BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}
    build = [builder, "build", "--pull", "--platform", "linux/amd64", "-f", DOCKERFILE]
    _run([*build, "-t", target, "."], cwd=root, env=plain)
    token = ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
    user, password = base64.b64decode(token).decode().split(":", 1)
    login = [builder, "login", "--username", user, "--password-stdin", target.split("/")[0]]
    _run(login, input=password.encode())
    _run([builder, "push", target])


def _ensure_repository(ecr: Any) -> None:
    try:
        ecr.describe_repositories(repositoryNames=[REPOSITORY])
    except ClientError as error:
        if code_of(error) != "RepositoryNotFoundException":
            raise
        ecr.create_repository(
            repositoryName=REPOSITORY,
            imageTagMutability="IMMUTABLE",
            imageScanningConfiguration={"scanOnPush": True},
        )


def keep_only(ecr: Any, used: Set[str]) -> None:
    """Delete the images that no version runs: a rule of the registry's would not know which one answers."""
    pages = ecr.get_paginator("list_images").paginate(repositoryName=REPOSITORY)
    digests = {one["imageDigest"] for page in pages for one in page["imageIds"]}
    unused = [{"imageDigest": digest} for digest in sorted(digests - used)]
    for start in range(0, len(unused), AT_ONCE):
        ecr.batch_delete_image(repositoryName=REPOSITORY, imageIds=unused[start : start + AT_ONCE])


def _run(command: list[str], **options: Any) -> None:
    """Run a step whose own words are shown as they come."""
    done = subprocess.run(command, **options)
    if done.returncode != 0:
        what = " ".join(command[:2])
        raise Refused(
            f"« {what} » a échoué (code {done.returncode}) : il dit pourquoi juste au-dessus. "
            "Corrigez, puis relancez."
        )
