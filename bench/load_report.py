"""The figures of a run of `make load`: a section of docs/mesures.md, and the promises not kept."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bench.machine import describe_machine

CALM = 20  # answers in a row, each as fast as usual: the server has recovered
RECOVERED = 5.0  # seconds
FLAT = 1.1  # at most, memory of the last third of a run over that of the second third


@dataclass(frozen=True)
class TimedAnswer:
    """A request and its answer.

    `due` is in seconds since the phase began, `seconds` since the request was due. `status` is 0 when no
    answer came. `put_off`: the answer says when to come back.
    """

    kind: str
    due: float
    seconds: float
    status: int
    right: bool
    put_off: bool


@dataclass(frozen=True)
class LoadRun:
    """The answers of every phase. `capacity` is in requests a second, `memory` in MiB."""

    minutes: float
    capacity: float
    steady: Sequence[TimedAnswer]
    memory: Sequence[float]
    overload: Sequence[TimedAnswer]
    after: Sequence[TimedAnswer]

    def percentiles(self) -> dict[str, tuple[int, list[float]]]:
        """Return the number of steady requests of each kind, and their 50th, 95th and 99th percentiles in seconds."""
        seconds: dict[str, list[float]] = {}
        for answer in self.steady:
            seconds.setdefault(answer.kind, []).append(answer.seconds)
        return {kind: (len(each), _percentiles(each)) for kind, each in sorted(seconds.items())}

    def steady_memory(self) -> tuple[float, float]:
        """Return the median MiB of the second third of the run, and of the last third."""
        third = len(self.memory) // 3
        middle, last = self.memory[third : 2 * third], self.memory[-third:]
        return statistics.median(middle), statistics.median(last)

    def recovery(self) -> float | None:
        """Return the seconds from the last request of the overload to the first of CALM usual answers, or None."""
        usual = {kind: percentiles[2] for kind, (_, percentiles) in self.percentiles().items()}
        answers = sorted(self.after, key=lambda answer: answer.due)
        calm = [answer.right and answer.seconds <= usual.get(answer.kind, 0) for answer in answers]
        first = (at for at in range(len(calm) - CALM + 1) if all(calm[at : at + CALM]))
        return next((answers[at].due for at in first), None)

    def faults(self) -> list[str]:
        """Return each promise that was not kept, in French."""
        faults, (middle, last), recovery = [], self.steady_memory(), self.recovery()
        if wrong := Counter(answer.status for answer in self.steady if not answer.right):
            faults.append(f"En régime, des réponses fausses ou reportées : {dict(wrong)}.")
        if last > FLAT * middle:
            faults.append(f"La mémoire monte : de {middle:.0f} à {last:.0f} Mio.")
        unexplained = [
            answer for answer in self.overload if not answer.right and not answer.put_off
        ]
        if statuses := Counter(answer.status for answer in unexplained):
            faults.append(
                f"Sous le double, des réponses ni justes ni reportées : {dict(statuses)}."
            )
        if recovery is None or recovery > RECOVERED:
            faults.append(f"Le retour à la normale prend plus de {RECOVERED:.0f} s.")
        return faults


def _percentiles(seconds: list[float]) -> list[float]:
    if len(seconds) < 2:
        return seconds * 3
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return [cuts[49], cuts[94], cuts[98]]


def render_report(run: LoadRun) -> str:
    """Return the section in Markdown."""
    return "\n".join([*_conditions(run), "", *_results(run), "", *_table(run)])


def _conditions(run: LoadRun) -> list[str]:
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    return [
        f"Measured {today} by `make load MINUTES={run.minutes:g}`: {describe_machine()}, which the load shares. The",
        "server has two processes and keeps short links in a folder.",
    ]


def _results(run: LoadRun) -> list[str]:
    (middle, last), recovery = run.steady_memory(), run.recovery()
    _, put_off, wrong = _counts(run.steady)
    right, later, other = _counts(run.overload)
    return [
        "- Capacity, with no request put off and 99 % of each kind answered within a second: "
        f"**{run.capacity:.0f} requests a second**.",
        f"- {run.minutes:g} minutes at 80 % of it: {len(run.steady):,} requests, **{put_off} put off, "
        f"{wrong} wrong answers**. The two processes hold {middle:.0f} MiB in the second third, "
        f"{last:.0f} in the last.",
        f"- A minute at twice the capacity: {len(run.overload):,} requests, {right:,} answered, {later:,} put off "
        f"(503, or 429 for links, with `Retry-After`), {other} wrong answers.",
        f"- Recovery ({CALM} answers in a row below their 99th percentile): "
        + ("never." if recovery is None else f"{recovery:.1f} s after."),
    ]


def _counts(answers: Sequence[TimedAnswer]) -> tuple[int, int, int]:
    """Return how many answers are right, put off, and neither."""
    right = sum(answer.right for answer in answers)
    put_off = sum(answer.put_off for answer in answers)
    return right, put_off, len(answers) - right - put_off


def _table(run: LoadRun) -> list[str]:
    rows = [
        f"| {kind} | {number:,} | "
        + " | ".join(f"{1000 * seconds:.0f}" for seconds in percentiles)
        + " |"
        for kind, (number, percentiles) in run.percentiles().items()
    ]
    head = "| request, at 80 % | number | p50, ms | p95, ms | p99, ms |"
    return [head, "|---|---|---|---|---|", *rows]
