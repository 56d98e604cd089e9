"""What the documents tell one to type or to read is there, and does what they say."""

import json
import re
import shlex
import subprocess
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from repository_files import files_of

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois.forms import schemas
from infra import architecture

MAKE = re.compile(r"(?:`|^    |^\s*\$ )(?:[A-Z_]+=\S+ )*make ((?:[a-z][\w-]* ?)+)", re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|mailto:)([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
RULES = re.compile(r"rules\.md, §[\d.]*\d(?: (?:to|and) §[\d.]*\d)?")
CITED = re.compile(r"(?<![\w/.])docs/[\w./-]*\w")
OWN_FILE = "site/instance.toml"  # the person who hosts writes it
FOLDERS = ("courtois", "docs", "functions", "infra", "site", "templates", "tests")
REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENTS = [
    path
    for path in sorted(files_of(REPOSITORY))
    if path.suffix == ".md"
    and not {"templates", "site", "vendor"} & set(path.relative_to(REPOSITORY).parts)
]


def read(document: Path) -> str:
    return document.read_text("utf-8")


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Each text of ours that git tracks, by its path."""
    for path in files_of(root):
        if "vendor" in path.parts:
            continue
        try:
            yield path.relative_to(root).as_posix(), read(path)
        except UnicodeDecodeError:
            continue


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub writes them."""
    headings = re.findall(r"^#+ (.+)$", read(document), re.MULTILINE)
    anchors = (re.sub(r"[^\w\s-]", "", re.sub(r"[`*]", "", words.lower())) for words in headings)
    return {words.replace(" ", "-") for words in anchors}


@pytest.fixture(scope="module")
def targets(root: Path) -> set[str]:
    """What `make` knows how to do."""
    lines = read(root / "Makefile").splitlines()
    rules = (re.match(r"([a-z][\w -]*):(?!=)", line) for line in lines)
    return {name for rule in rules if rule for name in rule[1].split()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_make_command_of_a_document_exists(document: Path, targets: set[str]) -> None:
    named = {name for line in MAKE.findall(read(document)) for name in line.split()}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_of_a_document_leads_to_a_file_and_a_heading(document: Path) -> None:
    lost = []
    for link in LINK.findall(read(document)):
        name, _, anchor = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert lost == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_a_document_names_exists(document: Path) -> None:
    """Between backquotes, from the root or from the document; `<slug>` and `…` stand for any name."""
    lost = []
    for words in CODE.findall(read(document)):
        is_path = re.fullmatch(r"[\w.*<>…/-]+", words) and words.split("/")[0] in FOLDERS
        if not is_path or words == OWN_FILE:
            continue
        pattern = re.sub(r"<\w+>|…", "*", words).rstrip("/")
        if not any(REPOSITORY.glob(pattern)) and not any(REPOSITORY.glob(f"{pattern}-*")):
            lost.append(words)
    assert lost == []


def test_every_document_that_is_cited_exists(root: Path) -> None:
    """In code, tests and documents alike; a decision may be cited by its number alone."""
    lost = [
        f"{name}: {cited}"
        for name, text in texts(root)
        for cited in CITED.findall(text)
        if not (root / cited).exists() and not any(root.glob(f"{cited}-*.md"))
    ]
    assert lost == []


def test_every_rule_that_is_cited_exists(root: Path) -> None:
    rules = read(root / "docs/rules.md")
    known = set(re.findall(r"^\*\*(\d+\.\d+)\*\*", rules, re.MULTILINE))
    known |= set(re.findall(r"^## (\d+)\.", rules, re.MULTILINE))
    known.add("2.3")  # the example of rules.md itself
    lost = [
        f"{name}: §{cited}"
        for name, text in texts(root)
        for citation in RULES.findall(text)
        for cited in re.findall(r"§(\d[\d.]*)", citation)
        if cited not in known
    ]
    assert lost == []


def test_no_rule_is_cited_without_its_document(root: Path) -> None:
    lost = [
        f"{name}: {line.strip()}"
        for name, text in texts(root)
        for line in text.splitlines()
        if name != "docs/rules.md"
        and re.search(
            r"\((?:rules), |(?<!rules\.md, )(?<!rules\.md )(?<! to )(?<! and )§ ?\d", line
        )
    ]
    assert lost == []


def test_a_rule_and_a_decision_have_a_number_of_their_own(root: Path) -> None:
    rules = re.findall(r"^\*\*(\d+\.\d+)\*\*", read(root / "docs/rules.md"), re.MULTILINE)
    assert len(rules) == len(set(rules)) > 40
    decisions = [path.name[:4] for path in (root / "docs/decisions").iterdir()]
    assert len(decisions) == len(set(decisions)) > 10
    assert all(re.fullmatch(r"\d{4}", number) for number in decisions)


def test_the_rules_list_the_questions_of_the_form_and_their_choices(root: Path) -> None:
    catalogue = LetterCatalogue(root / "templates")
    kinds = list(catalogue)
    questions = schemas.questions(forms.blank(kinds[0], catalogue), kinds) | schemas.ACTIONS
    table = read(root / "docs/rules.md").split("| group | names |")[1].split("\n\n")[0]
    listed = re.findall(r"`([a-z_]+(?:-[A-Za-z_]+)*)`(?: ○)?(?: \(([^)]*)\))?", table)
    named = {re.sub(r"-[NM](?=-)", "", name): words for name, words in listed}
    named.pop("invoices", None)  # what `add` takes
    assert named.keys() == questions.keys()
    del named["earlier-step"]  # any letter
    for name, words in named.items():
        choices = {choice["const"] for choice in questions[name].get("oneOf", ())} - {""}
        assert choices <= set(re.findall(r"\w+", words)), name


def test_the_glossary_names_what_the_code_names(root: Path) -> None:
    """Each name stands in the code, and no French word and no name stands there twice."""
    rows = re.findall(
        r"^\| ([^|]+) \| (`[^|]+) \| [^|]+ \|$", read(root / "docs/glossary.md"), re.M
    )
    assert len(rows) > 50
    names = [name for _, cell in rows for name in CODE.findall(cell)]
    assert len(names) == len(set(names))
    words = [word for cell, _ in rows for word in cell.split(", ")]
    assert len(words) == len(set(words))
    code = "\n".join(
        f"{name}\n{text}"
        for name, text in texts(root)
        if name.startswith(("courtois/", "templates/"))
    )
    lost = [name for name in names if not re.search(rf"\b{re.escape(name)}\b", code)]
    assert lost == []


def test_the_picture_of_the_folders_shows_the_imports_of_today(root: Path) -> None:
    """`make architecture` draws it again."""
    drawn = architecture.draw(architecture.imports_between_folders(root))
    assert drawn == read(root / architecture.PICTURE)


def test_the_version_of_the_project_has_its_section_in_the_changelog(root: Path) -> None:
    version = tomllib.loads(read(root / "pyproject.toml"))["project"]["version"]
    sections = re.findall(
        r"^## \[(.+?)\](?: - (\d{4}-\d\d-\d\d))?$", read(root / "CHANGELOG.md"), re.M
    )
    assert sections[0] == ("Unreleased", "")
    assert sections[1][0] == version
    days = [day for _, day in sections[1:]]
    assert days == sorted(days, reverse=True)
    assert all(days)


def test_the_readme_names_commands_and_files(root: Path) -> None:
    readme = read(root / "README.md")
    assert {"run", "test"} <= set(MAKE.findall(readme))
    assert LINK.findall(readme)


def test_the_documented_call_is_answered_as_documented(root: Path, server: str) -> None:
    page = read(root / "docs/api.md")
    command = re.search(r"^    (curl .*?'\n      \{.*?\}')$", page, re.MULTILINE | re.DOTALL)
    assert command
    words = shlex.split(command[1])
    (address,) = [word for word in words if word.startswith("http://127.0.0.1:8000/")]
    request = urllib.request.Request(
        address.replace("http://127.0.0.1:8000", server),
        data=words[words.index("-d") + 1].encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        counted = json.load(answer)
    promised = re.search(r"It answers (.*?); or every fault", page, re.DOTALL)
    assert promised
    inner = re.search(r"`limitation` \((.*?)\)", promised[1], re.DOTALL)
    assert inner
    limitation = set(re.findall(r"`(\w+)`", inner[1]))
    assert set(counted["limitation"]) == limitation
    assert set(counted) == set(re.findall(r"`(\w+)`", promised[1])) - limitation


def test_the_tree_of_the_readme_names_every_folder(root: Path) -> None:
    """Every folder of the root, and every part of the domain."""
    readme = read(root / "README.md")
    tree = readme.split("## The tree", 1)[1].split("##", 1)[0]
    folders = set(re.findall(r"^    (\w+)/(?= |$)", tree, re.MULTILINE))
    parts = set(re.findall(r"^      (\w+)/(?= |$)", tree, re.MULTILINE))
    assert _tracked(root, "") <= folders
    assert _tracked(root, "courtois/") == parts


def _tracked(root: Path, under: str) -> set[str]:
    command = ["git", "ls-tree", "-d", "--name-only", "HEAD", *([under] if under else [])]
    listing = subprocess.run(command, cwd=root, capture_output=True, text=True)
    names = (name.removeprefix(under) for name in listing.stdout.split())
    return {name for name in names if not name.startswith(".")}
