"""The questions, and how answers become a case. The only package that knows WTForms.

What the site and the function call; an entry is a letter type or a calculator:

    blank(entry, catalogue) -> LetterForm               the blank form, as the site freezes it
    read(pairs, letter_type, catalogue=…, typeface=…, today=…) -> Reading
        .assessment the case with what is reckoned of it, or None when there are faults
        .faults     every fault at once; .warnings; both of `errors.Fault`
        .form       the form as typed, each answer with what is wrong with it
        .require()  the assessment, or raises AnswersRefused
    inquire(pairs, tool, catalogue=…, typeface=…, today=…) -> Reading
    read_draft(pairs, letter_type, catalogue=…, typeface=…, today=…) -> Case
                                                        complete: gaps filled from the example
    refill(pairs, entry, catalogue) -> LetterForm       the form as typed, not judged
    apply_row_button(pairs) -> list of pairs            after `add=invoices`, `remove=invoices-1`
    moves_rows(pairs) -> bool                           True when a button adds or removes a row
    is_requested(pairs, "draft" or "review") -> bool    True for `yes` or `true`
    flatten(document) -> list of pairs                  of a JSON body; raises AnswersRefused
    context(form, …) -> dict                            for `Renderer.form("form/form.html", **…)`
    for_scripts() -> dict                               what scripts must know of the questions
    schemas                                             the questions as JSON Schemas, for programs

Pairs are (name, value) strings, from a form or from JSON. Only `require` and `flatten` raise for what a
person typed.

The path of an answer: `field_names` keeps it, `questions` puts it in a field, `fields` and `formats`
read and judge it, `answers` gives its typed value to `build`, which makes the case, and `checks`
compares it with the other answers. `reading` calls them in that order.
"""

from courtois.forms import schemas
from courtois.forms.field_names import is_requested
from courtois.forms.flatten import flatten
from courtois.forms.for_scripts import for_scripts
from courtois.forms.questions import LetterForm
from courtois.forms.reading import Reading, blank, context, inquire, read, read_draft, refill
from courtois.forms.row_buttons import apply_row_button, moves_rows

__all__ = [
    "LetterForm",
    "Reading",
    "apply_row_button",
    "blank",
    "context",
    "flatten",
    "for_scripts",
    "inquire",
    "is_requested",
    "moves_rows",
    "read",
    "read_draft",
    "refill",
    "schemas",
]
