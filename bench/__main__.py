"""`make bench`: measure everything and write docs/mesures.md. `QUICK=1` takes a few minutes and only prints."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import engine_measures, http_measures, layouts, machine, samples, speed_report
from bench.engine_process import missing
from courtois_api.clock import today_in_paris

FOLDER = Path("build/bench")
FULL = {
    "samples": 200,
    "cold_rounds": 10,
    "rounds": 5,
    "growth_letters": 2000,
    "starts": 3,
    "http_letters": 200,
    "flow_seconds": 15,
    "random_letters": layouts.LETTERS,
}
QUICK = {
    "samples": 20,
    "cold_rounds": 3,
    "rounds": 2,
    "growth_letters": 100,
    "starts": 1,
    "http_letters": 20,
    "flow_seconds": 5,
    "random_letters": 60,
}


def main(quick: bool) -> None:
    """Prepare the letters, measure, report."""
    sizes = QUICK if quick else FULL
    _print("Préparation des lettres…")
    letters = samples.prepare(FOLDER, sizes["samples"])
    for engine in filter(missing, engine_measures.ENGINES):
        _print(f"Absent de cette machine, donc non mesuré : {engine}.")
    figures: dict[str, Any] = {
        "on": today_in_paris().isoformat(),
        "machine": machine.describe_machine(),
        "quick": quick,
        **sizes,
    }
    for name, measure in _measures(sizes, letters).items():
        _print(f"Mesure : {name}…")
        figures[name] = measure()
    (FOLDER / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if quick:
        print(speed_report.render_report(figures))
    else:
        speed_report.write(figures)
        _print("Écrit : docs/mesures.md et docs/images/vitesse.svg.")
    for sentence in speed_report.missed(figures):
        _print(f"Cible manquée : {sentence}.")


def _measures(sizes: dict[str, int], letters: list[str]) -> dict[str, Callable[[], Any]]:
    names = [str(number) for number in range(sizes["samples"])]
    return {
        "cold": lambda: engine_measures.cold(FOLDER, sizes["cold_rounds"]),
        "warm": lambda: engine_measures.warm(FOLDER, names),
        "letters": lambda: engine_measures.each_letter(FOLDER, letters, sizes["rounds"]),
        "layouts": lambda: layouts.layouts(sizes["random_letters"]),
        "longest": lambda: engine_measures.longest(FOLDER),
        "growth": lambda: engine_measures.growth(FOLDER, sizes["growth_letters"], len(names)),
        "first": lambda: http_measures.first_letters(FOLDER, sizes["starts"]),
        "http_adds": lambda: http_measures.added_seconds(FOLDER, sizes["http_letters"]),
        "throughput": lambda: [
            http_measures.throughput(FOLDER, processes, sizes["flow_seconds"])
            for processes in (1, 2)
        ],
        "freeze": lambda: engine_measures.freeze(FOLDER, 3),
    }


def _print(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main("--quick" in sys.argv)
