"""Run an engine in a process of its own and read how much memory it holds."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil

from bench.engines import chromium
from infra import natives

MIB = 1024 * 1024


def missing(engine: str) -> bool:
    """Return True when this machine lacks what an engine needs."""
    return engine == "chromium" and not natives.chromium()


def draw_once(engine: str, folder: Path) -> tuple[float, int]:
    """Draw one letter, from the start of a process to the PDF on disk: return seconds and bytes."""
    out = folder / "out" / "0.pdf"
    out.parent.mkdir(exist_ok=True)
    out.unlink(missing_ok=True)
    start = time.perf_counter()
    subprocess.run(_command(engine, folder, out), check=True, capture_output=True)
    return time.perf_counter() - start, out.stat().st_size


def peak_memory(engine: str, folder: Path) -> float:
    """Draw one letter and return the peak memory in MiB: resident of our process, proportional of a browser's tree."""
    line = _command(engine, folder, folder / "out" / "0.pdf")
    process = psutil.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if engine != "chromium":
        return os.wait4(process.pid, 0)[2].ru_maxrss / 1024
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, _proportional([process, *_children(process)]))
        time.sleep(0.005)
    return peak


def _command(engine: str, folder: Path, out: Path) -> list[str]:
    if engine == "chromium":
        return chromium.command(folder, "0", out)
    return [sys.executable, "-m", "bench.worker", engine, str(folder), "0", str(out)]


def _proportional(processes: list[psutil.Process]) -> float:
    """Return the proportional set size in MiB: memory that processes share is counted once."""
    total = 0
    for process in processes:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:  # the process has just ended
            continue
    return total / MIB


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        children: list[psutil.Process] = process.children(recursive=True)
    except psutil.Error:
        return []
    return children


class Worker:
    """A running engine that draws letters by name, one after the other."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine = engine
        line = [sys.executable, "-m", "bench.worker", engine, str(folder)]
        self._process = subprocess.Popen(
            line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def draw(self, name: str) -> dict[str, Any]:
        """Draw one letter: return its `seconds` and `bytes`."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def memory(self) -> float:
        """Return MiB: resident of our process, proportional of a browser's tree without its driver."""
        process = psutil.Process(self._process.pid)
        browser = [child for child in _children(process) if "chrom" in child.name()]
        return _proportional(browser) if browser else self.resident() / 1024

    def resident(self) -> float:
        """Return the resident memory of this process alone, in KiB."""
        return float(psutil.Process(self._process.pid).memory_info().rss) / 1024

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)
