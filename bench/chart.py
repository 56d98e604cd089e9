"""Draw bars as SVG, readable on a light and on a dark page."""

from typing import Any

STYLE = """
text { font: 12px system-ui, sans-serif; fill: #1c2536 }
.title { font-weight: 600 }
.bar { fill: #8fa3c4 } .ours { fill: #b4552d } .stock { stroke: #1c2536; stroke-dasharray: 2 3 }
@media (prefers-color-scheme: dark) {
  text { fill: #e8ecf4 } .bar { fill: #6b7f9f } .ours { fill: #e08a5f } .stock { stroke: #e8ecf4 }
}"""
LEFT, STEP, WIDE = 210, 22, 380


def draw_chart(figures: dict[str, Any], names: dict[str, str]) -> str:
    """Return two groups of bars, cold and warm, each over stock."""
    cold = {engine: figure["seconds"] for engine, figure in figures["cold"].items()}
    warm = {engine: figure["p50"] for engine, figure in figures["warm"].items()}
    height, parts = 8, list[str]()
    titles = ("Cold, from nothing to a PDF on disk", "Warm, median")
    for title, times in zip(titles, (cold, warm), strict=True):
        part, height = _bars(title, times, names, height)
        parts.append(part)
    view = f'viewBox="0 0 {LEFT + WIDE + 60} {height}" role="img"'
    label = "Time to draw one letter, over stock WeasyPrint: the shorter the faster"
    body = f"<title>{label}</title><style>{STYLE}</style>{''.join(parts)}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>{body}</svg>\n'


def _bars(title: str, times: dict[str, float], names: dict[str, str], top: int) -> tuple[str, int]:
    ratios = {key: times[key] / times["stock"] for key in names if key in times}
    scale = WIDE / max(ratios.values())
    parts = [f'<text class="title" x="0" y="{top + 14}">{title} (× stock WeasyPrint)</text>']
    for place, (key, ratio) in enumerate(ratios.items(), start=1):
        y, kind = top + place * STEP, "ours" if key in ("courtois", "drawing") else "bar"
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{names[key]}</text>'
            f'<rect class="{kind}" x="{LEFT}" y="{y + 3}" width="{ratio * scale:.0f}" height="14"/>'
            f'<text x="{LEFT + ratio * scale + 6:.0f}" y="{y + 14}">{ratio:.2f}</text>'
        )
    x, bottom = LEFT + scale, top + (len(ratios) + 1) * STEP
    parts.append(f'<path class="stock" d="M{x:.0f} {top + STEP}V{bottom}"/>')
    return "".join(parts), bottom + 18
