"""A new letter is a new folder: the index, the form and the function follow."""

import shutil
from pathlib import Path

import pytest

from courtois.catalogue.letters import LetterCatalogue
from courtois.errors import BrokenEntry
from courtois_api.app import create_app
from courtois_build import openapi
from courtois_site.freeze import main as freeze


@pytest.fixture
def templates(root: Path, tmp_path: Path) -> Path:
    """A copy of the templates with a seventh letter."""
    copy = tmp_path / "templates"
    shutil.copytree(root / "templates", copy)
    letter = copy / "letters/remerciement"
    shutil.copytree(copy / "letters/relance-1", letter)
    manifest = (letter / "letter.toml").read_text("utf-8")
    manifest = manifest.replace("Première relance", "Remerciement").replace(
        "after_due = 8", "after_due = 60"
    )
    (letter / "letter.toml").write_text(manifest, encoding="utf-8")
    return copy


@pytest.mark.server
def test_a_new_letter_folder_appears_everywhere(
    root: Path, templates: Path, tmp_path: Path
) -> None:
    build = tmp_path / "build"
    folders = {"guides": root / "site/guides", "pages": root / "site/pages"}
    arguments = [f"--{name}={path}" for name, path in folders.items()]
    assert freeze([f"--templates={templates}", f"--build={build}", *arguments]) == 0

    for page in ("index.html", "composer/index.html", "lettres/index.html"):
        assert "Remerciement" in (build / "site" / page).read_text("utf-8"), page
    index = (build / "site/composer/index.html").read_text("utf-8")
    assert "/composer/remerciement/" in index
    assert "J\u00a0+\u00a060" in index
    form = (build / "site/composer/remerciement/index.html").read_text("utf-8")
    assert 'action="/api/lettres/remerciement.pdf"' in form
    model = (build / "site/lettres/remerciement/index.html").read_text("utf-8")
    assert "F2026-014" in model
    assert "Remerciement" in model
    assert "/lettres/remerciement/" in (build / "site/sitemap.xml").read_text("utf-8")

    openapi.write(templates, build / "openapi.json")
    assert '"const": "remerciement"' in (build / "openapi.json").read_text("utf-8")
    example = LetterCatalogue(templates)["remerciement"].example
    client = create_app(templates, build).test_client()
    answer = client.post("/api/lettres/remerciement.pdf", json=example)
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-1.4")
    assert client.post("/api/formulaires/remerciement", data={}).status_code == 200


def test_a_folder_without_its_four_files_is_refused_by_name(templates: Path) -> None:
    (templates / "letters/remerciement/guide.md").unlink()
    with pytest.raises(BrokenEntry, match=r"remerciement: guide\.md"):
        LetterCatalogue(templates)


def test_an_unknown_key_is_refused_by_name(templates: Path) -> None:
    with (templates / "letters/remerciement/letter.toml").open("a", encoding="utf-8") as letter:
        letter.write("couleur = 'rouge'\n")
    with pytest.raises(BrokenEntry, match="couleur"):
        LetterCatalogue(templates)
