"""The image's two folders, without its system: /app as the Dockerfile copies it, and a clean /venv.

The environment holds what `requirements-aws.txt` names and nothing else: each package is a link to the one installed
here, in the version of the lock. It takes a second, without network or root. `built_image` builds the real image.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from function_url import SECRET
from runtime_api import Function


class Layout(NamedTuple):
    """Where the image's /app and /venv are, and what its process is started with."""

    root: Path
    environment: dict[str, str]
    command: list[str]

    def function(self, log: Path, **more: str) -> Function:
        """Start one execution environment; `more` is added to the image's own variables."""
        environment = {**self.environment, "COURTOIS_ORIGIN_SECRET": SECRET, **more}
        return Function(self.command, self.root / "app", environment, log)


def steps(dockerfile: Path, word: str) -> list[str]:
    """Return what follows a word, options apart, in the last stage of the Dockerfile: the image."""
    image = dockerfile.read_text("utf-8").rpartition("\nFROM ")[2]
    return re.findall(rf"(?m)^(?:{word}) (?!--)(.+)$", image)


def lay_out(repository: Path, root: Path) -> Layout:
    """Lay the image out under `root`, from the site as it is frozen."""
    dockerfile = repository / "infra" / "Dockerfile"
    for step in steps(dockerfile, "COPY"):
        source, target = step.split()
        place = root / "app" / target
        for path in sorted(repository.glob(source)):
            if path.is_dir():
                shutil.copytree(path, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                file = place / path.name if target.endswith("/") else place
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, file)
    _clean_environment(repository / "requirements-aws.txt", root / "venv")

    def here(text: str) -> str:
        return re.sub(r"(?<![\w/])/(app|venv)\b", lambda match: f"{root}{match[0]}", text)

    variables = [pair.split("=", 1) for step in steps(dockerfile, "ENV") for pair in step.split()]
    environment = {"PATH": os.defpath} | {name: here(value) for name, value in variables}
    command = [word for step in steps(dockerfile, "ENTRYPOINT|CMD") for word in json.loads(step)]
    return Layout(root, environment, [here(word) for word in command])


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
