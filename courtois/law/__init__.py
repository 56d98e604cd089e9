"""The figures of the law, day by day: one TOML a figure, each value dated, sourced and checked on a day.

>>> parameters()["plafond_petites_creances"].phrase(date(2019, 12, 31))
'4\u202f000\xa0€'
>>> figures(date(2026, 11, 21))["prescription_consommateur"]
'2\xa0ans'
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from courtois.errors import LawUnknown

NO_BREAK_SPACE = "\u00a0"
NARROW_NO_BREAK_SPACE = "\u202f"
UNITS = {
    "years": ("an", "ans"),
    "months": ("mois", "mois"),
    "days": ("jour", "jours"),
    "points": ("point", "points"),
    "times": ("fois", "fois"),
    "euros": ("€", "€"),
    "percent": ("%", "%"),
}
CONFIDENCES = ("V2", "V", "S", "M", "C", "usage")


@dataclass(frozen=True)
class Value:
    """A figure in force from `since` until the next value; `confidence` is one of CONFIDENCES, V2 the surest."""

    since: date
    value: Decimal
    source: str
    confidence: str


@dataclass(frozen=True)
class Parameter:
    """One figure of the law: `basis` is its article as printed, `unit` a key of UNITS, `values` oldest first."""

    name: str
    title: str
    basis: str
    unit: str
    checked_on: date
    values: tuple[Value, ...]

    def at(self, day: date) -> Decimal:
        """Return the figure in force on `day`, in `unit`; LawUnknown before the first value."""
        covering = [value for value in self.values if value.since <= day]
        if not covering:
            raise LawUnknown(f"{self.name}.toml ne dit rien pour le {day.isoformat()}")
        return covering[-1].value

    def phrase(self, day: date) -> str:
        """Return the figure as a French text reads it, « 5 000 € », « 1 an »; LawUnknown as `at`."""
        number = self.at(day)
        singular, plural = UNITS[self.unit]
        digits = f"{number:,f}".replace(",", NARROW_NO_BREAK_SPACE).replace(".", ",")
        return f"{digits}{NO_BREAK_SPACE}{singular if abs(number) < 2 else plural}"


class Figures(Mapping[str, str]):
    """The phrases of one day, by name: KeyError for a name nobody wrote, LawUnknown for a day not covered."""

    def __init__(self, day: date) -> None:
        self._day = day

    def __getitem__(self, name: str) -> str:
        return parameters()[name].phrase(self._day)

    def __iter__(self) -> Iterator[str]:
        return iter(parameters())

    def __len__(self) -> int:
        return len(parameters())


def figures(day: date) -> Mapping[str, str]:
    """Return every figure as a phrase on `day`, read one by one: a text meets LawUnknown only for what it uses."""
    return Figures(day)


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return every figure of this folder by name, the file's own; ValueError for a file badly written."""
    texts = sorted(
        (entry.name, entry.read_text("utf-8"))
        for entry in files(__name__).iterdir()
        if entry.name.endswith(".toml")
    )
    return MappingProxyType(
        {name.removesuffix(".toml"): _parameter(name, tomllib.loads(text)) for name, text in texts}
    )


def _parameter(name: str, data: dict[str, Any]) -> Parameter:
    values = tuple(
        Value(v["since"], Decimal(v["value"]), v["source"], v["confidence"])
        for v in data.pop("value")
    )
    days = [value.since for value in values]
    if not days or days != sorted(set(days)):
        raise ValueError(
            f"{name} : les valeurs vont de la plus ancienne à la plus récente, un jour chacune"
        )
    if data["unit"] not in UNITS or any(value.confidence not in CONFIDENCES for value in values):
        raise ValueError(f"{name} : unité ou confiance inconnue")
    return Parameter(name.removesuffix(".toml"), values=values, **data)
