"""The endpoints that count: what is owed, until when, and what comes next.

POST /api/outils/<slug>   a calculator's page, with its answer or its faults
POST /api/decompte        the same figures for a program: JSON in and out
POST /api/calendrier.ics  the days to come, for a calendar
"""

from io import BytesIO
from typing import Any

from flask import Blueprint, Response, abort, jsonify, send_file
from markupsafe import Markup

from courtois import forms
from courtois.catalogue.tools import Tool
from courtois.debt.late_interest import InterestLine
from courtois.errors import AnswersRefused, Fault
from courtois.forms import LetterForm, Reading
from courtois.procedure.advice import Advice
from courtois_api.clock import today_in_paris
from courtois_api.endpoint import Submission, answering, resources
from courtois_api.incoming import wants_json

STATEMENT_TOOL = "penalites"  # the calculator whose questions a décompte needs
CALENDAR_TOOL = "prochaine-etape"  # the calculator whose questions a calendar needs
NOTHING_LEFT = Fault(
    "invoices", "Il ne reste rien à faire : paiements et avoirs déduits, le principal est réglé."
)

calculators = Blueprint("calculators", __name__)


class ToolSubmission(Submission[Tool]):
    """The answers of one request to a calculator."""

    @staticmethod
    def find(slug: str) -> Tool:
        return resources().service.tools[slug]

    def judge(self) -> Reading:
        self.reading = resources().service.inquire(self.pairs, self.entry, today_in_paris())
        return self.reading

    def page(self, form: LetterForm, *, status: int = 200, **context: Any) -> Response:
        return self.around(resources().service.tool_form(form, self.entry, **context), status)

    def around(self, html: Markup, status: int = 200) -> Response:
        """The page of this calculator around `html`."""
        page = resources().shells.tool(self.entry.slug, html)
        return Response(page, status=status, mimetype="text/html")


@calculators.post("/api/outils/<slug>")
@answering(ToolSubmission)
def calculator(submission: ToolSubmission) -> Response:
    """The calculator with its answer; after `add` or `remove`, its questions, not judged."""
    if forms.moves_rows(submission.pairs):
        return submission.page(submission.refill(forms.apply_row_button(submission.pairs)))
    reading = submission.judge()
    return submission.around(resources().service.tool_answer(reading, submission.entry))


@calculators.post("/api/decompte")
@answering(ToolSubmission, STATEMENT_TOOL)
def statement(submission: ToolSubmission) -> Response:
    """The décompte, the limitation and the next step of a case, as JSON."""
    if not wants_json():
        abort(415)
    return jsonify(advice_as_json(resources().service.advice(submission.judge())))


@calculators.post("/api/calendrier.ics")
@answering(ToolSubmission, CALENDAR_TOOL)
def calendar(submission: ToolSubmission) -> Response:
    """The days to come, to open in a calendar."""
    from courtois_api import calendar_file  # here, so that start-up does not wait for icalendar

    service, reading = resources().service, submission.judge()
    days, case = service.days_to_come(reading), reading.require().case
    if not days:
        raise AnswersRefused([NOTHING_LEFT])
    file = calendar_file.write(case, days, service.renderer, today_in_paris())
    name = f"{case.file_name('etapes')}.ics"
    return send_file(BytesIO(file), "text/calendar", as_attachment=True, download_name=name)


def advice_as_json(advice: Advice) -> dict[str, Any]:
    """Write advice as JSON: euros are decimal strings, days ISO, rates percent a year; a line includes both days."""
    statement, limitation, step = advice.statement, advice.limitation, advice.step
    unknown_after = statement.unknown_after
    return {
        "as_of": statement.as_of.isoformat(),
        "principal": f"{statement.principal:f}",
        "late_interest": f"{statement.late_interest:f}",
        "compensation": f"{statement.compensation:f}",
        "total": f"{statement.total:f}",
        "lines": [_line(line) for line in statement.interest],
        "limitation": {
            "safe": limitation.safe.isoformat(),
            "safe_sure": limitation.safe_sure,
            "late": limitation.late.isoformat(),
        },
        "next_step": {"slug": step.slug, "on": step.on.isoformat()} if step else None,
        "unknown_after": unknown_after.isoformat() if unknown_after else None,
    }


def _line(line: InterestLine) -> dict[str, Any]:
    return {
        "invoice": line.invoice,
        "from": line.first.isoformat(),
        "to": line.last.isoformat(),
        "days": line.days,
        "base": f"{line.base:f}",
        "rate": f"{line.rate:f}",
        "interest": f"{line.interest:f}",
    }
