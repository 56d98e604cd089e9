"""A section of a page of figures, and the machine they were measured on."""

import os
import platform
from pathlib import Path


def write(page: Path, name: str, section: str) -> None:
    """Put the section between the markers of its name; what stands outside them stays."""
    begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    head, _, rest = page.read_text(encoding="utf-8").partition(begin)
    tail = rest.partition(end)[2]
    page.write_text(f"{head}{begin}\n{section.strip()}\n\n{end}{tail}", encoding="utf-8")


def machine() -> str:
    """System, Python and cores, without a name."""
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.system()
    return f"{system}, Python {platform.python_version()}, {os.cpu_count()} cores"
