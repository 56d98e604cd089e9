"""Short links: a case sealed in the browser, kept a few days where nobody here can read it.

POST /api/partages        {"days": "7", "sealed": "<base64url>"} gives {"id", "until"}
GET  /api/partages/<id>   the sealed bytes, until their last second

The key stays in the link, after its #: it never comes here. An id tells its days by its first letter,
so that nothing has to be listed; the second it was made stands before the sealed bytes.
"""

import binascii
import logging
import re
import secrets
import struct
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, Response, abort, jsonify, request

from courtois.errors import AnswersRefused, Fault
from courtois_api import clock
from courtois_api.pace import Pace
from courtois_api.problems import RETRY_AFTER, problem, told_as_json
from courtois_api.received import document
from courtois_api.store import A_DAY, LIVES, Store, Taken, Unreachable, key_of

log = logging.getLogger("courtois")

INITIALS = dict(zip("dwm", LIVES, strict=True))  # a day, a week, a month
ID = re.compile(r"[dwm][\w-]{22}", re.ASCII)
BASE64 = re.compile(r"[\w-]+", re.ASCII)
MADE = struct.Struct(">Q")  # seconds since 1970
SMALLEST = 12 + 16  # bytes: what AES-GCM adds to nothing
LARGEST = 64 * 1024  # bytes, sealed
LARGEST_REQUEST = LARGEST * 4 // 3 + 256
SKEW = 5 * 60  # seconds: two machines on time differ by less
A_MINUTE = 30  # links made by this process, whoever asks
TRIES = 3  # two ids alike out of 2^128 are a fault of the machine

WHICH_DAYS = Fault("days", "Choisissez une durée : 1, 7 ou 30 jours.")
UNREADABLE = Fault("sealed", "Le contenu chiffré est illisible : refaites le lien.")
NOT_OFFERED = "Les liens courts ne sont pas proposés sur ce site."
AWAY = "Les liens courts sont indisponibles pour le moment : réessayez dans un instant."
TOO_MANY = "Beaucoup de liens courts se font en ce moment : réessayez dans quelques secondes."
GONE = (
    "Ce lien a expiré ou n’existe pas : demandez-en un nouveau à la personne qui vous l’a envoyé."
)


class Shares:
    """Keeps sealed cases for a while, and gives them back to who has the id."""

    def __init__(
        self,
        store: Store | None,
        *,
        now: Callable[[], datetime] = clock.now,
        tick: Callable[[], float] = time.monotonic,
        token: Callable[[], str] = lambda: secrets.token_urlsafe(16),
    ) -> None:
        self._store, self._now, self._token = store, now, token
        self._pace = Pace(A_MINUTE, tick)

    def serve(self, app: Flask) -> None:
        """Answer there to both calls."""
        app.add_url_rule("/api/partages", "share", self.keep, methods=["POST"])
        app.add_url_rule("/api/partages/<path:name>", "shared", self.read)

    def keep(self) -> Response:
        """Keep what is sent: 201 with its id and its last second, in UTC; 501 where none is ever kept."""
        if self._store is None:
            return problem(501, NOT_OFFERED)
        if not told_as_json():
            abort(415)
        request.max_content_length = LARGEST_REQUEST
        days, sealed = _read(document())
        if seconds := self._pace.wait():
            return problem(429, TOO_MANY, retry_after=seconds)
        made = int(self._now().timestamp())
        try:
            name = self._put(self._store, days, MADE.pack(made) + sealed)
        except Unreachable as error:
            return _away(error)
        until = datetime.fromtimestamp(made + days * A_DAY, UTC)
        answer = jsonify(id=name, until=until.isoformat())
        answer.status_code = 201
        return answer

    def _put(self, store: Store, days: int, content: bytes) -> str:
        """Under an id nobody had. Raises Unreachable."""
        initial = next(one for one, life in INITIALS.items() if life == days)
        for _ in range(TRIES):
            name = initial + self._token()
            try:
                store.put(key_of(days, name), content)
            except Taken:
                continue
            return name
        raise Unreachable("Taken")

    def read(self, name: str) -> Response:
        """The sealed bytes; 410 when there are none any more, for a CDN puts its own page over a 404."""
        if self._store is None:
            return problem(501, NOT_OFFERED)
        if not ID.fullmatch(name):
            return problem(410, GONE)
        days = INITIALS[name[0]]
        try:
            content = self._store.get(key_of(days, name)) or b""
        except Unreachable as error:
            return _away(error)
        if len(content) < MADE.size + SMALLEST or not self._still(
            MADE.unpack_from(content)[0], days
        ):
            return problem(410, GONE)
        return Response(content[MADE.size :], mimetype="application/octet-stream")

    def _still(self, made: int, days: int) -> bool:
        """Made so many days ago at most; and not in the future, where it would never end."""
        age = self._now().timestamp() - made
        return -SKEW <= age < days * A_DAY


def _read(told: object) -> tuple[int, bytes]:
    """The days and the bytes sent. Raises AnswersRefused; aborts with 413."""
    told = told if isinstance(told, dict) else {}
    days = next((life for life in LIVES if told.get("days") == str(life)), None)
    sealed = _bytes(told.get("sealed"))
    if days is None or sealed is None:
        raise AnswersRefused([WHICH_DAYS] * (days is None) + [UNREADABLE] * (sealed is None))
    if len(sealed) > LARGEST:
        abort(413)
    return days, sealed


def _bytes(text: object) -> bytes | None:
    """What base64url without padding says, when it may be something sealed."""
    if not isinstance(text, str) or not BASE64.fullmatch(text):
        return None
    try:
        told = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    return told if len(told) >= SMALLEST else None


def _away(error: Unreachable) -> Response:
    log.error("short links: %s", error)
    return problem(503, AWAY, retry_after=RETRY_AFTER)
