"""The calculators: their list, and the page of each with how it counts beside it."""

from flask import Blueprint, render_template
from markupsafe import Markup

from courtois.catalogue.tools import Tool
from courtois_site.contents import Contents


def blueprint(contents: Contents) -> Blueprint:
    """`/outils/` and `/outils/<slug>/`."""
    pages = Blueprint("tools", __name__, url_prefix="/outils")
    tools = contents.service.tools

    @pages.get("/")
    def index() -> str:
        return render_template("tools.html", tools=list(tools))

    @pages.get("/<slug>/")
    def tool(slug: str) -> str:
        return tool_page(contents, tools[slug], contents.service.blank_tool(tools[slug]))

    return pages


def tool_page(contents: Contents, tool: Tool, form: Markup) -> str:
    """The page of a calculator around its questions. Needs a request for that page."""
    return render_template("tool.html", tool=tool, form=form, guide=contents.advice[tool.slug])
