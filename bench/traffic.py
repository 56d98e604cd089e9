"""Requests in the proportions of a visit: the letters' own examples, with other clients, numbers and amounts.

A visitor reads a few pages, fills a form beside its preview, reviews the letter and takes its PDF.
"""

import json
import random
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois.catalogue.tools import ToolCatalogue

SHARES = {  # in about a hundred requests
    "page": 40,
    "file": 22,
    "preview": 16,
    "review": 7,
    "pdf": 8,
    "text": 2,
    "docx": 1,
    "calculator": 2,
    "statement": 1,
    "link": 0.2,
}
CLIENTS = ("Boulangerie Moderne", "Atelier Ferrand", "Menuiserie du Parc", "Éditions Œillet")
SERVICES = ("refonte du site internet", "photographies de la carte", "traduction du catalogue")
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
NUMBER = re.compile(r"invoices-\d+-number$")
AMOUNT = re.compile(r"invoices-\d+-amount$")


@dataclass(frozen=True)
class LoadRequest:
    """A request; `status` is that of the right answer."""

    kind: str
    method: str
    path: str
    body: bytes = b""
    content_type: str = FORM
    status: int = 200


class Traffic:
    """Draws random requests, the same for the same `seed`. One thread at a time."""

    def __init__(self, root: Path, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._letters = list(LetterCatalogue(root / "templates"))
        self._tools = list(ToolCatalogue(root / "templates"))
        site = root / "build" / "site"
        published = ["/" + path.relative_to(site).as_posix() for path in site.rglob("*.*")]
        pages = [path for path in published if path.endswith("index.html")]
        self._pages = [path.removesuffix("index.html") for path in pages]
        self._files = [path for path in published if path.endswith((".css", ".js", ".woff2"))]

    def next(self) -> LoadRequest:
        """Return a random request."""
        kind = self._chance.choices([*SHARES], [*SHARES.values()])[0]
        return self._makers()[kind](kind)

    def _makers(self) -> Mapping[str, Callable[[str], LoadRequest]]:
        return {
            "page": lambda kind: LoadRequest(kind, "GET", self._chance.choice(self._pages)),
            "file": lambda kind: LoadRequest(kind, "GET", self._chance.choice(self._files)),
            "preview": lambda kind: self._letter(kind, "lettres", ".html", draft="yes"),
            "review": lambda kind: self._letter(kind, "formulaires", "", review="yes"),
            "pdf": lambda kind: self._letter(kind, "lettres", ".pdf"),
            "text": lambda kind: self._letter(kind, "lettres", ".txt"),
            "docx": lambda kind: self._letter(kind, "lettres", ".docx"),
            "calculator": self._tool,
            "statement": self._statement,
            "link": self._link,
        }

    def _letter(self, kind: str, folder: str, ending: str, **more: str) -> LoadRequest:
        letter = self._chance.choice(self._letters)
        body = urlencode(self._varied(letter.example) | more).encode()
        return LoadRequest(kind, "POST", f"/api/{folder}/{letter.slug}{ending}", body)

    def _tool(self, kind: str) -> LoadRequest:
        tool = self._chance.choice(self._tools)
        return LoadRequest(
            kind, "POST", f"/api/outils/{tool.slug}", urlencode(self._varied(tool.example)).encode()
        )

    def _statement(self, kind: str) -> LoadRequest:
        example = next(tool.example for tool in self._tools if tool.slug == "penalites")
        return LoadRequest(
            kind, "POST", "/api/decompte", json.dumps(self._varied(example)).encode(), JSON
        )

    def _link(self, kind: str) -> LoadRequest:
        body = {"days": "1", "sealed": secrets.token_urlsafe(2000)}
        return LoadRequest(kind, "POST", "/api/partages", json.dumps(body).encode(), JSON, 201)

    def _varied(self, example: Mapping[str, Any]) -> dict[str, str]:
        """Return the example with another client, numbers and amounts; a plan keeps its amounts."""
        pairs = dict(forms.flatten(example))
        number = {
            pairs[name]: f"F2026-{self._chance.randrange(10_000)}"
            for name in pairs
            if NUMBER.match(name)
        }
        planned = "instalments-0-amount" in pairs
        for name, value in pairs.items():
            pairs[name] = number.get(value, value)
            if name == "debtor-name":
                pairs[name] = self._chance.choice(CLIENTS)
            elif name.endswith("-service"):
                pairs[name] = self._chance.choice(SERVICES)
            elif AMOUNT.match(name) and not planned:
                pairs[name] = (
                    f"{self._chance.randrange(500, 20_000)},{self._chance.randrange(100):02}"
                )
        return pairs
