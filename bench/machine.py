"""The machine that figures were measured on, and the page they are written to."""

import os
import platform
from pathlib import Path


def describe_machine() -> str:
    """Return the system, Python and number of cores; no name of a host."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.system()
    return f"{system}, Python {platform.python_version()}, {os.cpu_count()} cores"


def write_section(page: Path, name: str, section: str) -> None:
    """Write a section between the markers of its name; leave the rest of the page as it is."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    head, _, rest = page.read_text(encoding="utf-8").partition(begin)
    tail = rest.partition(end)[2]
    page.write_text(f"{head}{begin}\n{section.strip()}\n\n{end}{tail}", encoding="utf-8")
