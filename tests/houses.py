"""Copies of what was frozen, to serve and to break."""

import shutil
from pathlib import Path

# What other commands keep beside it. A rehearsal has its own /dev/zero: a copy of that has no end.
APART = shutil.ignore_patterns("rehearsal", "bench", "partages", "same")


def copy_build(built: Path, into: Path) -> None:
    """Copy `build/`, but for what freezing did not write."""
    shutil.copytree(built, into, ignore=APART)
