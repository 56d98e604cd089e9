"""Write the figures of `make bench` to docs/mesures.md, and draw them as a chart."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any

from bench.chart import draw_chart
from bench.machine import write_section

PAGE = Path("docs/mesures.md")
CHART = Path("docs/images/vitesse.svg")
NAMES = {
    "courtois": "Courtois, answers to PDF",
    "drawing": "Courtois, drawing alone",
    "stock": "WeasyPrint stock",
    "chromium": "Chromium, headless",
}


@dataclass(frozen=True)
class Target:
    """A figure and the limit it must keep; `reason` says what the limit protects."""

    name: str
    at_most: float
    value: float
    unit: str
    reason: str


def write(figures: dict[str, Any]) -> None:
    """Write the section and the chart; leave the rest of the page as it is."""
    CHART.write_text(draw_chart(figures, NAMES), encoding="utf-8")
    write_section(PAGE, "speed", render_report(figures))


def render_report(figures: dict[str, Any]) -> str:
    """Return the section in Markdown."""
    command = "`make bench QUICK=1`" if figures["quick"] else "`make bench`"
    parts = [
        f"Measured {figures['on']} by {command}: {figures['machine']}.",
        _table_of_engines(figures),
        _table_of_targets(figures),
        "Layouts: " + describe_layouts(figures["layouts"]) + ".",
        _table_of_others(figures),
        _table_of_letters(figures),
    ]
    return "\n\n".join(parts)


def describe_layouts(counts: list[int]) -> str:
    """Return the average, and how many letters took each number of layouts."""
    letters = Counter(counts)
    each = ", ".join(f"{letters[number]:,} in {number}" for number in sorted(letters))
    return f"{fmean(counts):.3f} a letter over {len(counts):,} random letters ({each})"


def missed(figures: dict[str, Any]) -> list[str]:
    """Return each target that is not kept, with its figure."""
    return [
        f"{target.name}, {_figure(target.value)} pour {target.at_most:g} {target.unit}".rstrip()
        for target in _targets(figures)
        if target.value > target.at_most
    ]


def _targets(figures: dict[str, Any]) -> list[Target]:
    layouts, warm = fmean(figures["layouts"]), figures["warm"]
    ten, one_page = figures["letters"]["invoices-10"], _over_stock(warm)
    cold = figures["cold"]["courtois"]["seconds"] / figures["cold"]["stock"]["seconds"]
    first, gained = median(figures["first"]), figures["growth"]["kib"]
    longest, freeze = figures["longest"]["seconds"], figures["freeze"]
    targets = [
        Target("layouts a letter, average", 1.1, layouts, "", "a layout is nearly half the time"),
        Target("drawing ten invoices, over stock", 1.2, _over_stock(ten), "", "one layout too"),
        Target("drawing one page, warm, over stock", 1.1, one_page, "", "we add little"),
        Target("answers to PDF, cold, over stock", 1, cold, "", "a function starts on demand"),
        Target("first letter of a server over the next", 1.5, first, "", "the server warms up"),
        Target("memory gained a letter", 4, gained, "KiB", "a server stays up for months"),
        Target("longest letter accepted", 8, longest, "s", "the function stops after 10 s"),
        Target("freezing the site", 3, freeze, "s", "a change is seen at once"),
    ]
    if "chromium" not in warm:
        return targets
    tree = warm["courtois"]["mib"] / warm["chromium"]["mib"]
    reason = "the choice of WeasyPrint over a browser"
    return [*targets, Target("memory, warm, over Chromium's tree", 0.35, tree, "", reason)]


def _over_stock(times: dict[str, Any]) -> float:
    """The median time to draw, over that of stock WeasyPrint."""
    ours: float = times["drawing"]["p50"]
    return ours / float(times["stock"]["p50"])


def _table_of_targets(figures: dict[str, Any]) -> str:
    rows = [
        f"| {target.name} | {target.at_most:g} {target.unit} "
        f"| {_figure(target.value)} {target.unit} | {target.reason} |"
        for target in _targets(figures)
    ]
    return "\n".join(["| target | at most | measured | because |", "|---|---|---|---|", *rows])


def _table_of_engines(figures: dict[str, Any]) -> str:
    lines = [
        "| engine | cold, s (× stock) | warm p50 / p95, ms (× stock) | MiB cold / warm | bytes |",
        "|---|---|---|---|---|",
    ]
    stock = figures["cold"]["stock"]["seconds"], figures["warm"]["stock"]["p50"]
    for engine, name in NAMES.items():
        if engine not in figures["cold"]:
            continue
        cold, warm = figures["cold"][engine], figures["warm"][engine]
        cells = [
            name,
            f"{cold['seconds']:.2f} ({cold['seconds'] / stock[0]:.2f})",
            f"{1000 * warm['p50']:.0f} / {1000 * warm['p95']:.0f} ({warm['p50'] / stock[1]:.2f})",
            f"{cold['mib']:.0f} / {warm['mib']:.0f}",
            f"{warm['bytes']:,.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _table_of_others(figures: dict[str, Any]) -> str:
    one_process, two_processes = figures["throughput"]
    rows = {
        "HTTP adds to a letter": f"{1000 * figures['http_adds']:.1f} ms",
        "letters a second, 1 process": f"{one_process:.1f}",
        "letters a second, 2 processes": f"{two_processes:.1f}",
    }
    lines = [f"| {name} | {value} |" for name, value in rows.items()]
    return "\n".join(["| no target | measured |", "|---|---|", *lines])


def _table_of_letters(figures: dict[str, Any]) -> str:
    lines = [
        "| letter | ours, ms | stock, ms | ours over stock | bytes |",
        "|---|---|---|---|---|",
    ]
    for name, drawn in figures["letters"].items():
        ours, stock = drawn["drawing"], drawn["stock"]
        times = f"{ours['p50'] * 1000:.0f} | {stock['p50'] * 1000:.0f}"
        ratio = ours["p50"] / stock["p50"]
        lines.append(f"| {name} | {times} | {ratio:.2f} | {ours['bytes']:,.0f} |")
    return "\n".join(lines)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"
