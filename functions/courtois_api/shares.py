"""Short links: a case sealed in the browser, kept a few days where nobody here can read it.

POST /api/partages        {"days": "7", "sealed": "<base64url>"} gives {"id", "until"}
GET  /api/partages/<id>   the sealed bytes, until their last second

The key stays in the link, after its #, and is never sent here. The first letter of an id says for how many days
the link is kept, so that nothing has to be listed. The second at which the link was made precedes the sealed bytes.
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
from courtois_api.incoming import document, wants_json
from courtois_api.problems import RETRY_AFTER, problem
from courtois_api.rate_limit import TokenBucket
from courtois_api.store import A_DAY, LIFETIMES, KeyTaken, Store, Unreachable, key_of

log = logging.getLogger("courtois")

DAYS_BY_INITIAL = dict(zip("dwm", LIFETIMES, strict=True))  # a day, a week, a month
ID = re.compile(r"[dwm][\w-]{22}", re.ASCII)
BASE64 = re.compile(r"[\w-]+", re.ASCII)
MADE_AT = struct.Struct(">Q")  # seconds since 1970
SMALLEST_SEALED = 12 + 16  # bytes: what AES-GCM adds to nothing
LARGEST_SEALED = 64 * 1024  # bytes, sealed
LARGEST_SHARE = LARGEST_SEALED * 4 // 3 + 256  # bytes of a request
CLOCK_SKEW = 5 * 60  # seconds: two machines on time differ by less
LINKS_PER_MINUTE = 30  # made by this process, whoever asks
TRIES = 3  # two equal ids out of 2^128 are a fault of the machine

WHICH_DAYS = Fault("days", "Choisissez une durée : 1, 7 ou 30 jours.")
UNREADABLE = Fault("sealed", "Le contenu chiffré est illisible : refaites le lien.")
NOT_OFFERED = "Les liens courts ne sont pas proposés sur ce site."
UNAVAILABLE = "Les liens courts sont indisponibles pour le moment : réessayez dans un instant."
TOO_MANY_LINKS = "Beaucoup de liens courts se font en ce moment : réessayez dans quelques secondes."
GONE = (
    "Ce lien a expiré ou n’existe pas : demandez-en un nouveau à la personne qui vous l’a envoyé."
)


class Shares:
    """Keeps sealed cases for a while, and gives them back to whoever has the id."""

    def __init__(
        self,
        store: Store | None,
        *,
        now: Callable[[], datetime] = clock.now,
        tick: Callable[[], float] = time.monotonic,
        token: Callable[[], str] = lambda: secrets.token_urlsafe(16),
    ) -> None:
        self._store, self._now, self._token = store, now, token
        self._bucket = TokenBucket(LINKS_PER_MINUTE, tick)

    def serve(self, app: Flask) -> None:
        """Add both endpoints to an application."""
        app.add_url_rule("/api/partages", "share", self.keep, methods=["POST"])
        app.add_url_rule("/api/partages/<path:name>", "shared", self.read)

    def keep(self) -> Response:
        """Keep the bytes: 201 with their id and their last second, in UTC; 501 where no link is offered."""
        if self._store is None:
            return problem(501, NOT_OFFERED)
        if not wants_json():
            abort(415)
        request.max_content_length = LARGEST_SHARE
        days, sealed = _parse(document())
        if seconds := self._bucket.take():
            return problem(429, TOO_MANY_LINKS, retry_after=seconds)
        made_at = int(self._now().timestamp())
        try:
            name = self._put(self._store, days, MADE_AT.pack(made_at) + sealed)
        except Unreachable as error:
            return _unavailable(error)
        until = datetime.fromtimestamp(made_at + days * A_DAY, UTC)
        answer = jsonify(id=name, until=until.isoformat())
        answer.status_code = 201
        return answer

    def _put(self, store: Store, days: int, content: bytes) -> str:
        """Keep under a new id, and return it. Raises Unreachable."""
        initial = next(letter for letter, lifetime in DAYS_BY_INITIAL.items() if lifetime == days)
        for _ in range(TRIES):
            name = initial + self._token()
            try:
                store.put(key_of(days, name), content)
            except KeyTaken:
                continue
            return name
        raise Unreachable("Taken")

    def read(self, name: str) -> Response:
        """The sealed bytes; 410 once they are gone, because a CDN replaces the page of a 404."""
        if self._store is None:
            return problem(501, NOT_OFFERED)
        if not ID.fullmatch(name):
            return problem(410, GONE)
        days = DAYS_BY_INITIAL[name[0]]
        try:
            content = self._store.get(key_of(days, name)) or b""
        except Unreachable as error:
            return _unavailable(error)
        is_whole = len(content) >= MADE_AT.size + SMALLEST_SEALED
        if not is_whole or not self._is_valid(MADE_AT.unpack_from(content)[0], days):
            return problem(410, GONE)
        return Response(content[MADE_AT.size :], mimetype="application/octet-stream")

    def _is_valid(self, made_at: int, days: int) -> bool:
        """True until the last second. A link from the future, which would never end, is not valid."""
        age = self._now().timestamp() - made_at
        return -CLOCK_SKEW <= age < days * A_DAY


def _parse(body: object) -> tuple[int, bytes]:
    """The days and the bytes of a request. Raises AnswersRefused; aborts with 413."""
    body = body if isinstance(body, dict) else {}
    days = next((lifetime for lifetime in LIFETIMES if body.get("days") == str(lifetime)), None)
    sealed = _decode(body.get("sealed"))
    if days is None or sealed is None:
        raise AnswersRefused([WHICH_DAYS] * (days is None) + [UNREADABLE] * (sealed is None))
    if len(sealed) > LARGEST_SEALED:
        abort(413)
    return days, sealed


def _decode(text: object) -> bytes | None:
    """The bytes of base64url without padding; None when they cannot be a sealed case."""
    if not isinstance(text, str) or not BASE64.fullmatch(text):
        return None
    try:
        sealed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    return sealed if len(sealed) >= SMALLEST_SEALED else None


def _unavailable(error: Unreachable) -> Response:
    log.error("short links: %s", error)
    return problem(503, UNAVAILABLE, retry_after=RETRY_AFTER)
