"""Build and serve two checkouts, ask both the same requests in the same order, and compare the answers."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.same import cases, checkouts, walks
from bench.same.calls import Offer, calls
from bench.same.differences import differences
from bench.same.exchange import Client, Request, Response
from bench.same.other_calls import other_calls
from bench.same.report import Report

EVERY = 1000  # requests between two lines of progress

Pair = tuple[Response, Response]
Walk = Callable[[Client], Iterable[walks.Exchange]]


def compare(root: Path, ref: str, count: int, cache: Path) -> Report:
    """Compare a commit with the working tree on `count` cases. Raises Unusable, OSError or HTTPException."""
    commit = checkouts.commit_of(root, ref)
    folders = (checkouts.extracted(root, commit, cache), root)
    for folder in folders:
        checkouts.build(folder)
    report = Report()
    with _clients(folders) as clients:
        for walk in (walks.frozen, walks.short_link):
            for request, pair in _walked(clients, walk):
                report.add(request, pair, differences(*pair))
        requests = list(_requests(_offer(clients[0]), count))
        for number, (request, pair) in enumerate(_asked(clients, requests), start=1):
            report.add(request, pair, differences(*pair))
            if number % EVERY == 0:
                print(f"{number} demandes sur {len(requests)}…", flush=True)
    return report


@contextmanager
def _clients(folders: tuple[Path, Path]) -> Iterator[tuple[Client, Client]]:
    """Serve both checkouts until left."""
    with ExitStack() as servers:
        before, after = (servers.enter_context(checkouts.serving(folder)) for folder in folders)
        yield Client(before), Client(after)


def _offer(client: Client) -> Offer:
    """Read what the older checkout offers in its own contract: a letter less is a difference, a letter more is not."""
    paths = json.loads(client.ask(Request("", "GET", "/api/openapi.json")).body)["paths"]

    def slugs(path: str) -> list[str]:
        (slug,) = paths[path]["post"]["parameters"]
        return [choice["const"] for choice in slug["schema"]["oneOf"]]

    return Offer(slugs("/api/lettres/{slug}.pdf"), slugs("/api/outils/{slug}"))


def _requests(offer: Offer, count: int) -> Iterator[Request]:
    yield from other_calls(offer)
    for number in range(count):
        yield from calls(cases.draw(number, offer.letters), offer)


def _asked(
    clients: tuple[Client, Client], requests: list[Request]
) -> Iterator[tuple[Request, Pair]]:
    """Ask both servers at the same time, each one request after the other."""
    with ThreadPoolExecutor(1) as before, ThreadPoolExecutor(1) as after:
        answers = before.map(clients[0].ask, requests), after.map(clients[1].ask, requests)
        try:
            for request, old, new in zip(requests, *answers, strict=True):
                yield request, (old, new)
        finally:
            before.shutdown(cancel_futures=True)
            after.shutdown(cancel_futures=True)


def _walked(clients: tuple[Client, Client], walk: Walk) -> Iterator[tuple[Request, Pair]]:
    """Walk on each server, and pair the answers by what was asked."""
    with ThreadPoolExecutor(2) as pool:
        before, after = pool.map(lambda client: _by_request(walk(client)), clients)
    for name in [*before, *(name for name in after if name not in before)]:
        request, response = before.get(name) or after[name]
        if name in before and name in after:
            yield request, (before[name][1], after[name][1])
        elif not walks.is_asset(response):
            yield request, (clients[0].ask(request), clients[1].ask(request))


def _by_request(exchanges: Iterable[walks.Exchange]) -> dict[str, walks.Exchange]:
    """Number the requests that are alike, so that none hides another."""
    found: dict[str, walks.Exchange] = {}
    for request, response in exchanges:
        times = sum(name.startswith(f"{request} #") for name in found)
        found[f"{request} #{times}"] = request, response
    return found
