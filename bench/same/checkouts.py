"""The two checkouts: extract a commit, build a checkout with its own `make`, serve it with its own `make run`."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.same.exchange import Client, Request

HEALTH = Request("santé", "GET", "/api/sante")
START_TIMEOUT = 300.0  # seconds to start: `make run` may have to build first


class Unusable(Exception):
    """Why a checkout cannot be compared, as a French sentence."""


def commit_of(root: Path, ref: str) -> str:
    """Return the full id of a commit. Raises Unusable."""
    command = ["git", "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"]
    named = subprocess.run(command, cwd=root, capture_output=True, text=True)
    if named.returncode:
        raise Unusable(f"« {ref} » n’est pas un commit de ce dépôt : make same REF=<commit>.")
    return named.stdout.strip()


def extracted(root: Path, commit: str, cache: Path) -> Path:
    """Extract a commit under `cache`, unless it was extracted before, and return its folder."""
    folder = cache / commit
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(prefix="next.", dir=cache))
    archive = subprocess.run(["git", "archive", commit], cwd=root, capture_output=True, check=True)
    subprocess.run(["tar", "-x", "-C", temporary], input=archive.stdout, check=True)
    temporary.chmod(0o755)
    temporary.rename(folder)
    return folder


def build(folder: Path) -> None:
    """Run the checkout's own `make build/.frozen`. Raises Unusable."""
    command = ["make", "--no-print-directory", "build/.frozen"]
    if subprocess.run(command, cwd=folder, env=_environment()).returncode:
        raise Unusable(f"« make build/.frozen » échoue dans {folder}.")


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """Serve a checkout by its own `make run`, and give the port, until left. Raises Unusable."""
    port, scratch = _free_port(), Path(tempfile.mkdtemp(prefix="courtois-same-"))
    environment = _environment() | {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "COURTOIS_SHARES": str(scratch / "partages"),
    }
    with (scratch / "log.txt").open("wb") as log:
        command = ["make", "--no-print-directory", "run"]
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait(process, port, folder, scratch / "log.txt")
        yield port
    finally:
        _stop(process)
        shutil.rmtree(scratch)


def _wait(process: "subprocess.Popen[bytes]", port: int, folder: Path, log: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if Client(port).ask(HEALTH).status == 200:
                return
        except OSError:
            time.sleep(0.2)
    output = log.read_text("utf-8", "replace")
    raise Unusable(f"« make run » ne répond pas dans {folder} :\n{output}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop `make` and the server that it started: they share a process group."""
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
    except ProcessLookupError:
        process.wait()
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _environment() -> dict[str, str]:
    """Return this environment without the variables that `make same` gives its recipes."""
    make_variables = ("MAKE", "MFLAGS", "VIRTUAL_ENV", "PYTHONPATH")
    return {
        name: value for name, value in os.environ.items() if not name.startswith(make_variables)
    }
