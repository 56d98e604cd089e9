"""`make bench`: measure everything in one go and write docs/mesures.md. `QUICK=1` takes a minute or two."""

import json
import sys
from pathlib import Path
from typing import Any

from bench import letter, measure, page, report, runs, web
from courtois_api.clock import today_in_paris

FOLDER = Path("build/bench")
FULL = {"cases": 200, "cold": 10, "rounds": 5, "growth": 2000, "starts": 3, "http": 200, "flow": 15}
QUICK = {"cases": 20, "cold": 3, "rounds": 2, "growth": 100, "starts": 1, "http": 20, "flow": 5}


def main(quick: bool) -> None:
    """Prepare, measure, write."""
    size = QUICK if quick else FULL
    _say("Préparation des lettres…")
    letters = letter.prepare(FOLDER, size["cases"])
    for engine in filter(runs.missing, measure.COLD):
        _say(f"Absent de cette machine, donc passé : {engine.strip('_')}.")
    figures: dict[str, Any] = {
        "on": today_in_paris().isoformat(),
        "machine": page.machine(),
        "quick": quick,
        **size,
    }
    for name, measured in _plan(size, letters):
        _say(f"Mesure : {name}…")
        figures[name] = measured()
    (FOLDER / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if quick:
        print(report.speed(figures))
        return
    report.write(figures)
    _say("Écrit : docs/mesures.md et docs/images/vitesse.svg.")


def _plan(size: dict[str, int], letters: list[str]) -> list[tuple[str, Any]]:
    cases = [str(n) for n in range(size["cases"])]
    return [
        ("cold", lambda: measure.cold_runs(FOLDER, size["cold"])),
        ("warm", lambda: measure.warm_runs(FOLDER, cases)),
        ("letters", lambda: measure.each_letter(FOLDER, letters, size["rounds"])),
        ("longest", lambda: measure.the_longest(FOLDER)),
        ("growth_of", lambda: measure.growth(FOLDER, size["growth"], size["cases"])),
        ("first", lambda: web.first_letters(FOLDER, size["starts"])),
        ("http_adds", lambda: web.added(FOLDER, size["http"])),
        ("throughput", lambda: [web.throughput(FOLDER, n, size["flow"]) for n in (1, 2)]),
        ("freeze", lambda: measure.freezing(FOLDER, 3)),
    ]


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main("--quick" in sys.argv)
