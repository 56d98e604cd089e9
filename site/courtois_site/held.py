"""What a server reads, held from its start to its end: an update under way, or that fails, changes none of it.

WhiteNoise notes the length of each page as it starts, and Jinja reads a template at its first use.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def held(build: Path, templates: Path) -> Iterator[tuple[Path, Path]]:
    """A copy of both for this process and those it makes; it goes with this one. Raises OSError."""
    own, ours = Path(tempfile.mkdtemp(prefix="courtois-")), os.getpid()
    lock = os.open(own, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_SH)  # systemd tidies /tmp of what is old, unless it is locked
    tempfile.tempdir = str(own)  # WeasyPrint forgets its copies of the fonts: they go with the rest
    try:
        _copy(build, templates, own)
        yield own / "build", own / "templates"
    finally:
        tempfile.tempdir = None
        if os.getpid() == ours:  # a process of gunicorn's leaves by here too
            shutil.rmtree(own)
            os.close(lock)


def _copy(build: Path, templates: Path, own: Path) -> None:
    try:
        for name in ("site", "pages"):
            shutil.copytree(build / name, own / "build" / name)
        for file in build.glob("*.json"):
            shutil.copy2(file, own / "build")
        shutil.copytree(templates, own / "templates")
    except shutil.Error as many:  # a disk that is full says so for each file
        raise OSError(many.args[0][0][-1]) from None
