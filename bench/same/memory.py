"""The answers of the older checkout, cached for the day: a second comparison starts only the newer checkout.

The answers of a commit change with the day alone, because a letter without a date takes today's.
"""

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

from bench.same.exchange import Client, Request, Response

TABLE = "CREATE TABLE IF NOT EXISTS answers (request TEXT PRIMARY KEY, status INT, headers TEXT, body BLOB)"


class Memory:
    """Sends a client the requests that have no cached answer. `start` serves the checkout when needed."""

    def __init__(self, folder: Path, commit: str, day: str, start: Callable[[], Client]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{commit}.{day}.sqlite"
        for stale in folder.glob(f"{commit}.*.sqlite"):
            if stale != path:
                stale.unlink()
        # One thread at a time asks, not always the same one. Without transactions each answer is in the file at once.
        self._answers = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._answers.execute("PRAGMA synchronous = OFF")
        self._answers.execute(TABLE)
        self._start = start
        self._client: Client | None = None

    def close(self) -> None:
        """Close the file."""
        self._answers.close()

    def ask(self, request: Request) -> Response:
        """Return the cached answer, or ask for it and cache it."""
        key = _key(request)
        row = self._answers.execute(
            "SELECT status, headers, body FROM answers WHERE request = ?", (key,)
        ).fetchone()
        if row:
            return Response(row[0], json.loads(row[1]), zlib.decompress(row[2]))
        self._client = self._client or self._start()
        response = self._client.ask(request)
        if response.status == 503:  # busy: it will answer otherwise later
            return response
        row = (key, response.status, json.dumps(response.headers), zlib.compress(response.body, 1))
        self._answers.execute("INSERT INTO answers VALUES (?, ?, ?, ?)", row)
        return response


def _key(request: Request) -> str:
    parts = (request.method, request.path, sorted(request.headers.items()), request.body)
    return hashlib.sha256(repr(parts).encode()).hexdigest()
