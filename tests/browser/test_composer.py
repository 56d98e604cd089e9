"""The composer in a real browser: where one stands, the sections, the letter that writes itself, what follows."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from depth import sampled
from playwright.sync_api import BrowserContext, Frame, Page, Route, expect

pytestmark = pytest.mark.browser
FORM = "/composer/mise-en-demeure/"


def choose(page: Page, name: str, value: str) -> None:
    page.locator(f"input[name='{name}'][value='{value}']").check(force=True)


def preview(page: Page) -> Frame:
    """The frame shown, once no other is on its way."""
    expect(page.locator(".preview iframe:not(.coming)")).to_have_count(1)
    expect(page.locator(".preview iframe.coming")).to_have_count(0)
    handle = page.locator(".preview iframe").element_handle()
    frame = handle.content_frame() if handle else None
    assert frame
    return frame


def where_one_stands(page: Page) -> None:
    page.goto("/composer/")
    choose(page, "debtor-kind", "professional")
    page.get_by_label("Montant de la facture").fill("1 200")
    page.get_by_label("Date d’échéance").fill("2026-07-03")
    page.get_by_text("Indiquer une démarche").click()
    page.get_by_label("Démarche", exact=True).select_option("relance-2")
    page.get_by_label("Comment").select_option("post")
    page.get_by_label("Date d’envoi ou d’appel").fill("2026-10-05")
    page.locator("input[name=dated_on]").fill("2026-11-20")
    page.get_by_role("button", name="Voir la prochaine étape").last.click()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_five_answers_give_the_step_its_day_and_the_letter(
    new_context: Callable[..., BrowserContext], scripts: bool
) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    where_one_stands(page)
    expect(page.locator(".answer h2")).to_have_text("Dernière relance, dès aujourd’hui")
    expect(page.locator(".answer .days-line")).to_be_visible()
    page.get_by_role("button", name="Écrire : Dernière relance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dernière relance")
    expect(page.locator("#invoices-0-amount")).to_have_value("1 200")
    expect(page.locator("#earlier-0-step")).to_have_value("relance-2")


def test_any_other_step_stays_one_click_away(page: Page) -> None:
    page.goto("/composer/")
    page.get_by_role("link", name="Choisissez-la dans la liste").click()
    for slug in ("conciliation", "relance-1", "mise-en-demeure", "echeancier"):
        expect(page.locator(f"main a[href='/composer/{slug}/']")).to_have_count(1)


def test_questions_follow_the_kind_of_debtor_and_no_answer_is_lost(page: Page) -> None:
    page.goto(FORM)
    choose(page, "debtor-kind", "professional")
    siren = page.locator("input[name=debtor-siren]")
    siren.fill("123 456 782")
    public = page.get_by_text("Votre client est une administration", exact=True)
    expect(public).to_be_hidden()
    choose(page, "debtor-kind", "consumer")
    expect(siren).to_be_hidden()
    expect(page.locator("select[name=penalties]")).to_be_hidden()
    choose(page, "debtor-kind", "public")
    expect(public).to_be_visible()
    expect(siren).to_have_value("123 456 782")


def test_the_rate_is_asked_once_penalties_are_claimed_without_default(page: Page) -> None:
    page.goto(FORM)
    choose(page, "debtor-kind", "professional")
    rate = page.get_by_text("Vous réclamez les pénalités de retard")
    expect(rate).to_be_hidden()
    page.locator("select[name=penalties]").select_option("claim")
    expect(rate).to_be_visible()
    expect(page.locator("select[name=late_rate]")).to_have_value("")
    expect(page.locator("input[name=fixed_rate]")).to_be_hidden()
    page.locator("select[name=late_rate]").select_option("fixed")
    expect(page.locator("input[name=fixed_rate]")).to_be_visible()


def test_a_phone_shows_one_section_at_a_time_and_back_loses_nothing(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(FORM)
    where = page.locator(".progress .where")
    expect(where).to_have_text("Étape 1 sur 6\u00a0: Votre client")
    expect(page.get_by_role("heading", name="Vous", exact=True)).to_be_hidden()
    page.locator("#debtor-name").fill("Boulangerie Moderne")
    page.locator("section:visible").get_by_role("button", name="Suivant").click()
    expect(where).to_have_text("Étape 2 sur 6\u00a0: La facture, ou les factures")
    expect(page.get_by_role("heading", name="La facture, ou les factures")).to_be_focused()
    page.go_back()
    expect(where).to_have_text("Étape 1 sur 6\u00a0: Votre client")
    expect(page.locator("#debtor-name")).to_have_value("Boulangerie Moderne")
    expect(page.get_by_role("button", name="Télécharger la lettre (PDF)").last).to_be_hidden()


def test_a_fault_opens_its_section_on_a_phone(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(viewport={"width": 360, "height": 740}).new_page()
    page.goto(FORM)
    page.locator("form.form").evaluate(
        "form => form.requestSubmit(form.querySelector('.last-actions button'))"
    )
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Indiquez votre nom").click()
    expect(page.locator("#creditor-name")).to_be_visible()


def test_the_preview_follows_the_answers_beside_the_form(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(FORM)
    frame = preview(page)
    assert "Boulangerie Moderne" in frame.locator("mark.exemple").all_text_contents()
    page.locator("#debtor-name").fill("Atelier du Port")
    expect(
        page.frame_locator(".preview iframe:not(.coming)").locator(".addressee")
    ).to_contain_text("Atelier du Port")
    shown = preview(page)
    assert "Atelier du Port" not in shown.locator("mark.exemple").all_text_contents()
    changed = shown.locator(".changed").all_text_contents()
    assert any("Atelier du Port" in text for text in changed)
    assert all("salutations" not in text for text in changed)
    assert page.evaluate("history.length") == 2, "an update is no page of the browser's history"


def test_the_last_preview_stays_when_the_function_is_away_and_says_so(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(FORM)
    preview(page)
    page.route("**/api/lettres/*.html", lambda route: route.abort())
    page.locator("#debtor-name").fill("Atelier du Port")
    expect(page.locator(".preview [role=status]")).to_contain_text("n’a pas pu être mis à jour")
    assert "MODERNE" in preview(page).locator(".addressee").inner_text().upper()
    page.unroute("**/api/lettres/*.html")
    page.locator("#debtor-name").fill("Atelier du Pont")
    expect(page.locator(".preview [role=status]")).to_be_empty()


def test_the_page_says_what_follows_once_the_letter_is_downloaded(page: Page, root: object) -> None:
    page.goto("/composer/relance-2/")
    fill_one_invoice(page)
    with page.expect_download():
        page.get_by_role("button", name="Télécharger la lettre (PDF)").last.click()
    heading = page.get_by_role("heading", name="Et maintenant ?")
    expect(heading).to_be_focused()
    after = page.locator(".after")
    expect(after).to_contain_text("Gardez la preuve d’envoi et toute réponse.")
    # deuxième relance le vendredi 20 novembre 2026 : la dernière vient dix jours après
    expect(after).to_contain_text("lundi 30 novembre 2026")


def fill_one_invoice(page: Page) -> None:
    choose(page, "debtor-kind", "professional")
    choose(page, "creditor-status", "sole_trader")
    for name, value in {
        "debtor-name": "Boulangerie Moderne", "debtor-street": "27 avenue de la République",
        "debtor-postcode": "75011", "debtor-city": "Paris", "invoices-0-number": "F2026-014",
        "invoices-0-amount": "1 200,00", "invoices-0-service": "refonte du site",
        "invoices-0-issued_on": "2026-05-01", "invoices-0-due_on": "2026-05-31",
        "creditor-name": "Camille Perrin", "creditor-street": "12 rue des Lilas",
        "creditor-postcode": "69003", "creditor-city": "Lyon", "dated_on": "2026-11-20",
    }.items():  # fmt: skip
        page.locator(f"[name='{name}']").fill(value)


def test_a_letter_sent_by_email_opens_in_the_mail_program(
    plain_page: Page,
) -> None:
    plain_page.goto("/composer/relance-1/")
    fill_one_invoice(plain_page)
    plain_page.get_by_role("button", name="Relire avant de télécharger").click()
    link = plain_page.get_by_role("link", name="Ouvrir dans ma messagerie").get_attribute("href")
    assert link
    assert link.startswith("mailto:?subject=Facture%20F2026-014&body=")
    assert "1%E2%80%AF200" in link


def test_payment_terms_fill_the_due_date_when_pressed_only(page: Page) -> None:
    page.goto(FORM)
    due = page.locator("#invoices-0-due_on")
    expect(page.get_by_role("button", name="à 30\u00a0jours")).to_be_hidden()
    page.locator("#invoices-0-issued_on").fill("2026-05-01")
    expect(due).to_have_value("")
    page.get_by_role("button", name="à 30\u00a0jours").click()
    expect(due).to_have_value("2026-05-31")
    expect(page.get_by_role("button", name="à 30\u00a0jours")).to_be_hidden()


STATES = ["blank", "faults", "review", "step", "journal"]


@pytest.mark.parametrize(
    ("width", "scheme"),
    sampled(itertools.product([360, 768, 1280], ["light", "dark"]), (360, "light"), (1280, "dark")),
)
def test_every_state_of_the_form_passes_axe(
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: int,
    scheme: str,
) -> None:
    context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(FORM)
    violations = {"blank": axe(page)}
    page.evaluate(
        "document.querySelector('form.form').requestSubmit(document.querySelector('.last-actions button'))"
    )
    expect(page.locator(".error-summary")).to_be_visible()
    violations["faults"] = axe(page)
    page.goto("/composer/relance-1/")
    page.set_viewport_size({"width": 1280, "height": 900})  # every section at once, to fill it in
    fill_one_invoice(page)
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(
        "document.querySelector('form.form').requestSubmit(document.querySelector('[name=review]'))"
    )
    expect(page.locator(".after")).to_be_visible()
    violations["review"] = axe(page)
    where_one_stands(page)
    expect(page.locator(".answer")).to_be_visible()
    violations["step"] = axe(page)
    page.evaluate(
        """localStorage.setItem('courtois:1:dossier:0123456789ab', JSON.stringify({on: '2026-11-20', pairs: [
        ['debtor-kind', 'consumer'], ['debtor-name', 'Claire Dubois'], ['invoices-0-number', 'F1'],
        ['invoices-0-amount', '100'], ['invoices-0-due_on', '2026-05-31'],
        ['earlier-0-step', 'relance-1'], ['earlier-0-channel', 'email'], ['earlier-0-sent_on', '2026-06-08']]}))"""
    )
    page.goto("/dossiers/")
    expect(page.locator(".dossier .until")).not_to_be_empty()
    violations["journal"] = axe(page)
    assert violations == {state: [] for state in STATES}
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_letter_printed_from_the_browser_is_the_pdf(
    new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    """One page, the same words, the addressee within the envelope's window (x 105, y 55 mm)."""
    context = new_context()
    page = context.new_page()
    page.goto("/composer/relance-2/")
    fill_one_invoice(page)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    with context.expect_page() as opened:
        page.get_by_role("button", name="Ouvrir pour imprimer").click()
    letter = opened.value
    letter.wait_for_load_state("networkidle")
    path = tmp_path / "imprimee.pdf"
    letter.pdf(path=path, prefer_css_page_size=True, print_background=True)
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
        text = document[0].get_textpage()
        place = text.search("Boulangerie Moderne").get_next()
        assert place
        left, _, _, top = text.get_charbox(place[0])
        assert left * 25.4 / 72 == pytest.approx(105, abs=1.5)
        assert 55 <= 297 - top * 25.4 / 72 <= 58


def slow(page: Page, milliseconds: int) -> None:
    """The function takes its time to give a form back."""

    def later(route: Route) -> None:
        page.wait_for_timeout(milliseconds)
        route.continue_()

    page.route("**/api/formulaires/**", later)


def test_words_typed_while_a_row_is_added_are_kept(page: Page) -> None:
    page.goto(FORM)
    slow(page, 600)
    page.get_by_role("button", name="Ajouter une facture").click(no_wait_after=True)
    page.locator("#debtor-name").press_sequentially("Atelier du Port")
    expect(page.locator("#invoices-1-number")).to_be_visible()
    expect(page.locator("#debtor-name")).to_have_value("Atelier du Port")
    expect(page.locator("#debtor-name")).to_be_focused()


@pytest.mark.parametrize("fault", ["abort", "503"])
def test_the_page_keeps_every_answer_when_the_function_is_away(
    new_context: Callable[..., BrowserContext], fault: str
) -> None:
    page = new_context().new_page()
    page.goto(FORM)
    page.locator("#debtor-name").fill("Atelier du Port")

    def refuse(route: Route) -> None:
        route.abort() if fault == "abort" else route.fulfill(status=503, body="")

    page.route("**/api/formulaires/**", refuse)
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator(".form-told")).to_contain_text("vos réponses sont intactes")
    expect(page.locator("#debtor-name")).to_have_value("Atelier du Port")
    page.unroute("**/api/formulaires/**")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("#invoices-1-number")).to_be_visible()


def test_the_line_of_steps_shows_which_sections_are_answered(page: Page) -> None:
    page.goto(FORM)
    fill_one_invoice(page)
    done_steps = page.locator(".progress .done")
    expect(done_steps.filter(has_text="Votre client")).to_have_count(1)
    expect(done_steps.filter(has_text="La facture")).to_have_count(1)
    expect(done_steps.filter(has_text="Vous")).to_have_count(1)
