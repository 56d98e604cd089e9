"""Requests to a server that really runs. Tests wait until a condition holds, never for a fixed time."""

import contextlib
import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

from bench.served import Served
from courtois import forms
from courtois.catalogue.letters import LetterCatalogue

ROOT = Path(__file__).resolve().parents[1]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}
PDF = "/api/lettres/relance-1.pdf"
REVIEW = "/api/formulaires/relance-1"
TYPED = "Camille Perrin"
PATIENCE = 30.0  # seconds, generous: the machine may be busy with something else

HttpAnswer = tuple[int, dict[str, str], bytes]


def example() -> dict[str, str]:
    """Return the answers of the first reminder's example, under the form's names."""
    return dict(forms.flatten(LetterCatalogue(ROOT / "templates")["relance-1"].example))


def form_body(**more: str) -> str:
    """Return the example and `more` as the body that a form sends."""
    return urlencode(example() | more)


def call(
    served: Served, path: str, body: str | None = None, headers: dict[str, str] = FORM
) -> HttpAnswer:
    """Return the status, headers and body of the answer. Raises OSError or HTTPException without an answer."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    try:
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def gives_a_pdf(served: Served) -> bool:
    """Return whether the server draws a letter."""
    with contextlib.suppress(OSError, HTTPException):
        return call(served, PDF, form_body())[2].startswith(b"%PDF-")
    return False


def listens(served: Served) -> bool:
    """Return whether the server answers its health check within two seconds."""
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", served.port), timeout=2) as client,
    ):
        client.sendall(b"GET /api/sante HTTP/1.0\r\n\r\n")
        return client.recv(1000) != b""
    return False


def becomes_true(condition: Callable[[], bool]) -> bool:
    """Return whether `condition` returns True before PATIENCE is over."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def half_sent(served: Served, path: str) -> tuple[socket.socket, bytes]:
    """Return a connection on which half a request was sent, and the other half."""
    body = form_body().encode()
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: {FORM['Content-Type']}\r\n"
    request = head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body
    client = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
    client.sendall(request[: -len(body) // 2])
    return client, request[-len(body) // 2 :]


def read_to_end(client: socket.socket) -> bytes:
    """Return every byte the server still sends."""
    return b"".join(iter(lambda: client.recv(65536), b""))
