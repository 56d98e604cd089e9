"""Who publishes this instance of Courtois, and under which address: `site/instance.toml`.

The law asks a site to name its publisher, its director and its host (LCEN, art. 1-1). Without the file, the
site calls itself a demonstration and asks search engines to stay away.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT_ADDRESS = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?/", re.ASCII)
# infra/stack.yaml takes the same addresses.
CONTACT = re.compile(r"[^@\s<>\",;:]+@[^@\s<>\",;:]+\.[a-z]+", re.IGNORECASE)
REQUIRED = {
    "address": "l’adresse publique du site, par exemple « https://courtois.example/ »",
    "publisher": "qui publie le site : nom, forme, adresse postale, immatriculation",
    "director": "le nom du directeur ou de la directrice de la publication",
    "host": "l’hébergeur : nom, adresse postale, téléphone",
    "contact": "l’adresse électronique où l’on peut vous écrire",
}


EXAMPLE = "instance.example.toml"


class InstanceRefused(Exception):
    """The file lacks a setting or holds a wrong one. Holds every fault at once, in French."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__(
            "\n".join([f"{path} est à compléter :", *(f"  - {fault}" for fault in faults)])
        )
        self.faults = faults


@dataclass(frozen=True)
class Instance:
    """Who publishes this instance. `address` ends in « / » and is the root of its domain."""

    address: str = "http://127.0.0.1:8000/"
    publisher: str = ""
    director: str = ""
    host: str = ""
    contact: str = ""
    demo: bool = True


def read_instance(path: Path) -> Instance:
    """Read the file, or give the demonstration when there is none. Raises InstanceRefused."""
    if not path.is_file():
        return Instance()
    try:
        # Windows' Notepad adds a byte order mark.
        settings = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InstanceRefused(path, [f"le fichier n’est pas un TOML lisible ({error})."]) from None
    if faults := _faults(settings) or _copied_from_example(path, settings):
        raise InstanceRefused(path, faults)
    return Instance(**{name: settings[name].strip() for name in REQUIRED}, demo=False)


def _faults(settings: dict[str, Any]) -> list[str]:
    """Every fault of the file, as sentences that say how to mend it."""
    faults = [
        f"« {name} » est inconnu : retirez cette ligne."
        for name in settings
        if name not in REQUIRED
    ]
    for name, meaning in REQUIRED.items():
        value = settings.get(name)
        if not isinstance(value, str) or not value.strip():
            faults.append(f"« {name} » manque : donnez {meaning}.")
        elif name == "address" and not _is_root(value.strip()):
            faults.append(_address_fault(value.strip()))
        elif name == "contact" and not CONTACT.fullmatch(value.strip()):
            faults.append("« contact » doit être une adresse électronique.")
    return faults


def _copied_from_example(path: Path, settings: dict[str, Any]) -> list[str]:
    """Return a fault for each setting left as in the example, which names someone who does not exist."""
    example = path.with_name(EXAMPLE)
    if path == example or not example.is_file():
        return []
    example_values = tomllib.loads(example.read_text(encoding="utf-8"))
    return [
        f"« {name} » a encore la valeur de l’exemple : donnez {meaning}."
        for name, meaning in REQUIRED.items()
        if settings[name].strip() == example_values[name]
    ]


def _address_fault(address: str) -> str:
    """Return what is wrong with an address, with the right one when it is near."""
    mended = address.lower().rstrip("/") + "/"
    if not _is_root(mended):
        return "« address » doit être la racine d’un domaine, de « https:// » à « / »."
    fault = "s’écrit en minuscules" if address != address.lower() else "finit par un seul « / »"
    return f"« address » {fault} : « {mended} »."


def _is_root(address: str) -> bool:
    return ROOT_ADDRESS.fullmatch(address) is not None
