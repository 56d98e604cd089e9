"""Reading a form: the same path for a letter, a review and a draft."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from courtois.case import Case
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.catalogue.tools import Tool
from courtois.checks import Verdict, judge, judge_inquiry
from courtois.checks.claim import countable
from courtois.checks.parties import fits
from courtois.checks.saying import say
from courtois.debt.assessment import Assessment, assess
from courtois.errors import AnswersRefused, Fault
from courtois.forms.asking import Kind, asking
from courtois.forms.build import Names, case_told
from courtois.forms.flatten import flatten
from courtois.forms.names import Answers, Pairs, gather
from courtois.forms.questions import LetterForm, rows
from courtois.forms.rows import is_blank, leaves
from courtois.forms.told import Told
from courtois.letter.typeface import Typeface

_ROW = re.compile(r"(?:invoices|earlier|events|instalments)-\d+(?:-payments-\d+)?")
NO_INVOICE = "Indiquez au moins une facture : son numéro, son montant et ses dates."
ASSIGNED = (
    "Quand une facture est cédée ou confiée à une société d’affacturage, seule cette société peut "
    "la réclamer : demandez-lui d’écrire, et retirez cette facture d’ici."
)
NO_INSTALMENT = "Indiquez au moins une échéance : sa date et son montant."


@dataclass(frozen=True)
class Reading:
    """A form read: its case, assessed, when nothing is wrong, else every fault."""

    form: LetterForm
    assessment: Assessment | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    def require(self) -> Assessment:
        """The case, assessed. Raises AnswersRefused with every fault and warning."""
        if self.assessment is None:
            raise AnswersRefused(self.faults, self.warnings)
        return self.assessment


def blank(kind: Kind, catalogue: LetterCatalogue) -> LetterForm:
    """The form nobody has touched, as the site freezes it."""
    return _form(Answers(), kind, catalogue)


def refill(pairs: Pairs, kind: Kind, catalogue: LetterCatalogue) -> LetterForm:
    """The form as typed, unjudged."""
    return _form_of(pairs, kind, catalogue)


def read(
    pairs: Pairs,
    letter_type: LetterType,
    *,
    catalogue: LetterCatalogue,
    typeface: Typeface,
    today: date,
) -> Reading:
    """Read and judge the answers. `today` dates a letter whose day is blank."""

    def judged(assessment: Assessment, form: LetterForm) -> Verdict:
        confirmed = bool(form["confirm_limitation"].data)
        slugs = {letter.slug for letter in catalogue}
        return judge(assessment, letter_type, slugs=slugs, typeface=typeface, confirmed=confirmed)

    return _read(_form_of(pairs, letter_type, catalogue), letter_type, typeface, today, judged)


def inquire(
    pairs: Pairs, tool: Tool, *, catalogue: LetterCatalogue, typeface: Typeface, today: date
) -> Reading:
    """Read and judge what was asked of a calculator; without a day, it counts up to `today`."""
    slugs = {letter.slug for letter in catalogue}
    form = _form_of(pairs, tool, catalogue)
    return _read(
        form, tool, typeface, today, lambda assessment, _: judge_inquiry(assessment, slugs=slugs)
    )


def _read(
    form: LetterForm,
    kind: Kind,
    typeface: Typeface,
    today: date,
    judged: Callable[[Assessment, LetterForm], Verdict],
) -> Reading:
    faults = [*form.faults, *_answers_wrong(form, kind, typeface)]
    case, names = _case(form, kind, today)
    assessment = assess(case)
    verdict = judged(assessment, form)
    faults += [_as_typed(fault, names) for fault in verdict.faults]
    cautions = [Fault(leaf.name, leaf.caution) for leaf in leaves(form) if leaf.caution]
    warnings = [*cautions, *(_as_typed(warning, names) for warning in verdict.warnings)]
    form.faults = _in_form_order(faults, form)
    if_right = None if faults else assessment
    return Reading(form, if_right, form.faults, _in_form_order(warnings, form))


def read_draft(
    pairs: Pairs,
    letter_type: LetterType,
    *,
    catalogue: LetterCatalogue,
    typeface: Typeface,
    today: date,
) -> Case:
    """A complete case whatever is missing: gaps and faults take the example's values, marked."""
    form = _form_of(pairs, letter_type, catalogue)
    _answers_wrong(form, letter_type, typeface)
    case, _ = _case(form, letter_type, today)
    if case.penalties == "claim" and not countable(case):
        case = replace(case, penalties="mention")
    if fits(case.debtor, letter_type, typeface):
        return case
    empty = _case(LetterForm(Answers()), letter_type, today)[0].debtor
    borrowed = replace(case.debtor, name=empty.name, address=empty.address, contact="")
    return replace(case, debtor=borrowed)


def context(
    form: LetterForm,
    *,
    warnings: tuple[Fault, ...] = (),
    **shown: Any,
) -> dict[str, Any]:
    """What the templates of a form show: `shown` besides what every form has."""
    return {"form": form, "faults": form.faults, "warnings": warnings, **shown}


def _form_of(pairs: Pairs, kind: Kind, catalogue: LetterCatalogue) -> LetterForm:
    """The form as typed, with the faults of groups that have too many rows."""
    answers, faults = gather(pairs)
    form = _form(answers, kind, catalogue)
    form.faults = tuple(faults)
    return form


def _form(answers: Answers, kind: Kind, catalogue: LetterCatalogue) -> LetterForm:
    asked = asking(kind)
    kept = {name: value for name, value in answers.items() if asked.asks(name)}
    form = LetterForm(Answers(kept))
    form.asking = asked
    form.offer(catalogue)
    return form


def _case(form: LetterForm, kind: Kind, today: date) -> tuple[Case, Names]:
    def borrowed() -> Told:
        example, _ = gather(flatten(kind.example))
        return Told(LetterForm(example), kind, example=True)

    return case_told(Told(form, kind), borrowed, today)


def _answers_wrong(form: LetterForm, kind: Kind, typeface: Typeface) -> list[Fault]:
    """Judge each answer by itself: missing, unreadable, too long, unprintable."""
    signs_alone = form.creditor["status"].data not in ("company", "association")
    faults = _groups_missing(form, kind)
    if form["assigned"].data:
        faults.append(say("assigned", ASSIGNED))
    for leaf in leaves(form, blank_rows=False):
        spared = signs_alone and leaf.name == "creditor-signatory"
        leaf.judge(typeface, required=form.requires(leaf) and not spared)
        if leaf.problem:
            faults.append(Fault(leaf.name, leaf.problem))
    return faults


def _groups_missing(form: LetterForm, kind: Kind) -> list[Fault]:
    missing = []
    if all(is_blank(row) for row in rows(form, "invoices")):
        missing.append(say("invoices", NO_INVOICE))
    if kind.takes_plan and all(is_blank(row) for row in rows(form, "instalments")):
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
