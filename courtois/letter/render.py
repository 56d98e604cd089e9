"""Render the templates of `templates/`: letters, forms, answers of calculators, calendar events, cards."""

import re
from base64 import b64encode
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from courtois import law, regimes
from courtois.borrowed import borrow_from
from courtois.case import Case
from courtois.catalogue.tools import Tool
from courtois.french import dates, euros
from courtois.french.typography import format_phone, french, group_digits
from courtois.letter.compose import Letter
from courtois.letter.filters import (
    counted,
    day_of,
    french_list,
    mark,
    named_day_of,
    points_of,
    sum_of,
    unbreakable,
)
from courtois.letter.plain_text import plain_text
from courtois.letter.transfer_qr import transfer_qr
from courtois.procedure.advice import Advice
from courtois.procedure.calendar import CalendarDay

# No line ends on the hyphen of « L. 441-10 », nor of « n° 21-14.841 ».
_UNBREAKABLE = re.compile(r"[LRD]\.\u00a0\d+-\d+|n°\u00a0\d+-\d+(?:\.\d+)?")
LONGEST_LINK = 6000  # characters: some mailboxes cut what is longer


class FrenchSpacing(Extension):
    """Put French spaces in a template when it is read, since authors type plain ones; never in answers."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        spaced = french(source)
        prose = (name or "").startswith(("letters/", "sheet/", "tools/"))
        return _UNBREAKABLE.sub(r'<span class="whole">\g<0></span>', spaced) if prose else spaced


class Renderer:
    """Renders letters and forms from one `templates/` folder."""

    def __init__(self, templates: Path) -> None:
        self.templates = templates

    @cached_property
    def jinja(self) -> Environment:
        """Autoescaped, strict, and with the few filters a French letter needs."""
        jinja = Environment(
            loader=FileSystemLoader(self.templates),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=[FrenchSpacing],
            finalize=mark,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        jinja.filters |= {
            "euros": sum_of,
            "jour": day_of,
            "jour_nomme": named_day_of,
            "lendemain": lambda day: dates.add_days(day, 1),
            "liste": french_list,
            "entier": unbreakable,
            "numeros": lambda numbers: french_list(map(unbreakable, numbers)),
            "iban": lambda iban: borrow_from(group_digits(iban, 4, " "), iban),
            "siren": lambda siren: borrow_from(group_digits(siren, 3), siren),
            "telephone": lambda number: borrow_from(format_phone(number), number),
            "en_lettres": euros.write_in_full,
            "taux": euros.percent,
            "points": points_of,
            "jours": lambda count: counted(count, "jour", "jours"),
        }
        return jinja

    def document(self, letter: Letter, stylesheet: str) -> str:
        """A whole HTML page: what the PDF is drawn from and what `.html` answers."""
        facts = _facts(letter)
        document = self.jinja.get_template("sheet/document.html")
        return document.render(
            title=self._subject(letter, facts),
            author=str(letter.case.creditor.name),  # an attribute bears no mark
            stylesheet=stylesheet,
            letter=Markup(self._render(letter, facts)),
        )

    def letter(self, letter: Letter) -> Markup:
        """The letter alone, an element of class `letter`."""
        return Markup(self._render(letter, _facts(letter)))

    def inside_a_page(self, letter: Letter) -> Markup:
        """The letter to show in a page that has its own title: without its `<h1>`."""
        return Markup(self._render(letter, _facts(letter), inside=True))

    def text(self, letter: Letter) -> str:
        """The letter as plain text; one that travels by e-mail begins with its subject."""
        as_email = "email" in letter.type.channels
        return plain_text(self._render(letter, _facts(letter), email=as_email))

    def mailto(self, letter: Letter) -> str:
        """A link that opens the letter in a mailbox; empty for a letter that is posted, or too long for a link."""
        if "email" not in letter.type.channels:
            return ""
        subject, _, body = self.text(letter).partition("\n\n")
        parts = {"subject": subject.partition("\u00a0: ")[2], "body": body.strip()}
        link = "mailto:?" + urlencode(parts, quote_via=quote)
        return link if len(link) <= LONGEST_LINK else ""

    def _subject(self, letter: Letter, facts: dict[str, Any]) -> str:
        """What the letter is about, the PDF's title: the letter's own `subject` block."""
        template = self.jinja.get_template(_template_name(letter))
        context = template.new_context(facts)
        return Markup("".join(template.blocks["subject"](context))).striptags()

    def card(self, *, title: str, line: str, picture: str) -> str:
        """The card a shared link shows; `picture` is a data URI."""
        return self.jinja.get_template("card/card.html").render(
            title=title, line=line, picture=picture
        )

    def answer(self, tool: Tool, advice: Advice) -> Markup:
        """A calculator's answer, written so that `plain_text` reads it too. Raises LawUnknown."""
        template = self.jinja.get_template(f"tools/{tool.slug}/answer.html")
        figures = law.figures(advice.case.dated_on)
        regime = regimes.of(advice.case.debtor)
        facts = {"case": advice.case, "law": figures, "regime": regime}
        return Markup(template.render(advice=advice, **facts))

    def calendar_event(self, case: Case, day: CalendarDay) -> Markup:
        """The text of a day in a calendar: its title, a blank line, its explanation. Raises LawUnknown."""
        template = self.jinja.get_template("agenda/event.html")
        figures = law.figures(case.dated_on)
        facts = {"case": case, "law": figures, "regime": regimes.of(case.debtor)}
        return Markup(template.render(coming=day, **facts))

    def form(self, template: str, **context: Any) -> Markup:
        """A form's HTML, from `templates/form/`."""
        return Markup(self.jinja.get_template(template).render(**context))

    def _render(
        self, letter: Letter, facts: dict[str, Any], *, email: bool = False, inside: bool = False
    ) -> str:
        template = self.jinja.get_template(_template_name(letter))
        return template.render(**facts, email=email, inside=inside)


def _facts(letter: Letter) -> dict[str, Any]:
    """The names that a letter's template may use. Two functions choose between the two forms of a sentence."""
    return {
        "letter": letter,
        "case": letter.case,
        "creditor": letter.case.creditor,
        "debtor": letter.case.debtor,
        "regime": letter.regime,
        "law": law.figures(letter.case.dated_on),
        "je_ou_nous": lambda je, nous: nous if letter.nous else je,
        "un_ou_plusieurs": lambda un, plusieurs: plusieurs if letter.several else un,
        "qr": _qr_image(letter),
    }


def _template_name(letter: Letter) -> str:
    return f"letters/{letter.type.slug}/letter.html"


def _qr_image(letter: Letter) -> str:
    """The EPC QR of the transfer as a data URI, or nothing when not asked for."""
    creditor = letter.case.creditor
    if not (letter.case.qr and creditor.iban and letter.type.demands_payment):
        return ""
    png = transfer_qr(
        name=creditor.name,
        iban=creditor.iban,
        bic=creditor.bic,
        amount=letter.demanded,
        remittance="/".join(letter.numbers),
    )
    return "data:image/png;base64," + b64encode(png).decode("ascii")
