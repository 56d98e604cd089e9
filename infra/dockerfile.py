"""infra/Dockerfile, read: its stages, what each step copies, and what the image runs with.

For `rehearse`, which plays the steps without Docker, and for the tests: neither can drift from
the file. It knows the few words that file uses and refuses any other.
"""

from __future__ import annotations

import json
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

WORDS = {"FROM", "RUN", "COPY", "ENV", "WORKDIR", "LABEL", "USER", "ENTRYPOINT", "CMD"}


class Step(NamedTuple):
    """One instruction: its word, and the rest of its line."""

    word: str
    text: str


class Stage(NamedTuple):
    """What stands between two FROM; the last one, the image, has no name."""

    base: str
    name: str
    steps: list[Step]


def stages(path: Path) -> list[Stage]:
    """The stages of a Dockerfile. Raises ValueError for a word it does not know."""
    read: list[Stage] = []
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, text = line.strip().partition(" ")
        if not word:
            continue
        if word not in WORDS:
            raise ValueError(f"{path.name} : le mot {word} n’est pas de ceux que l’on sait jouer")
        if word == "FROM":
            base, _, name = text.partition(" AS ")
            read.append(Stage(base, name, []))
        else:
            read[-1].steps.append(Step(word, text.strip()))
    return read


@dataclass
class Settings:
    """What the steps so far say of the process to start."""

    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "0"
    entrypoint: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Note what one step says, if it says something of that."""
        if step.word == "ENV":
            self.environment |= dict(pair.split("=", 1) for pair in shlex.split(step.text))
        elif step.word == "WORKDIR":
            self.folder = step.text
        elif step.word == "USER":
            self.user = step.text
        elif step.word == "ENTRYPOINT":
            self.entrypoint = json.loads(step.text)
        elif step.word == "CMD":
            self.arguments = json.loads(step.text)

    @property
    def command(self) -> list[str]:
        """What starts."""
        return self.entrypoint + self.arguments


def settings(stage: Stage) -> Settings:
    """What the whole stage says of the process to start."""
    told = Settings()
    for step in stage.steps:
        told.take(step)
    return told


class Copy(NamedTuple):
    """A COPY step: the stage it takes from ('' for the repository), what, and where to."""

    stage: str
    sources: list[str]
    target: str

    @classmethod
    def read(cls, text: str) -> Copy:
        """Raises ValueError for an option other than --from."""
        *sources, target = shlex.split(text)
        stage = sources.pop(0) if sources[0].startswith("--") else "--from="
        if not stage.startswith("--from="):
            raise ValueError(f"COPY : l’option {stage} n’est pas de celles que l’on sait jouer")
        return cls(stage.removeprefix("--from="), sources, target)

    def files(self, context: Path) -> list[Path]:
        """What is copied: files, or folders whose content is."""
        return [path for source in self.sources for path in sorted(context.glob(source.strip("/")))]

    def play(self, context: Path, root: Path, folder: str) -> None:
        """Copy from `context` into `root`, where the image works in `folder`."""
        target = root / (Path(folder) / self.target).relative_to("/")
        found = self.files(context)
        if not found:
            raise FileNotFoundError(f"COPY : rien ne répond à {' '.join(self.sources)}")
        for path in found:
            if path.is_dir():
                ignored = None if self.stage else shutil.ignore_patterns("__pycache__")
                shutil.copytree(path, target, symlinks=True, dirs_exist_ok=True, ignore=ignored)
            else:
                place = target / path.name if self.target.endswith("/") else target
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, place)
