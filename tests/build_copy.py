"""Copy build/, for a test to serve or break."""

import shutil
from pathlib import Path

# Folders of other commands in build/. A rehearsal holds /dev/zero, whose copy would never end.
OTHER_FOLDERS = shutil.ignore_patterns("rehearsal", "bench", "partages", "same")


def copy_build(built: Path, into: Path) -> None:
    """Copy the part of build/ that the freeze wrote."""
    shutil.copytree(built, into, ignore=OTHER_FOLDERS)
