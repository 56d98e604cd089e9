"""`python -m courtois_build.openapi build/openapi.json`: every call of the function, as OpenAPI 3.1.

It is written when the site is frozen, and served as it is at /api/openapi.json. The schemas of what is sent come from
the questions, those of failures from `problems`: this module describes the calls.
"""

import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from courtois import forms
from courtois.catalogue.folders import Entry
from courtois.catalogue.letters import LetterCatalogue
from courtois.catalogue.tools import ToolCatalogue
from courtois.french.typography import french
from courtois_api import shares
from courtois_api.calculator_views import CALENDAR_TOOL, STATEMENT_TOOL
from courtois_api.letter_views import DOCX
from courtois_api.problems import INVALID, PROBLEM_JSON, SENTENCES, TITLES
from courtois_api.store import LIFETIMES
from courtois_build import answer_schemas
from courtois_build.answer_schemas import TEXT

Fragment = dict[str, Any]

ABOUT = (
    "Des lettres justes et courtoises pour faire payer une facture. Rien n’est conservé ni journalisé "
    "de ce qui est envoyé.\n\n"
    "Les réponses vont en JSON, imbriquées comme leurs noms, ou à plat comme un formulaire : "
    "`invoices-0-amount`. Une réponse vide vaut une réponse absente, un nom inconnu est ignoré. Une "
    "date s’écrit `2026-11-21`, un montant `1200.00` ou comme on l’écrit en français. À qui envoie du "
    "JSON, tout ce qui ne va pas est dit à la fois et en JSON (RFC 9457) ; à un formulaire, par la "
    "page. Là où GET existe, HEAD répond aussi, sans corps ; OPTIONS répond partout, avec l’en-tête "
    "Allow. Toute autre méthode que celle d’un appel reçoit 405. Un envoi qu’un navigateur fait depuis "
    "la page d’un autre site reçoit 400."
)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON, HTML = "application/json", "text/html"
ALWAYS_POSSIBLE = (400, 413, 415, 422, 500, 503)  # failures of every call that takes a body
FILE: Fragment = {}  # bytes, which the media type describes
LETTER_FORMATS = {
    "pdf": ("La lettre prête à signer et à poster", "application/pdf", FILE),
    "html": ("La lettre en page ; avec « draft », ce qui manque est pris à l’exemple", HTML, TEXT),
    "txt": ("La lettre en texte, à coller dans un courriel", "text/plain", TEXT),
    "docx": ("La lettre à reprendre dans un traitement de texte", DOCX, FILE),
}


class ApiDescription:
    """The calls of one `templates/` folder, for the letters and calculators in it."""

    def __init__(self, templates: Path) -> None:
        self.letters, self.tools = LetterCatalogue(templates), ToolCatalogue(templates)
        self.entries: list[Entry] = [*self.letters, *self.tools]
        self.forms = {entry.slug: forms.blank(entry, self.letters) for entry in self.entries}

    def document(self) -> Fragment:
        """The whole OpenAPI document."""
        info = {"title": "Courtois", "version": version("courtois"), "description": french(ABOUT)}
        return {
            "openapi": "3.1.0",
            "info": info,
            "servers": [{"url": "/"}],
            "paths": self._letter_paths()
            | self._calculator_paths()
            | _share_paths()
            | _get_paths(),
            "components": {"schemas": self._schemas(), "responses": _failures()},
        }

    def _letter_paths(self) -> Fragment:
        letters, paths = list(self.letters), {}
        for name, (summary, media, schema) in LETTER_FORMATS.items():
            call = _call(f"lettre-{name}", summary, media, schema, *ALWAYS_POSSIBLE, 404)
            body = _body(letters, complete=name != "html")
            paths[f"/api/lettres/{{slug}}.{name}"] = _post(call, body, letters)
        summary = "La page de la lettre avec son formulaire rempli, sans rien juger ; relue avec « review »"
        call = _call("formulaire", summary, HTML, TEXT, *ALWAYS_POSSIBLE, 404)
        paths["/api/formulaires/{slug}"] = _post(call, _body(letters, complete=False), letters)
        return paths

    def _calculator_paths(self) -> Fragment:
        tools, always = list(self.tools), ALWAYS_POSSIBLE
        page = _call("outil", "La page d’un calcul, avec sa réponse", HTML, TEXT, *always, 404)
        summary = "Le décompte, la prescription et la prochaine étape, pour un programme"
        statement = _call("decompte", summary, JSON, _ref("schemas", "statement"), *always)
        summary = "Les jours à venir, pour un agenda"
        calendar = _call("calendrier", summary, "text/calendar", TEXT, *always)
        json_body = _body([self.tools[STATEMENT_TOOL]])
        json_body["content"] = {JSON: json_body["content"][JSON]}
        return {
            "/api/outils/{slug}": _post(page, _body(tools), tools),
            "/api/decompte": _post(statement, json_body),
            "/api/calendrier.ics": _post(calendar, _body([self.tools[CALENDAR_TOOL]])),
        }

    def _schemas(self) -> Fragment:
        """Each question once; the answers, nested and flat; and what each letter or calculator requires."""
        form = next(iter(self.forms.values()))
        questions = forms.schemas.questions(form, self.entries)
        schemas = {f"question.{name}": schema for name, schema in questions.items()}
        schemas |= {"problem": answer_schemas.PROBLEM, "statement": answer_schemas.STATEMENT}
        for shape, answers, required in (
            ("json", forms.schemas.nested, forms.schemas.required),
            ("form", forms.schemas.flat, forms.schemas.required_flat),
        ):
            schemas[f"answers.{shape}"] = answers(form, _question)
            for entry in self.entries:
                complete = [_ref("schemas", f"answers.{shape}"), required(self.forms[entry.slug])]
                schemas[f"{entry.slug}.{shape}"] = {"title": entry.title, "allOf": complete}
        return schemas


def _share_paths() -> Fragment:
    """Short links: a sealed case is kept, then read."""
    days = {"enum": [str(lifetime) for lifetime in LIFETIMES], "title": "Jours de garde"}
    sealed = {
        "type": "string", "pattern": f"^{shares.BASE64.pattern}$", "contentEncoding": "base64url",
        "minLength": (shares.SMALLEST_SEALED * 4 + 2) // 3, "maxLength": (shares.LARGEST_SEALED * 4 + 2) // 3,
    }  # fmt: skip
    content = {JSON: {"schema": answer_schemas.closed(days=days, sealed=sealed)}}
    body = {"requestBody": {"required": True, "content": content}}
    summary = "Un dossier chiffré par le navigateur, gardé quelques jours"
    always = (*ALWAYS_POSSIBLE, 429, 501)
    keep = _call("partage", summary, JSON, answer_schemas.SHARED, *always, success=201)
    summary, media = "Le dossier chiffré, tel qu’il fut confié", "application/octet-stream"
    read = _call("partage-lu", summary, media, FILE, 404, 410, 500, 501, 503)
    name = {"name": "name", "in": "path", "required": True, "schema": answer_schemas.TEXT}
    return {
        "/api/partages": {"post": keep | body},
        "/api/partages/{name}": {"get": read | {"parameters": [name]}},
    }


def _get_paths() -> Fragment:
    """Calls that need no answer of anyone."""
    summary = "Comment va la fonction, et jusqu’à quand ses taux sont connus"
    health = _call("sante", summary, JSON, answer_schemas.HEALTH, 500)
    openapi = _call("openapi", "Ce document", JSON, {"type": "object"}, 500)
    return {"/api/sante": {"get": health}, "/api/openapi.json": {"get": openapi}}


def _call(
    name: str, summary: str, media: str, schema: Fragment, *failures: int, success: int = 200
) -> Fragment:
    """An operation: its name, its answer, and the failures that may come instead."""
    summary = french(summary)
    answers = {str(success): {"description": summary, "content": {media: {"schema": schema}}}}
    problems = {str(status): _ref("responses", str(status)) for status in sorted(failures)}
    return {"operationId": name, "summary": summary, "responses": answers | problems}


def _post(call: Fragment, body: Fragment, entries: Sequence[Entry] = ()) -> Fragment:
    """A call that takes answers; `entries`, when its path has a slug, are what the slug may name."""
    choices = [{"const": entry.slug, "title": entry.title} for entry in entries]
    slug = {"name": "slug", "in": "path", "required": True, "schema": {"oneOf": choices}}
    return {"post": call | {"requestBody": body} | ({"parameters": [slug]} if entries else {})}


def _body(entries: Sequence[Entry], *, complete: bool = True) -> Fragment:
    """The answers to one of these entries; an incomplete body may leave out what is required."""

    def schema(shape: str) -> Fragment:
        if not complete:
            return _ref("schemas", f"answers.{shape}")
        return {"anyOf": [_ref("schemas", f"{entry.slug}.{shape}") for entry in entries]}

    examples = {entry.slug: {"summary": entry.title, "value": entry.example} for entry in entries}
    by_form = {media: {"schema": schema("form")} for media in FORMS}
    return {
        "required": True,
        "content": {JSON: {"schema": schema("json"), "examples": examples}} | by_form,
    }


def _failures() -> Fragment:
    """Each status, as a problem for a program and as a page for a person."""
    content = {PROBLEM_JSON: {"schema": _ref("schemas", "problem")}, HTML: {"schema": TEXT}}
    sentences = TITLES | SENTENCES | {410: shares.GONE, 422: INVALID}
    sentences |= {429: shares.TOO_MANY_LINKS, 501: shares.NOT_OFFERED}
    responses: Fragment = {
        str(status): {"description": french(sentence), "content": content}
        for status, sentence in sentences.items()
    }
    seconds = {
        "description": "Dans combien de secondes réessayer",
        "schema": answer_schemas.WHOLE,
    }
    for status in ("429", "503"):
        responses[status]["headers"] = {"Retry-After": seconds}
    return responses


def _question(name: str) -> Fragment:
    return _ref("schemas", f"question.{name}")


def _ref(section: str, name: str) -> Fragment:
    return {"$ref": f"#/components/{section}/{name}"}


def write(templates: Path, target: Path) -> None:
    """Write the document of one `templates/` folder."""
    document = ApiDescription(templates).document()
    target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    write(Path("templates"), Path(sys.argv[1]))
