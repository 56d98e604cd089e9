"""What the repository ships, and what it must never hold."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

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


def files_of(root: Path) -> list[Path]:
    """Return every file that git tracks or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    names = listing.stdout.decode("utf-8").split("\0")
    return [root / name for name in names if name and (root / name).is_file()]


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
