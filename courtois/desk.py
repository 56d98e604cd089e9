"""The whole path in one place: answers in, a letter or what to mend out.

Both edges sit at this desk: the site to freeze the models and the blank forms, the function to
answer. It opens the catalogue, the typeface and the templates once. `today` is theirs to tell.
"""

from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from courtois import forms
from courtois.compose import Letter, compose
from courtois.forms import LetterForm, Reading
from courtois.forms.names import Pairs
from courtois.letters import Catalogue, LetterType
from courtois.render import Renderer
from courtois.typeface import Typeface


class Desk:
    """Everything needed to write the letters of one `templates/` folder."""

    def __init__(self, templates: Path) -> None:
        self.catalogue = Catalogue.read(templates)
        self.renderer = Renderer(templates)
        self.typeface = Typeface.read(templates)

    def read(self, pairs: Pairs, kind: LetterType, today: date) -> Reading:
        """Read and judge a person's answers; `today` dates a letter that bears no day."""
        return forms.read(
            pairs, kind, catalogue=self.catalogue, typeface=self.typeface, today=today
        )

    def letter(self, reading: Reading, kind: LetterType) -> Letter:
        """The letter of a reading. Raises AnswersRefused with every fault."""
        return compose(kind, reading.require(), self.typeface)

    def draft(self, pairs: Pairs, kind: LetterType, today: date) -> Letter:
        """The letter so far, its gaps borrowed from the example and marked."""
        case = forms.read_draft(
            pairs, kind, catalogue=self.catalogue, typeface=self.typeface, today=today
        )
        return compose(kind, case, self.typeface)

    def model(self, kind: LetterType, today: date) -> Letter:
        """The letter of the example."""
        return self.letter(self.read(forms.flatten(kind.example), kind, today), kind)

    def form(self, form: LetterForm | None, kind: LetterType, **shown: Any) -> Markup:
        """A form's HTML: the blank one when none is given."""
        asked = form or forms.blank(kind, self.catalogue)
        action = f"/api/lettres/{kind.slug}.pdf"
        others = [other for other in self.catalogue if other.slug != kind.slug]
        context = forms.context(asked, kind, action=action, others=others, **shown)
        return self.renderer.form("form/form.html", **context)
