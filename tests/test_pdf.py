"""PDFs are drawn by one thread, from the files of `templates/` alone, and its queue is short."""

import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import FrameType

import pytest

from courtois_api.pdf import QUEUE_LENGTH, Busy, ForbiddenFile, PdfRenderer, _Drawing


@pytest.fixture(scope="module")
def renderer(root: Path) -> PdfRenderer:
    return PdfRenderer(root / "templates")


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
def test_a_document_may_load_no_file_outside_templates(renderer: PdfRenderer, source: str) -> None:
    with pytest.raises(ForbiddenFile):
        renderer.draw(f'<img src="{source}" alt="">')


@pytest.mark.parametrize(
    "tag", ['<link rel="stylesheet" href="{}">', "<style>@import url({})</style>"]
)
def test_a_document_may_load_no_style_sheet_outside_templates(
    renderer: PdfRenderer, tag: str
) -> None:
    with pytest.raises(ForbiddenFile):
        renderer.draw(tag.format("file:///etc/hostname") + "<p>Bonjour</p>")


def test_the_same_letter_gives_the_same_bytes(renderer: PdfRenderer) -> None:
    assert renderer.draw("<p>Bonjour</p>") == renderer.draw("<p>Bonjour</p>")


def test_one_thread_draws_for_all_the_others(root: Path) -> None:
    renderer, drawing = PdfRenderer(root / "templates", longest_wait=60), set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is _Drawing.draw.__code__:
            drawing.add(threading.get_ident())
        if event == "return" and frame.f_code is Future.set_result.__code__:
            # Were there a second thread, it would draw before this one is free again.
            time.sleep(0.05)

    threading.setprofile(watch)  # for the threads to come, of which the renderer's own
    try:
        with ThreadPoolExecutor(QUEUE_LENGTH) as clients:
            documents = (f"<p>{number}</p>" for number in range(QUEUE_LENGTH))
            drawn = list(clients.map(renderer.draw, documents))
    finally:
        threading.setprofile(None)
    assert len(set(drawn)) == QUEUE_LENGTH
    assert len(drawing) == 1


def test_a_full_queue_refuses_at_once_and_a_queued_document_soon(root: Path) -> None:
    renderer = PdfRenderer(root / "templates", longest_wait=0.5)
    renderer.draw("<p>Le premier document prépare tout.</p>")
    with ThreadPoolExecutor(1 + QUEUE_LENGTH) as clients:
        long = clients.submit(renderer.draw, "<p>Une ligne parmi tant d’autres.</p>" * 1000)
        queued = [
            clients.submit(renderer.draw, f"<p>{number}</p>") for number in range(QUEUE_LENGTH)
        ]
        while not all(document.running() for document in queued):
            time.sleep(0.01)
        with pytest.raises(Busy):
            renderer.draw("<p>De trop</p>")
        assert not any(document.done() for document in queued)
        assert [type(document.exception()) for document in queued] == [Busy] * QUEUE_LENGTH
        assert not long.done()
    assert long.result().startswith(b"%PDF")
    assert renderer.draw("<p>Après la foule</p>").startswith(b"%PDF")


@pytest.mark.skipif(sys.platform != "linux", reason="ailleurs, les bibliothèques se cherchent")
def test_importing_the_renderer_runs_no_other_program() -> None:
    """Python runs ldconfig and a compiler to find a library, which took half of the start-up."""
    program = """
import sys
started = []
sys.addaudithook(lambda event, args: started.append(args) if event == "subprocess.Popen" else None)
from courtois_api.pdf import PdfRenderer
import ctypes.util
print(started, ctypes.util.find_library.__module__)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout == "[] ctypes.util\n", run.stderr
