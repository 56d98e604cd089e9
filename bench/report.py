"""Figures to a page: docs/mesures.md between its own markers, and a drawn chart."""

from pathlib import Path
from statistics import median
from typing import Any

from bench import page
from bench.chart import chart

PAGE = Path("docs/mesures.md")
CHART = Path("docs/images/vitesse.svg")
NAMES = {
    "courtois": "Courtois, answers to PDF",
    "press": "Courtois, drawing alone",
    "stock": "WeasyPrint stock",
    "typst_": "typst",
    "reportlab_": "ReportLab",
    "chromium": "Chromium, headless",
    "libreoffice": "LibreOffice (from our .docx)",
}


def write(figures: dict[str, Any]) -> None:
    """Write the page and its chart; what stands outside the markers stays."""
    CHART.write_text(chart(figures, NAMES), encoding="utf-8")
    page.write(PAGE, "speed", speed(figures))


def speed(figures: dict[str, Any]) -> str:
    """The section « speed », in Markdown."""
    how = "`make bench QUICK=1`" if figures["quick"] else "`make bench`"
    told = f"Measured {figures['on']} by {how}: {figures['machine']}.\n"
    parts = [told, _engines(figures), _targets(figures), _letters(figures)]
    return "\n" + "\n".join(parts) + "\n"


def _engines(figures: dict[str, Any]) -> str:
    cold, warm = figures["cold"], figures["warm"]
    lines = [
        "| engine | cold, s (× stock) | warm p50 / p95, ms (× stock) | MiB cold / warm | bytes |",
        "|---|---|---|---|---|",
    ]
    for engine, name in NAMES.items():
        begun, open_ = cold.get(engine), warm.get(engine)
        if not begun and not open_:
            continue
        first = second = "–"
        if begun:
            first = _over(begun["seconds"], cold["stock"]["seconds"], f"{begun['seconds']:.2f}")
        if open_:
            ms = f"{open_['p50'] * 1000:.0f} / {open_['p95'] * 1000:.0f}"
            second = _over(open_["p50"], warm["stock"]["p50"], ms)
        weights = " / ".join(f"{one['mib']:.0f}" if one else "–" for one in (begun, open_))
        size = f"{(open_ or begun)['bytes']:,.0f}"
        lines.append(f"| {name} | {first} | {second} | {weights} | {size} |")
    return "\n".join(lines) + "\n"


def _over(value: float, stock: float, told: str) -> str:
    return f"{told} ({value / stock:.2f})"


def _targets(figures: dict[str, Any]) -> str:
    cold, warm, grown = figures["cold"], figures["warm"], figures["growth_of"]
    ours, open_ = cold["courtois"], warm["courtois"]
    one, two = figures["throughput"]
    rows = [
        ("cold, over stock", "0.35", ours["seconds"] / cold["stock"]["seconds"], ""),
        (
            "cold drawing alone, over stock",
            "–",
            cold["press"]["seconds"] / cold["stock"]["seconds"],
            "",
        ),
        *_beside_chromium(figures),
        ("warm drawing, over stock", "0.70", warm["press"]["p50"] / warm["stock"]["p50"], ""),
        ("memory, cold", "52", ours["mib"], "MiB"),
        ("growth a letter", "4", grown["kib"], f"KiB over {grown['letters']} letters"),
        ("bytes a letter", "30,000", open_["bytes"], "bytes"),
        ("first letter over the next", "1.3", median(figures["first"]), ""),
        ("HTTP adds", "3", figures["http_adds"] * 1000, "ms"),
        ("freezing the site", "3", figures["freeze"], "s"),
        ("longest legal letter", "8", figures["longest"]["seconds"], "s"),
        ("letters a second, 1 process", "–", one, ""),
        ("letters a second, 2 processes", "–", two, ""),
    ]
    lines = ["| what | at most | measured |", "|---|---|---|"]
    lines += [f"| {what} | {most} | {_figure(value)} {unit} |" for what, most, value, unit in rows]
    return "\n".join(lines) + "\n"


def _beside_chromium(figures: dict[str, Any]) -> list[tuple[str, str, float, str]]:
    cold, warm = figures["cold"], figures["warm"]
    if "chromium" not in cold:
        return []
    begun = cold["courtois"]["seconds"] / cold["chromium"]["seconds"]
    drawn = warm["press"]["p50"] / warm["chromium"]["p50"]
    weighs = warm["courtois"]["mib"] / warm["chromium"]["mib"]
    return [
        ("cold, over Chromium", "0.4", begun, ""),
        ("warm drawing, over Chromium by CDP", "told", drawn, ""),
        ("memory warm, over Chromium's whole tree", "0.1", weighs, ""),
    ]


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def _letters(figures: dict[str, Any]) -> str:
    lines = [
        "| letter | ours, ms | stock, ms | ours over stock | bytes |",
        "|---|---|---|---|---|",
    ]
    for name, found in figures["letters"].items():
        ours, stock = found["press"], found["stock"]
        times = f"{ours['p50'] * 1000:.0f} | {stock['p50'] * 1000:.0f}"
        lines.append(
            f"| {name} | {times} | {ours['p50'] / stock['p50']:.2f} | {ours['bytes']:,.0f} |"
        )
    return "\n".join(lines) + "\n"
