"""What `make` installs beside Python's packages: it leaves the person's own services alone."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from infra import natives

pytestmark = pytest.mark.skipif(natives.MAC, reason="sur macOS, rien n’est installé")


@pytest.fixture
def apt_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser and an apt-get that only notes its arguments, in this file."""
    notes, programs = tmp_path / "calls.txt", tmp_path / "bin"
    programs.mkdir()
    for name, does in {"apt-get": f'echo "$@" >> {notes}', "sudo": 'shift; exec "$@"'}.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    (programs / "env").symlink_to("/usr/bin/env")
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr(natives, "UNPACKED", tmp_path / "nginx")
    return notes


def test_nginx_is_unpacked_for_the_tests_and_never_installed(apt_calls: Path) -> None:
    natives.install(["nginx", "faketime"])
    update, download, install = apt_calls.read_text("utf-8").splitlines()
    assert update.endswith(" update")
    assert download.endswith(" download nginx")
    assert install.endswith(" install -y --no-install-recommends faketime")


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_a_browser_that_cannot_be_installed_fails_in_ci_alone(
    apt_calls: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ci: str,
    status: int,
) -> None:
    monkeypatch.setenv("CI", ci)
    assert natives.main("chromium") == status
    message = capsys.readouterr().err
    assert "Il manque chromium-headless-shell. À taper : sudo " in message
    assert ("ignorés, le résumé le dira" in message) == (status == 0)


def test_a_missing_checker_of_html_always_fails(
    apt_calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert natives.main("java") == 1
