"""The public address, asked as a visitor would: pages, headers, a letter, and what must be refused."""

from __future__ import annotations

import json
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlencode, urljoin

from courtois import law
from courtois.forms.flatten import flatten

LETTER = "relance-1"
NO_PAGE = "cette-page-n-existe-pas/"
TRIES, PAUSE = 8, 5.0  # seconds: an edge may still hold the former site for a moment


@dataclass(frozen=True)
class Answer:
    """What an address answered."""

    status: int
    headers: Message
    body: bytes


def ask(url: str, form: list[tuple[str, str]] | None = None) -> Answer:
    """Ask once, as a browser without scripts does. Raises OSError or HTTPException without a whole answer."""
    data = urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data), timeout=30) as found:
            return Answer(found.status, found.headers, found.read())
    except urllib.error.HTTPError as refusal:
        with refusal:
            return Answer(refusal.code, refusal.headers, refusal.read())


@dataclass(frozen=True)
class Visit:
    """One round over a site frozen and deployed from `root`."""

    site: str
    function: str
    root: Path

    def faults(self) -> Iterator[str]:
        """A sentence for each promise the site does not keep."""
        asked: list[tuple[str, Callable[[], Iterator[str]]]] = [
            ("l’accueil", self._home),
            ("l’état de la fonction", self._health),
            ("une lettre", self._letter),
            ("une page absente", self._missing_page),
            ("la porte de derrière", self._back_door),
        ]
        for what, check in asked:
            try:
                yield from (f"{what} : {fault}" for fault in check())
            except (OSError, HTTPException, ValueError) as error:
                yield f"{what} : pas de réponse lisible ({error})"

    def _home(self) -> Iterator[str]:
        answer = ask(self.site)
        yield from self._is(answer, 200)
        if b"Instance de d\xc3\xa9monstration" in answer.body:
            yield "elle se dit encore « Instance de démonstration »"

    def _health(self) -> Iterator[str]:
        answer = ask(urljoin(self.site, "api/sante"))
        yield from self._is(answer, 200)
        if answer.status == 200:
            told, until = json.loads(answer.body), law.valid_until()
            if told.get("law_valid_until") != (until.isoformat() if until else None):
                yield f"ses chiffres vont jusqu’au {told.get('law_valid_until')}, les nôtres au {until}"

    def _letter(self) -> Iterator[str]:
        example = (self.root / "templates/letters" / LETTER / "example.toml").read_text("utf-8")
        answer = ask(
            urljoin(self.site, f"api/lettres/{LETTER}.pdf"), flatten(tomllib.loads(example))
        )
        yield from self._is(answer, 200)
        if not answer.body.startswith(b"%PDF-"):
            yield "ce n’est pas un PDF"

    def _missing_page(self) -> Iterator[str]:
        answer = ask(urljoin(self.site, NO_PAGE))
        yield from self._is(answer, 404)
        if answer.body != (self.root / "build/site/404.html").read_bytes():
            yield "ce n’est pas notre page « introuvable »"

    def _back_door(self) -> Iterator[str]:
        """The function's own address, which nobody but CloudFront may use."""
        status = ask(urljoin(self.function, "api/sante")).status
        if status != 403:
            yield f"la fonction répond {status} à qui n’a pas le secret, au lieu de 403"

    def _is(self, answer: Answer, status: int) -> Iterator[str]:
        """The status, and every header the site promises."""
        if answer.status != status:
            yield f"réponse {answer.status} au lieu de {status}"
        promised = json.loads((self.root / "build/headers.json").read_text("utf-8"))
        for name, value in promised.items():
            if answer.headers.get(name) != value:
                yield f"en-tête {name} absent ou différent ({answer.headers.get(name)})"


def settled(visit: Visit, tries: int = TRIES, pause: float = PAUSE) -> list[str]:
    """The faults that remain after a few rounds; the first round without any is enough."""
    for left in reversed(range(tries)):
        faults = list(visit.faults())
        if not faults or not left:
            return faults
        time.sleep(pause)
    return []


def lasts(address: str, tries: int = 3, pause: float = PAUSE) -> bool:
    """True when the address answers well, several times running: the former version has let go."""
    for left in reversed(range(tries)):
        try:
            if ask(address).status != 200:
                return False
        except (OSError, HTTPException):
            return False
        if left:
            time.sleep(pause)
    return True
