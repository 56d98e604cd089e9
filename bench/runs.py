"""Running engines in processes of their own, and looking at what they weigh."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil

from bench.engines import chromium, libreoffice
from infra import natives

MIB = 1024 * 1024
PROGRAMS: dict[str, Callable[[], str | None]] = {
    "chromium": natives.chromium,
    "libreoffice": partial(shutil.which, "soffice"),
}
MODULES = {"typst_": "typst", "reportlab_": "reportlab"}


def missing(engine: str) -> bool:
    """True when this machine lacks what an engine needs."""
    program, module = PROGRAMS.get(engine), MODULES.get(engine)
    return bool(program and not program()) or bool(module and not find_spec(module))


def cold(engine: str, folder: Path) -> tuple[float, int]:
    """One letter from the start of a process to its PDF on disk: seconds, and its bytes."""
    out = folder / "out" / "0.pdf"
    out.parent.mkdir(exist_ok=True)
    out.unlink(missing_ok=True)
    began = time.perf_counter()
    subprocess.run(command(engine, folder, out), check=True, capture_output=True)
    return time.perf_counter() - began, out.stat().st_size


def command(engine: str, folder: Path, out: Path) -> list[str]:
    """What draws the first letter: a program, or one of our workers."""
    program = {"chromium": chromium, "libreoffice": libreoffice}.get(engine)
    if program:
        line: list[str] = program.command(folder, "0", out)
        return line
    return [sys.executable, "-m", "bench.worker", engine, str(folder), "0", str(out)]


def cold_weight(engine: str, folder: Path) -> float:
    """The most a cold run weighs, MiB: resident memory of one of our processes; of a program, its tree's share."""
    line = command(engine, folder, folder / "out" / "0.pdf")
    process = psutil.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if engine not in PROGRAMS:
        used = os.wait4(process.pid, 0)[2]
        return used.ru_maxrss / 1024
    most = 0.0
    while process.poll() is None:
        most = max(most, weight([process, *_children(process)]))
        time.sleep(0.005)
    return most


def weight(processes: list[psutil.Process]) -> float:
    """Proportional set size, MiB: what several processes share is counted once."""
    total = 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:  # it has just ended
            continue
    return total / MIB


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        children: list[psutil.Process] = process.children(recursive=True)
    except psutil.Error:
        return []
    return children


class Worker:
    """A warm engine: letters by name, one after the other."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine = engine
        line = [sys.executable, "-m", "bench.worker", engine, str(folder)]
        self._process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def draw(self, name: str) -> dict[str, Any]:
        """Draw one: its seconds and its bytes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        return told

    def weight(self) -> float:
        """MiB, as when cold; of a browser, its own tree, without what drives it."""
        process = psutil.Process(self._process.pid)
        browser = [child for child in _children(process) if "chrom" in child.name()]
        return weight(browser) if browser else self.resident() / 1024

    def resident(self) -> float:
        """Resident memory of the one process, KiB."""
        return float(psutil.Process(self._process.pid).memory_info().rss) / 1024

    def close(self) -> None:
        """End it."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
