"""Find the libraries and programs that pip cannot install, and install them where that is possible.

    python3 infra/natives.py NEED    NEED is one of those below, such as `libraries` or `chromium`

Debian and Ubuntu install through apt-get, as root or with sudo. Elsewhere this prints the line to
type. It uses the standard library alone, because nothing else is installed when it runs.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

MAC = sys.platform == "darwin"
HOMEBREW = ("/opt/homebrew/lib/", "/usr/local/lib/")
# Debian's headless Chromium comes first: it draws the same pages and needs a third less time.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Tests run their own nginx. Installing the package would start a service, so it is only unpacked here.
UNPACKED = Path(__file__).resolve().parent.parent / ".nginx"


def loads(name: str) -> bool:
    """Return whether the dynamic linker finds this library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def library(name: str) -> Callable[[], bool]:
    """Return a check for a library, by its name without extension."""
    names = [f"{folder}{name}.dylib" for folder in ("", *HOMEBREW)] if MAC else [f"{name}.so.0"]
    return lambda: any(map(loads, names))


def chromium() -> str | None:
    """Path of a Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def nginx() -> str | None:
    """Path of nginx, or None. Debian puts it in /usr/sbin, which only root has in its PATH."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{UNPACKED}/usr/sbin")


def faketime() -> str | None:
    """Path of the library that gives a program another date, or None."""
    return next(map(str, Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


def java_works() -> bool:
    """Return whether `java` runs: macOS has one that only says that there is none."""
    java = shutil.which("java")
    return (
        java is not None and subprocess.run([java, "-version"], capture_output=True).returncode == 0
    )


@dataclass(frozen=True)
class Need:
    """Debian packages, each with a check that it is already there; and the line to type on macOS."""

    packages: dict[str, Callable[[], object]]
    brew: str
    tests_only: bool = False  # without it, some tests are skipped and nothing else is lost


LIBRARIES = {
    "libpango-1.0-0": library("libpango-1.0"),
    "libpangoft2-1.0-0": library("libpangoft2-1.0"),
    "libharfbuzz-subset0": library("libharfbuzz-subset"),
}
NEEDS = {
    "libraries": Need(
        LIBRARIES | {"python3-venv": lambda: importlib.util.find_spec("ensurepip")},
        "brew install python pango",
    ),
    "chromium": Need(
        {"chromium-headless-shell": chromium, "libatomic1": lambda: MAC or loads("libatomic.so.1")},
        "brew install --cask google-chrome",
        tests_only=True,
    ),
    "java": Need({"default-jre-headless": java_works}, "brew install openjdk"),
    "servers": Need(
        {
            "nginx": nginx,
            "faketime": lambda: MAC or faketime(),
            "openssl": lambda: shutil.which("openssl"),
        },
        "brew install nginx",
        tests_only=True,
    ),
    "image": Need(
        {name: partial(shutil.which, name) for name in ("buildah", "debootstrap")},
        "(aucun équivalent sur macOS)",
        tests_only=True,
    ),
}


def missing(need: str) -> list[str]:
    """Debian packages that this machine lacks for `need`."""
    return [package for package, present in NEEDS[need].packages.items() if not present()]


def wants_snap(packages: list[str]) -> bool:
    """Return whether Chromium is wanted on Ubuntu, which has it as a snap alone."""
    return (
        "chromium-headless-shell" in packages
        and platform.freedesktop_os_release()["ID"] == "ubuntu"
    )


def line_to_type(need: str, packages: list[str]) -> str:
    if MAC:
        return NEEDS[need].brew
    if wants_snap(packages):
        return "sudo snap install chromium"
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def as_root() -> list[str]:
    """Return what to put before a command to run it as root, without asking when nobody can answer."""
    if os.geteuid() == 0:
        return []
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def apt(command: list[str], *arguments: str, cwd: Path | None = None) -> str:
    """Run apt-get and return its output when it fails: apt-get is talkative even when all is well."""
    command = [*command, "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    run = subprocess.run([*command, *arguments], capture_output=True, text=True, cwd=cwd)
    return run.stdout + run.stderr if run.returncode != 0 else ""


def unpack_nginx() -> str:
    """Unpack Debian's nginx in UNPACKED, and return the output of what failed."""
    UNPACKED.mkdir(exist_ok=True)
    failure = apt(["apt-get"], "download", "nginx", cwd=UNPACKED)
    for package in UNPACKED.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", package, UNPACKED], check=True)
        package.unlink()
    return failure


def install(packages: list[str]) -> None:
    """Try apt-get. The caller checks again whether the packages are there."""
    root = as_root()
    if MAC or wants_snap(packages) or not all(map(shutil.which, ["apt-get", *root[:1]])):
        return
    print(f"Installation de {', '.join(packages)}…", file=sys.stderr, flush=True)
    command = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    old_lists = apt(command, "update")  # one stale source must not stop the rest
    failure = unpack_nginx() if "nginx" in packages else ""
    if installed := [package for package in packages if package != "nginx"]:
        failure += apt(command, "install", "-y", "--no-install-recommends", *installed)
    if failure:
        print(old_lists + failure, file=sys.stderr)


def main(need: str) -> int:
    packages = missing(need)
    if packages:
        install(packages)
        packages = missing(need)
    if not packages:
        return 0
    line = line_to_type(need, packages)
    print(f"Il manque {', '.join(packages)}. À taper : {line}", file=sys.stderr)
    if NEEDS[need].tests_only and os.environ.get("CI") != "true":
        print("Les tests qui en ont besoin seront ignorés, le résumé le dira.", file=sys.stderr)
        return 0
    return 1


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in NEEDS:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
