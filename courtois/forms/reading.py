"""From the pairs of a form to a judged case: names, form, each answer, case, checks, in this order."""

import re
from dataclasses import dataclass, replace
from datetime import date

from courtois.case import Case
from courtois.catalogue.folders import Entry
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.catalogue.tools import Tool
from courtois.checks import Verdict, judge, judge_inquiry
from courtois.checks.claim import countable
from courtois.checks.parties import fits_in_window
from courtois.debt.assessment import Assessment, assess
from courtois.errors import AnswersRefused, Fault
from courtois.forms.answers import AnswerReader
from courtois.forms.build import RowNames, build_case
from courtois.forms.field_names import Answers, Pairs, gather
from courtois.forms.flatten import flatten
from courtois.forms.questions import SIGNATORY, LetterForm
from courtois.forms.row_questions import all_questions, filled_rows
from courtois.forms.scope import scope_of
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
    """A form that was read: its case, assessed, when there is no fault; else every fault."""

    form: LetterForm
    assessment: Assessment | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]

    def require(self) -> Assessment:
        """Return the case, assessed. Raises AnswersRefused with every fault and warning."""
        if self.assessment is None:
            raise AnswersRefused(self.faults, self.warnings)
        return self.assessment


def blank(entry: Entry, catalogue: LetterCatalogue) -> LetterForm:
    """Return the blank form, as the site freezes it."""
    return _form(Answers(), entry, catalogue)


def refill(pairs: Pairs, entry: Entry, catalogue: LetterCatalogue) -> LetterForm:
    """Return the form as typed, not judged, with the faults of groups that have too many rows."""
    answers, faults = gather(pairs)
    form = _form(answers, entry, catalogue)
    form.faults = tuple(faults)
    return form


def read(
    pairs: Pairs,
    letter_type: LetterType,
    *,
    catalogue: LetterCatalogue,
    typeface: Typeface,
    today: date,
) -> Reading:
    """Read and judge the answers. `today` dates a letter whose day is blank."""
    form = refill(pairs, letter_type, catalogue)
    _judge_answers(form, typeface)
    case, names = _case(form, letter_type, today)
    assessment = assess(case)
    slugs = {letter.slug for letter in catalogue}
    confirmed = form.is_ticked("confirm_limitation")
    verdict = judge(assessment, letter_type, slugs=slugs, typeface=typeface, confirmed=confirmed)
    return _reading(form, assessment, names, verdict)


def inquire(
    pairs: Pairs, tool: Tool, *, catalogue: LetterCatalogue, typeface: Typeface, today: date
) -> Reading:
    """Read and judge the questions to a calculator; without a day, it counts up to `today`."""
    form = refill(pairs, tool, catalogue)
    _judge_answers(form, typeface)
    case, names = _case(form, tool, today)
    assessment = assess(case)
    verdict = judge_inquiry(assessment, slugs={letter.slug for letter in catalogue})
    return _reading(form, assessment, names, verdict)


def read_draft(
    pairs: Pairs,
    letter_type: LetterType,
    *,
    catalogue: LetterCatalogue,
    typeface: Typeface,
    today: date,
) -> Case:
    """Return a complete case, whatever is missing: the example's values, marked, replace gaps and faults."""
    form = refill(pairs, letter_type, catalogue)
    _judge_answers(form, typeface)
    case, _ = _case(form, letter_type, today)
    if case.penalties == "claim" and not countable(case):
        case = replace(case, penalties="mention")
    if fits_in_window(case.debtor, letter_type, typeface):
        return case
    example = _case(blank(letter_type, catalogue), letter_type, today)[0].debtor
    debtor = replace(case.debtor, name=example.name, address=example.address, contact="")
    return replace(case, debtor=debtor)


def context(
    form: LetterForm,
    *,
    warnings: tuple[Fault, ...] = (),
    **shown: object,
) -> dict[str, object]:
    """Return what the templates of a form read: `shown`, and what every form has."""
    return {"form": form, "faults": form.faults, "warnings": warnings, **shown}


def _form(answers: Answers, entry: Entry, catalogue: LetterCatalogue) -> LetterForm:
    """Return the form with the answers to the questions that the entry asks."""
    scope = scope_of(entry)
    form = LetterForm(Answers((name, typed) for name, typed in answers.items() if scope.asks(name)))
    form.scope = scope
    form.offer(catalogue)
    return form


def _case(form: LetterForm, entry: Entry, today: date) -> tuple[Case, RowNames]:
    """Build the case of a form, whatever is wrong with it."""

    def example() -> AnswerReader:
        answers, _ = gather(flatten(entry.example))
        return AnswerReader(LetterForm(answers), entry, form.scope, is_example=True)

    return build_case(AnswerReader(form, entry, form.scope), example, today)


def _judge_answers(form: LetterForm, typeface: Typeface) -> None:
    """Judge each answer by itself: missing, unreadable, too long, unprintable."""
    signs_alone = form.creditor["status"].data not in ("company", "association")
    faults = _groups_missing(form)
    if form.is_ticked("assigned"):
        faults.append(Fault.french("assigned", ASSIGNED))
    for question in all_questions(form, blank_rows=False):
        is_optional = signs_alone and question.name == SIGNATORY
        question.judge(typeface, required=form.requires(question) and not is_optional)
        if question.error:
            faults.append(Fault(question.name, question.error))
    form.faults = (*form.faults, *faults)


def _groups_missing(form: LetterForm) -> list[Fault]:
    missing = []
    if not filled_rows(form.invoices):
        missing.append(Fault.french("invoices", NO_INVOICE))
    if form.asks("instalments") and not filled_rows(form.instalments):
        missing.append(Fault.french("instalments", NO_INSTALMENT))
    return missing


def _reading(
    form: LetterForm, assessment: Assessment, names: RowNames, verdict: Verdict
) -> Reading:
    """Gather every fault and warning, under the names of the form and in its order."""
    warned = [question for question in form.questions if question.warning]
    own_warnings = [Fault(question.name, question.warning) for question in warned]
    warnings = [*own_warnings, *(_as_typed(warning, names) for warning in verdict.warnings)]
    faults = [*form.faults, *(_as_typed(fault, names) for fault in verdict.faults)]
    form.faults = _in_form_order(faults, form)
    return Reading(
        form, None if faults else assessment, form.faults, _in_form_order(warnings, form)
    )


def _in_form_order(findings: list[Fault], form: LetterForm) -> tuple[Fault, ...]:
    """Sort findings in the order of the questions, without duplicates; a group comes before its rows."""
    places: dict[str, int] = {}
    for place, question in enumerate(form.questions):
        places.setdefault(question.name.partition("-")[0], place)
        places[question.name] = place
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: places.get(finding.name, 0)))


def _as_typed(fault: Fault, names: RowNames) -> Fault:
    """Name a finding as the form does: its rows keep the index they came with."""
    row = _ROW.match(fault.name)
    if not row or row[0] not in names:
        return fault
    return Fault(names[row[0]] + fault.name[row.end() :], fault.sentence)
