"""`make architecture`: draw docs/images/architecture.svg, a box for each folder and an arrow for each import.

The imports are read by grimp, the library under import-linter. An arrow that a longer path already implies is left
out: the picture shows the order of the layers and stays readable.
"""

import sys
import tomllib
from pathlib import Path

import grimp

PICTURE = Path("docs/images/architecture.svg")
DOMAIN = "courtois"
WIDTH, HEIGHT, STEP_X, STEP_Y, MARGIN = 138, 32, 166, 64, 8
ASIDE = 115  # how far an arrow that passes a row bends, so as not to cross its boxes
STYLE = """
text { font: 14px system-ui, sans-serif; fill: #1c2536; text-anchor: middle }
rect { fill: #eef2f8; stroke: #8fa3c4 } .edge { fill: #f8ece6; stroke: #b4552d }
.arrow { fill: none; stroke: #6b7f9f; stroke-width: 1.3 } marker path { fill: #6b7f9f }
@media (prefers-color-scheme: dark) {
  text { fill: #e8ecf4 } rect { fill: #24304a; stroke: #6b7f9f } .edge { fill: #46291d; stroke: #e08a5f }
}"""
HEAD = (
    '<marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0 8 4 0 8z"/></marker>'
)

Imports = dict[str, set[str]]


def imports_between_folders(root: Path) -> Imports:
    """Return, for each folder, the folders it imports. The packages are those of the wheel, in pyproject.toml."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    packages = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    graph = grimp.build_graph(*(Path(package).name for package in packages), cache_dir=None)
    imports: Imports = {_folder(module): set() for module in graph.modules if module != DOMAIN}
    for module in graph.modules - {DOMAIN}:
        imported = {_folder(name) for name in graph.find_modules_directly_imported_by(module)}
        imports[_folder(module)] |= imported - {_folder(module), DOMAIN}
    return imports


def _folder(module: str) -> str:
    """Return the box a module belongs to: a part of the domain, or another package as a whole."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == DOMAIN else parts[0]


def _reachable(imports: Imports, start: str) -> set[str]:
    return set().union(*({name} | _reachable(imports, name) for name in imports[start]))


def without_implied(imports: Imports) -> Imports:
    """Leave out each import that another import of the same folder already reaches."""
    below = {name: _reachable(imports, name) for name in imports}
    return {
        name: {to for to in targets if not any(to in below[other] for other in targets)}
        for name, targets in imports.items()
    }


def rows(imports: Imports) -> list[list[str]]:
    """Return the folders row by row: each stands just under the lowest folder that imports it."""
    depth = dict.fromkeys(imports, 0)
    for _ in imports:
        for name, targets in imports.items():
            depth |= {to: max(depth[to], depth[name] + 1) for to in targets}
    return [
        sorted(name for name in imports if depth[name] == row)
        for row in range(max(depth.values()) + 1)
    ]


def draw(imports: Imports) -> str:
    """Return the picture as SVG; the same imports always give the same text."""
    lines = rows(imports)
    width = max(len(line) for line in lines) * STEP_X + ASIDE
    centres = {
        name: (width / 2 + (place - (len(line) - 1) / 2) * STEP_X, MARGIN + row * STEP_Y)
        for row, line in enumerate(lines)
        for place, name in enumerate(line)
    }
    arrows = [
        _arrow(centres[name], centres[to], width / 2)
        for name in sorted(imports)
        for to in sorted(without_implied(imports)[name])
    ]
    boxes = [_box(name, *centres[name]) for name in sorted(centres)]
    height = (len(lines) - 1) * STEP_Y + HEIGHT + 2 * MARGIN
    title = "<title>Who imports whom: each folder knows only those that its arrows reach</title>"
    parts = [title, f"<style>{STYLE}</style><defs>{HEAD}</defs>", *arrows, *boxes]
    view = f'viewBox="0 0 {width} {height}" width="{width}" role="img"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {view}>\n' + "\n".join(parts) + "\n</svg>\n"


def _arrow(start: tuple[float, float], end: tuple[float, float], middle: float) -> str:
    (x1, y1), (x2, y2) = (start[0], start[1] + HEIGHT), (end[0], end[1] - 1)
    half_height = (y2 - y1) / 2
    offset = 0 if y2 - y1 < STEP_Y else ASIDE if x1 > middle else -ASIDE
    control_points = f"{x1 + offset:g} {y1 + half_height:g} {x2 + offset:g} {y2 - half_height:g}"
    curve = f"M{x1:g} {y1:g}C{control_points} {x2:g} {y2:g}"
    return f'<path class="arrow" d="{curve}" marker-end="url(#head)"/>'


def _box(name: str, x: float, y: float) -> str:
    kind, words = ("domain", name.partition(".")[2]) if "." in name else ("edge", name)
    return (
        f'<rect class="{kind}" x="{x - WIDTH / 2:g}" y="{y:g}" width="{WIDTH}" height="{HEIGHT}" rx="5"/>'
        f'<text x="{x:g}" y="{y + 21:g}">{words}</text>'
    )


def main() -> int:
    """Write the picture where docs/architecture.md shows it."""
    root = Path(__file__).resolve().parent.parent
    (root / PICTURE).write_text(draw(imports_between_folders(root)), encoding="utf-8")
    print(f"Écrit : {PICTURE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
