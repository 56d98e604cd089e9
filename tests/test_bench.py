"""What decides whether `make load` kept its promises: how requests are sent, and which faults are reported."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bench import machine, speed_report
from bench.load import is_prompt, open_loop
from bench.load_report import CALM, LoadRun, TimedAnswer, render_report
from bench.modules import modules_entered
from bench.traffic import Traffic

LONGEST_WAIT = 10.0  # seconds


@pytest.fixture
def slow_server() -> Iterator[int]:
    """Port of a server that answers no request before one comes 0.8 s after the first; else 503 in the end."""
    arrivals, late = list[float](), threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            arrivals.append(time.monotonic())
            if arrivals[-1] > arrivals[0] + 0.8:
                late.set()
            self.send_response(200 if late.wait(LONGEST_WAIT) else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.drawing
def test_the_modules_of_a_letter_include_those_of_the_pdf_thread(built: Path) -> None:
    names = modules_entered()
    assert len(names) == len(set(names))
    drawing = {f"courtois_api.{name}" for name in ("pdf", "page_fit", "page_height", "line_count")}
    assert drawing <= set(names)
    assert "courtois_api.app" in names
    assert "courtois_api.shells" not in names  # it reads the pages at start alone


def test_a_phase_begins_before_the_last_one_is_answered(
    built: Path, root: Path, slow_server: int
) -> None:
    overload, after = open_loop(slow_server, Traffic(root), (40.0, 0.5), (20.0, 1.0))
    assert after
    assert {answer.status for answer in overload} == {200}
    assert all(0 < answer.due < 0.5 for answer in overload)
    assert all(0 < answer.due < 1.0 for answer in after)


def answered(
    due: float, seconds: float = 0.1, status: int = 200, put_off: bool = False
) -> TimedAnswer:
    return TimedAnswer("page", due, seconds, status, status == 200, put_off)


@pytest.mark.parametrize(
    ("number", "slow", "prompt"),
    [(10, 1, True), (10, 2, False), (300, 3, True), (300, 4, False)],
)
def test_answers_are_prompt_if_one_in_a_hundred_is_slow(
    number: int, slow: int, prompt: bool
) -> None:
    answers = [answered(0, 1.1)] * slow + [answered(0, 1.0)] * (number - slow)
    assert is_prompt(answers) is prompt


@pytest.fixture
def good_run() -> LoadRun:
    """A run that kept all its promises: slow answers for two seconds after the overload, then usual ones."""
    steady = [answered(at / 10) for at in range(200)]
    overload = [answered(1.0), answered(2.0, status=503, put_off=True)]
    slow = [answered(at / 10, 3.0) for at in range(20)]
    usual = [answered(2 + at) for at in range(CALM)]
    return LoadRun(1, 10, steady, [100.0] * 20, overload, slow + usual)


def test_a_run_within_its_targets_has_no_fault(good_run: LoadRun) -> None:
    assert good_run.faults() == []
    assert good_run.recovery() == 2.0


def test_each_broken_promise_is_a_fault(good_run: LoadRun) -> None:
    late = [replace(answer, due=answer.due + 4) for answer in good_run.after]
    broken = {
        "fausses ou reportées : {500: 1}": replace(
            good_run, steady=[*good_run.steady, answered(20, status=500)]
        ),
        "de 100 à 120 Mio": replace(good_run, memory=[100.0] * 16 + [120.0] * 4),
        "ni justes ni reportées : {503: 1}": replace(good_run, overload=[answered(1, status=503)]),
        "plus de 5 s": replace(good_run, after=late),
    }
    for sentence, run in broken.items():
        (fault,) = run.faults()
        assert sentence in fault


def test_one_slow_answer_among_the_calm_ones_is_no_recovery(good_run: LoadRun) -> None:
    at = len(good_run.after) - CALM // 2
    slow = answered(good_run.after[at].due, 3.0)
    run = replace(good_run, after=[*good_run.after[:at], slow, *good_run.after[at + 1 :]])
    assert run.recovery() is None
    (fault,) = run.faults()
    assert "retour à la normale" in fault


def test_the_load_report_counts_answers_and_requests_put_off(good_run: LoadRun) -> None:
    lines = render_report(good_run).splitlines()
    assert "- A minute at twice the capacity: 2 requests, 1 answered, 1 put off" in "\n".join(lines)
    assert lines[-1] == "| page | 200 | 100 | 100 | 100 |"


def test_a_section_replaces_what_stands_between_its_markers(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "Before\n<!-- a -->\nold\n<!-- /a -->\nAfter\n<!-- b -->\n<!-- /b -->\n", "utf-8"
    )
    machine.write_section(page, "a", "new")
    machine.write_section(page, "a", "newer")
    assert page.read_text("utf-8") == (
        "Before\n<!-- a -->\n\nnewer\n\n<!-- /a -->\nAfter\n<!-- b -->\n<!-- /b -->\n"
    )


def test_a_figure_over_its_target_is_reported() -> None:
    engine = {"seconds": 1.0, "bytes": 50_000, "mib": 60.0, "p50": 0.08, "p95": 0.1}
    figures = {
        "cold": {"courtois": engine, "stock": engine},
        "warm": {"drawing": engine, "courtois": engine, "stock": engine},
        "letters": {"invoices-10": {"drawing": {"p50": 0.22}, "stock": {"p50": 0.1}}},
        "layouts": [1, 1, 1, 2],
        "first": [1.2],
        "growth": {"kib": 2.0},
        "longest": {"seconds": 3.0},
        "freeze": 1.0,
    }
    assert speed_report.missed(figures) == [
        "layouts a letter, average, 1.25 pour 1.1",
        "drawing ten invoices, over stock, 2.20 pour 1.2",
    ]
