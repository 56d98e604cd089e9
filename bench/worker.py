"""One engine in a process of its own.

    python -m bench.worker ENGINE FOLDER NAME OUT   draws one letter and ends: a cold start
    python -m bench.worker ENGINE FOLDER            draws the letter named on each line it reads

In the second form each answer is a line of JSON: `seconds`, `bytes`.
"""

import json
import sys
import time
from importlib import import_module
from pathlib import Path


def main(name_of_engine: str, folder: str, name: str = "", out: str = "") -> None:
    """Start the engine, then draw."""
    engine = import_module(f"bench.engines.{name_of_engine}").Engine(Path(folder))
    if out:
        Path(out).write_bytes(engine.draw(engine.load(name)))
        return
    for line in sys.stdin:
        loaded = engine.load(line.strip())
        start = time.perf_counter()
        pdf = engine.draw(loaded)
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds, "bytes": len(pdf)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
