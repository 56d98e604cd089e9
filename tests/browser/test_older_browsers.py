"""Browsers that lack or limit a feature: a form always works, a copy is made, no error of the engine is read.

Each script below takes something away from Chromium before the page loads.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sharing import CLIPBOARD, FORM, ONE_INVOICE, arrive, fill, open_sharing

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]

# Chrome before 103, Firefox before 100, Safari before 16.
NO_TIMEOUT = "delete AbortSignal.timeout"
# Chrome before 112, Firefox before 111, Safari before 16.4.
NO_BUTTON_IN_FORM_DATA = (
    "FormData = new Proxy(FormData, { construct: (own, [form]) => new own(form) })"
)
# Safari before 16.
NO_REQUEST_SUBMIT = "delete HTMLFormElement.prototype.requestSubmit"
OLDER = [NO_TIMEOUT, NO_BUTTON_IN_FORM_DATA, NO_REQUEST_SUBMIT]

# WebKit: once a click has waited for a request or for a compression, nothing more is copied nor shared.
AS_WEBKIT = """{
let late = false;
addEventListener('click', () => { late = false; }, true);
const ask = fetch;
fetch = async (...parameters) => { const answer = await ask(...parameters); late = true; return answer; };
CompressionStream = new Proxy(CompressionStream, {
    construct: (own, parameters) => { late = true; return new own(...parameters); },
});
const limited = (act) => (...parameters) =>
    late ? Promise.reject(new DOMException('not allowed', 'NotAllowedError')) : act(...parameters);
const board = navigator.clipboard;
for (const name of ['write', 'writeText']) board[name] = limited(board[name].bind(board));
window.shared = [];
window.asSharing = () => { navigator.share = limited(async ({ url }) => { window.shared.push(url); }); };
}"""
# Chrome before 97: an item whose text comes later is refused.
NO_PROMISE_IN_ITEM = """ClipboardItem = new Proxy(ClipboardItem, { construct: (own, [items]) => {
    if (!(Object.values(items)[0] instanceof Blob)) throw new TypeError('not a Blob');
    return new own(items);
} })"""


def opened(new_context: Open, script: str, at: str = FORM) -> Page:
    """A page whose browser is limited by this script, with a clipboard."""
    page = new_context(**CLIPBOARD).new_page()
    page.add_init_script(script)
    page.goto(at)
    return page


def copied(page: Page) -> str:
    """What is in the clipboard."""
    return page.evaluate("navigator.clipboard.readText()")


def add_invoice(page: Page) -> None:
    page.get_by_label("Nom ou raison sociale").fill("Boulangerie Moderne")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_have_count(1)
    expect(page.get_by_label("Nom ou raison sociale")).to_have_value("Boulangerie Moderne")


# Forms


@pytest.mark.parametrize("script", OLDER)
def test_an_older_browser_adds_and_removes_a_row_in_place(page: Page, script: str) -> None:
    page.add_init_script(script)
    page.goto(FORM)
    add_invoice(page)
    page.locator("button[name=remove][value=invoices-1]").click()
    expect(page.locator("[name=invoices-1-number]")).to_have_count(0)
    expect(page).to_have_url(re.compile(f"{FORM}$"))


@pytest.mark.parametrize("script", OLDER)
def test_an_older_browser_reviews_downloads_and_previews(page: Page, script: str) -> None:
    page.add_init_script(script)
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    expect(page.get_by_role("heading", name="Relisez votre lettre")).to_be_focused()
    with page.expect_download():
        page.get_by_role("button", name="Télécharger la lettre (PDF)").first.click()
    preview = page.frame_locator(".preview iframe:not(.coming)")
    expect(preview.locator(".letter")).to_contain_text("Camille Perrin")
    expect(page).to_have_url(re.compile(f"{FORM}$"))


@pytest.mark.parametrize("script", OLDER)
def test_an_older_browser_answers_a_calculator(page: Page, script: str) -> None:
    page.add_init_script(script)
    page.goto("/outils/prescription/")
    page.get_by_text("Oui : une entreprise").click()
    page.get_by_label("Date d’échéance").fill("2026-05-31")
    page.locator("form.form > .row-actions button").click()
    expect(page.locator(".answer")).to_be_visible()
    expect(page).to_have_url(re.compile("/outils/prescription/$"))


@pytest.mark.parametrize("name", ["AbortController", "fetch"])
def test_a_browser_without_requests_posts_the_form_itself(new_context: Open, name: str) -> None:
    page = opened(new_context, f"delete window.{name}")
    add_invoice(page)
    expect(page).to_have_url(re.compile("/api/formulaires/mise-en-demeure"))


def test_an_unforeseen_failure_lets_the_browser_post_the_form(new_context: Open) -> None:
    page = opened(new_context, "delete DOMParser.prototype.parseFromString")
    add_invoice(page)
    expect(page).to_have_url(re.compile("/api/formulaires/mise-en-demeure"))
    expect(page.locator("main")).not_to_contain_text("is not a function")


def test_a_part_that_fails_keeps_no_other_part_from_running(new_context: Open) -> None:
    page = new_context().new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))

    def without_steps(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(" data-progress ", " "))

    page.route(f"**{FORM}", without_steps)
    page.goto(FORM)
    expect(page.get_by_text("Partager, demander un avis")).to_be_visible()
    expect(page.locator(".preview iframe:not(.coming)")).to_have_count(1)
    assert len(failures) == 1


def test_a_case_that_cannot_be_followed_is_said_to_be_so(new_context: Open) -> None:
    page = new_context().new_page()
    page.route("**/journal.js", lambda route: route.abort())
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    page.get_by_role("button", name="Suivre ce dossier").click()
    status = page.locator(".after [role=status]")
    expect(status).to_have_text(re.compile("^Ce dossier n’a pas pu être suivi"))


# Links


def short_link(new_context: Open) -> str:
    """The fragment of a short link to one invoice."""
    page = opened(new_context, "")
    fill(page, ONE_INVOICE)
    open_sharing(page)
    page.get_by_label("Quel lien pour un dossier").select_option("7")
    page.get_by_role("button", name="Le dossier entier").click()
    link = page.get_by_label("Le lien", exact=True)
    expect(link).to_be_visible()
    return "#" + link.input_value().partition("#")[2]


def test_a_short_link_opens_without_abort_timeouts(new_context: Open) -> None:
    reader = opened(new_context, NO_TIMEOUT, "about:blank")
    panel = arrive(reader, short_link(new_context))
    expect(panel).to_contain_text("Camille Perrin")


@pytest.mark.parametrize(
    "script",
    [
        "delete window.DecompressionStream",
        "delete window.AbortController",
        "delete SubtleCrypto.prototype.importKey",
    ],
)
def test_a_short_link_that_a_browser_cannot_read_says_so(new_context: Open, script: str) -> None:
    reader = opened(new_context, script, "about:blank")
    panel = arrive(reader, short_link(new_context))
    expect(panel).to_contain_text("Votre navigateur ne peut pas le lire ici")
    expect(panel.get_by_role("button", name="Réessayer")).to_have_count(0)


def test_a_short_link_that_a_browser_cannot_make_is_a_long_one(new_context: Open) -> None:
    page = opened(new_context, "delete SubtleCrypto.prototype.encrypt")
    fill(page, ONE_INVOICE)
    open_sharing(page)
    page.get_by_label("Quel lien pour un dossier").select_option("7")
    page.get_by_role("button", name="Le dossier entier").click()
    status = page.locator("[data-sharing] [role=status]")
    expect(status).to_contain_text("Votre navigateur n’a pas pu faire de lien court.")
    expect(status).to_contain_text("Lien copié.")
    assert "#c1." in copied(page)


# Copies


@pytest.mark.parametrize("script", [AS_WEBKIT, NO_PROMISE_IN_ITEM, "delete window.ClipboardItem"])
def test_the_text_of_a_model_is_copied_in_every_browser(new_context: Open, script: str) -> None:
    page = opened(new_context, script, "/lettres/relance-1/")
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".copy [role=status]")).to_have_text("Texte copié.")
    assert "Objet" in copied(page)


@pytest.mark.parametrize("script", [AS_WEBKIT, NO_PROMISE_IN_ITEM])
def test_the_text_to_paste_is_copied_in_every_browser(new_context: Open, script: str) -> None:
    page = opened(new_context, script, "/composer/relance-1/")
    fill(page, ONE_INVOICE)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".text-copy [role=status]")).to_have_text("Texte copié.")
    assert "F2026-014" in copied(page)


@pytest.mark.parametrize("days", ["", "7"])
@pytest.mark.parametrize("script", [AS_WEBKIT, NO_PROMISE_IN_ITEM])
def test_a_link_is_copied_in_every_browser(new_context: Open, script: str, days: str) -> None:
    page = opened(new_context, script)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    page.get_by_label("Quel lien pour un dossier").select_option(days)
    page.get_by_role("button", name="Le dossier entier").click()
    expect(page.locator("[data-sharing] [role=status]")).to_contain_text("Lien copié.")
    assert copied(page) == page.get_by_label("Le lien", exact=True).input_value()


def test_nothing_is_copied_when_there_is_no_link_to_give(new_context: Open) -> None:
    page = opened(new_context, AS_WEBKIT)
    page.evaluate("navigator.clipboard.writeText('intact')")
    open_sharing(page)
    page.get_by_role("button", name="Le dossier entier").click()
    expect(page.locator("[data-sharing] [role=status]")).to_contain_text("encore rien à partager")
    assert copied(page) == "intact"


def test_a_text_that_does_not_come_is_not_copied(new_context: Open) -> None:
    page = opened(new_context, AS_WEBKIT, "/lettres/relance-1/")
    page.route("**/*.txt", lambda route: route.abort())
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".copy [role=status]")).to_contain_text("La copie n’a pas pu se faire")


def test_sharing_refused_after_a_request_is_offered_again(new_context: Open) -> None:
    page = opened(new_context, AS_WEBKIT)
    page.evaluate("asSharing()")
    fill(page, ONE_INVOICE)
    open_sharing(page)
    page.get_by_label("Quel lien pour un dossier").select_option("7")
    page.get_by_role("button", name="Le dossier entier").click()
    status = page.locator("[data-sharing] [role=status]")
    expect(status).to_contain_text("Le lien est prêt\u00a0: partagez-le ci-dessous.")
    assert page.evaluate("shared") == []
    page.get_by_role("button", name="Partager ce lien").click()
    page.wait_for_function("shared.length === 1")
    assert page.evaluate("shared") == [page.get_by_label("Le lien", exact=True).input_value()]
