"""What the forge reads: the workflow runs our own commands, and the issue forms ask for no personal data."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from courtois.catalogue.letters import LetterCatalogue

ROOT = Path(__file__).resolve().parent.parent
FORMS = [path for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config"]


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return document


@pytest.fixture(scope="module")
def jobs() -> dict[str, Any]:
    jobs: dict[str, Any] = read(ROOT / ".github/workflows/ci.yml")["jobs"]
    return jobs


def test_the_quick_job_tries_every_python_since_the_oldest_allowed(jobs: dict[str, Any]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    oldest = int(project["requires-python"].removeprefix(">=3."))
    tried = jobs["quick"]["strategy"]["matrix"]["python"]
    assert tried == [f"3.{minor}" for minor in range(oldest, 15)]


def test_the_whole_job_tries_today_s_stable_debian_first(jobs: dict[str, Any]) -> None:
    assert jobs["check"]["strategy"]["matrix"]["debian"] == ["13", "12"]


def test_a_job_never_run_says_so_and_stops_no_change(jobs: dict[str, Any]) -> None:
    assert "untested" in jobs["elsewhere"]["name"]
    assert jobs["elsewhere"]["continue-on-error"] is True


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_an_issue_form_refuses_personal_data(form: Path) -> None:
    body = read(form)["body"]
    assert "aucune donnée personnelle" in body[0]["attributes"]["value"]
    (promise,) = body[-1]["attributes"]["options"]
    assert promise["required"] is True
    labels = " ".join(field["attributes"].get("label", "") for field in body)
    assert not re.search("(?i)nom|courriel|e-mail|adresse|téléphone", labels)


def test_the_form_about_letters_lists_every_letter() -> None:
    fields = {
        field.get("id"): field for field in read(ROOT / ".github/ISSUE_TEMPLATE/lettre.yml")["body"]
    }
    titles = [kind.title for kind in LetterCatalogue(ROOT / "templates")]
    assert fields["letter"]["attributes"]["options"][: len(titles)] == titles
