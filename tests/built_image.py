"""The function's image, built from infra/Dockerfile by buildah: as root, on Debian, under build/rehearsal.

The base image comes from debootstrap: no image registry is used. While the image is built, its steps see this
machine's files under /mnt, read-only, because pip's settings may refer to them. The image keeps neither.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from function_url import SECRET
from runtime_api import Function

SUITES = {"debian:13-slim": "trixie"}  # base images, and what debootstrap calls them
MEMORY = 1769  # MB: what Lambda gives a whole processor with
# The conditions of Lambda: a read-only root, only /tmp writable, an unprivileged user, no HOME.
CONFINED = """
root=$0 folder=$1 user=$2 memory=$3; shift 3
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o size=512m,mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
ulimit -v "$memory"
exec chroot --userspec="$user:$user" --groups= "$root" env --chdir="$folder" "$@"
"""
APART = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", CONFINED]


class Image:
    """A built image, mounted at `root`; `config` is what it says of its process."""

    def __init__(self, root: Path, config: dict[str, Any]) -> None:
        self.root, self.config = root, config

    def confined(self, *command: str) -> list[str]:
        """The command line that runs `command` in the image as Lambda would."""
        folder, user = self.config["WorkingDir"], self.config["User"]
        return [*APART, str(self.root), folder, user, str(MEMORY * 1024), *command]

    def function(self, log: Path) -> Function:
        """Start one execution environment."""
        environment = dict(pair.split("=", 1) for pair in self.config["Env"])
        command = self.confined(*self.config["Entrypoint"], *self.config["Cmd"])
        environment["COURTOIS_ORIGIN_SECRET"] = SECRET
        return Function(command, self.root, environment, log)


@contextmanager
def built(repository: Path) -> Iterator[Image]:
    """Build the image, again only where something changed, and mount it."""
    folder = repository / "build" / "rehearsal"
    folder.mkdir(parents=True, exist_ok=True)
    store = ["buildah", "--root", str(folder / "storage"), "--runroot", str(folder / "run")]
    dockerfile = repository / "infra" / "Dockerfile"
    (base,) = set(re.findall(r"(?m)^FROM (\S+:\S+)", dockerfile.read_text("utf-8")))
    if not _run(*store, "images", "--quiet", "--filter", f"reference=localhost/{base}"):
        _make_base(store, base, folder / "base")
    settings = folder / "pip.conf"
    settings.write_text(f"[global]\n{_pip_settings()}", "utf-8")
    volumes = ["--volume", "/:/mnt:ro", "--volume", f"{settings}:/etc/pip.conf:ro"]
    command = [
        *store,
        "bud",
        "--quiet",
        "--isolation",
        "chroot",
        "--pull-never",
        "--layers",
        *volumes,
    ]
    image = _run(*command, "--file", str(dockerfile), str(repository)).split()[-1]
    container = _run(*store, "from", "--pull-never", image)
    try:
        described = json.loads(_run(*store, "inspect", "--type", "image", image))
        yield Image(Path(_run(*store, "mount", container)), described["OCIv1"]["config"])
    finally:
        _run(*store, "rm", container)


def _make_base(store: list[str], base: str, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _run("debootstrap", "--variant=minbase", SUITES[base], str(folder))
    container = _run(*store, "from", "scratch")
    _run(*store, "add", "--quiet", container, str(folder), "/")
    _run(*store, "commit", "--quiet", "--rm", container, f"localhost/{base}")
    shutil.rmtree(folder)


def _pip_settings() -> str:
    """Return the settings with which pip finds packages here; the paths in them lead under /mnt."""
    settings = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True
    ).stdout
    # A setting may come from the environment, which pip names first, and from a file: the former prevails.
    values = dict(reversed(re.findall(r"(?m)^\S*\.([a-z-]+)='(.*)'$", settings)))
    return "\n".join(
        f"{name} = " + re.sub(r"(^|\s|file://)/", r"\1/mnt/", value)
        for name, value in values.items()
    )


def _run(*words: str) -> str:
    """Run a program and return what it prints. The test fails when the program does."""
    run = subprocess.run(words, capture_output=True, text=True)
    assert run.returncode == 0, f"{' '.join(words)}\n{run.stdout[-2000:]}{run.stderr[-4000:]}"
    return run.stdout.strip()
