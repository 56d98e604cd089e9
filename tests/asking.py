"""What tests of a real server ask it, and how they wait: for what comes to be seen, never for a time."""

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

Answer = tuple[int, dict[str, str], bytes]


def example() -> dict[str, str]:
    """A reminder's answers, under the form's names."""
    return dict(forms.flatten(LetterCatalogue(ROOT / "templates")["relance-1"].example))


def typed(**more: str) -> str:
    """The same as a form sends them."""
    return urlencode(example() | more)


def ask(
    served: Served, path: str, body: str | None = None, headers: dict[str, str] = FORM
) -> Answer:
    """Status, headers and body of an answer. Raises OSError or HTTPException when there is none."""
    connection = HTTPConnection("127.0.0.1", served.port, timeout=PATIENCE)
    try:
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        connection.close()


def pdf(served: Served) -> bool:
    """Whether a letter comes when asked for."""
    with contextlib.suppress(OSError, HTTPException):
        return ask(served, PDF, typed())[2].startswith(b"%PDF-")
    return False


def listens(served: Served) -> bool:
    """Whether somebody answers a question that costs nothing, without much waiting."""
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", served.port), timeout=2) as client,
    ):
        client.sendall(b"GET /api/sante HTTP/1.0\r\n\r\n")
        return client.recv(1000) != b""
    return False


def soon(seen: Callable[[], bool]) -> bool:
    """Whether something comes to be seen."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if seen():
            return True
        time.sleep(0.1)
    return False


def begun(served: Served, path: str) -> tuple[socket.socket, bytes]:
    """A connection where half a request was sent, and the other half."""
    body = typed().encode()
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: {FORM['Content-Type']}\r\n"
    request = head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body
    client = socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE)
    client.sendall(request[: -len(body) // 2])
    return client, request[-len(body) // 2 :]


def rest_of(client: socket.socket) -> bytes:
    """Everything that is still to come."""
    return b"".join(iter(lambda: client.recv(65536), b""))
