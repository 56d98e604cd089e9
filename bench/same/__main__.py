"""`make same REF=<commit>`: see the package."""

import argparse
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from http.client import HTTPException
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.same.checkouts import Unusable
from bench.same.comparison import compare

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "build" / "same"
STOPPED = 128 + signal.SIGTERM


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when nothing differs, 1 when something does, 2 when the two cannot be compared."""
    parser = argparse.ArgumentParser(
        prog="make same", description="Compare deux versions par leurs réponses."
    )
    parser.add_argument("--ref", required=True, help="le commit auquel comparer")
    parser.add_argument("--cases", type=int, default=500, help="le nombre de cas")
    options = parser.parse_args(arguments)
    day = _today()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))  # the servers stop too
    try:
        report = compare(ROOT, options.ref, options.cases, RESULTS, day)
    except (Unusable, OSError, HTTPException) as error:
        print(str(error) or repr(error), file=sys.stderr)
        return 2
    report.write(RESULTS)
    print("\n".join(report.lines()))
    if _today() != day:
        print("Minuit est passé pendant la comparaison : recommencez.")
    return 1 if report.groups else 0


def _today() -> str:
    """The day in Paris, on which a letter without a date is written."""
    return datetime.now(ZoneInfo("Europe/Paris")).date().isoformat()


if __name__ == "__main__":
    sys.exit(main())
