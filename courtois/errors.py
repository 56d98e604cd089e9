"""What can go wrong between a form and a letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from courtois.french.typography import french


@dataclass(frozen=True)
class Fault:
    """One thing to mend: the flat name of the field (`invoices-0-amount`) and a French sentence."""

    name: str
    sentence: str

    @classmethod
    def french(cls, name: str, sentence: str) -> Self:
        """Make a fault from a sentence typed with plain spaces; the no-break spaces are added here."""
        return cls(name, french(sentence))


class CourtoisError(Exception):
    """Any error this domain raises on purpose."""


class LawUnknown(CourtoisError):
    """No value of a law file covers the day asked for. Nothing is extrapolated."""


class BrokenLaw(CourtoisError):
    """A file of `courtois/law/` is badly written; the sentence names it."""


class UnknownEntry(CourtoisError):
    """No letter or calculator has this slug."""


class BrokenEntry(CourtoisError):
    """The folder of a letter or calculator is incomplete, or its manifest has an unknown, missing or wrong key."""


class NoExample(BrokenEntry):
    """The example lacks the value that a blank answer needs."""


class AddressTooLong(CourtoisError):
    """A postal address does not fit into six lines of 38 characters (NF Z10-011)."""


class AnswersRefused(CourtoisError):
    """The answers do not make a case. Holds every fault at once, and the warnings."""

    def __init__(self, faults: Sequence[Fault], warnings: Sequence[Fault] = ()) -> None:
        super().__init__(f"{len(faults)} fault(s)")
        self.faults = tuple(faults)
        self.warnings = tuple(warnings)
