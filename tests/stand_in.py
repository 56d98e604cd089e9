"""The two public registers, played on this machine: recorded answers, faults and delays, no network.

A browser is led here by `lead`: it asks for the real addresses, and this answers in their place.
What is told is the shape of the API Recherche d'Entreprises and of the Bodacc's, with invented firms.
"""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Error, Request, Route

COMPANIES = "recherche-entreprises.api.gouv.fr"
BODACC = "bodacc-datadila.opendatasoft.com"

Record = dict[str, Any]


@dataclass
class Answer:
    """What is told instead of the usual answer. `delay` is in seconds."""

    body: str = "{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0


class StandIn:
    """Firms found by SIREN, SIRET or a part of their name; notices by SIREN; scripted answers first."""

    def __init__(self, firms: list[Record]) -> None:
        self.firms = firms
        self.notices: dict[str, list[Record]] = {}
        self.instead: dict[str, Answer] = {}
        self.asked: list[Request] = []
        self._address = ""

    @classmethod
    def read(cls, path: Path) -> "StandIn":
        """The firms of a file."""
        return cls(json.loads(path.read_text("utf-8")))

    def firm(self, name: str) -> Record:
        """One of them, to be told apart in a test; a change to it is seen by the browser."""
        return next(one for one in self.firms if name in (one["nom_complet"] or one["siren"]))

    def questions(self, host: str) -> list[dict[str, str]]:
        """What was asked of one register, as names and values."""
        told = [urlsplit(one.url) for one in self.asked]
        asked = [parse_qs(url.query) for url in told if url.hostname == host]
        return [{name: values[0] for name, values in one.items()} for one in asked]

    def lead(self, context: BrowserContext) -> None:
        """Lead a browser's questions to the registers here."""
        for host in (COMPANIES, BODACC):
            context.route(f"https://{host}/**", self._hand)

    def _hand(self, route: Route) -> None:
        self.asked.append(route.request)
        url = urlsplit(route.request.url)
        try:
            answer = route.fetch(url=f"{self._address}/{url.hostname}?{url.query}", timeout=60_000)
            route.fulfill(response=answer)
        except Error:
            return  # the page gave up

    def answer(self, host: str, asked: dict[str, str]) -> Answer:
        """What a register says to a question."""
        if host in self.instead:
            return self.instead[host]
        told = self._search(asked["q"]) if host == COMPANIES else self._notices(asked["q"])
        return Answer(json.dumps(told, ensure_ascii=False))

    def _search(self, words: str) -> Record:
        if words.isdigit():
            found = [one for one in self.firms if one["siren"] == words[:9]]
        else:
            found = [one for one in self.firms if words.upper() in (one["nom_complet"] or "")]
        return {"results": found, "total_results": len(found), "page": 1, "per_page": 8}

    def _notices(self, query: str) -> Record:
        found = self.notices.get(query.removeprefix("registre:"), [])
        return {"nhits": len(found), "parameters": {}, "records": found}

    @contextmanager
    def open(self) -> Iterator["StandIn"]:
        """Serve on a free port."""
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlsplit(self.path)
                asked = {name: values[0] for name, values in parse_qs(url.query).items()}
                said = stand_in.answer(url.path.strip("/"), asked)
                time.sleep(said.delay)
                body = said.body.encode()
                told = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
                self.send_response(said.status)
                for name, value in (told | dict(said.headers)).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self._address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()


def notice(siren: str, nature: str, judged: str, published: str, **more: str) -> Record:
    """A notice of collective proceedings; `more`: family, complement, type, previous, number, court, url."""
    spaced = f"{siren[:3]} {siren[3:6]} {siren[6:]}"
    number = more.get("number", "1")
    issue = published.replace("-", "")
    judgment = {"type": "initial", "famille": more.get("family", "Jugement"), "nature": nature}
    judgment |= {"date": judged, "complementJugement": more.get("complement", "")}
    fields = {
        "id": f"A{issue}{number}",
        "publicationavis": "A",
        "parution": issue,
        "numeroannonce": int(number),
        "dateparution": published,
        "familleavis": "collective",
        "familleavis_lib": "Procédures collectives",
        "typeavis": more.get("type", "annonce"),
        "tribunal": more.get("court", "Greffe du tribunal de commerce de Lyon"),
        "registre": f"{siren},{spaced}",
        "jugement": json.dumps(judgment, ensure_ascii=False),
        "url_complete": more.get(
            "url",
            f"https://www.bodacc.fr/pages/annonces-commerciales-detail/?q.id=id:A{issue}{number}",
        ),
    }
    if "previous" in more:
        letter, there, its = more["previous"].split()
        fields["parutionavisprecedent"] = json.dumps(
            {"nomPublication": f"BODACC {letter}", "numeroParution": there, "numeroAnnonce": its}
        )
    return {"datasetid": "annonces-commerciales", "recordid": fields["id"], "fields": fields}
