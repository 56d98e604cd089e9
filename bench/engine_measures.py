"""Time and memory of each engine. Engines draw in turn, letter by letter: a busy machine slows all alike."""

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.engine_process import Worker, draw_once, missing, peak_memory

ENGINES = ("courtois", "drawing", "stock", "chromium")

EngineFigures = dict[str, dict[str, float]]


def cold(folder: Path, rounds: int) -> EngineFigures:
    """Measure a first letter: `seconds` from the start of a process to the PDF on disk, `bytes`, peak `mib`."""
    runs: dict[str, list[tuple[float, int]]] = defaultdict(list)
    engines = [engine for engine in ENGINES if not missing(engine)]
    for number in range(rounds + 1):
        for engine in engines:
            run = draw_once(engine, folder)
            if number:  # the first round fills the disk's caches
                runs[engine].append(run)
    return {
        engine: {
            "seconds": median(seconds for seconds, _ in drawn),
            "bytes": median(size for _, size in drawn),
            "mib": peak_memory(engine, folder),
        }
        for engine, drawn in runs.items()
    }


def warm(folder: Path, names: Iterable[str]) -> EngineFigures:
    """Measure running engines: `p50` and `p95` in seconds, `bytes`, `mib` at the end."""
    workers = [Worker(engine, folder) for engine in ENGINES if not missing(engine)]
    for worker in workers:
        for _ in range(3):
            worker.draw("0")
    times, sizes = _in_turn(workers, names)
    figures = {
        worker.engine: {
            "p50": median(times[worker.engine]),
            "p95": quantiles(times[worker.engine], n=20)[-1],
            "bytes": median(sizes[worker.engine]),
            "mib": worker.memory(),
        }
        for worker in workers
    }
    for worker in workers:
        worker.close()
    return figures


def _in_turn(workers: list[Worker], names: Iterable[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    times, sizes = defaultdict(list), defaultdict(list)
    for name in names:
        for worker in workers:
            drawn = worker.draw(name)
            times[worker.engine].append(drawn["seconds"])
            sizes[worker.engine].append(drawn["bytes"])
    return times, sizes


def each_letter(folder: Path, names: Iterable[str], rounds: int) -> dict[str, EngineFigures]:
    """Measure letters one by one, drawn by our function and by stock WeasyPrint."""
    workers = [Worker(engine, folder) for engine in ("drawing", "stock")]
    for worker in workers:
        worker.draw("0")
    figures = {}
    for name in names:
        times, sizes = _in_turn(workers, [name] * rounds)
        figures[name] = {
            engine: {"p50": median(times[engine]), "bytes": sizes[engine][0]} for engine in times
        }
    for worker in workers:
        worker.close()
    return figures


def longest(folder: Path) -> dict[str, float]:
    """Draw the longest letter once: return its `seconds` and `bytes`."""
    worker = Worker("courtois", folder)
    worker.draw("0")
    drawn = worker.draw("longest")
    worker.close()
    return drawn


def growth(folder: Path, letters: int, samples: int) -> dict[str, float]:
    """Measure the memory gained while many letters are drawn: `kib` a letter, and `mib` at the end."""
    worker = Worker("courtois", folder)
    for number in range(letters // 10):
        worker.draw(str(number % samples))
    before = worker.resident()
    for number in range(letters):
        worker.draw(str(number % samples))
    after = worker.resident()
    worker.close()
    return {"letters": letters, "kib": (after - before) / letters, "mib": after / 1024}


def freeze(folder: Path, rounds: int) -> float:
    """Return the seconds that freezing the whole site takes."""
    line = [sys.executable, "-m", "courtois_site.freeze", "--build", str(folder / "frozen")]
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(line, check=True, capture_output=True)
        seconds.append(time.perf_counter() - start)
    return median(seconds)
