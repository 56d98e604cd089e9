"""The function's image: built, pushed, and kept in the registry while a version of the function runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Any

from infra.deploy.aws_cli import AGAIN, AwsCli, Refused

OURS = {"repository_name": "courtois"}
SETTINGS = {"image_tag_mutability": "IMMUTABLE", "image_scanning_configuration": "scanOnPush=true"}
BUILD = ["build", "--pull", "--platform", "linux/amd64", "-f", "infra/Dockerfile", "-t"]
# Lambda refuses the index that attestations make of an image.
PLAIN = {"BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}


def publish(aws: AwsCli, root: Path, account: str, tag: str) -> str:
    """Build the image and push it; return its address, by the digest of its content. Raises Refused."""
    program = shutil.which("docker") or shutil.which("podman")
    if not program:
        raise Refused("Il faut Docker ou Podman pour construire l’image : installez l’un des deux.")
    aws.ask("ecr create-repository", absent="AlreadyExists", **OURS, **SETTINGS)
    registry = f"{account}.dkr.ecr.{aws.region}.amazonaws.com"
    address = f"{registry}/{OURS['repository_name']}"
    _run([program, *BUILD, f"{address}:{tag}", "."], cwd=root, env=os.environ | PLAIN)
    password = aws.run("ecr get-login-password").strip().encode()
    _run([program, "login", "-u", "AWS", "--password-stdin", registry], input=password)
    _run([program, "push", f"{address}:{tag}"])
    (pushed,) = aws.ask("ecr describe-images", image_ids=f"imageTag={tag}", **OURS)["imageDetails"]
    return f"{address}@{pushed['imageDigest']}"


def keep_only(aws: AwsCli, used: Collection[str]) -> None:
    """Delete the images whose digest is not among `used`."""
    listed = aws.ask("ecr list-images", **OURS)["imageIds"]
    for digest in sorted({one["imageDigest"] for one in listed} - set(used)):
        aws.run("ecr batch-delete-image", image_ids=f"imageDigest={digest}", **OURS)


def _run(command: list[str], **options: Any) -> None:
    """Run a step whose own words are shown as they come. Raises Refused."""
    if subprocess.run(command, **options).returncode:
        raise Refused(f"« {command[0]} {command[1]} » a échoué : il dit pourquoi ci-dessus.", AGAIN)
