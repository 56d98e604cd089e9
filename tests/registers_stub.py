"""A stub of the two public registers, on this machine: recorded answers, faults and delays, no network.

A browser asks for the real addresses, and `route_requests` sends its requests to the stub. The answers have the shape
of the API Recherche d'Entreprises and of the Bodacc's, with invented firms.
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
class RegisterAnswer:
    """An answer that replaces the usual one. `delay` is in seconds."""

    body: str = "{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0


class RegistersStub:
    """Finds firms by SIREN, SIRET or part of their name, and notices by SIREN. `instead` replaces a host's answer."""

    def __init__(self, firms: list[Record]) -> None:
        self.firms = firms
        self.notices: dict[str, list[Record]] = {}
        self.instead: dict[str, RegisterAnswer] = {}
        self.requests: list[Request] = []
        self._address = ""

    @classmethod
    def read(cls, path: Path) -> "RegistersStub":
        """Return a stub that knows the firms of a file."""
        return cls(json.loads(path.read_text("utf-8")))

    def firm(self, name: str) -> Record:
        """Return the firm whose name holds `name`; the browser sees a change made to it."""
        return next(firm for firm in self.firms if name in (firm["nom_complet"] or firm["siren"]))

    def questions(self, host: str) -> list[dict[str, str]]:
        """Return the parameters of each request to one register."""
        urls = [urlsplit(request.url) for request in self.requests]
        queries = [parse_qs(url.query) for url in urls if url.hostname == host]
        return [{name: values[0] for name, values in query.items()} for query in queries]

    def route_requests(self, context: BrowserContext) -> None:
        """Route a browser's requests for the registers to this stub."""
        for host in (COMPANIES, BODACC):
            context.route(f"https://{host}/**", self._answer)

    def _answer(self, route: Route) -> None:
        self.requests.append(route.request)
        url = urlsplit(route.request.url)
        try:
            answer = route.fetch(url=f"{self._address}/{url.hostname}?{url.query}", timeout=60_000)
            route.fulfill(response=answer)
        except Error:
            return  # the page gave up the request

    def answer(self, host: str, query: dict[str, str]) -> RegisterAnswer:
        """Return what a register answers to a query."""
        if host in self.instead:
            return self.instead[host]
        answer = self._search(query["q"]) if host == COMPANIES else self._notices(query["q"])
        return RegisterAnswer(json.dumps(answer, ensure_ascii=False))

    def _search(self, words: str) -> Record:
        if words.isdigit():
            firms = [firm for firm in self.firms if firm["siren"] == words[:9]]
        else:
            firms = [firm for firm in self.firms if words.upper() in (firm["nom_complet"] or "")]
        return {"results": firms, "total_results": len(firms), "page": 1, "per_page": 8}

    def _notices(self, query: str) -> Record:
        notices = self.notices.get(query.removeprefix("registre:"), [])
        return {"nhits": len(notices), "parameters": {}, "records": notices}

    @contextmanager
    def open(self) -> Iterator["RegistersStub"]:
        """Serve the stub on a free port."""
        registers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                answer = registers.answer(url.path.strip("/"), query)
                time.sleep(answer.delay)
                body = answer.body.encode()
                usual = {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
                self.send_response(answer.status)
                for name, value in (usual | dict(answer.headers)).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Write no log."""

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
    """Return a notice of collective proceedings; `more`: family, complement, type, previous, number, court, url."""
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
        letter, issue_number, notice_number = more["previous"].split()
        fields["parutionavisprecedent"] = json.dumps(
            {
                "nomPublication": f"BODACC {letter}",
                "numeroParution": issue_number,
                "numeroAnnonce": notice_number,
            }
        )
    return {"datasetid": "annonces-commerciales", "recordid": fields["id"], "fields": fields}
