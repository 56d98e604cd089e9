"""Questions answered by a text, a choice or a box. Each reads what was typed and says what is wrong.

No WTForms validator and none of its messages: an answer `is_valid` or has an `error`, a French
sentence. What was typed stays in `typed`, whatever it was.
"""

import re
from collections.abc import Iterable
from typing import Any, Literal

from wtforms.fields import Field

from courtois.borrowed import ExampleDate, ExampleEuros, ExampleText
from courtois.french.typography import french
from courtois.letter.typeface import Typeface, normalise

TRUE = ("yes", "true")
InLinks = Literal["whole", "always", "never"]  # the links to a case that hold an answer
FAR_TOO_LONG = 4  # times the longest answer: spaces to fold and accents to compose stay below
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")  # no HTML page may hold them


class Question(Field):
    """A question answered by a line of text. `longest` is a number of characters.

    `required` is the sentence shown when the answer is blank; `only` replaces « facultatif » by the
    case in which the question is asked. `when` lists the other answers that the question goes with,
    for scripts to hide it otherwise: `debtor-kind: public; penalties: claim mention`, where
    `!consumer` is any answer but that one. `in_links` is `always` for an answer that holds neither
    name nor amount, so that a link without them keeps it, and `never` for a consent that no one
    gives for another. `counted` is true when a sum or a day depends on the answer, which the
    journal then sends to be counted.
    """

    look = "text"
    longest, size, inputmode = 80, "", ""
    blank: Any = ""  # the value of a blank answer
    borrowed_as: type[ExampleText | ExampleDate | ExampleEuros] | None = ExampleText
    data: Any

    def __init__(
        self,
        label: str = "",
        *,
        hint: str = "",
        required: str = "",
        only: str = "",
        when: str = "",
        in_links: InLinks = "whole",
        counted: bool = False,
        longest: int = 0,
        size: str = "",
        inputmode: str = "",
        autocomplete: str = "",
        input_type: str = "text",
        **bound: Any,
    ) -> None:
        super().__init__(french(label), description=french(hint), **bound)
        self.required = french(required)
        self.only = french(only)
        self.when = when
        self.in_links: InLinks = in_links
        self.counted = counted
        self.longest = longest or self.longest
        self.size = size or self.size
        self.inputmode = inputmode or self.inputmode
        self.autocomplete = autocomplete
        self.input_type = input_type
        self.text = ""  # the answer, tidied
        self.error = ""
        self.warning = ""  # a doubt that does not block

    @property
    def typed(self) -> str:
        """Return what the person typed, for the form to show it again."""
        return _CONTROLS.sub("", self.raw_data[-1]) if self.raw_data else ""

    @property
    def is_valid(self) -> bool:
        """True when the answer was given and can be read."""
        return self.data is not None and not self.error

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; never raises.

        A text far too long is not tidied: composing a flood of accents takes quadratic time.
        """
        typed = valuelist[-1] if valuelist else ""
        is_far_too_long = len(typed) > FAR_TOO_LONG * self.longest
        self.text = typed if is_far_too_long else self.tidy(typed)
        self.data = None
        if self.text and not is_far_too_long:
            try:
                self.data = self.parse(self.text)
            except ValueError as error:
                self.error = french(str(error))
            else:
                self.warning = french(self.warning_for(self.data))

    def tidy(self, typed: str) -> str:
        """Return one line, with composed characters, plain hyphens and single spaces."""
        return normalise(typed)

    def parse(self, text: str) -> Any:
        """Return the value of a text. Raises ValueError with a French sentence."""
        return text

    def warning_for(self, value: Any) -> str:
        """Return a French sentence when a readable value looks wrong, or nothing."""
        return ""

    def borrow(self, value: Any) -> Any:
        """Return a value of the example, marked as borrowed for this question."""
        return self.borrowed_as.of(value, self.name) if self.borrowed_as else value

    def judge(self, typeface: Typeface, *, required: bool = True) -> None:
        """Set `error` to the first thing wrong: too long, unprintable, unreadable, missing."""
        if len(self.text) > self.longest:
            counts = f"{self.longest:_} caractères au plus ; vous en avez écrit {len(self.text):_}."
            self.error = french("Raccourcissez ce texte : " + counts.replace("_", " "))
        elif problem := typeface.unprintable(self.text):
            self.error = french(problem)
        elif not self.text and self.required and required:
            self.error = self.required


class LongText(Question):
    """A question answered by several lines of text."""

    look = "textarea"

    def tidy(self, typed: str) -> str:
        """Keep the line ends; tidy each line as a line of text."""
        lines = re.sub(r"\r\n?", "\n", typed).split("\n")
        return "\n".join(super(LongText, self).tidy(line) for line in lines).strip()


class Choice(Question):
    """A question with a few possible answers, drawn as radio buttons or as a list."""

    def __init__(
        self,
        label: str = "",
        *,
        choices: Iterable[tuple[str, str]] = (),
        look: str = "select",
        **kwargs: Any,
    ) -> None:
        super().__init__(label, **kwargs)
        self.choices = tuple((value, french(words)) for value, words in choices)
        self.look = look

    def parse(self, text: str) -> str:
        """Return one of the choices."""
        if text not in [value for value, _ in self.choices]:
            raise ValueError("Choisissez une des réponses proposées.")
        return text


class Step(Choice):
    """The slug of a letter; `checks` says which letters there are."""

    def parse(self, text: str) -> str:
        """Return the slug as typed."""
        return text


class Yes(Question):
    """A box to tick: `yes` and `true` alone are true."""

    look = "yes"
    blank, borrowed_as = False, None
    data: bool | None

    def parse(self, text: str) -> bool:
        """Return True or False, whatever was sent."""
        return text.lower() in TRUE
