"""A copy of build/ that a test may serve and break."""

import shutil
from pathlib import Path

# Other commands keep these folders in build/. A rehearsal holds /dev/zero: copying it would never end.
APART = shutil.ignore_patterns("rehearsal", "bench", "partages", "same")


def copy_build(built: Path, into: Path) -> None:
    """Copy the part of build/ that the freeze wrote."""
    shutil.copytree(built, into, ignore=APART)
