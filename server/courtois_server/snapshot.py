"""A copy of build/ and templates/, made at start, so that an update changes nothing that a running server serves.

WhiteNoise notes the length of each page when it starts, and Jinja reads a template at its first use.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def snapshot(build: Path, templates: Path) -> Iterator[tuple[Path, Path]]:
    """Copy both for this process and its children; remove the copy when this process leaves. Raises OSError."""
    folder, owner = Path(tempfile.mkdtemp(prefix="courtois-")), os.getpid()
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_SH)  # systemd removes old files of /tmp unless they are locked
    # WeasyPrint leaves its copies of the fonts here: they are removed with the folder.
    tempfile.tempdir = str(folder)
    try:
        _copy(build, templates, folder)
        yield folder / "build", folder / "templates"
    finally:
        tempfile.tempdir = None
        if os.getpid() == owner:  # gunicorn's workers leave this block too
            shutil.rmtree(folder)
            os.close(lock)


def _copy(build: Path, templates: Path, folder: Path) -> None:
    try:
        for name in ("site", "pages"):
            shutil.copytree(build / name, folder / "build" / name)
        for file in build.glob("*.json"):
            shutil.copy2(file, folder / "build")
        shutil.copytree(templates, folder / "templates")
    except shutil.Error as errors:  # one for each file, when the disk is full
        raise OSError(errors.args[0][0][-1]) from None
