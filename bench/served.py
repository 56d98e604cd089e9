"""The site served for real, on a free port of this machine: for the measures, and for the tests of what goes wrong."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

READY = "Courtois est prêt"
PATIENCE = 60.0  # seconds to start: a machine may be busy with something else
EVERY = 5.0  # seconds between two looks at the memory


@dataclass
class Served:
    """A server. `memory` is filled while `watched`: MiB of its processes together."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path
    memory: list[float] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self) -> str:
        """Everything it wrote, on both outputs."""
        return self.log.read_text(encoding="utf-8")

    def workers(self) -> dict[int, int]:
        """The processes that answer, each with its resident memory in KiB."""
        memory = {}
        with suppress(psutil.NoSuchProcess):  # the server has ended
            for worker in psutil.Process(self.process.pid).children():
                with suppress(psutil.Error):  # this process has just ended
                    memory[worker.pid] = worker.memory_info().rss // 1024
        return memory

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look at the memory from time to time, until left."""
        over = threading.Event()

        def look() -> None:
            while not over.wait(EVERY):
                self.memory.append(sum(self.workers().values()) / 1024)

        watching = threading.Thread(target=look)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()


def free_ports(count: int) -> list[int]:
    """As many ports nobody listens to, no two alike."""
    with ExitStack() as all_at_once:
        held = [
            all_at_once.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [one.getsockname()[1] for one in held]


def free_port() -> int:
    """A port nobody listens to."""
    return free_ports(1)[0]


@contextmanager
def starting(
    folder: Path, *arguments: str, before: tuple[str, ...] = (), **environment: str
) -> Iterator[Served]:
    """Start the command in a folder that holds `build` and `templates`, and stop it in the end.

    `before` is what runs it, such as `faketime`; `environment` is added to this one.
    """
    port = int(environment.get("PORT") or free_port())
    told = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)} | environment
    command = [*before, sys.executable, "-m", "courtois_server", *arguments]
    with tempfile.TemporaryDirectory() as kept:
        log = Path(kept) / "log.txt"
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=folder, env=told, stdout=output, stderr=output)
        try:
            yield Served(port, process, log)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@contextmanager
def serving(
    folder: Path, *arguments: str, before: tuple[str, ...] = (), **environment: str
) -> Iterator[Served]:
    """The same, once it answers. Raises RuntimeError, with what it said, when it does not."""
    with starting(folder, *arguments, before=before, **environment) as served:
        deadline = time.monotonic() + PATIENCE
        while READY not in served.said():
            if served.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"le serveur n’a pas démarré :\n{served.said()}")
            time.sleep(0.05)
        yield served
