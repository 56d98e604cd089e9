"""The questions, and how answers become a case. The only package that knows WTForms.

What the site and the function call:

    blank(letter_type, catalogue) -> LetterForm         the frozen form, nothing asked yet
    read(pairs, letter_type, catalogue=…, typeface=…, today=…) -> Reading
        .assessment the case with what is reckoned of it, or None when there are faults
        .faults     every fault at once; .warnings; both of `errors.Fault`
        .form       the form as typed, each answer with what is wrong with it
        .require()  the assessment, or raises AnswersRefused
    inquire(pairs, tool, …) -> Reading                  the same, for a calculator
    read_draft(same) -> Case                            complete: gaps borrowed from the example
    act(pairs) -> list of pairs                         after `add=invoices`, `remove=invoices-1`…
    refill(pairs, letter_type, catalogue) -> LetterForm the form as typed, unjudged
    asks(pairs, "draft"), asks(pairs, "review")         True for `yes` or `true`
    flatten(document) -> list of pairs                  a JSON body; raises AnswersRefused
    context(form, letter_type, …) -> dict               for `Renderer.form("form/form.html", **…)`
    for_scripts() -> dict                       what the site's scripts must know of the questions
    schemas                                             the questions as JSON Schemas, for programs

Pairs are (name, value) strings, from a form as from JSON. Nothing here raises on what a person
typed, but `require` and `flatten`.
"""

from courtois.forms import schemas
from courtois.forms.field_names import asks
from courtois.forms.flatten import flatten
from courtois.forms.for_scripts import for_scripts
from courtois.forms.questions import LetterForm
from courtois.forms.reading import Reading, blank, context, inquire, read, read_draft, refill
from courtois.forms.row_buttons import act, moves_rows

__all__ = [
    "LetterForm",
    "Reading",
    "act",
    "asks",
    "blank",
    "context",
    "flatten",
    "for_scripts",
    "inquire",
    "moves_rows",
    "read",
    "read_draft",
    "refill",
    "schemas",
]
