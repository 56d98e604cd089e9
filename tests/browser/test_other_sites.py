"""Another site that posts to the function in a real browser; and our own pages, which still may."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from courtois.catalogue.letters import Catalogue
from courtois.forms import flatten

pytestmark = pytest.mark.browser

IBAN = "DE89370400440532013000"
FORM = "/composer/relance-1/"
POST = """<!doctype html><title>Modèles gratuits</title>
<form method="post" action="{action}"><input name="creditor-iban" value="{iban}"><button>Voir</button></form>
{script}"""
SENDS = "<script>document.forms[0].submit()</script>"


class Silent(SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """Address of another site, on another port of this machine, that serves `tmp_path`."""
    handler = partial(Silent, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{site.server_port}"
        site.shutdown()
        thread.join()


def hostile(folder: Path, server: str, script: str = "") -> Path:
    """Write the other site's page: a form for ours, filled in by it."""
    page = folder / "index.html"
    action = f"{server}/api/formulaires/mise-en-demeure"
    page.write_text(POST.format(action=action, iban=IBAN, script=script), "utf-8")
    return page


def assert_refused(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Demande venue d’un autre site")
    assert IBAN not in page.content()
    page.get_by_role("link", name="Revenir aux étapes").click()
    expect(page).to_have_url("/composer/")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_of_another_site_fills_nothing_in(
    new_context: Callable[..., BrowserContext], elsewhere: str, server: str,
    tmp_path: Path, scripts: bool,
) -> None:  # fmt: skip
    hostile(tmp_path, server, SENDS)
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(elsewhere)
    if not scripts:
        page.get_by_role("button").click()
    assert_refused(page)


def test_a_form_of_a_local_file_fills_nothing_in(
    new_context: Callable[..., BrowserContext], server: str, tmp_path: Path
) -> None:
    """Its origin is `null`."""
    page = new_context().new_page()
    page.goto(hostile(tmp_path, server).as_uri())
    page.get_by_role("button").click()
    assert_refused(page)


def test_a_form_of_a_sandboxed_frame_fills_nothing_in(
    new_context: Callable[..., BrowserContext], elsewhere: str, server: str, tmp_path: Path
) -> None:
    """A sandboxed frame hides where it comes from, and our answers are in nobody's frame."""
    hostile(tmp_path, server, SENDS).rename(tmp_path / "inside.html")
    sandbox = '<iframe sandbox="allow-forms allow-scripts allow-top-navigation" src="inside.html">'
    (tmp_path / "index.html").write_text(sandbox, "utf-8")
    page = new_context().new_page()
    with page.expect_response(lambda answer: answer.request.method == "POST") as waiting:
        page.goto(elsewhere)
    assert waiting.value.status == 400


TYPE = """answers => {
  for (const [name, value] of Object.entries(answers))
    for (const field of document.getElementsByName(name))
      if (["radio", "checkbox"].includes(field.type)) field.checked = field.value === value;
      else field.value = value;
}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_every_button_of_our_own_form_still_works(
    new_context: Callable[..., BrowserContext], catalogue: Catalogue, server: str, scripts: bool
) -> None:
    """`Origin` is all that older browsers send: it must be ours, and never `null`."""
    context = new_context(java_script_enabled=scripts)
    posts: list[tuple[int, str | None]] = []

    def note(answer: Response) -> None:
        if answer.request.method == "POST":
            posts.append((answer.status, answer.request.all_headers().get("origin")))

    context.on("response", note)
    page = context.new_page()
    page.goto(FORM)
    page.evaluate(TYPE, dict(flatten(catalogue["relance-1"].example)))
    page.get_by_role("button", name="Relire").first.click()
    expect(page.get_by_role("heading", name="Relisez votre lettre")).to_be_visible()
    with page.expect_popup() as waiting:
        page.get_by_role("button", name="Ouvrir pour imprimer").click()
    expect(waiting.value.locator(".letter")).to_contain_text("F2026-014")
    for button in ("Version modifiable", "Télécharger la lettre (PDF)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).first.click()
        assert download.value.failure() is None
    if scripts:
        expect(page.locator(".preview iframe:not(.coming)")).to_have_count(1)
    assert len(posts) >= (5 if scripts else 4)
    assert set(posts) == {(200, server)}
