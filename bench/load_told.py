"""What a run of `make load` says: its figures as a section of docs/mesures.md, and what it did not hold."""

import os
import platform
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

CALM = 20  # answers in a row, each as fast as usual: it has recovered
RECOVERED = 5.0  # seconds
FLAT = 1.1  # the memory of the end over that of the beginning
SECTION = re.compile(r"<!-- load -->.*?<!-- /load -->", re.DOTALL)


@dataclass(frozen=True)
class Done:
    """A request and its answer. Seconds since the phase began, and since it was due; status 0 for no answer."""

    kind: str
    due: float
    seconds: float
    status: int
    right: bool
    later: bool  # a 503 that says when to come back


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
        """Memory when the run was well begun, and at its end."""
        part = max(1, len(self.memory) // 5)
        return statistics.median(self.memory[part : 2 * part]), statistics.median(
            self.memory[-part:]
        )

    def recovered(self) -> float | None:
        """Seconds from the end of the overload to the first of CALM answers as fast as usual; None if never."""
        slowest = {kind: took[2] for kind, (_, took) in self.usual().items()}
        ordered = sorted(self.after, key=lambda one: one.due)
        calm = [one.right and one.seconds <= slowest.get(one.kind, 0) for one in ordered]
        found = (at for at in range(len(calm) - CALM + 1) if all(calm[at : at + CALM]))
        return next((ordered[at].due for at in found), None)

    def faults(self) -> list[str]:
        """What was promised and not held."""
        faults, (before, end), back = [], self.held(), self.recovered()
        if wrong := Counter(one.status for one in self.steady if not one.right):
            faults.append(f"En régime, des réponses fausses : {dict(wrong)}.")
        if end > FLAT * before:
            faults.append(f"La mémoire monte : de {before:.0f} à {end:.0f} Mio.")
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
    before, end = run.held()
    back = run.recovered()
    answers = Counter(
        "justes" if one.right else "reportées" if one.later else "fausses" for one in run.overload
    )
    wrong = sum(not one.right for one in run.steady)
    rows = [
        f"| {kind} | {number} | " + " | ".join(f"{1000 * one:.0f}" for one in took) + " |"
        for kind, (number, took) in run.usual().items()
    ]
    return "\n".join(
        [
            "## Sous charge",
            "",
            f"{_machine()}, partagés avec le générateur : `make load MINUTES={run.minutes:g}`. Deux processus ; chaque",
            "requête est comptée depuis l’instant où elle était due.",
            "",
            f"- Capacité, huit personnes en boucle : **{run.capacity:.0f} requêtes par seconde**.",
            f"- {run.minutes:g} minutes à 80 % : {len(run.steady)} requêtes, **{wrong} erreur(s)** ; mémoire des deux "
            f"processus : {before:.0f} Mio bien après le début, {end:.0f} Mio à la fin.",
            f"- Une minute au double : {len(run.overload)} requêtes, dont {answers['justes']} servies, "
            f"{answers['reportées']} reportées (503 et `Retry-After`), {answers['fausses']} sans réponse juste.",
            f"- Retour à la normale ({CALM} réponses de suite sous leur p99) : "
            + ("jamais." if back is None else f"{back:.1f} s."),
            "",
            "| demande (à 80 %) | nombre | p50, ms | p95, ms | p99, ms |",
            "|---|---|---|---|---|",
            *rows,
        ]
    )


def _machine() -> str:
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    today = datetime.now(ZoneInfo("Europe/Paris")).date()
    return f"Le {today}, {system}, Python {platform.python_version()}, {os.cpu_count()} cœurs"


def write(path: Path, section: str) -> None:
    """Put the section in its place, between its markers."""
    whole = f"<!-- load -->\n{section}\n<!-- /load -->"
    text = (
        path.read_text(encoding="utf-8")
        if path.is_file()
        else "# Mesures\n\n<!-- load --><!-- /load -->\n"
    )
    if not SECTION.search(text):
        text += "\n<!-- load --><!-- /load -->\n"
    path.write_text(SECTION.sub(lambda _: whole, text), encoding="utf-8")
