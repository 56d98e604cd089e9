"""What the documents tell one to type or to read is there, and does what they say."""

import json
import re
import shlex
import subprocess
import urllib.request
from pathlib import Path

import pytest

MAKE = re.compile(r"(?:`|^    |^\s*\$ )(?:[A-Z_]+=\S+ )*make ((?:[a-z][\w-]* ?)+)", re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|mailto:|#)([^)#\s]+)")
REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    path
    for path in sorted(REPOSITORY.rglob("*.md"))
    if not {"build", ".venv", "templates", "site", "vendor"}
    & set(path.relative_to(REPOSITORY).parts)
]


def told(document: Path) -> str:
    return document.read_text("utf-8")


@pytest.fixture(scope="module")
def targets(root: Path) -> set[str]:
    """What `make` knows how to do."""
    lines = (root / "Makefile").read_text("utf-8").splitlines()
    found = (re.match(r"([a-z][\w -]*):(?!=)", line) for line in lines)
    return {name for one in found if one for name in one[1].split()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_a_document_gives_to_make_exists(document: Path, targets: set[str]) -> None:
    named = {name for line in MAKE.findall(told(document)) for name in line.split()}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_a_document_points_to_exists(document: Path) -> None:
    lost = [link for link in LINK.findall(told(document)) if not (document.parent / link).exists()]
    assert lost == []


def test_the_readme_names_commands_and_files(root: Path) -> None:
    readme = told(root / "README.md")
    assert {"run", "test"} <= set(MAKE.findall(readme))
    assert LINK.findall(readme)


def test_the_call_the_readme_shows_to_other_tools_is_answered_as_it_says(
    root: Path, server: str
) -> None:
    readme = told(root / "README.md")
    command = re.search(r"^    (curl .*?'\n      \{.*?\}')$", readme, re.MULTILINE | re.DOTALL)
    assert command
    words = shlex.split(command[1])
    (address,) = [word for word in words if word.startswith("http://127.0.0.1:8000/")]
    asked = urllib.request.Request(
        address.replace("http://127.0.0.1:8000", server),
        data=words[words.index("-d") + 1].encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        counted = json.load(answer)
    promised = re.search(r"It answers (.*?); or every fault", readme, re.DOTALL)
    assert promised
    named = set(re.findall(r"`(\w+)`", promised[1])) - {"safe", "late"}
    assert set(counted) == named
    assert set(counted["limitation"]) == {"safe", "late"}


def test_the_tree_the_readme_draws_is_the_one_of_the_repository(root: Path) -> None:
    readme = told(root / "README.md")
    tree = readme.split("## The tree", 1)[1].split("##", 1)[0]
    folders = re.findall(r"^    (\w[\w/]*)/(?= |$)", tree, re.MULTILINE)
    tracked = subprocess.run(
        ["git", "ls-tree", "-d", "--name-only", "HEAD"], cwd=root, capture_output=True, text=True
    )
    shown = {name for name in tracked.stdout.split() if not name.startswith(".")}
    assert shown <= {folder.split("/")[0] for folder in folders}
