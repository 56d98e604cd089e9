"""Time of the same letters over HTTP, from the server that people host themselves."""

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

from bench.engine_process import Worker
from bench.samples import SLUG
from bench.served import serving

HERE = Path()


class LetterClient:
    """A client that opens a connection for each letter, as the proxy does."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port

    def draw(self, name: str) -> float:
        """Ask for a letter and return the seconds until its last byte."""
        case = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
        del case["letter"]
        body, headers = json.dumps(case), {"Content-Type": "application/json"}
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        connection.request("POST", f"/api/lettres/{SLUG}.pdf", body, headers)
        answer = connection.getresponse()
        pdf = answer.read()
        seconds = time.perf_counter() - start
        connection.close()
        assert answer.status == 200, pdf[:200]
        assert pdf.startswith(b"%PDF")
        return seconds


def first_letters(folder: Path, starts: int) -> list[float]:
    """Start the server several times; return its first letter's time over the median of the next ten."""
    ratios = []
    for _ in range(starts):
        with serving(HERE) as server:
            client = LetterClient(folder, server.port)
            first, *others = [client.draw(str(number)) for number in range(11)]
            ratios.append(first / median(others))
    return ratios


def added_seconds(folder: Path, letters: int) -> float:
    """Return the seconds that HTTP adds to a letter: the median over letters drawn with and without it."""
    worker = Worker("courtois", folder)
    with serving(HERE) as server:
        client = LetterClient(folder, server.port)
        for number in range(5):
            worker.draw(str(number))
            client.draw(str(number))
        pairs = [
            (client.draw(str(number)), float(worker.draw(str(number))["seconds"]))
            for number in range(letters)
        ]
    worker.close()
    return median(over_http - alone for over_http, alone in pairs)


def throughput(folder: Path, processes: int, seconds: float) -> float:
    """Return letters a second, with two clients for each process that ask without a pause."""
    clients = 2 * processes
    server_of_several = serving(HERE, WEB_CONCURRENCY=str(processes))
    with server_of_several as server, ThreadPoolExecutor(clients) as pool:
        end = time.perf_counter() + seconds

        def ask(number: int) -> int:
            client, count = LetterClient(folder, server.port), 0
            while time.perf_counter() < end:
                client.draw(str((number * 7 + count) % 10))
                count += 1
            return count

        return sum(pool.map(ask, range(clients))) / seconds
