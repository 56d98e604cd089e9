"""What a run of `make load` says: its figures as a section of docs/mesures.md, and what it did not hold."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bench.page import machine

CALM = 20  # answers in a row, each as fast as usual: it has recovered
RECOVERED = 5.0  # seconds
FLAT = 1.1  # the memory of the last third of a run over that of the second, when everything is warm


@dataclass(frozen=True)
class Done:
    """A request and its answer. Seconds since the phase began, and since it was due; status 0 for no answer."""

    kind: str
    due: float
    seconds: float
    status: int
    right: bool
    later: bool  # put off, and told when to come back


@dataclass(frozen=True)
class Run:
    """Everything seen. `capacity` is requests a second, `memory` MiB."""

    minutes: float
    capacity: float
    steady: Sequence[Done]
    memory: Sequence[float]
    overload: Sequence[Done]
    after: Sequence[Done]

    def usual(self) -> dict[str, tuple[int, list[float]]]:
        """For each kind, how many, and the seconds half, 95 % and 99 % of them took at most."""
        took: dict[str, list[float]] = {}
        for one in self.steady:
            took.setdefault(one.kind, []).append(one.seconds)
        return {kind: (len(all_of), _at_most(all_of)) for kind, all_of in sorted(took.items())}

    def held(self) -> tuple[float, float]:
        """MiB in the second third of the run, and in the last."""
        third = len(self.memory) // 3
        middle, last = self.memory[third : 2 * third], self.memory[-third:]
        return statistics.median(middle), statistics.median(last)

    def recovered(self) -> float | None:
        """Seconds from the overload's last request to the first of CALM answers as fast as usual; None if never."""
        slowest = {kind: took[2] for kind, (_, took) in self.usual().items()}
        ordered = sorted(self.after, key=lambda one: one.due)
        calm = [one.right and one.seconds <= slowest.get(one.kind, 0) for one in ordered]
        found = (at for at in range(len(calm) - CALM + 1) if all(calm[at : at + CALM]))
        return next((ordered[at].due for at in found), None)

    def faults(self) -> list[str]:
        """What was promised and not held."""
        faults, (warm, end), back = [], self.held(), self.recovered()
        if wrong := Counter(one.status for one in self.steady if not one.right):
            faults.append(f"En régime, des réponses fausses ou reportées : {dict(wrong)}.")
        if end > FLAT * warm:
            faults.append(f"La mémoire monte : de {warm:.0f} à {end:.0f} Mio.")
        if odd := Counter(one.status for one in self.overload if not one.right and not one.later):
            faults.append(f"Sous le double, des réponses ni justes ni reportées : {dict(odd)}.")
        if back is None or back > RECOVERED:
            faults.append(f"Le retour à la normale prend plus de {RECOVERED:.0f} s.")
        return faults


def _at_most(seconds: list[float]) -> list[float]:
    if len(seconds) < 2:
        return seconds * 3
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return [cuts[49], cuts[94], cuts[98]]


def told(run: Run) -> str:
    """The section, in Markdown."""
    return "\n".join([*_introduced(run), "", *_seen(run), "", *_usual(run)])


def _introduced(run: Run) -> list[str]:
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    return [
        f"Measured {today} by `make load MINUTES={run.minutes:g}`: {machine()}, which the load shares. Two processes,",
        "short links in a folder; the traffic is that of visits, each request timed from when it was due.",
    ]


def _seen(run: Run) -> list[str]:
    """What was served, what was put off, and what it weighed."""
    (warm, end), back = run.held(), run.recovered()
    _, put_off, wrong = _sorted(run.steady)
    served, later, other = _sorted(run.overload)
    return [
        "- Capacity, nobody put off and 99 % of each kind answered within a second: "
        f"**{run.capacity:.0f} requests a second**.",
        f"- {run.minutes:g} minutes at 80 %: {len(run.steady):,} requests, **{put_off} told to come back, "
        f"{wrong} answered otherwise**; the two processes weigh {warm:.0f} MiB in the second third of it, "
        f"{end:.0f} in the last.",
        f"- A minute at twice the capacity: {len(run.overload):,} requests, {served:,} served, {later:,} told to come "
        f"back (503, or 429 for links, and `Retry-After`), {other} answered otherwise.",
        f"- Recovered ({CALM} answers in a row below their p99) "
        + ("never." if back is None else f"{back:.1f} s after."),
    ]


def _sorted(done: Sequence[Done]) -> tuple[int, int, int]:
    """How many were rightly answered, told to come back, and neither."""
    right, later = (sum(getattr(one, how) for one in done) for how in ("right", "later"))
    return right, later, len(done) - right - later


def _usual(run: Run) -> list[str]:
    """How long each kind took, as a table."""
    rows = [
        f"| {kind} | {number:,} | " + " | ".join(f"{1000 * one:.0f}" for one in took) + " |"
        for kind, (number, took) in run.usual().items()
    ]
    head = "| asked, at 80 % | number | p50, ms | p95, ms | p99, ms |"
    return [head, "|---|---|---|---|---|", *rows]
