"""The figures of the law, day by day: one TOML file for each figure, each value dated and sourced.

A figure holds until the next value; a half-yearly figure, until the end of its half-year.

>>> parameters()["plafond_petites_creances"].phrase(date(2019, 12, 31))
'4\u202f000\xa0€'
>>> figures(date(2026, 11, 21))["prescription_consommateur"]
'2\xa0ans'
>>> parameters()["taux_refinancement_bce"].at(date(2026, 12, 31))
Decimal('2.40')
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from courtois.errors import BrokenLaw, LawUnknown
from courtois.french.dates import half_year_end, half_year_start
from courtois.french.euros import french_number

NO_BREAK_SPACE = "\u00a0"
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
FOLDER: Traversable = files(__name__)
KEYS = {"title": str, "basis": str, "unit": str, "checked_on": date, "value": list}
KEYS_OF_A_VALUE = {"since": date, "value": str, "source": str, "confidence": str}
TYPE_WORDS = {
    str: "un texte entre guillemets",
    date: "un jour comme 2027-01-01",
    list: "un [[value]]",
}
NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Value:
    """A figure in force from `since` until the next value; `confidence` is one of CONFIDENCES, V2 the surest."""

    since: date
    value: Decimal
    source: str
    confidence: str


@dataclass(frozen=True)
class Parameter:
    """One figure of the law: `basis` is its article as printed, `unit` a key of UNITS, `values` oldest first.

    A `half_yearly` figure is set anew each 1 January and 1 July, so that its last value expires.
    """

    name: str
    title: str
    basis: str
    unit: str
    checked_on: date
    values: tuple[Value, ...]
    half_yearly: bool = False

    @property
    def covered_from(self) -> date:
        """The first day a value covers."""
        return self.values[0].since

    @property
    def covered_until(self) -> date | None:
        """The last day a value covers; None for a figure that holds until a text changes it."""
        return half_year_end(self.values[-1].since) if self.half_yearly else None

    def at(self, day: date) -> Decimal:
        """Return the figure in force on `day`, in `unit`; LawUnknown, with the file and the day, when none is."""
        covering = [value for value in self.values if value.since <= day]
        expired = self.covered_until is not None and day > self.covered_until
        if expired or not covering:
            raise LawUnknown(f"{self.name}.toml ne dit rien pour le {day.isoformat()}")
        return covering[-1].value

    def phrase(self, day: date) -> str:
        """Return the figure as a French text reads it, « 5 000 € », « 1 an »; LawUnknown as `at`."""
        number = self.at(day)
        singular, plural = UNITS[self.unit]
        return f"{french_number(number)}{NO_BREAK_SPACE}{singular if abs(number) < 2 else plural}"

    def words(self, day: date) -> str:
        """Return the figure in words, « deux mois », as a sentence spells it; LawUnknown as `at`."""
        from num2words import num2words  # slow to import, and used at freeze alone

        number, (singular, plural) = self.at(day), UNITS[self.unit]
        return f"{num2words(number, lang='fr')} {singular if abs(number) < 2 else plural}"


class Figures(Mapping[str, str]):
    """The figures of one day as phrases, by name.

    Raises KeyError for an unknown name, LawUnknown for a day not covered.
    """

    def __init__(self, day: date) -> None:
        self._day = day

    def __getitem__(self, name: str) -> str:
        return parameters()[name].phrase(self._day)

    def __iter__(self) -> Iterator[str]:
        return iter(parameters())

    def __len__(self) -> int:
        return len(parameters())


def figures(day: date) -> Mapping[str, str]:
    """Return every figure as a phrase on `day`. Each is read when used, so LawUnknown concerns only that figure."""
    return Figures(day)


def valid_until() -> date | None:
    """Return the last day every figure covers; None when none expires."""
    ends = [end for parameter in parameters().values() if (end := parameter.covered_until)]
    return min(ends, default=None)


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return every figure of the folder by its file's name. Raises BrokenLaw."""
    return read_folder(FOLDER)


def read_folder(folder: Traversable) -> Mapping[str, Parameter]:
    """Read each TOML of a folder, by name without its suffix. Raises BrokenLaw."""
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    read = (read_parameter(entry) for entry in entries if entry.name.endswith(".toml"))
    return MappingProxyType({parameter.name: parameter for parameter in read})


def read_parameter(file: Traversable) -> Parameter:
    """Read one file. Raises BrokenLaw, which names it and says what to mend."""
    try:
        return _parameter(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8")))
    except ValueError as fault:  # TOMLDecodeError and UnicodeDecodeError too
        raise BrokenLaw(f"courtois/law/{file.name} est à reprendre : {fault}.") from None


def _parameter(name: str, table: dict[str, Any]) -> Parameter:
    _expect(table, KEYS, {"half_yearly"})
    values = tuple(_value(row) for row in table.pop("value"))
    days = [value.since for value in values]
    if not days or days != sorted(set(days)):
        raise ValueError("les valeurs vont de la plus ancienne à la plus récente, un jour chacune")
    if table.get("half_yearly") and not _each_half_year(days):
        raise ValueError("une valeur par semestre, du 1er janvier ou du 1er juillet, sans trou")
    if table["unit"] not in UNITS:
        raise ValueError(f"« unit » est un mot parmi {', '.join(UNITS)}")
    return Parameter(name, values=values, **table)


def _value(table: dict[str, Any]) -> Value:
    _expect(table, KEYS_OF_A_VALUE)
    number = table["value"]
    if not NUMBER.fullmatch(number):
        raise ValueError(f"« {number} » n’est pas un nombre : écrivez-le avec un point, comme 2.75")
    if table["confidence"] not in CONFIDENCES:
        raise ValueError(f"« confidence » est un mot parmi {', '.join(CONFIDENCES)}")
    return Value(**table | {"value": Decimal(number)})


def _expect(
    table: dict[str, Any], keys: Mapping[str, type], optional: Set[str] = frozenset()
) -> None:
    for key, kind in keys.items():
        if type(table.get(key)) is not kind:  # a datetime is a date too, but no day
            raise ValueError(f"« {key} » manque, ou n’est pas {TYPE_WORDS[kind]}")
    if unknown := sorted(table.keys() - keys.keys() - optional):
        raise ValueError(f"« {unknown[0]} » est inconnu, retirez-le")


def _each_half_year(days: list[date]) -> bool:
    """True when the days are the first days of half-years and none is missing."""
    following = [half_year_end(day) + timedelta(days=1) for day in days]
    return days[0] == half_year_start(days[0]) and days[1:] == following[:-1]
