"""Reading a form: the same path for a letter, a review and a draft."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from courtois.case import Case
from courtois.checks import judge
from courtois.checks.debtor import fits
from courtois.checks.saying import say
from courtois.errors import AnswersRefused, Fault
from courtois.forms.build import Names, case_told
from courtois.forms.flatten import flatten
from courtois.forms.names import Answers, Pairs, gather
from courtois.forms.questions import LetterForm, asked, not_asked, rows
from courtois.forms.rows import is_blank, leaves
from courtois.forms.told import Told
from courtois.letters import Catalogue, LetterType
from courtois.typeface import Typeface

_ROW = re.compile(r"(?:invoices|earlier|events|instalments)-\d+(?:-payments-\d+)?")
NO_INVOICE = "Indiquez au moins une facture : son numéro, son montant et ses dates."
ASSIGNED = (
    "Quand une facture est cédée ou confiée à une société d’affacturage, seule cette société peut "
    "la réclamer : demandez-lui d’écrire, et retirez cette facture d’ici."
)
NO_INSTALMENT = "Indiquez au moins une échéance : sa date et son montant."


@dataclass(frozen=True)
class Reading:
    """A form read: its case when nothing is wrong, else every fault."""

    form: LetterForm
    case: Case | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    def require(self) -> Case:
        """The case. Raises AnswersRefused with every fault and warning."""
        if self.case is None:
            raise AnswersRefused(self.faults, self.warnings)
        return self.case


def blank(letter_type: LetterType, catalogue: Catalogue) -> LetterForm:
    """The form nobody has touched, as the site freezes it."""
    return _form(Answers(), letter_type, catalogue)


def refill(pairs: Pairs, letter_type: LetterType, catalogue: Catalogue) -> LetterForm:
    """The form as typed, unjudged."""
    answers, faults = gather(pairs)
    form = _form(answers, letter_type, catalogue)
    form.faults = tuple(faults)
    return form


def read(
    pairs: Pairs,
    letter_type: LetterType,
    *,
    catalogue: Catalogue,
    typeface: Typeface,
    today: date,
) -> Reading:
    """Read and judge the answers. `today` dates a letter whose day is blank."""
    answers, faults = gather(pairs)
    form = _form(answers, letter_type, catalogue)
    faults += _answers_wrong(form, letter_type, typeface)
    case, names = _case(form, letter_type, today)
    confirmed = bool(form["confirm_limitation"].data)
    slugs = {letter.slug for letter in catalogue}
    verdict = judge(case, letter_type, slugs=slugs, typeface=typeface, confirmed=confirmed)
    faults += [_as_typed(fault, names) for fault in verdict.faults]
    cautions = [Fault(leaf.name, leaf.caution) for leaf in leaves(form) if leaf.caution]
    warnings = [*cautions, *(_as_typed(warning, names) for warning in verdict.warnings)]
    form.faults = _in_form_order(faults, form)
    case_if_right = None if faults else case
    return Reading(form, case_if_right, form.faults, _in_form_order(warnings, form))


def read_draft(
    pairs: Pairs,
    letter_type: LetterType,
    *,
    catalogue: Catalogue,
    typeface: Typeface,
    today: date,
) -> Case:
    """A complete case whatever is missing: gaps and faults take the example's values, marked."""
    answers, _ = gather(pairs)
    form = _form(answers, letter_type, catalogue)
    _answers_wrong(form, letter_type, typeface)
    case, _ = _case(form, letter_type, today)
    if fits(case.debtor, letter_type, typeface):
        return case
    empty = _case(LetterForm(Answers()), letter_type, today)[0].debtor
    borrowed = replace(case.debtor, name=empty.name, address=empty.address, contact="")
    return replace(case, debtor=borrowed)


def context(
    form: LetterForm,
    letter_type: LetterType,
    *,
    action: str,
    warnings: tuple[Fault, ...] = (),
    review: str | None = None,
    others: Sequence[LetterType] = (),
) -> dict[str, Any]:
    """What `templates/form/form.html` shows. `action` is where the letter is asked for; `others`, the letters
    the same answers may follow into."""
    unused = not_asked(letter_type)
    return {
        "form": form,
        "letter_type": letter_type,
        "faults": form.faults,
        "warnings": warnings,
        "review": review,
        "others": others,
        "action": action,
        "asks": lambda name: asked(name, unused),
    }


def _form(answers: Answers, letter_type: LetterType, catalogue: Catalogue) -> LetterForm:
    unused = not_asked(letter_type)
    kept = {name: value for name, value in answers.items() if asked(name, unused)}
    form = LetterForm(Answers(kept))
    form.offer(catalogue)
    return form


def _case(form: LetterForm, letter_type: LetterType, today: date) -> tuple[Case, Names]:
    def borrowed() -> Told:
        example, _ = gather(flatten(letter_type.example))
        return Told(LetterForm(example), letter_type, example=True)

    return case_told(Told(form, letter_type), borrowed, today)


def _answers_wrong(form: LetterForm, letter_type: LetterType, typeface: Typeface) -> list[Fault]:
    """Judge each answer by itself: missing, unreadable, too long, unprintable."""
    optional = not_asked(letter_type)
    if form.creditor["status"].data not in ("company", "association"):
        optional |= {"creditor-signatory"}
    faults = _groups_missing(form, letter_type)
    if form["assigned"].data:
        faults.append(say("assigned", ASSIGNED))
    for leaf in leaves(form, blank_rows=False):
        leaf.judge(typeface, asked=asked(leaf.name, optional))
        if leaf.problem:
            faults.append(Fault(leaf.name, leaf.problem))
    return faults


def _groups_missing(form: LetterForm, letter_type: LetterType) -> list[Fault]:
    missing = []
    if all(is_blank(row) for row in rows(form, "invoices")):
        missing.append(say("invoices", NO_INVOICE))
    if letter_type.takes_plan and all(is_blank(row) for row in rows(form, "instalments")):
        missing.append(say("instalments", NO_INSTALMENT))
    return missing


def _in_form_order(findings: list[Fault], form: LetterForm) -> tuple[Fault, ...]:
    """Once each, in the order a person meets the questions; a group's before those of its rows."""
    places: dict[str, int] = {}
    for place, leaf in enumerate(leaves(form)):
        places.setdefault(leaf.name.partition("-")[0], place)
        places[leaf.name] = place
    return tuple(sorted(dict.fromkeys(findings), key=lambda found: places.get(found.name, 0)))


def _as_typed(fault: Fault, names: Names) -> Fault:
    """The same finding under the name the form has, whose rows keep the index they came with."""
    found = _ROW.match(fault.name)
    if not found or found[0] not in names:
        return fault
    return Fault(names[found[0]] + fault.name[found.end() :], fault.sentence)
