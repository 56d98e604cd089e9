"""Words on paper: a Letter becomes HTML or plain text, a form its fields. Only Jinja lives here."""

import re
from base64 import b64encode
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from courtois import dates, euros, law
from courtois.compose import Letter, grouped, phone_written
from courtois.example import lend
from courtois.plain_text import plain_text
from courtois.transfer_qr import transfer_qr
from courtois.typography import THIN, french

LONGEST_WHOLE = 20  # characters
_ARTICLE = re.compile(r"[LRD]\.\u00a0\d+-\d+")  # no line ends on the hyphen of « L. 441-10 »


class FrenchSpacing(Extension):
    """Authors type plain spaces; French ones are put when a template is read, never in answers."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        spaced = french(source)
        in_a_letter = (name or "").startswith("letters/")
        return _ARTICLE.sub(r'<span class="whole">\g<0></span>', spaced) if in_a_letter else spaced


class Renderer:
    """Draws letters and forms from one `templates/` folder."""

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
            finalize=_marked,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        jinja.filters |= {
            "euros": _euros,
            "jour": _day,
            "liste": french_list,
            "entier": _whole,
            "numeros": lambda numbers: french_list(map(_whole, numbers)),
            "iban": lambda iban: lend(grouped(iban, 4, " "), iban),
            "siren": lambda siren: lend(grouped(siren, 3), siren),
            "telephone": lambda number: lend(phone_written(number), number),
            "en_lettres": euros.write_in_full,
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

    def _subject(self, letter: Letter, facts: dict[str, Any]) -> str:
        """What the letter is about, the PDF's title: the letter's own `subject` block."""
        words = self.jinja.get_template(_words(letter))
        context = words.new_context(facts)
        return Markup("".join(words.blocks["subject"](context))).striptags()

    def card(self, *, title: str, line: str, picture: str) -> str:
        """The card a shared link shows; `picture` is a data URI."""
        return self.jinja.get_template("card/card.html").render(
            title=title, line=line, picture=picture
        )

    def form(self, template: str, **context: Any) -> Markup:
        """A form's HTML, from `templates/form/`."""
        return Markup(self.jinja.get_template(template).render(**context))

    def _render(
        self, letter: Letter, facts: dict[str, Any], *, email: bool = False, inside: bool = False
    ) -> str:
        words = self.jinja.get_template(_words(letter))
        return words.render(**facts, email=email, inside=inside)


def _facts(letter: Letter) -> dict[str, Any]:
    """What a letter's words may name. The two choosers keep a sentence whole in both its forms."""
    return {
        "letter": letter,
        "case": letter.case,
        "creditor": letter.case.creditor,
        "debtor": letter.case.debtor,
        "law": law.figures(letter.case.dated_on),
        "je_ou_nous": lambda je, nous: nous if letter.nous else je,
        "un_ou_plusieurs": lambda un, plusieurs: plusieurs if letter.several else un,
        "qr": _qr_image(letter),
    }


def _words(letter: Letter) -> str:
    return f"letters/{letter.type.slug}/letter.html"


def french_list(items: Iterable[object], last: str = "et") -> str | Markup:
    """« A, B et C ».

    >>> french_list(["un", "deux", "trois"])
    Markup('un, deux et trois')
    """
    *head, tail = [_lent(item, item) for item in items]
    return Markup(f" {last} ").join([Markup(", ").join(head), tail]) if head else tail


def _marked(value: object) -> object:
    """Show what a draft borrows from the example as borrowed."""
    return value if getattr(value, "example_of", None) is None else _lent(value, value)


def _lent(value: object, shown: object) -> Markup:
    """`shown`, the writing of `value`, marked when that value is borrowed."""
    name = getattr(value, "example_of", None)
    if name is None:
        return escape(shown)
    return Markup('<mark class="exemple" data-name="{}">{}</mark>').format(name, shown)


def _whole(text: str) -> Markup:
    """A number no line may cut at its hyphen, unless it is too long for a column."""
    if len(text) > LONGEST_WHOLE:
        return _lent(text, text)
    return Markup('<span class="whole">{}</span>').format(_marked(text))


def _euros(amount: Decimal) -> Markup:
    """An amount; its thousands stand in spans, for the sheet opens that narrow space a little."""
    parts = euros.write(amount).split(THIN)
    return _lent(amount, Markup(f'<span class="mille">{THIN}</span>').join(parts))


def _day(day: date) -> Markup:
    """A day in full; the « er » of the first is raised with real letters."""
    number, rest = dates.write(day).split("\u00a0", 1)
    if number == "1er":
        written = Markup("1<sup>er</sup>\u00a0{}").format(rest)
    else:
        written = Markup("{}\u00a0{}").format(number, rest)
    return _lent(day, written)


def _qr_image(letter: Letter) -> str:
    """The EPC QR of the transfer as a data URI, or nothing when not asked for."""
    creditor = letter.case.creditor
    if not (letter.case.qr and creditor.iban and letter.type.demands_payment):
        return ""
    png = transfer_qr(
        name=creditor.name,
        iban=creditor.iban,
        bic=creditor.bic,
        amount=letter.claimed,
        remittance="/".join(letter.numbers),
    )
    return "data:image/png;base64," + b64encode(png).decode("ascii")
