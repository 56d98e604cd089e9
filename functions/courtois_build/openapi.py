"""`python -m courtois_build.openapi build/openapi.json`: every call of the function, as OpenAPI 3.1.

Written with the frozen site, served as it is at /api/openapi.json. What may be sent is drawn from the
questions themselves, what may go wrong from `problems`: here are the calls alone.
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
from courtois_api.letters import WORD
from courtois_api.problems import PROBLEM, REFUSED, SENTENCES, TITLES
from courtois_api.store import LIVES
from courtois_api.tools import CALENDAR, STATEMENT
from courtois_build import answer_schemas
from courtois_build.answer_schemas import TEXT

Part = dict[str, Any]

ABOUT = (
    "Des lettres justes et courtoises pour faire payer une facture. Rien n’est conservé ni journalisé "
    "de ce qui est envoyé.\n\n"
    "Les réponses vont en JSON, imbriquées comme leurs noms, ou à plat comme un formulaire : "
    "`invoices-0-amount`. Une réponse vide vaut une réponse absente, un nom inconnu est ignoré. Une "
    "date s’écrit `2026-11-21`, un montant `1200.00` ou comme on l’écrit en français. À qui envoie du "
    "JSON, tout ce qui ne va pas est dit à la fois et en JSON (RFC 9457) ; à un formulaire, par la "
    "page. Là où GET existe, HEAD répond aussi, sans corps ; OPTIONS répond partout, avec l’en-tête "
    "Allow. Toute autre méthode que celle d’un appel reçoit 405."
)
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON, HTML = "application/json", "text/html"
FAILURES = (400, 413, 415, 422, 500)  # of whatever is sent
FILE: Part = {}  # bytes: its media type says all
WAYS = {
    "pdf": ("La lettre prête à signer et à poster", "application/pdf", FILE),
    "html": ("La lettre en page ; avec « draft », ce qui manque est pris à l’exemple", HTML, TEXT),
    "txt": ("La lettre en texte, à coller dans un courriel", "text/plain", TEXT),
    "docx": ("La lettre à reprendre dans un traitement de texte", WORD, FILE),
}


class Calls:
    """The calls of one `templates/` folder, with the letters and the calculators it holds."""

    def __init__(self, templates: Path) -> None:
        self.letters, self.tools = LetterCatalogue(templates), ToolCatalogue(templates)
        self.kinds: list[Entry] = [*self.letters, *self.tools]
        self.forms = {kind.slug: forms.blank(kind, self.letters) for kind in self.kinds}

    def document(self) -> Part:
        """The whole document."""
        about = {"title": "Courtois", "version": version("courtois"), "description": french(ABOUT)}
        return {
            "openapi": "3.1.0",
            "info": about,
            "servers": [{"url": "/"}],
            "paths": self._letters() | self._others() | _links() | _read_alone(),
            "components": {"schemas": self._schemas(), "responses": _failures()},
        }

    def _letters(self) -> Part:
        letters, paths = list(self.letters), {}
        for way, (words, media, schema) in WAYS.items():
            call = _call(f"lettre-{way}", words, media, schema, *FAILURES, 404, 503)
            sent = _sent(letters, needs=way != "html")
            paths[f"/api/lettres/{{slug}}.{way}"] = _post(call, sent, letters)
        words = "La page de la lettre avec son formulaire rempli, sans rien juger ; relue avec « review »"
        call = _call("formulaire", words, HTML, TEXT, *FAILURES, 404)
        paths["/api/formulaires/{slug}"] = _post(call, _sent(letters, needs=False), letters)
        return paths

    def _others(self) -> Part:
        tools = list(self.tools)
        page = _call("outil", "La page d’un calcul, avec sa réponse", HTML, TEXT, *FAILURES, 404)
        words = "Le décompte, la prescription et la prochaine étape, pour un programme"
        statement = _call("decompte", words, JSON, _refer("schemas", "statement"), *FAILURES)
        words = "Les jours à venir, pour un agenda"
        calendar = _call("calendrier", words, "text/calendar", TEXT, *FAILURES)
        counted = _sent([self.tools[STATEMENT]])
        counted["content"] = {JSON: counted["content"][JSON]}
        return {
            "/api/outils/{slug}": _post(page, _sent(tools), tools),
            "/api/decompte": _post(statement, counted),
            "/api/calendrier.ics": _post(calendar, _sent([self.tools[CALENDAR]])),
        }

    def _schemas(self) -> Part:
        """Each question once; the answers, nested and flat; and what each letter or calculator needs."""
        form = next(iter(self.forms.values()))
        asked = forms.schemas.questions(form, self.kinds)
        found = {f"question.{name}": schema for name, schema in asked.items()}
        found |= {"problem": answer_schemas.PROBLEM, "statement": answer_schemas.STATEMENT}
        for shape, drawn, needed in (
            ("json", forms.schemas.nested, forms.schemas.required),
            ("form", forms.schemas.flat, forms.schemas.required_flat),
        ):
            found[f"answers.{shape}"] = drawn(form, _question)
            for kind in self.kinds:
                whole = [_refer("schemas", f"answers.{shape}"), needed(self.forms[kind.slug])]
                found[f"{kind.slug}.{shape}"] = {"title": kind.title, "allOf": whole}
        return found


def _links() -> Part:
    """Short links: a sealed case kept, and given back."""
    days = {"enum": [str(life) for life in LIVES], "title": "Jours de garde"}
    sealed = {
        "type": "string", "pattern": f"^{shares.BASE64.pattern}$", "contentEncoding": "base64url",
        "minLength": (shares.SMALLEST * 4 + 2) // 3, "maxLength": (shares.LARGEST * 4 + 2) // 3,
    }  # fmt: skip
    body = {JSON: {"schema": answer_schemas.closed(days=days, sealed=sealed)}}
    words = "Un dossier chiffré par le navigateur, gardé quelques jours"
    kept = _call(
        "partage", words, JSON, answer_schemas.SHARED, *FAILURES, 429, 501, 503, success=201
    )
    words = "Le dossier chiffré, tel qu’il fut confié"
    read = _call("partage-lu", words, "application/octet-stream", FILE, 404, 410, 500, 501, 503)
    name = {"name": "name", "in": "path", "required": True, "schema": answer_schemas.TEXT}
    return {
        "/api/partages": {"post": kept | {"requestBody": {"required": True, "content": body}}},
        "/api/partages/{name}": {"get": read | {"parameters": [name]}},
    }


def _read_alone() -> Part:
    """What is asked without an answer of anyone."""
    words, whole = (
        "Comment va la fonction, et jusqu’à quand ses taux sont connus",
        {"type": "object"},
    )
    return {
        "/api/sante": {"get": _call("sante", words, JSON, answer_schemas.HEALTH, 500)},
        "/api/openapi.json": {"get": _call("openapi", "Ce document", JSON, whole, 500)},
    }


def _call(
    name: str, words: str, media: str, schema: Part, *failures: int, success: int = 200
) -> Part:
    """What a call is named, and answers when all is well and when it is not."""
    words = french(words)
    found = {str(success): {"description": words, "content": {media: {"schema": schema}}}}
    told = {str(status): _refer("responses", str(status)) for status in sorted(failures)}
    return {"operationId": name, "summary": words, "responses": found | told}


def _post(call: Part, sent: Part, slugs: Sequence[Entry] = ()) -> Part:
    """A call that takes answers, for one of several letters or calculators where it says so."""
    choices = [{"const": kind.slug, "title": kind.title} for kind in slugs]
    slug = {"name": "slug", "in": "path", "required": True, "schema": {"oneOf": choices}}
    return {"post": call | {"requestBody": sent} | ({"parameters": [slug]} if slugs else {})}


def _sent(kinds: Sequence[Entry], *, needs: bool = True) -> Part:
    """The answers of one of these kinds: whole, unless gaps may stay."""

    def shaped(shape: str) -> Part:
        if not needs:
            return _refer("schemas", f"answers.{shape}")
        return {"anyOf": [_refer("schemas", f"{kind.slug}.{shape}") for kind in kinds]}

    examples = {kind.slug: {"summary": kind.title, "value": kind.example} for kind in kinds}
    by_form = {media: {"schema": shaped("form")} for media in FORMS}
    by_json = {JSON: {"schema": shaped("json"), "examples": examples}}
    return {"required": True, "content": by_json | by_form}


def _failures() -> Part:
    """Each status, told to a program as a problem and to a person as a page."""
    told = {PROBLEM: {"schema": _refer("schemas", "problem")}, HTML: {"schema": TEXT}}
    words = TITLES | SENTENCES | {410: shares.GONE, 422: REFUSED}
    words |= {429: shares.TOO_MANY, 501: shares.NOT_OFFERED}
    responses: Part = {
        str(status): {"description": french(sentence), "content": told}
        for status, sentence in words.items()
    }
    seconds = {"description": "Dans combien de secondes réessayer", "schema": answer_schemas.WHOLE}
    for status in ("429", "503"):
        responses[status]["headers"] = {"Retry-After": seconds}
    return responses


def _question(name: str) -> Part:
    return _refer("schemas", f"question.{name}")


def _refer(kind: str, name: str) -> Part:
    return {"$ref": f"#/components/{kind}/{name}"}


def write(templates: Path, target: Path) -> None:
    """Write the document of one `templates/` folder."""
    document = Calls(templates).document()
    target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    write(Path("templates"), Path(sys.argv[1]))
