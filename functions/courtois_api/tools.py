"""Counting over the counter: what is owed, until when, and what comes next.

POST /api/outils/<slug>   a calculator's page, with its answer or with what to mend
POST /api/decompte        the same figures for a program: JSON in and out
POST /api/calendrier.ics  the days to come, for a calendar
"""

from io import BytesIO
from typing import Any

from flask import Response, abort, jsonify, send_file

from courtois import forms
from courtois.catalogue.tools import Tool
from courtois.debt.late_interest import InterestLine
from courtois.errors import AnswersRefused, Fault, UnknownLetter
from courtois.procedure.advice import Advice
from courtois_api.clock import today_in_paris
from courtois_api.counter import Counter
from courtois_api.problems import told_as_json
from courtois_api.received import Pairs, answers

STATEMENT = "penalites"  # the calculator that asks what a statement is made of
CALENDAR = "prochaine-etape"  # the one that asks what the days to come are made of
NOTHING_LEFT = Fault(
    "invoices", "Il ne reste rien à faire : paiements et avoirs déduits, le principal est réglé."
)


class Tools(Counter[Tool]):
    """Takes answers over the counter and hands back figures."""

    def tool(self, slug: str) -> Response:
        """The calculator with its answer; or, after `add` or `remove`, its questions unjudged."""
        tool, pairs = self._tool(slug), answers()
        if forms.moves_rows(pairs):
            return self.page(tool, forms.refill(forms.act(pairs), tool, self.desk.catalogue))

        def drawn(reading: forms.Reading) -> Response:
            page = self.pages.tool(tool.slug, self.desk.answered(reading, tool))
            return Response(page, mimetype="text/html")

        return self.answered(pairs, tool, drawn)

    def statement(self) -> Response:
        """The décompte, the limitation and the next step of a case, as JSON."""
        if not told_as_json():
            abort(415)

        def counted(reading: forms.Reading) -> Response:
            return jsonify(as_json(self.desk.advice(reading)))

        return self.answered(answers(), self.desk.tools[STATEMENT], counted)

    def calendar(self) -> Response:
        """The days to come, to open in a calendar; or the calculator's page with what to mend."""

        def written(reading: forms.Reading) -> Response:
            from courtois_api import (
                agenda,  # for those who ask: start-up does not wait for icalendar
            )

            case, days = reading.require().case, self.desk.days_to_come(reading)
            if not days:
                raise AnswersRefused((NOTHING_LEFT,))
            file = BytesIO(agenda.calendar(case, days, self.desk.renderer, today_in_paris()))
            name = f"{case.file_name('etapes')}.ics"
            return send_file(file, "text/calendar", as_attachment=True, download_name=name)

        return self.answered(answers(), self.desk.tools[CALENDAR], written)

    def _tool(self, slug: str) -> Tool:
        try:
            return self.desk.tools[slug]
        except UnknownLetter:
            abort(404)

    def read(self, pairs: Pairs, kind: Tool) -> forms.Reading:
        """The answers, judged for this calculator. Raises LawUnknown."""
        return self.desk.inquire(pairs, kind, today_in_paris())

    def page(
        self, kind: Tool, form: forms.LetterForm, *, status: int = 200, **shown: Any
    ) -> Response:
        """The calculator's page with its questions as typed."""
        drawn = self.desk.tool(form, kind, **shown)
        return Response(self.pages.tool(kind.slug, drawn), status=status, mimetype="text/html")


def as_json(advice: Advice) -> dict[str, Any]:
    """Euros are decimal strings, days ISO, rates percent a year; days of a line are both counted."""
    owed, limit, step = advice.statement, advice.limitation, advice.step
    unknown = owed.unknown_after
    return {
        "as_of": owed.as_of.isoformat(),
        "principal": f"{owed.principal:f}",
        "late_interest": f"{owed.late_interest:f}",
        "compensation": f"{owed.compensation:f}",
        "total": f"{owed.total:f}",
        "lines": [_line(line) for line in owed.interest],
        "limitation": {
            "safe": limit.safe.isoformat(),
            "safe_sure": limit.safe_sure,
            "late": limit.late.isoformat(),
        },
        "next_step": {"slug": step.slug, "on": step.on.isoformat()} if step else None,
        "unknown_after": unknown.isoformat() if unknown else None,
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
