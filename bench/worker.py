"""One engine in a process of its own.

    python -m bench.worker ENGINE FOLDER NAME OUT   draws one letter and ends: cold
    python -m bench.worker ENGINE FOLDER            draws each letter named on a line: warm

Warm, each answer is a line of JSON: seconds, bytes.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path


def main(engine: str, folder: str, name: str = "", out: str = "") -> None:
    """Open the engine, then draw."""
    opened = import_module(f"bench.engines.{engine}").Engine(Path(folder))
    if out:
        Path(out).write_bytes(opened.draw(opened.take(name)))
        return
    for line in sys.stdin:
        material = opened.take(line.strip())
        began = time.perf_counter()
        pdf = opened.draw(material)
        told = {"seconds": time.perf_counter() - began, "bytes": len(pdf)}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
