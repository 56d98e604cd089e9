"""One request, one response, and a connection to one server."""

import gzip
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Protocol

ANSWER_TIMEOUT = 120.0  # seconds for one answer: the machine may be busy with something else
TRIES = 6  # a server that is busy answers 503 and says when to come back
LONGEST_WAIT = 10.0  # seconds


@dataclass(frozen=True)
class Request:
    """A request. `kind` is the French name under which the report counts it, `case` the number of its case."""

    kind: str
    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    case: int | None = None

    def __str__(self) -> str:
        of_case = "" if self.case is None else f" (cas {self.case})"
        return f"{self.method} {self.path}{of_case}"


@dataclass(frozen=True)
class Response:
    """An answer. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def content(self) -> bytes:
        """The body, unpacked when it came packed."""
        packed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.body) if packed else self.body


class Server(Protocol):
    """Anything that answers a request."""

    def ask(self, request: Request) -> Response:
        """Return the answer. Raises OSError or HTTPException."""


class Client:
    """Sends one request at a time to a server of this machine, over a connection that is kept open.

    It sends no `Origin` and no `Sec-Fetch-Site`, as a command-line program does.
    """

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=ANSWER_TIMEOUT)

    def ask(self, request: Request) -> Response:
        """Return the answer; wait and ask again while the server is busy. Raises OSError or HTTPException."""
        for _ in range(TRIES - 1):
            response = self._ask_once(request)
            if response.status != 503:
                return response
            time.sleep(min(float(response.headers.get("retry-after", "1")), LONGEST_WAIT))
        return self._ask_once(request)

    def _ask_once(self, request: Request) -> Response:
        """Ask; when the server had closed the idle connection, open another and ask again."""
        try:
            return self._exchange(request)
        except (HTTPException, ConnectionError):
            self._connection.close()
            return self._exchange(request)

    def _exchange(self, request: Request) -> Response:
        self._connection.request(request.method, request.path, request.body, dict(request.headers))
        answer = self._connection.getresponse()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status, headers, answer.read())
