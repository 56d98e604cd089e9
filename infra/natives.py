"""Find what pip cannot install, and install it where that is possible.

    python3 infra/natives.py libraries    Pango and HarfBuzz for WeasyPrint, and the venv module
    python3 infra/natives.py chromium     for the browser tests
    python3 infra/natives.py java         for the HTML checker
    python3 infra/natives.py servers      nginx and another day's clock, for the tests of the real server

Debian and Ubuntu are served through apt-get (root, or sudo); elsewhere the exact line to type is
printed. Standard library alone: nothing is installed yet when this runs.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib"),
}
HOMEBREW = ("/opt/homebrew/lib/", "/usr/local/lib/")
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MAC = sys.platform == "darwin"
BREW = {
    "libraries": "brew install python pango",
    "chromium": "brew install --cask google-chrome",
    "java": "brew install openjdk",
    "servers": "brew install nginx",
}


def loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def missing_libraries() -> list[str]:
    """Debian packages to add so that WeasyPrint finds its libraries and venv works."""
    packages = []
    for package, (linux, mac) in LIBRARIES.items():
        names = [mac, *(folder + mac for folder in HOMEBREW)] if MAC else [linux]
        if not any(map(loads, names)):
            packages.append(package)
    if importlib.util.find_spec("ensurepip") is None:
        packages.append("python3-venv")
    return packages


def chromium() -> str | None:
    """Path of a Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def missing_for_the_browser() -> list[str]:
    """Debian packages to add so that Playwright finds a browser and its own Node.js runs."""
    packages = [] if chromium() else ["chromium"]
    if not MAC and not loads("libatomic.so.1"):
        packages.append("libatomic1")
    return packages


def nginx() -> str | None:
    """Path of nginx, which Debian puts beside what root runs, or None."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def faketime() -> str | None:
    """Path of the library that tells a program another day, or None."""
    return next((str(one) for one in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")), None)


def missing_servers() -> list[str]:
    """Debian packages to add so that the proxy is tested for real, and another day."""
    packages = [] if nginx() else ["nginx-light"]
    if not MAC and not faketime():
        packages.append("faketime")
    return packages


def java_works() -> bool:
    """macOS has a `java` that only says that there is none: ask it."""
    java = shutil.which("java")
    return (
        java is not None and subprocess.run([java, "-version"], capture_output=True).returncode == 0
    )


def missing(need: str) -> list[str]:
    """Debian packages that `need` lacks."""
    if need == "libraries":
        return missing_libraries()
    if need == "chromium":
        return missing_for_the_browser()
    if need == "servers":
        return missing_servers()
    return [] if java_works() else ["default-jre-headless"]


def distribution() -> str:
    """`debian`, `ubuntu`… as /etc/os-release says, or an empty string."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return dict(line.split("=", 1) for line in lines if "=" in line).get("ID", "").strip('"')


def line_to_type(need: str, packages: list[str]) -> str:
    if MAC:
        return BREW[need]
    if "chromium" in packages and distribution() == "ubuntu":
        return "sudo snap install chromium"  # Ubuntu's deb only calls snap
    return f"sudo apt-get install --no-install-recommends {' '.join(packages)}"


def as_root() -> list[str] | None:
    """What to put before a command to run it as root; None when that cannot be."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if sys.stdin.isatty():
        return ["sudo"]
    asks = subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode != 0
    return None if asks else ["sudo", "-n"]


def install(packages: list[str]) -> None:
    """Try apt-get; the caller looks again whether it helped."""
    prefix = as_root()
    snap = "chromium" in packages and distribution() == "ubuntu"
    if MAC or snap or prefix is None or shutil.which("apt-get") is None:
        return
    print(f"Installation de {', '.join(packages)}…", file=sys.stderr, flush=True)
    if "nginx-light" in packages and Path("/run/systemd/system").is_dir():
        # Debian starts a service as it installs it; this one is for tests alone
        subprocess.run([*prefix, "systemctl", "mask", "-q", "nginx"])
        print("nginx ne démarrera pas : `systemctl unmask nginx` l’y autorise.", file=sys.stderr)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    # apt is talkative even when all is well, and one stale source must not stop the rest
    updated = subprocess.run([*apt, "update"], capture_output=True, text=True)
    added = subprocess.run(
        [*apt, "install", "-y", "--no-install-recommends", *packages],
        capture_output=True,
        text=True,
    )
    if added.returncode != 0:
        print(updated.stderr + added.stderr, file=sys.stderr)


def main(need: str) -> int:
    packages = missing(need)
    if packages:
        install(packages)
        packages = missing(need)
    if not packages:
        return 0
    print(
        f"Il manque {', '.join(packages)}. À taper : {line_to_type(need, packages)}",
        file=sys.stderr,
    )
    if need in ("chromium", "servers") and os.environ.get("CI") != "true":
        print("Les tests qui en ont besoin seront ignorés, le résumé le dira.", file=sys.stderr)
        return 0
    return 1


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in BREW:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
