"""The press: one thread, warm, and no file but the house's."""

import threading
from pathlib import Path

import pytest

from courtois_api.pdf import ForeignFile, Press


@pytest.fixture(scope="module")
def press(root: Path) -> Press:
    return Press(root / "templates")


@pytest.mark.parametrize(
    "source",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/a.png",
        "https://127.0.0.1:9/a.png",
        "../../pyproject.toml",
        "data:text/html,<p>",
        "ftp://127.0.0.1/a.png",
    ],
)
def test_a_document_may_use_no_foreign_file(press: Press, source: str) -> None:
    with pytest.raises(ForeignFile):
        press.draw(f'<img src="{source}" alt="">')


@pytest.mark.parametrize(
    "tag", ['<link rel="stylesheet" href="{}">', "<style>@import url({})</style>"]
)
def test_nor_a_foreign_stylesheet(press: Press, tag: str) -> None:
    with pytest.raises(ForeignFile):
        press.draw(tag.format("file:///etc/hostname") + "<p>Bonjour</p>")


def test_the_same_letter_gives_the_same_bytes(press: Press) -> None:
    assert press.draw("<p>Bonjour</p>") == press.draw("<p>Bonjour</p>")


def test_one_thread_draws_whoever_asks(press: Press) -> None:
    before = {thread.name for thread in threading.enumerate()}
    asking = [threading.Thread(target=press.draw, args=(f"<p>{i}</p>",)) for i in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    drawing = {t.name for t in threading.enumerate() if t.name.startswith("press")} - before
    assert len(drawing) <= 1
