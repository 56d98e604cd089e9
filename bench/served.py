"""Start the real server on a free port of this machine, for measures and for tests."""

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
START_TIMEOUT = 60.0  # seconds to start: a machine may be busy with something else
EVERY = 5.0  # seconds between two readings of the memory


@dataclass
class Served:
    """A server. `memory` is the MiB of all its processes, read from time to time inside `watched`."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path
    memory: list[float] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def output(self) -> str:
        """Return everything the server wrote, on both outputs."""
        return self.log.read_text(encoding="utf-8")

    def workers(self) -> dict[int, int]:
        """Return the processes that answer, each with its resident memory in KiB."""
        memory = {}
        with suppress(psutil.NoSuchProcess):  # the server has ended
            for worker in psutil.Process(self.process.pid).children():
                with suppress(psutil.Error):  # this process has just ended
                    memory[worker.pid] = worker.memory_info().rss // 1024
        return memory

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Read the memory from time to time, until the end of the block."""
        over = threading.Event()

        def read_memory() -> None:
            while not over.wait(EVERY):
                self.memory.append(sum(self.workers().values()) / 1024)

        watching = threading.Thread(target=read_memory)
        watching.start()
        try:
            yield
        finally:
            over.set()
            watching.join()


def free_ports(count: int) -> list[int]:
    """Return different ports that no program listens to: each is held open until all are known."""
    with ExitStack() as stack:
        sockets = [
            stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)
        ]
        return [socket.getsockname()[1] for socket in sockets]


def free_port() -> int:
    """Return a port that no program listens to."""
    return free_ports(1)[0]


@contextmanager
def starting(
    folder: Path, *arguments: str, before: tuple[str, ...] = (), **environment: str
) -> Iterator[Served]:
    """Start the server in a folder that holds `build` and `templates`; stop it at the end of the block.

    `before` is a command that runs the server, such as `faketime`. `environment` is added to this process's.
    """
    port = int(environment.get("PORT") or free_port())
    variables = os.environ | {"HOST": "127.0.0.1", "PORT": str(port)} | environment
    command = [*before, sys.executable, "-m", "courtois_server", *arguments]
    with tempfile.TemporaryDirectory() as temporary:
        log = Path(temporary) / "log.txt"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, cwd=folder, env=variables, stdout=output, stderr=output
            )
        try:
            yield Served(port, process, log)
        finally:
            process.terminate()
            process.wait(timeout=START_TIMEOUT)


@contextmanager
def serving(
    folder: Path, *arguments: str, before: tuple[str, ...] = (), **environment: str
) -> Iterator[Served]:
    """Start the server and wait until it answers. Raises RuntimeError, with its output, if it does not."""
    with starting(folder, *arguments, before=before, **environment) as served:
        deadline = time.monotonic() + START_TIMEOUT
        while READY not in served.output():
            if served.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"le serveur n’a pas démarré :\n{served.output()}")
            time.sleep(0.05)
        yield served
