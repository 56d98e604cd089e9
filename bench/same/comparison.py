"""Build and serve two checkouts, ask both the same requests in the same order, and compare the answers."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

from bench.same import cases, checkouts, walks
from bench.same.calls import Offer, calls
from bench.same.differences import differences
from bench.same.exchange import Client, Request, Response, Server
from bench.same.memory import Memory
from bench.same.other_calls import other_calls
from bench.same.report import Report

EVERY = 1000  # requests between two lines of progress

Pair = tuple[Response, Response]
Both = tuple[Server, Server]
Walk = Callable[[Server], Iterable[walks.Exchange]]


def compare(root: Path, ref: str, count: int, cache: Path, day: str) -> Report:
    """Compare a commit with the working tree on `count` cases. Raises Unusable, OSError or HTTPException.

    `day` is today in Paris: answers of another day are not used again.
    """
    commit = checkouts.commit_of(root, ref)
    report = Report()
    with ExitStack() as servers:

        def start_older() -> Client:
            return _started(servers, checkouts.extracted(root, commit, cache))

        older = servers.enter_context(closing(Memory(cache, commit, day, start_older)))
        both = older, _started(servers, root)
        for walk in (walks.frozen, walks.short_link):
            for request, pair in _walk_both(both, walk):
                report.add(request, pair, differences(*pair))
        requests = list(_requests(_offer(both[0]), count))
        for number, (request, pair) in enumerate(_ask_both(both, requests), start=1):
            report.add(request, pair, differences(*pair))
            if number % EVERY == 0:
                print(f"{number} demandes sur {len(requests)}…", flush=True)
    return report


def _started(servers: ExitStack, folder: Path) -> Client:
    """Build a checkout and serve it until `servers` closes."""
    checkouts.build(folder)
    return Client(servers.enter_context(checkouts.serving(folder)))


def _offer(older: Server) -> Offer:
    """Read the letters and calculators in the older checkout's OpenAPI document: a new letter is no difference."""
    paths = json.loads(older.ask(Request("", "GET", "/api/openapi.json")).body)["paths"]

    def slugs(path: str) -> list[str]:
        (slug,) = paths[path]["post"]["parameters"]
        return [choice["const"] for choice in slug["schema"]["oneOf"]]

    return Offer(slugs("/api/lettres/{slug}.pdf"), slugs("/api/outils/{slug}"))


def _requests(offer: Offer, count: int) -> Iterator[Request]:
    yield from other_calls(offer)
    for number in range(count):
        yield from calls(cases.draw(number, offer.letters), offer)


def _ask_both(both: Both, requests: list[Request]) -> Iterator[tuple[Request, Pair]]:
    """Ask both servers at the same time, each one request after the other."""
    with ThreadPoolExecutor(1) as before, ThreadPoolExecutor(1) as after:
        answers = before.map(both[0].ask, requests), after.map(both[1].ask, requests)
        try:
            for request, old, new in zip(requests, *answers, strict=True):
                yield request, (old, new)
        finally:
            before.shutdown(cancel_futures=True)
            after.shutdown(cancel_futures=True)


def _walk_both(both: Both, walk: Walk) -> Iterator[tuple[Request, Pair]]:
    """Walk on each server, and pair the answers of the same request."""
    with ThreadPoolExecutor(2) as pool:
        before, after = pool.map(lambda server: _by_request(walk(server)), both)
    for name in [*before, *(name for name in after if name not in before)]:
        request, response = before.get(name) or after[name]
        if name in before and name in after:
            yield request, (before[name][1], after[name][1])
        elif not walks.is_asset(response):
            yield request, (both[0].ask(request), both[1].ask(request))


def _by_request(exchanges: Iterable[walks.Exchange]) -> dict[str, walks.Exchange]:
    """Number equal requests, so that each keeps its answer."""
    exchanges_by_name: dict[str, walks.Exchange] = {}
    for request, response in exchanges:
        times = sum(name.startswith(f"{request} #") for name in exchanges_by_name)
        exchanges_by_name[f"{request} #{times}"] = request, response
    return exchanges_by_name
