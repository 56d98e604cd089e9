"""A Dockerfile's stages as folders: their steps played in chroots, again only when something changed.

Root only. A base image cannot be had without Docker: debootstrap makes its like. While it runs, a
command sees this machine's files, read-only, under /mnt, and its pip settings; it keeps neither.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from infra.dockerfile import Copy, Settings, Stage

SUITES = {"debian:12-slim": "bookworm"}  # base images, and what debootstrap calls them
SEARCH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PROXIES = ("http_proxy", "https_proxy", "no_proxy")
# Mounts of its own, which end with the command whatever happens to it.
APART = ["unshare", "--mount", "--propagation", "private", "sh", "-ec"]
RUN = """
root=$0 folder=$1 command=$2
mount -t proc proc "$root/proc"
mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
mount --bind / "$root/mnt"
mount -o remount,bind,ro "$root/mnt"
exec chroot "$root" env --chdir="$folder" sh -ec "$command"
"""


class Made(NamedTuple):
    """A stage's folder, and the digest of all that made it."""

    root: Path
    mark: str


def make(stages: Iterable[Stage], repository: Path, folder: Path) -> Path:
    """Make every stage under `folder`; the last one's is the image's root."""
    made: dict[str, Made] = {}
    for stage in stages:
        base = made.get(stage.base) or _base(stage.base, folder)
        root = folder / (stage.name or "image")
        mark = _mark(stage, base, made, repository)
        with _unless_made(root, mark) as needed:
            if needed:
                _command("cp", "-a", "--reflink=auto", base.root, root)
                _play(stage, root, made, repository)
        made[stage.name] = Made(root, mark)
    return root


def _base(name: str, folder: Path) -> Made:
    """Debian, with this machine's own archive and security updates where it is the same Debian."""
    root, suite = folder / name.replace(":", "-"), SUITES[name]
    with _unless_made(root, suite) as needed:
        if needed:
            _command("debootstrap", "--variant=minbase", suite, root)
            for place in ("apt/sources.list", "apt/sources.list.d/debian.sources"):
                source = Path("/etc") / place
                if source.is_file() and f"{suite}-security" in source.read_text("utf-8"):
                    (root / "etc/apt/sources.list").unlink(missing_ok=True)
                    shutil.copy(source, root / "etc" / place)
    return Made(root, suite)


@contextmanager
def _unless_made(root: Path, mark: str) -> Iterator[bool]:
    """Whether `root` is to be made; its mark is noted once it is."""
    note = root.with_name(f"{root.name}.mark")
    if note.is_file() and note.read_text("utf-8") == mark:
        print(f"  {root.name} : déjà prêt")
        yield False
        return
    print(f"  {root.name}…", flush=True)
    note.unlink(missing_ok=True)
    shutil.rmtree(root, ignore_errors=True)
    root.parent.mkdir(parents=True, exist_ok=True)
    yield True
    note.write_text(mark, "utf-8")


def _mark(stage: Stage, base: Made, made: Mapping[str, Made], repository: Path) -> str:
    digest = hashlib.sha256(f"{base.mark}{stage.steps}".encode())
    for copy in (Copy.read(step.text) for step in stage.steps if step.word == "COPY"):
        if copy.stage:
            digest.update(made[copy.stage].mark.encode())
            continue
        for path in copy.files(repository):
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file() and "__pycache__" not in file.parts:
                    digest.update(f"{file.relative_to(repository)}".encode() + file.read_bytes())
    return digest.hexdigest()


def _play(stage: Stage, root: Path, made: Mapping[str, Made], repository: Path) -> None:
    settings = Settings()
    for step in stage.steps:
        settings.take(step)
        if step.word == "RUN":
            _run(step.text, root, settings)
        elif step.word == "COPY":
            copy = Copy.read(step.text)
            context = made[copy.stage].root if copy.stage else repository
            copy.play(context, root, settings.folder)


def _run(command: str, root: Path, settings: Settings) -> None:
    proxies = {name: os.environ[name] for name in PROXIES if name in os.environ}
    lent = {"PATH": SEARCH, "HOME": "/root", **proxies, **_pip_settings()}
    words = [*APART, RUN, str(root), settings.folder, command]
    _command(*words, environment=lent | settings.environment)


def _pip_settings() -> dict[str, str]:
    """How this machine's pip finds packages, as an environment; its files are seen under /mnt."""
    asked = [sys.executable, "-m", "pip", "config", "list"]
    told = subprocess.run(asked, capture_output=True, text=True).stdout
    return {
        f"PIP_{name.replace('-', '_').upper()}": re.sub(r"(^|\s|file://)/", r"\1/mnt/", value)
        for name, value in re.findall(r"(?m)^\S*\.([a-z-]+)='(.*)'$", told)
    }


def _command(*words: str | Path, environment: Mapping[str, str] | None = None) -> None:
    run = subprocess.run(words, env=environment, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"Échec de « {words[0]} » :\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
