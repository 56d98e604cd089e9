"""What freezing writes for the function beside the site, all under `build/`.

    pages/<name>.html   the shells: the page of each form, with a marker where the form goes
    site.json           the site's address, the marker, and each shell's name by the letter's or calculator's slug
    assets.json         the address of each file by its name
    headers.json        the security headers of every answer

The marker and the names are written here alone: the function and the server read them in site.json.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask, current_app, render_template
from markupsafe import Markup

from courtois_site.assets import Assets
from courtois_site.contents import Contents
from courtois_site.headers import HEADERS
from courtois_site.pages.composer import form_page
from courtois_site.pages.tools import tool_page

MARKER = Markup("<!--form-->")
MESSAGE = "message"  # the shell for what the function says when it has no form to give back


def write_for_function(app: Flask, build: Path, address: str) -> None:
    """Write everything, and remove the shells of letters that are gone. `address` is the site's, public."""
    contents: Contents = app.extensions["courtois_contents"]
    assets: Assets = app.extensions["courtois_assets"]
    with app.test_request_context(base_url=address):
        published = assets.published()
        shells = {f"{name}.html": page for name, page in _shells(contents, address)}
    folder = build / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.html"):
        if path.name not in shells:
            path.unlink()
    for name, page in shells.items():
        (folder / name).write_text(page, encoding="utf-8")
    _write_json(build / "site.json", _site(contents, address))
    _write_json(build / "assets.json", published)
    _write_json(build / "headers.json", HEADERS)


def _site(contents: Contents, address: str) -> dict[str, Any]:
    return {
        "address": address,
        "marker": str(MARKER),
        "message": MESSAGE,
        "letters": {
            letter_type.slug: letter_type.slug for letter_type in contents.service.catalogue
        },
        "tools": {tool.slug: _tool_shell(tool.slug) for tool in contents.service.tools},
    }


def _shells(contents: Contents, address: str) -> Iterator[tuple[str, str]]:
    """Yield each shell's name and its HTML, rendered as for a request for its page."""
    with current_app.test_request_context("/404.html", base_url=address):
        yield MESSAGE, render_template("message.html", message=MARKER)
    for letter_type in contents.service.catalogue:
        with current_app.test_request_context(f"/composer/{letter_type.slug}/", base_url=address):
            yield letter_type.slug, form_page(contents, letter_type, MARKER)
    for tool in contents.service.tools:
        with current_app.test_request_context(f"/outils/{tool.slug}/", base_url=address):
            yield _tool_shell(tool.slug), tool_page(contents, tool, MARKER)


def _tool_shell(slug: str) -> str:
    """Return the name of a calculator's shell: a letter may have the same slug."""
    return f"outil-{slug}"


def _write_json(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")
