"""The image's two folders, without its root: /app by the Dockerfile's own steps, and a clean /venv.

The environment holds what `requirements-aws.txt` names and nothing else: each package is a link to
the one installed here, at the very version of the lock. No network, no root, a second.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from function_url import SECRET
from runtime_api import Function

from infra.dockerfile import Copy, settings, stages


class Layout(NamedTuple):
    """Where the image's /app and /venv are, and what its process is started with."""

    root: Path
    environment: dict[str, str]
    command: list[str]

    def function(self, log: Path, **more: str) -> Function:
        """One execution environment; `more` is told to it beside what the image says."""
        environment = {**self.environment, "COURTOIS_ORIGIN_SECRET": SECRET, **more}
        return Function(self.command, self.root / "app", environment, log)


def lay_out(repository: Path, root: Path) -> Layout:
    """Lay the image out under `root`, from the site as it is frozen."""
    *_, image = stages(repository / "infra" / "Dockerfile")
    for step in image.steps:
        if step.word == "COPY" and not (copy := Copy.read(step.text)).stage:
            copy.play(repository, root, "/app")
    _clean_environment(repository / "requirements-aws.txt", root / "venv")
    told = settings(image)

    def here(text: str) -> str:
        return re.sub(r"(?<![\w/])/(app|venv)\b", lambda found: f"{root}{found[0]}", text)

    environment = {name: here(value) for name, value in told.environment.items()}
    return Layout(root, {"PATH": os.defpath, **environment}, [here(part) for part in told.command])


def _clean_environment(lock: Path, venv: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    (packages,) = venv.glob("lib/python*/site-packages")
    installed = Path(sysconfig.get_path("purelib"))
    for name, version in re.findall(r"(?m)^([a-z0-9.-]+)==([^\s;]+)", lock.read_text("utf-8")):
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another platform
        assert distribution.version == version, name
        for top in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
            (packages / top).symlink_to(installed / top)
