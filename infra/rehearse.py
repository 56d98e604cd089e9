"""Plays infra/Dockerfile without Docker, runs what it made as Lambda would, and says what it cost.

    sudo python infra/rehearse.py        on Debian, with debootstrap; `make clean` starts afresh

The root is read-only, nothing is writable but /tmp, the uid is the image's, there is no HOME, and
as little address space as Lambda gives memory. The real runtime client is asked for a letter.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from infra.chroot import APART, SEARCH, make
from infra.dockerfile import Settings, settings, stages
from tests.function_url import SECRET, reply, request
from tests.pdf_text import words
from tests.runtime_api import Function

REPOSITORY = Path(__file__).resolve().parent.parent
MEMORY = 1769  # MB: what Lambda gives a whole processor with
WARM = 20  # letters
FORM = "application/x-www-form-urlencoded"
CONFINED = """
root=$0 folder=$1 user=$2 memory=$3; shift 3
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t tmpfs -o size=512m,mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
ulimit -v "$memory"
exec chroot --userspec="$user:$user" --groups= "$root" env --chdir="$folder" "$@"
"""
WRITABLE = "find / ( -path /proc -o -path /dev ) -prune -o -writable -not -type l -print"
NOT_PLAYED = """\
Ne peuvent se jouer ici : le téléchargement de debian:12-slim (remplacée par debootstrap, qui garde
manuels et traductions), l’assemblage en couches, l’envoi au registre, l’instantané de SnapStart."""


def confined(root: Path, told: Settings, *command: str) -> list[str]:
    """The command that runs `command` in the image as Lambda would."""
    given = [str(root), told.folder, told.user, str(MEMORY * 1024)]
    return [*APART, CONFINED, *given, *command]


def french(figure: float, unit: str, digits: int = 0) -> str:
    """« 1,02 s »."""
    return f"{figure:,.{digits}f}\u00a0{unit}".replace(",", "\u202f").replace(".", ",")


def weight(*folders: Path) -> float:
    """MB on disk."""
    run = subprocess.run(["du", "-sm", *folders], capture_output=True, text=True, check=True)
    return sum(float(line.split()[0]) for line in run.stdout.splitlines())


def say_weights(root: Path) -> None:
    venv, app, whole = weight(root / "venv"), weight(root / "app"), weight(root)
    print(
        f"Image : {french(whole, 'Mo')}, dont paquets Python {french(venv, 'Mo')}, "
        f"application {french(app, 'Mo')}, système {french(whole - venv - app, 'Mo')}."
    )


def check_nothing_is_writable(root: Path, told: Settings) -> None:
    probe = confined(root, told, *WRITABLE.split())
    found = subprocess.run(probe, capture_output=True, text=True).stdout.split()
    if found != ["/tmp"]:
        raise SystemExit(f"Inscriptible, et non /tmp seul : {' '.join(found)}")
    print(
        f"Confinée : racine en lecture seule, /tmp seul inscriptible, uid {told.user}, sans HOME,"
    )
    print(f"{french(MEMORY, 'Mo')} d’espace d’adressage.")


def ask(function: Function, body: bytes) -> tuple[float, bytes]:
    """A letter, and the seconds it took."""
    started = time.perf_counter()
    outcome = function.invoke(request("POST", "/api/lettres/mise-en-demeure.pdf", body, kind=FORM))
    took = time.perf_counter() - started
    got = reply(outcome.payload)
    if outcome.error or got.status != 200:
        raise SystemExit(f"Pas de lettre : {outcome}")
    return took, got.body


def check_letter(pdf: bytes, number: str) -> None:
    text = words(pdf)
    if number not in text:
        raise SystemExit(f"La lettre ne cite pas la facture {number} :\n{text}")


def most_memory(process: int) -> float:
    """MB it ever held at once."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM:")]
    return float(line.split()[1]) / 1024


def processor(process: int) -> float:
    """Seconds of processor it used: what a loaded machine does not stretch."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rehearse(root: Path, told: Settings, log: Path) -> None:
    """Start the function, ask it for letters, say what it took."""
    example = LetterCatalogue(REPOSITORY / "templates")["mise-en-demeure"].example
    body = urlencode(forms.flatten(example)).encode()
    environment = {"PATH": SEARCH, **told.environment, "COURTOIS_ORIGIN_SECRET": SECRET}
    command = confined(root, told, *told.command)
    with Function(command, REPOSITORY, environment, log) as function:
        ready, used = function.start(), processor(function.process.pid)
        first, pdf = ask(function, body)
        check_letter(pdf, example["invoices"][0]["number"])
        before = processor(function.process.pid)
        warm = statistics.median(ask(function, body)[0] for _ in range(WARM))
        each = (processor(function.process.pid) - before) / WARM
        memory = most_memory(function.process.pid)
    if said := log.read_text("utf-8", "replace"):
        raise SystemExit(f"La fonction a parlé, alors que tout va bien :\n{said}")
    print(
        f"Démarrage à froid : {french(ready, 's', 2)}, dont {french(used, 's', 2)} de processeur ; "
        f"première lettre : {french(first * 1000, 'ms')} ;\n"
        f"les suivantes : {french(warm * 1000, 'ms')} (médiane de {WARM}), dont "
        f"{french(each * 1000, 'ms')} de processeur ; mémoire : {french(memory, 'Mo')} au plus."
    )


def main() -> int:
    """The command."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print(
            "Il faut être root, sur Debian, avec debootstrap (apt-get install debootstrap).",
            file=sys.stderr,
        )
        return 1
    recipe, folder = stages(REPOSITORY / "infra" / "Dockerfile"), REPOSITORY / "build" / "rehearsal"
    print("infra/Dockerfile, joué sans Docker dans build/rehearsal :")
    root, told = make(recipe, REPOSITORY, folder), settings(recipe[-1])
    say_weights(root)
    check_nothing_is_writable(root, told)
    rehearse(root, told, folder / "log.txt")
    print(NOT_PLAYED)
    return 0


if __name__ == "__main__":
    sys.exit(main())
