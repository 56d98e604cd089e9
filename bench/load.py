"""`make load`: the site under load, on this machine alone, as `make serve` serves it.

It finds how many requests a second are answered without putting anyone off, 99 % of each kind within a second; offers
80 % of that for `MINUTES` (30), then twice that for a minute, and watches it recover. No address is taken: the
server is its own, on 127.0.0.1, and shares the machine's cores with its load. Arrivals do not wait for answers,
and a request is timed from when it was due: a server that slows down is asked no less.
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

from bench.load_told import Done, Run, told
from bench.page import write
from bench.served import Served, serving
from bench.traffic import Request, Traffic

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 8  # asking without a pause: as many as wait in line for the press
CLIENTS = 200  # in flight at most, more than the server has places
WARMING, TRIAL, OVERLOAD, AFTER = 10, 30, 60, 20  # seconds
TRIALS = 6
STEADY, TWICE = 0.8, 2.0


def ask(port: int, request: Request, due: float, began: float) -> Done:
    """One request on a connection of its own, as the proxy makes them."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": request.content_type, "Connection": "close"}
    status, later = 0, False
    try:
        connection.request(request.method, request.path, request.body or None, headers)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
        later = status in (429, 503) and "Retry-After" in answer.headers
    except (OSError, HTTPException):
        pass  # no answer: status 0
    finally:
        connection.close()
    took = time.monotonic() - due
    return Done(request.kind, due - began, took, status, status == request.status, later)


def closed(port: int, traffic: Traffic, seconds: float) -> list[Done]:
    """A few people, each asking again as soon as they are answered."""
    drawing, began = threading.Lock(), time.monotonic()

    def person(_: int) -> list[Done]:
        done = []
        while time.monotonic() < began + seconds:
            with drawing:
                request = traffic.next()
            done.append(ask(port, request, time.monotonic(), began))
        return done

    with ThreadPoolExecutor(PEOPLE) as people:
        return [one for each in people.map(person, range(PEOPLE)) for one in each]


def offered(port: int, traffic: Traffic, *phases: tuple[float, float]) -> list[list[Done]]:
    """So many requests a second for so many seconds, come what may, as people who do not know each other ask.

    A phase begins when the one before is over, answered or not: its people find what waits in line.
    """
    chance, began = random.Random(2), time.monotonic()
    with ThreadPoolExecutor(CLIENTS) as people:
        asked = []
        for rate, seconds in phases:
            due, each = began, []
            while (due := due + chance.expovariate(rate)) < began + seconds:
                request = traffic.next()
                time.sleep(max(0.0, due - time.monotonic()))
                each.append(people.submit(ask, port, request, due, began))
            began += seconds
            asked.append(each)
        return [[one.result() for one in each] for each in asked]


def find(port: int, traffic: Traffic, rate: float) -> float:
    """The most requests a second that are all rightly answered, 99 % of each kind within a second.

    Twice as many are asked until that is too many, then it is sought by halves.
    """
    held, most = 0.0, inf
    for _ in range(TRIALS):
        (done,) = offered(port, traffic, (rate, TRIAL))
        if all(one.right for one in done) and prompt(done):
            held = rate
        else:
            most = rate
        rate = 2 * held if most == inf else (held + most) / 2
    return held


def prompt(done: list[Done]) -> bool:
    """True when of each kind one in a hundred, or one in all, took more than a second."""
    asked = Counter(one.kind for one in done)
    slow = Counter(one.kind for one in done if one.seconds > 1)
    return all(slow[kind] <= max(1, asked[kind] // 100) for kind in asked)


def run(served: Served, minutes: float) -> Run:
    """The whole of it, one phase after the other."""
    traffic, port = Traffic(ROOT), served.port
    pressed = (
        len(closed(port, traffic, WARMING)) / WARMING
    )  # both processes are up by the end of it
    capacity = find(port, traffic, pressed)
    print(f"Capacité : {capacity:.0f} requêtes par seconde.", flush=True)
    with served.watched():
        (steady,) = offered(port, traffic, (STEADY * capacity, minutes * 60))
    print(f"Régime : {len(steady)} requêtes.", flush=True)
    twice, usual = (TWICE * capacity, OVERLOAD), (STEADY * capacity, AFTER)
    overload, after = offered(port, traffic, twice, usual)
    return Run(minutes, capacity, steady, served.memory, overload, after)


def main() -> int:
    """The command: figures on the screen and in docs/mesures.md; 1 when what is promised was not held."""
    minutes = float(os.environ.get("MINUTES", "30"))
    with (
        TemporaryDirectory() as shares,
        serving(ROOT, WEB_CONCURRENCY="2", COURTOIS_SHARES=shares) as served,
    ):
        done = run(served, minutes)
    section = told(done)
    print(section)
    write(ROOT / "docs" / "mesures.md", "load", section)
    for fault in done.faults():
        print(fault, file=sys.stderr)
    return 1 if done.faults() else 0


if __name__ == "__main__":
    sys.exit(main())
