"""What the repository ships, and what it must never hold."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from jinja2 import Environment, nodes
from repository_files import files_of

from infra.font_metrics import metrics

# Built piece by piece, so that this file does not hold what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("archive", "ubuntu", "com"),
    )
]
MACHINE = [f"/{folder}/" for folder in ("work", "root", "home", "Users", "opt/pypi", "opt/wheels")]
PLACES = re.compile(
    "|".join(map(re.escape, REGISTRIES)) + "|" + rf"(?<![\w./~-])(?:{'|'.join(MACHINE)})\w"
)

# As Adobe made them, whole. Starts of SHA-256.
FONTS = {
    "templates/sheet/fonts": {
        "SourceSerif4-It.ttf": "9d2950a8f1da66e2",
        "SourceSerif4-Regular.ttf": "e5a4ee6a3d87bb90",
        "SourceSerif4-Semibold.ttf": "36db62940cb5728b",
    },
}


def test_no_file_names_a_registry_or_a_path_of_one_machine(root: Path) -> None:
    places = []
    for path in files_of(root):
        if "vendor" in path.parts:
            continue
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
            if match := PLACES.search(line.decode("utf-8", "replace")):
                places.append(f"{path.relative_to(root)}:{number}: {match[0]}")
    assert places == []


@pytest.mark.parametrize(
    "line", ["see /ro" + "ot/x", "--index-url https://py" + "pi.org/simple", "at=/wo" + "rk/main/a"]
)
def test_the_search_finds_a_registry_and_a_path(line: str) -> None:
    assert PLACES.search(line)


def test_locks_hold_a_hash_for_every_package(root: Path) -> None:
    for lock in sorted(root.glob("requirements*.txt")):
        text = lock.read_text("utf-8").replace("\\\n", " ")
        pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert pins
        for pin in pins:
            assert re.match(r"[a-z0-9.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin), (lock, pin[:60])


def test_the_lock_of_the_script_tools_holds_hashes_and_no_address(root: Path) -> None:
    lock = json.loads((root / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert len(packages) > 50
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_git_hides_no_source(root: Path) -> None:
    sources = [
        "courtois/law/a.toml",
        "site/courtois_site/static/a.css",
        "site/courtois_site/static/vendor/a.js",
        "site/courtois_site/templates/lib/a.html",
        "site/guides/a.md",
        "site/instance.toml",
        "functions/courtois_api/a.py",
        "server/courtois_server/a.py",
        "templates/letters/a/letter.toml",
        "templates/sheet/fonts/a.ttf",
        "docs/rules.md",
        "infra/a.py",
        "tests/browser/a.py",
    ]
    hidden = subprocess.run(["git", "check-ignore", *sources], cwd=root, capture_output=True)
    assert hidden.stdout.decode().split() == []
    assert hidden.returncode == 1


def test_source_roots_and_templates_are_not_packages(root: Path) -> None:
    for folder in ("site", "functions", "server", "templates"):
        assert not (root / folder / "__init__.py").exists()


@pytest.mark.server
def test_the_wheel_carries_all_packages_and_their_data(root: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=root,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = set()
    for folder in (
        "courtois", "site/courtois_site", "functions/courtois_api",
        "functions/courtois_build", "server/courtois_server",
    ):  # fmt: skip
        base = (root / folder).parent
        expected |= {
            path.relative_to(base).as_posix()
            for path in files_of(root)
            if path.is_relative_to(root / folder)
        }
    assert shipped == expected
    for suffix in (".py", ".toml", ".html", ".css", ".woff2"):
        assert any(name.endswith(suffix) for name in shipped), suffix


@pytest.mark.parametrize("folder", FONTS)
def test_the_fonts_of_the_letter_are_unchanged(root: Path, folder: str) -> None:
    digests = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in (root / folder).iterdir()
        if path.suffix in {".ttf", ".woff2"}
    }
    assert digests == FONTS[folder]


def test_each_subset_font_has_its_own_name_and_the_licence(root: Path) -> None:
    """The licence reserves the name « Source »: a subset needs another."""
    cuts = sorted((root / "site/courtois_site/static/fonts").glob("*.woff2"))
    assert len(cuts) == 7
    for path in cuts:
        with TTFont(path) as font:
            names = {record.nameID: str(record) for record in font["name"].names}
            assert set("àçéèêëîïôùûüœæÉÀÇŒ«»’€\u202f\u00a0") <= {
                chr(code) for code in font.getBestCmap()
            }
        assert not any("Source" in names[which] for which in (1, 4, 6)), path.name
        assert "SIL Open Font License" in names[13]


def test_font_metrics_are_those_of_the_fonts(root: Path) -> None:
    folder = root / "templates" / "sheet" / "fonts"
    assert json.loads((folder / "metrics.json").read_text("utf-8")) == metrics(folder)


@pytest.mark.parametrize(
    "name",
    [
        "LICENSE",
        "templates/sheet/fonts/SourceSerif4-LICENSE.md",
        "site/courtois_site/static/fonts/SourceSerif4-LICENSE.md",
        "site/courtois_site/static/fonts/SourceSans3-LICENSE.md",
        "tests/vendor/axe-core/LICENSE",
    ],
)
def test_each_third_party_file_has_its_licence_beside_it(root: Path, name: str) -> None:
    assert "license" in (root / name).read_text("utf-8").casefold()


@pytest.mark.server
def test_the_sbom_lists_every_package_of_the_locks(root: Path) -> None:
    """CycloneDX lists every package of the image with its version and hashes; a lock holds no licence."""
    subprocess.run(["make", "sbom"], cwd=root, check=True, capture_output=True)
    sbom = json.loads((root / "dist/sbom.json").read_text("utf-8"))
    assert sbom["bomFormat"] == "CycloneDX"
    listed = {
        f"{component['name']}=={component['version']}": component
        for component in sbom["components"]
    }
    for lock in ("requirements.txt", "requirements-aws.txt"):
        pins = re.findall(r"(?m)^([a-z0-9.-]+==[^\s;]+)", (root / lock).read_text("utf-8"))
        assert len(pins) > 40
        assert set(pins) - listed.keys() == set()
    for component in listed.values():
        assert component["purl"].startswith("pkg:pypi/")
        assert any(reference.get("hashes") for reference in component["externalReferences"])


def test_one_template_alone_writes_addresses_and_the_domain_none(root: Path) -> None:
    """The site and the function own their URLs; templates link through `templates/urls.html`."""
    address = re.compile(r"[\"'](/api/|/guide/|/lettres/|/outils/|/composer/|/dossiers/)")
    writers = [
        path.relative_to(root).as_posix()
        for folder, suffix in (("courtois", ".py"), ("templates", ".html"))
        for path in sorted((root / folder).rglob(f"*{suffix}"))
        if address.search(path.read_text("utf-8"))
    ]
    assert writers == []


# Names that say nothing of what they hold. ESLint refuses them in scripts (eslint.config.js).
VAGUE_NAMES = {"told", "found", "one", "asked"}
CODE = ("courtois", "functions", "site", "server", "infra", "bench")


def modules(root: Path, *folders: str) -> dict[str, ast.Module]:
    """Return the syntax tree of each Python file of some folders, by its path."""
    paths = [path for path in files_of(root) if path.suffix == ".py"]
    names = {path.relative_to(root).as_posix(): path for path in paths}
    return {
        name: ast.parse(path.read_text("utf-8"))
        for name, path in names.items()
        if name.startswith(folders)
    }


def given_name(node: ast.AST) -> str | None:
    """Return the name that a node of a syntax tree gives to something."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return name
        case ast.arg(arg=name) | ast.alias(asname=name) | ast.ExceptHandler(name=name):
            return name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return name
    return None


def vague_names(module: ast.Module) -> list[str]:
    """Return each vague name of a module with its line."""
    nodes = [node for node in ast.walk(module) if given_name(node) in VAGUE_NAMES]
    return [f"{getattr(node, 'lineno', 0)}: {given_name(node)}" for node in nodes]


@pytest.mark.parametrize(
    "code",
    ["one = 1", "for found in []: pass", "def told(): pass", "class asked: pass", "a.told = 1",
     "lambda one: 1", "def f(*, asked): pass", "import os as found", "[0 for one in ()]",
     "(one := 1)", "with a as told: pass", "try: pass\nexcept OSError as found: pass"],
)  # fmt: skip
def test_the_search_for_vague_names_finds_each_kind_of_name(code: str) -> None:
    assert len(vague_names(ast.parse(code))) == 1


def test_a_python_name_is_never_told_found_one_or_asked(root: Path) -> None:
    trees = modules(root, *CODE, "tests")
    assert len(trees) > 200
    names = {path: vague for path, tree in trees.items() if (vague := vague_names(tree))}
    assert names == {}


def test_a_name_of_a_template_is_never_told_found_one_or_asked(root: Path) -> None:
    parser, names = Environment(), []
    for path in files_of(root):
        if path.suffix == ".html" and "templates" in path.parts:
            tree = parser.parse(path.read_text("utf-8"))
            names_given = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
            names_given |= {macro.name for macro in tree.find_all(nodes.Macro)}
            names += [f"{path.name}: {name}" for name in names_given & VAGUE_NAMES]
    assert names == []


def test_the_name_of_a_test_has_at_most_70_characters(root: Path) -> None:
    long = [
        f"{path}: {node.name}"
        for path, tree in modules(root, "tests").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and len(node.name) > 70
    ]
    assert long == []


def test_a_module_begins_with_one_line_that_says_what_it_is(root: Path) -> None:
    docstrings = {path: ast.get_docstring(tree) for path, tree in modules(root, *CODE).items()}
    assert [path for path, text in docstrings.items() if not text] == []
    lines = {path: text.splitlines()[0] for path, text in docstrings.items() if text}
    assert [path for path, line in lines.items() if len(line) > 120] == []
