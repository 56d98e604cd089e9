"""PDFs are drawn in one thread, and load no file but those of `templates/`."""

import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import FrameType

import pytest

from courtois_api.pdf import LINE, Busy, ForeignFile, Press, _Tools

pytestmark = pytest.mark.drawing


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
def test_a_document_loads_no_file_outside_templates(press: Press, source: str) -> None:
    with pytest.raises(ForeignFile):
        press.draw(f'<img src="{source}" alt="">')


@pytest.mark.parametrize(
    "tag", ['<link rel="stylesheet" href="{}">', "<style>@import url({})</style>"]
)
def test_a_document_loads_no_foreign_stylesheet(press: Press, tag: str) -> None:
    with pytest.raises(ForeignFile):
        press.draw(tag.format("file:///etc/hostname") + "<p>Bonjour</p>")


def test_the_same_letter_gives_the_same_bytes(press: Press) -> None:
    assert press.draw("<p>Bonjour</p>") == press.draw("<p>Bonjour</p>")


def test_one_thread_draws_every_document(root: Path) -> None:
    press, drawing = Press(root / "templates"), set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is _Tools.draw.__code__:
            drawing.add(threading.get_ident())
        if event == "return" and frame.f_code is Future.set_result.__code__:
            # Slow to take the next document: a second thread, if there were one, would take it.
            time.sleep(0.05)

    threading.setprofile(note)  # for threads that start later, like the drawing thread
    try:
        with ThreadPoolExecutor(LINE) as people:
            drawn = list(people.map(press.draw, (f"<p>{number}</p>" for number in range(LINE))))
    finally:
        threading.setprofile(None)
    assert len(set(drawn)) == LINE
    assert len(drawing) == 1


def test_eight_documents_wait_and_the_next_is_refused_at_once(root: Path) -> None:
    press = Press(root / "templates", patience=0.5)
    press.draw("<p>Prête</p>")
    with ThreadPoolExecutor(1 + LINE) as people:
        long = people.submit(press.draw, "<p>Une ligne parmi tant d’autres.</p>" * 2500)
        waiting = [people.submit(press.draw, f"<p>{number}</p>") for number in range(LINE)]
        while not all(call.running() for call in waiting):
            time.sleep(0.01)
        with pytest.raises(Busy):
            press.draw("<p>De trop</p>")
        assert not any(call.done() for call in waiting)
        assert [type(call.exception()) for call in waiting] == [Busy] * LINE
        assert not long.done()
    assert long.result().startswith(b"%PDF")
    assert press.draw("<p>Après la foule</p>").startswith(b"%PDF")


@pytest.mark.skipif(sys.platform != "linux", reason="ailleurs, les bibliothèques se cherchent")
def test_importing_pdf_starts_no_other_program() -> None:
    """To run ldconfig or a compiler, in search of libraries, took half of the start-up."""
    program = """
import sys
started = []
sys.addaudithook(lambda event, details: started.append(details) if event == "subprocess.Popen" else None)
from courtois_api.pdf import Press
import ctypes.util
print(started, ctypes.util.find_library.__module__)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout == "[] ctypes.util\n", run.stderr
