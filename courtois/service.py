"""The service that the site and the function call: answers in; a letter, or what to mend, out.

The site calls it to freeze the models and the blank forms, the function to answer. It opens the
catalogue, the typeface and the templates once. `today` is an argument.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from courtois import forms, regimes
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.catalogue.tools import Tool, ToolCatalogue
from courtois.debt.assessment import assess
from courtois.forms import LetterForm, Reading
from courtois.forms.field_names import Pairs
from courtois.letter.compose import Letter, compose
from courtois.letter.plain_text import plain_text
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface
from courtois.procedure.advice import Advice, advise
from courtois.procedure.calendar import CalendarDay, days_to_come
from courtois.procedure.steps import NextStep, following


@dataclass(frozen=True)
class Review:
    """What a person reads before sending: the letter, a `mailto` link when short enough, the next step."""

    sheet: Markup
    mailto: str
    following: NextStep | None
    next_letter: LetterType | None


class LetterService:
    """Everything needed to write the letters of one `templates/` folder."""

    def __init__(self, templates: Path) -> None:
        self.catalogue = LetterCatalogue(templates)
        self.tools = ToolCatalogue(templates)
        self.renderer = Renderer(templates)
        self.typeface = Typeface.read(templates)

    def read(self, pairs: Pairs, letter_type: LetterType, today: date) -> Reading:
        """Read and judge a person's answers; `today` dates a letter without a day."""
        return forms.read(
            pairs, letter_type, catalogue=self.catalogue, typeface=self.typeface, today=today
        )

    def letter(self, reading: Reading, letter_type: LetterType) -> Letter:
        """The letter of a reading. Raises AnswersRefused with every fault."""
        return compose(letter_type, reading.require(), self.typeface)

    def review(self, letter: Letter) -> Review:
        """Preview of the letter, plus the next step if it gets no answer."""
        step = following(letter.assessment, letter.type, self.catalogue)
        return Review(
            sheet=self.renderer.inside_a_page(letter),
            mailto=self.renderer.mailto(letter),
            following=step,
            next_letter=self.catalogue.get(step.slug) if step else None,
        )

    def draft(self, pairs: Pairs, letter_type: LetterType, today: date) -> Letter:
        """The letter with its gaps filled from the example, and marked."""
        case = forms.read_draft(
            pairs, letter_type, catalogue=self.catalogue, typeface=self.typeface, today=today
        )
        return compose(letter_type, assess(case), self.typeface)

    def model(self, letter_type: LetterType, today: date) -> Letter:
        """The letter of the example."""
        return self.letter(
            self.read(forms.flatten(letter_type.example), letter_type, today), letter_type
        )

    def inquire(self, pairs: Pairs, tool: Tool, today: date) -> Reading:
        """Read and judge the answers of a calculator; `today` is its day when none is given."""
        return forms.inquire(
            pairs, tool, catalogue=self.catalogue, typeface=self.typeface, today=today
        )

    def advice(self, reading: Reading) -> Advice:
        """What a calculator shows. Raises AnswersRefused with every fault, LawUnknown."""
        straight = reading.form.is_ticked("straight")
        return advise(reading.require(), self.catalogue, straight=straight)

    def days_to_come(self, reading: Reading) -> tuple[CalendarDay, ...]:
        """The days a calendar reminds of. Raises AnswersRefused, LawUnknown."""
        straight = reading.form.is_ticked("straight")
        return days_to_come(reading.require(), self.catalogue, straight=straight)

    def tool_form(self, form: LetterForm | None, tool: Tool, **shown: Any) -> Markup:
        """A calculator's HTML: blank when no form is given."""
        shown_form = form or forms.blank(tool, self.catalogue)
        defaults: dict[str, Any] = {"tool": tool, "answer": None}
        return self.renderer.form(
            "tools/tool.html", **forms.context(shown_form, **(defaults | shown))
        )

    def tool_answer(self, reading: Reading, tool: Tool) -> Markup:
        """A calculator's HTML with its answer. Raises AnswersRefused, LawUnknown."""
        advice = self.advice(reading)
        answer = self.renderer.answer(tool, advice)
        return self.tool_form(
            reading.form,
            tool,
            warnings=reading.warnings,
            answer=answer,
            answer_text=plain_text(answer),
            letters=advice.letters(tool.claims),
            claims=tool.claims and regimes.of(advice.case.debtor).late_by_law,
            others=[other for other in self.tools if other.slug != tool.slug],
        )

    def letter_form(self, form: LetterForm | None, letter_type: LetterType, **shown: Any) -> Markup:
        """A form's HTML: the blank one when none is given."""
        shown_form = form or forms.blank(letter_type, self.catalogue)
        others = [other for other in self.catalogue if other.slug != letter_type.slug]
        defaults: dict[str, Any] = {
            "letter_type": letter_type,
            "others": others,
            "review": None,
            "delayed": False,
        }
        context = forms.context(shown_form, **(defaults | shown))
        return self.renderer.form("form/form.html", **context)
