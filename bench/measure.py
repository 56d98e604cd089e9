"""What is measured: each engine in turn for each letter, so that a busy machine is unfair to none."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.runs import Worker, cold, cold_weight, missing

COLD = ("courtois", "press", "stock", "typst_", "reportlab_", "chromium", "libreoffice")
WARM = ("courtois", "press", "stock", "typst_", "reportlab_", "chromium")

Figures = dict[str, dict[str, float]]


def cold_runs(folder: Path, rounds: int) -> Figures:
    """Seconds from nothing to a PDF on disk; bytes; MiB, looked at in a run of their own."""
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    engines = [engine for engine in COLD if not missing(engine)]
    for number in range(rounds + 1):
        for engine in engines:
            told = cold(engine, folder)
            if number:  # the first fills the caches of the disk
                found[engine].append(told)
    return {
        engine: {
            "seconds": median(seconds for seconds, _ in told),
            "bytes": median(size for _, size in told),
            "mib": cold_weight(engine, folder),
        }
        for engine, told in found.items()
    }


def warm_runs(folder: Path, names: Iterable[str]) -> Figures:
    """The same letters by engines already open: p50 and p95, bytes, MiB at the end."""
    workers = [Worker(engine, folder) for engine in WARM if not missing(engine)]
    for worker in workers:
        for _ in range(3):
            worker.draw("0")
    times, sizes = _in_turn(workers, names)
    figures = {
        worker.engine: {
            "p50": median(times[worker.engine]),
            "p95": quantiles(times[worker.engine], n=20)[-1],
            "bytes": median(sizes[worker.engine]),
            "mib": worker.weight(),
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
            told = worker.draw(name)
            times[worker.engine].append(told["seconds"])
            sizes[worker.engine].append(told["bytes"])
    return times, sizes


def each_letter(folder: Path, names: Iterable[str], rounds: int) -> dict[str, Figures]:
    """One letter at a time, by our press and by stock."""
    workers = [Worker(engine, folder) for engine in ("press", "stock")]
    for worker in workers:
        worker.draw("0")
    found = {}
    for name in names:
        times, sizes = _in_turn(workers, [name] * rounds)
        found[name] = {
            engine: {"p50": median(times[engine]), "bytes": sizes[engine][0]} for engine in times
        }
    for worker in workers:
        worker.close()
    return found


def the_longest(folder: Path) -> dict[str, float]:
    """The longest legal letter, once."""
    worker = Worker("courtois", folder)
    worker.draw("0")
    told = worker.draw("longest")
    worker.close()
    return told


def growth(folder: Path, letters: int, cases: int) -> dict[str, float]:
    """What memory gains while so many letters are drawn, after a tenth of them: KiB a letter."""
    worker = Worker("courtois", folder)
    for number in range(letters // 10):
        worker.draw(str(number % cases))
    before = worker.resident()
    for number in range(letters):
        worker.draw(str(number % cases))
    after = worker.resident()
    worker.close()
    return {"letters": letters, "kib": (after - before) / letters, "mib": after / 1024}


def freezing(folder: Path, rounds: int) -> float:
    """Seconds to freeze the whole site."""
    from time import perf_counter

    line = [sys.executable, "-m", "courtois_site.freeze", "--build", str(folder / "frozen")]
    seconds = []
    for _ in range(rounds):
        began = perf_counter()
        subprocess.run(line, check=True, capture_output=True)
        seconds.append(perf_counter() - began)
    return median(seconds)
