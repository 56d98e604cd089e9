"""The files of the repository, as git knows them."""

import subprocess
from pathlib import Path


def files_of(root: Path) -> list[Path]:
    """Return every file that git tracks or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    names = listing.stdout.decode("utf-8").split("\0")
    return [root / name for name in names if name and (root / name).is_file()]
