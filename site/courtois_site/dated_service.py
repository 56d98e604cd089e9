"""The letters and calculators on the day the site is frozen: no other module of the site asks the domain for them."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.catalogue.tools import Tool, ToolCatalogue
from courtois.service import LetterService


@dataclass(frozen=True)
class DatedService:
    """The domain's service, with the day that dates its examples."""

    service: LetterService
    day: date

    @property
    def catalogue(self) -> LetterCatalogue:
        """The letters, in order."""
        return self.service.catalogue

    def model(self, letter_type: LetterType) -> Markup:
        """The example of a letter, as HTML to put inside a page."""
        return self.service.renderer.inside_a_page(self.service.model(letter_type, self.day))

    def text(self, letter_type: LetterType) -> str:
        """The example of a letter, in plain text."""
        return self.service.renderer.text(self.service.model(letter_type, self.day))

    def blank_form(self, letter_type: LetterType) -> Markup:
        """The blank form of a letter."""
        return self.service.letter_form(None, letter_type)

    @property
    def tools(self) -> ToolCatalogue:
        """The calculators, in order."""
        return self.service.tools

    def blank_tool(self, tool: Tool) -> Markup:
        """The blank form of a calculator."""
        return self.service.tool_form(None, tool)

    def usual_days(self) -> dict[str, str]:
        """The usual day of each step by its slug, as people write it: « J + 8 »."""
        return {letter_type.slug: usual_day(letter_type) for letter_type in self.catalogue.steps}


def usual_day(letter_type: LetterType) -> str:
    """The day a letter is usually sent, « J + 8 » from the due date; empty for a letter that is no step."""
    return "" if letter_type.after_due is None else f"J\u00a0+\u00a0{letter_type.after_due}"
