"""What decides whether `make load` held its promises: how requests are offered, and what is found at fault."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench import page
from bench.load import offered
from bench.load_told import CALM, Done, Run
from bench.traffic import Traffic

AWAITED = 10.0  # seconds


@pytest.fixture
def slow() -> Iterator[int]:
    """Port of a server that answers nobody before somebody comes late: 503 after a long while."""
    came, late = list[float](), threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            came.append(time.monotonic())
            if came[-1] > came[0] + 0.8:
                late.set()
            self.send_response(200 if late.wait(AWAITED) else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever).start()
        yield server.server_port
        server.shutdown()


def test_those_who_come_after_the_overload_do_not_wait_for_it_to_be_answered(
    built: Path, root: Path, slow: int
) -> None:
    overload, after = offered(slow, Traffic(root), (40.0, 0.5), (20.0, 1.0))
    assert after
    assert {one.status for one in overload} == {200}
    assert all(0 < one.due < 0.5 for one in overload)
    assert all(0 < one.due < 1.0 for one in after)


def done(due: float, seconds: float = 0.1, status: int = 200, later: bool = False) -> Done:
    return Done("page", due, seconds, status, status == 200, later)


@pytest.fixture
def held() -> Run:
    """A run that kept all its promises."""
    steady = [done(at / 10) for at in range(200)]
    overload = [done(1.0), done(2.0, status=503, later=True)]
    slow = [done(at / 10, 3.0) for at in range(20)]
    return Run(1, 10, steady, [100.0] * 20, overload, slow + [done(2 + at) for at in range(CALM)])


def test_a_run_that_kept_its_promises_has_no_fault(held: Run) -> None:
    assert held.faults() == []
    assert held.recovered() == 2.0


def test_each_promise_broken_is_a_fault(held: Run) -> None:
    late = [replace(one, due=one.due + 4) for one in held.after]
    broken = {
        "fausses ou reportées : {500: 1}": replace(
            held, steady=[*held.steady, done(20, status=500)]
        ),
        "de 100 à 120 Mio": replace(held, memory=[100.0] * 16 + [120.0] * 4),
        "ni justes ni reportées : {503: 1}": replace(held, overload=[done(1.0, status=503)]),
        "plus de 5 s": replace(held, after=late),
    }
    for said, run in broken.items():
        (fault,) = run.faults()
        assert said in fault


def test_one_slow_answer_in_the_middle_is_no_recovery(held: Run) -> None:
    at = len(held.after) - CALM // 2
    never = [*held.after[:at], done(held.after[at].due, 3.0), *held.after[at + 1 :]]
    assert replace(held, after=never).recovered() is None
    (fault,) = replace(held, after=never).faults()
    assert "retour à la normale" in fault


def test_figures_go_between_their_markers_and_the_rest_of_the_page_stays(tmp_path: Path) -> None:
    told = tmp_path / "page.md"
    told.write_text(
        "Before\n<!-- a -->\nold\n<!-- /a -->\nAfter\n<!-- b -->\n<!-- /b -->\n", "utf-8"
    )
    page.write(told, "a", "new")
    page.write(told, "a", "newer")
    text = told.read_text("utf-8")
    assert text == ("Before\n<!-- a -->\n\nnewer\n\n<!-- /a -->\nAfter\n<!-- b -->\n<!-- /b -->\n")
