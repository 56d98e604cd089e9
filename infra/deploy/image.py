"""The function's image: built, pushed, and kept in the registry while a version of the function runs it."""

import os
import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path
from typing import Any

from infra.deploy.aws_cli import AGAIN, AwsCli, Refused

REPOSITORY = {"repository_name": "courtois"}
SETTINGS = {"image_tag_mutability": "IMMUTABLE", "image_scanning_configuration": "scanOnPush=true"}
BUILD = ["build", "--pull", "--platform", "linux/amd64", "-f", "infra/Dockerfile", "-t"]
# Lambda refuses the index that attestations make of an image.
NO_ATTESTATIONS = {"BUILDX_NO_DEFAULT_ATTESTATIONS": "1"}


def publish(aws: AwsCli, root: Path, account: str, tag: str) -> str:
    """Build the image and push it; return its address, by the digest of its content. Raises Refused."""
    program = shutil.which("docker") or shutil.which("podman")
    if not program:
        raise Refused("Il faut Docker ou Podman pour construire l’image : installez l’un des deux.")
    aws.run_json("ecr create-repository", ignored="AlreadyExists", **REPOSITORY, **SETTINGS)
    registry = f"{account}.dkr.ecr.{aws.region}.amazonaws.com"
    address = f"{registry}/{REPOSITORY['repository_name']}"
    _run([program, *BUILD, f"{address}:{tag}", "."], cwd=root, env=os.environ | NO_ATTESTATIONS)
    password = aws.run("ecr get-login-password").strip().encode()
    _run([program, "login", "-u", "AWS", "--password-stdin", registry], input=password)
    _run([program, "push", f"{address}:{tag}"])
    query = {"image_ids": f"imageTag={tag}", "query": "imageDetails[0].imageDigest"}
    return f"{address}@{aws.run_json('ecr describe-images', **query, **REPOSITORY)}"


def keep_only(aws: AwsCli, used: Collection[str]) -> None:
    """Delete the images whose digest is not among `used`."""
    digests = aws.run_json("ecr list-images", query="imageIds[].imageDigest", **REPOSITORY)
    for digest in sorted(set(digests) - set(used)):
        aws.run("ecr batch-delete-image", image_ids=f"imageDigest={digest}", **REPOSITORY)


def _run(command: list[str], **options: Any) -> None:
    """Run a step, whose output is shown as it comes. Raises Refused."""
    if subprocess.run(command, **options).returncode:
        raise Refused(f"« {command[0]} {command[1]} » a échoué : il dit pourquoi ci-dessus.", AGAIN)
