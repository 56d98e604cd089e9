"""The calculators: their list, and the page of each with how it counts beside it."""

from flask import Blueprint, current_app, render_template
from markupsafe import Markup

from courtois.catalogue.tools import Tool
from courtois_site.contents import Contents
from courtois_site.ready import MARKER


def blueprint(contents: Contents) -> Blueprint:
    """`/outils/` and `/outils/<slug>/`."""
    pages = Blueprint("tools", __name__, url_prefix="/outils")
    tools = contents.letters.tools

    @pages.get("/")
    def index() -> str:
        return render_template("tools.html", tools=list(tools))

    @pages.get("/<slug>/")
    def tool(slug: str) -> str:
        return tool_page(contents, tools[slug], contents.letters.blank_tool(tools[slug]))

    return pages


def tool_page(contents: Contents, tool: Tool, form: Markup) -> str:
    """The page of a calculator around its questions. Needs a request for that page."""
    return render_template("tool.html", tool=tool, form=form, guide=contents.advice[tool.slug])


def pages_with_marker(contents: Contents, address: str) -> dict[str, str]:
    """What the function fills: each calculator's page with a mark in place of its questions."""
    pages = {}
    for tool in contents.letters.tools:
        with current_app.test_request_context(f"/outils/{tool.slug}/", base_url=address):
            pages[f"outil-{tool.slug}"] = tool_page(contents, tool, MARKER)
    return pages
