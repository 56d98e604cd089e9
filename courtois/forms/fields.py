"""The kinds of answer: each reads what was typed, says what is wrong with it, and keeps it.

No WTForms validator and none of its messages: a field is `usable` or has a `problem`, a French
sentence. What was typed stays in `typed`, whatever it was.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from wtforms.fields import Field

from courtois.forms.characters import MEANINGLESS, without_controls, wrong_character
from courtois.french import dates, euros
from courtois.french.typography import french
from courtois.letter.typeface import Typeface, normalise

Choices = tuple[tuple[str, str], ...]
TRUE = ("yes", "true")
FAR_TOO_LONG = 4  # times the longest answer: spaces to fold and accents to compose stay below


class Answer(Field):
    """A line of text. Lengths are characters; `required` is the sentence shown when it is blank."""

    look = "text"
    data: Any

    def __init__(
        self,
        label: str = "",
        *,
        hint: str = "",
        required: str = "",
        only: str = "",
        longest: int = 80,
        size: str = "",
        autocomplete: str = "",
        inputmode: str = "",
        input_type: str = "text",
        **bound: Any,
    ) -> None:
        super().__init__(french(label), description=french(hint), **bound)
        self.required = french(required)
        self.only = french(only)  # when an answer that may stay blank is asked all the same
        self.longest = longest
        self.size = size
        self.autocomplete = autocomplete
        self.inputmode = inputmode
        self.input_type = input_type
        self.told = ""
        self.problem = ""
        self.caution = ""  # a doubt that does not block

    @property
    def typed(self) -> str:
        """What the person typed, for the form to show it again."""
        return without_controls(self.raw_data[-1]) if self.raw_data else ""

    @property
    def usable(self) -> bool:
        """True when the answer was given and can be read."""
        return self.data is not None and not self.problem

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; never raises. What is far too long is not worked on: a flood of
        accents takes a time that grows as its square."""
        typed = valuelist[-1] if valuelist else ""
        too_far = len(typed) > FAR_TOO_LONG * self.longest
        self.told = typed if too_far else self.tidy(typed)
        self.data = None
        if self.told and not too_far:
            try:
                self.data = self.parse(self.told)
            except ValueError as fault:
                self.problem = french(str(fault))

    def tidy(self, typed: str) -> str:
        """One line, composed characters, plain hyphens, single spaces."""
        return normalise(re.sub(r"[ \t\r\n\f\v]+", " ", MEANINGLESS.sub("", typed)))

    def parse(self, told: str) -> Any:
        """The value told. Raises ValueError with a French sentence."""
        return told

    def judge(self, typeface: Typeface, *, required: bool = True) -> None:
        """Set `problem` to the first thing wrong: too long, unprintable, unreadable, missing."""
        if len(self.told) > self.longest:
            longest, given = _written(self.longest), _written(len(self.told))
            excess = f"{longest} caractères au plus ; vous en avez écrit {given}."
            self.problem = french(f"Raccourcissez ce texte : {excess}")
        elif wrong := wrong_character(self.told, typeface):
            self.problem = french(wrong)
        elif not self.told and self.required and required:
            self.problem = self.required


def _written(number: int) -> str:
    return f"{number:,}".replace(",", " ")


class LongText(Answer):
    """Several lines of text."""

    look = "textarea"

    def tidy(self, typed: str) -> str:
        """Line ends as they are typed, the rest as a line of text."""
        lines = re.sub(r"\r\n?", "\n", typed).split("\n")
        return "\n".join(super(LongText, self).tidy(line) for line in lines).strip()


class Euros(Answer):
    """An amount in euros, above zero or, with `zero=True`, not below it."""

    data: Decimal | None

    def __init__(self, label: str = "", *, zero: bool = False, **kwargs: Any) -> None:
        asked: dict[str, Any] = {"inputmode": "decimal", "longest": 24, "size": "short"}
        super().__init__(label, **asked | kwargs)
        self.zero = zero

    def parse(self, told: str) -> Decimal:
        """Euros as the French type them, or a plain decimal."""
        amount = euros.parse(told)
        if amount < 0 or (amount == 0 and not self.zero):
            raise ValueError("Indiquez un montant supérieur à zéro, par exemple 1 234,56.")
        return amount


class Percent(Answer):
    """A yearly rate in percent, or points added to one; `checks.claim` says which are possible."""

    data: Decimal | None

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        asked: dict[str, Any] = {"inputmode": "decimal", "longest": 24, "size": "short"}
        super().__init__(label, **asked | kwargs)

    def parse(self, told: str) -> Decimal:
        """Percent as the French type them, or a plain decimal."""
        return euros.parse_percent(told)


class Day(Answer):
    """A day: ISO as a browser sends it, or as a French person types it."""

    look = "day"
    data: date | None

    def __init__(self, label: str = "", **kwargs: Any) -> None:
        asked: dict[str, Any] = {"longest": 20, "size": "short"}
        super().__init__(label, **asked | kwargs)

    def parse(self, told: str) -> date:
        """A day between 1990 and 2099."""
        return dates.parse(told)

    @property
    def shown(self) -> str:
        """The day as `<input type="date">` wants it, or what was typed when it is no day."""
        return self.data.isoformat() if self.data else self.typed


class Choice(Answer):
    """One of a few answers, drawn as radio buttons or as a list."""

    def __init__(
        self,
        label: str = "",
        *,
        choices: Choices = (),
        look: str = "select",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.choices: Choices = tuple((value, french(words)) for value, words in choices)
        self.look = look

    def parse(self, told: str) -> str:
        """One of the choices."""
        if told not in [value for value, _ in self.choices]:
            raise ValueError("Choisissez une des réponses proposées.")
        return told


class Yes(Answer):
    """A box to tick: `yes` and `true` alone are true."""

    look = "yes"
    data: bool | None

    def parse(self, told: str) -> bool:
        """True or False, whatever was sent."""
        return told.lower() in TRUE
