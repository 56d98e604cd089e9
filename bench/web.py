"""The same letters through HTTP, from the server people host themselves."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from bench.letter import KIND
from bench.runs import Worker
from bench.served import serving

HERE = Path()


class Client:
    """One person, each time on a connection of its own, as the proxy makes them."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port

    def draw(self, name: str) -> float:
        """Ask for a letter: seconds until its last byte."""
        told = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        del told["letter"]
        body, kind = json.dumps(told), {"Content-Type": "application/json"}
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        connection.request("POST", f"/api/lettres/{KIND}.pdf", body, kind)
        answer = connection.getresponse()
        pdf = answer.read()
        seconds = time.perf_counter() - began
        connection.close()
        assert answer.status == 200, pdf[:200]
        assert pdf.startswith(b"%PDF")
        return seconds


def first_letters(folder: Path, starts: int) -> list[float]:
    """Of each fresh server: its first letter over the median of the next ten."""
    ratios = []
    for _ in range(starts):
        with serving(HERE) as served:
            client = Client(folder, served.port)
            first, *others = [client.draw(str(n)) for n in range(11)]
            ratios.append(first / median(others))
    return ratios


def added(folder: Path, letters: int) -> float:
    """What HTTP adds to the desk and the press, the same letter drawn by both in turn: seconds, the median."""
    worker = Worker("courtois", folder)
    with serving(HERE) as served:
        client = Client(folder, served.port)
        for n in range(5):
            worker.draw(str(n))
            client.draw(str(n))
        pairs = [
            (client.draw(str(n)), float(worker.draw(str(n))["seconds"])) for n in range(letters)
        ]
    worker.close()
    return median(through - alone for through, alone in pairs)


def throughput(folder: Path, processes: int, seconds: float) -> float:
    """Letters a second, two people asking of each process without a pause."""
    people = 2 * processes
    several = serving(HERE, WEB_CONCURRENCY=str(processes))
    with several as served, ThreadPoolExecutor(people) as asking:
        end = time.perf_counter() + seconds

        def ask(person: int) -> int:
            client, count = Client(folder, served.port), 0
            while time.perf_counter() < end:
                client.draw(str((person * 7 + count) % 10))
                count += 1
            return count

        return sum(asking.map(ask, range(people))) / seconds
