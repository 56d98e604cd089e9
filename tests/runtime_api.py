"""Lambda's Runtime API on this machine, for the real client.

A `Function` is one execution environment: a process that runs `awslambdaric`, with the queue of its events
and their outcomes. Events and answers are limited to six megabytes, as on Lambda.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any, NamedTuple

LIMIT = 6 * 1024 * 1024  # bytes
API = "/2018-06-01/runtime/"
FUNCTION = "arn:aws:lambda:eu-west-3:000000000000:function:courtois"
INIT_BURST = 60.0  # seconds: how long a start may take before the test gives up


class Outcome(NamedTuple):
    """What the function answered, or the error it reported and its type."""

    payload: Any
    error: str = ""


class _Invocation(NamedTuple):
    """An event, and the queue that its outcome is put in."""

    event: bytes
    outcome: SimpleQueue[Outcome]


class _Service(ThreadingHTTPServer):
    """The Runtime API of one execution environment."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.queue: SimpleQueue[_Invocation | None] = SimpleQueue()
        self.running: dict[str, _Invocation] = {}
        self.start_failure: SimpleQueue[Outcome] = SimpleQueue()
        self.ready, self.snapped, self.restored = Event(), Event(), Event()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report an error, except when a process ended while its connection waited."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Serves the paths of the Runtime API."""

    server: _Service
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # otherwise each answer waits for an acknowledgement

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        if self.path == f"{API}restore/next":
            self.server.snapped.set()
            self.server.restored.wait()
            self._say(200, b"")
        elif self.path == f"{API}invocation/next":
            self.server.ready.set()
            self._next()
        else:
            self._say(404, b"")

    def _next(self) -> None:
        invocation = self.server.queue.get()
        if invocation is None:  # closing
            self.close_connection = True
            return
        number = str(uuid.uuid4())
        self.server.running[number] = invocation
        deadline = int((time.time() + 30) * 1000)
        self._say(
            200,
            invocation.event,
            {
                "Lambda-Runtime-Aws-Request-Id": number,
                "Lambda-Runtime-Deadline-Ms": str(deadline),
                "Lambda-Runtime-Invoked-Function-Arn": FUNCTION,
                "Lambda-Runtime-Trace-Id": "Root=1-00000000-000000000000000000000000",
            },
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        error = self.headers.get("Lambda-Runtime-Function-Error-Type", "")
        resource = self.path.removeprefix(API)
        if resource in {"init/error", "restore/error"}:
            self.server.start_failure.put(Outcome(json.loads(body), error))
            self._say(202, b"{}")
        elif resource.startswith("invocation/"):
            self._done(*resource.split("/")[1:], body)
        else:
            self._say(404, b"")

    def _done(self, number: str, how: str, body: bytes) -> None:
        invocation = self.server.running.pop(number)
        if len(body) > LIMIT:
            self._say(413, b'{"errorType": "RequestEntityTooLarge"}')
            invocation.outcome.put(Outcome(len(body), "Function.ResponseSizeTooLarge"))
            return
        payload = json.loads(body)
        self._say(202, b"{}")
        error = payload["errorType"] if how == "error" else ""
        invocation.outcome.put(Outcome(payload, error))

    def _say(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Function:
    """An execution environment, started by `command` with no other variable than `environment`."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path
    ) -> None:
        self._service = _Service()
        Thread(target=self._service.serve_forever, daemon=True).start()
        address = f"127.0.0.1:{self._service.server_port}"
        self.log = log
        self._started = time.perf_counter()
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env={**environment, "AWS_LAMBDA_RUNTIME_API": address},
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> Function:
        return self

    def __exit__(self, *raised: object) -> None:
        self._service.queue.put(None)
        self._service.restored.set()
        self.process.terminate()
        self.process.wait(timeout=20)
        self._service.shutdown()
        self._service.server_close()

    def start(self) -> float:
        """Wait until it asks for an event. Return the seconds since its process was started."""
        self._wait(self._service.ready)
        return time.perf_counter() - self._started

    def snapshot(self) -> None:
        """Wait until its snapshot may be taken."""
        self._wait(self._service.snapped)

    @property
    def waiting(self) -> bool:
        """True until it asks for an event."""
        return not self._service.ready.is_set()

    def restore(self) -> None:
        """Let it continue from its snapshot."""
        self._service.restored.set()

    def invoke(self, event: Any) -> Outcome:
        """Send an event and wait for its outcome. Raises ValueError for an event that Lambda would refuse."""
        text = json.dumps(event).encode("ascii")
        if len(text) > LIMIT:
            raise ValueError("RequestEntityTooLarge")
        invocation = _Invocation(text, SimpleQueue())
        self._service.queue.put(invocation)
        while True:
            try:
                return invocation.outcome.get(timeout=1)
            except Empty:
                self._check_alive()

    def failure(self) -> Outcome:
        """Wait until the process ends by itself, and return why it could not start."""
        self.process.wait(timeout=INIT_BURST)
        return self._service.start_failure.get(timeout=1)

    def _wait(self, sign: Event) -> None:
        for _ in range(int(INIT_BURST / 0.1)):
            if sign.wait(0.1):
                return
            self._check_alive()
        raise TimeoutError(self.log.read_text("utf-8", "replace"))

    def _check_alive(self) -> None:
        if self.process.poll() is not None:
            raise RuntimeError(f"it died:\n{self.log.read_text('utf-8', 'replace')}")
