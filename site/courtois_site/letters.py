"""The letters as the site shows them: the one place where the site asks the domain for something."""

from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.catalogue.tools import Tool, ToolCatalogue
from courtois.service import LetterService


@dataclass(frozen=True)
class Letters:
    """Every letter there is, with its example drawn on one day."""

    desk: LetterService
    day: date

    @property
    def catalogue(self) -> LetterCatalogue:
        """The letters, in order."""
        return self.desk.catalogue

    def model(self, kind: LetterType) -> Markup:
        """The example of a letter as it reads, for the inside of a sheet."""
        return self.desk.renderer.inside_a_page(self.desk.model(kind, self.day))

    def text(self, kind: LetterType) -> str:
        """The example of a letter in plain text."""
        return self.desk.renderer.text(self.desk.model(kind, self.day))

    def blank_form(self, kind: LetterType) -> Markup:
        """The questions of a letter, with no answer yet."""
        return self.desk.form(None, kind)

    @property
    def tools(self) -> ToolCatalogue:
        """The calculators, in order."""
        return self.desk.tools

    def blank_tool(self, tool: Tool) -> Markup:
        """The questions of a calculator, with no answer yet."""
        return self.desk.tool(None, tool)

    def days(self) -> dict[str, str]:
        """Each rung of the ladder as people write it, by slug: « J + 8 »."""
        return {kind.slug: rung(kind) for kind in self.catalogue.steps}


def rung(kind: LetterType) -> str:
    """The rung of a letter, « J + 8 », or nothing when it stands beside the ladder."""
    return "" if kind.after_due is None else f"J\u00a0+\u00a0{kind.after_due}"
