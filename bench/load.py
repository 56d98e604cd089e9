"""`make load`: the site under load, on this machine alone, served as `make serve` serves it.

The command finds how many requests a second the server answers when none is put off and 99 % of each kind
take at most a second. It offers 80 % of that for `MINUTES` (30), then twice that for a minute, then 80 %
again to see the server recover. The server listens on 127.0.0.1 alone and shares the cores with its load.
Requests do not wait for the answers to others, and each is timed from the moment it was due: a server
that slows down receives as many requests.
"""

import os
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.load_report import LoadRun, TimedAnswer, render_report
from bench.machine import write_section
from bench.served import Served, serving
from bench.traffic import LoadRequest, Traffic

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = 8  # clients that ask without a pause: as many as may wait for a drawing
MOST_IN_FLIGHT = 200  # requests at once, more than the server accepts
WARM_UP, TRIAL, OVERLOAD, AFTER = 10, 30, 60, 20  # seconds
TRIALS = 6
STEADY, TWICE = 0.8, 2.0


def send(port: int, request: LoadRequest, due: float, phase_start: float) -> TimedAnswer:
    """Send one request on a connection of its own, as the proxy does, and time it from `due`."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": request.content_type, "Connection": "close"}
    status, put_off = 0, False
    try:
        connection.request(request.method, request.path, request.body or None, headers)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
        put_off = status in (429, 503) and "Retry-After" in answer.headers
    except (OSError, HTTPException):
        pass  # the status stays 0
    finally:
        connection.close()
    seconds = time.monotonic() - due
    return TimedAnswer(
        request.kind, due - phase_start, seconds, status, status == request.status, put_off
    )


def closed_loop(port: int, traffic: Traffic, seconds: float) -> list[TimedAnswer]:
    """Send requests from a few clients, each of which asks again as soon as it has its answer."""
    drawing, phase_start = threading.Lock(), time.monotonic()

    def client(_: int) -> list[TimedAnswer]:
        answers = []
        while time.monotonic() < phase_start + seconds:
            with drawing:
                request = traffic.next()
            answers.append(send(port, request, time.monotonic(), phase_start))
        return answers

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [answer for answers in pool.map(client, range(CLIENTS)) for answer in answers]


def open_loop(port: int, traffic: Traffic, *phases: tuple[float, float]) -> list[list[TimedAnswer]]:
    """Send requests at random moments, whatever the answers; a phase is (requests a second, seconds).

    A phase begins when the one before is over, even if requests of that one still wait for their answers.
    """
    chance, phase_start = random.Random(2), time.monotonic()
    with ThreadPoolExecutor(MOST_IN_FLIGHT) as pool:
        sent = []
        for rate, seconds in phases:
            due, phase = phase_start, []
            while (due := due + chance.expovariate(rate)) < phase_start + seconds:
                request = traffic.next()
                time.sleep(max(0.0, due - time.monotonic()))
                phase.append(pool.submit(send, port, request, due, phase_start))
            phase_start += seconds
            sent.append(phase)
        return [[answer.result() for answer in phase] for phase in sent]


def find_capacity(port: int, traffic: Traffic, rate: float) -> float:
    """Return the highest rate at which every answer is right and `is_prompt`, in requests a second.

    The rate is doubled until it is too high, then the capacity is sought by bisection.
    """
    sustained, too_high = 0.0, inf
    for _ in range(TRIALS):
        (answers,) = open_loop(port, traffic, (rate, TRIAL))
        if all(answer.right for answer in answers) and is_prompt(answers):
            sustained = rate
        else:
            too_high = rate
        rate = 2 * sustained if too_high == inf else (sustained + too_high) / 2
    return sustained


def is_prompt(answers: list[TimedAnswer]) -> bool:
    """Return True if at most 1 % of each kind, or one request of it, took over a second."""
    number = Counter(answer.kind for answer in answers)
    slow = Counter(answer.kind for answer in answers if answer.seconds > 1)
    return all(slow[kind] <= max(1, number[kind] // 100) for kind in number)


def run(server: Served, minutes: float) -> LoadRun:
    """Run every phase, one after the other."""
    traffic, port = Traffic(ROOT), server.port
    # Both processes of the server are up at the end of the warm-up.
    first_rate = len(closed_loop(port, traffic, WARM_UP)) / WARM_UP
    capacity = find_capacity(port, traffic, first_rate)
    print(f"Capacité : {capacity:.0f} requêtes par seconde.", flush=True)
    with server.watched():
        (steady,) = open_loop(port, traffic, (STEADY * capacity, minutes * 60))
    print(f"Régime : {len(steady)} requêtes.", flush=True)
    phases = (TWICE * capacity, OVERLOAD), (STEADY * capacity, AFTER)
    overload, after = open_loop(port, traffic, *phases)
    return LoadRun(minutes, capacity, steady, server.memory, overload, after)


def main() -> int:
    """Print the figures and write them to docs/mesures.md; return 1 if a promise was not kept."""
    minutes = float(os.environ.get("MINUTES", "30"))
    with (
        TemporaryDirectory() as shares,
        serving(ROOT, WEB_CONCURRENCY="2", COURTOIS_SHARES=shares) as server,
    ):
        load_run = run(server, minutes)
    section = render_report(load_run)
    print(section)
    write_section(ROOT / "docs" / "mesures.md", "load", section)
    for fault in load_run.faults():
        print(fault, file=sys.stderr)
    return 1 if load_run.faults() else 0


if __name__ == "__main__":
    sys.exit(main())
