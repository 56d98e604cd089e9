"""The main job: in a real browser, on the frozen site, two invoices become a mise en demeure.

Filled in as a person does, by the labels they read; once with scripts, once without.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pdf_text
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

FORM = "/composer/mise-en-demeure/"


def fill_client(page: Page) -> None:
    client = page.get_by_role("region", name="Votre client")
    client.get_by_text("Oui : une entreprise").click()
    client.get_by_label("Nom ou raison sociale").fill("Boulangerie Moderne")
    client.get_by_label("Forme juridique").fill("SARL")
    client.get_by_label("Numéro et rue").fill("27, avenue de la République")
    client.get_by_label("Code postal").fill("75011")
    client.get_by_label("Ville", exact=True).fill("Paris")
    client.get_by_text("Cette adresse est bien celle du siège social").click()


def fill_creditor(page: Page) -> None:
    creditor = page.get_by_role("region", name="Vous", exact=True)
    creditor.get_by_text("Entrepreneur individuel, micro").click()
    creditor.get_by_label("Votre nom").fill("Camille Perrin")
    creditor.get_by_label("Numéro et rue").fill("12 rue des Lilas")
    creditor.get_by_label("Code postal").fill("69003")
    creditor.get_by_label("Ville", exact=True).fill("Lyon")
    creditor.get_by_label("IBAN").fill("FR76 3000 6000 0112 3456 7890 189")


def fill_invoice(
    card: Locator, number: str, service: str, amount: str, days: tuple[str, str]
) -> None:
    card.get_by_label("Numéro de la facture").fill(number)
    card.get_by_label("Ce que vous avez fourni").fill(service)
    card.get_by_label("Montant de la facture").fill(amount)
    card.get_by_label("Date de la facture").fill(days[0])
    card.get_by_label("Date d’échéance").fill(days[1])


def fill_letter(page: Page) -> None:
    letter = page.get_by_role("region", name="La lettre")
    letter.get_by_label("Date de la lettre").fill("2026-11-21")
    letter.get_by_label("Date limite de paiement").fill("2026-12-07")


def invoice(page: Page, number: int) -> Locator:
    return page.get_by_role("group", name=f"Facture {number}")


def fill_everything(page: Page) -> None:
    page.goto(FORM)
    fill_client(page)
    fill_creditor(page)
    fill_letter(page)
    days = (("2026-05-01", "2026-05-31"), ("2026-06-03", "2026-07-03"))
    fill_invoice(invoice(page, 1), "F2026-014", "refonte du site internet", "1 200,00", days[0])
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(invoice(page, 2)).to_be_visible()
    fill_invoice(invoice(page, 2), "F2026-021", "photographies de la carte", "960", days[1])
    payments = invoice(page, 2).get_by_text("Paiements et avoirs déjà reçus")
    payments.click()
    invoice(page, 2).get_by_label("Reçu le").fill("2026-08-15")
    invoice(page, 2).get_by_label("Montant reçu").fill("300")


def download(page: Page, folder: Path) -> tuple[str, str]:
    """Press the button: the file's name, and its words with plain spaces."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger la lettre (PDF)").first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path.name, pdf_text.words(path).replace("\n", " ")


@pytest.mark.parametrize("scripts", ["on", "off"])
def test_two_invoices_become_a_mise_en_demeure(
    request: pytest.FixtureRequest, scripts: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue("page" if scripts == "on" else "plain_page")
    fill_everything(page)
    name, words = download(page, tmp_path)
    assert name == "mise-en-demeure-F2026-014.pdf"
    for sentence in (
        "Camille Perrin EI",
        "75011 PARIS",
        "mise en demeure de payer – factures F2026-014 et F2026-021",
        "Je vous mets en demeure de me payer 1 860,00 € au plus tard le 7 décembre 2026",
        "300,00 €",
        "FR76 3000 6000 0112 3456 7890 189",
    ):
        assert sentence in words


@pytest.mark.parametrize("scripts", ["on", "off"])
def test_a_fault_is_said_beside_its_field_and_no_answer_is_lost(
    request: pytest.FixtureRequest, scripts: str, tmp_path: Path
) -> None:
    new_context = request.getfixturevalue("new_context")  # Chromium logs a 422 as an error
    page: Page = new_context(java_script_enabled=scripts == "on").new_page()
    fill_everything(page)
    invoice(page, 1).get_by_label("Montant de la facture").fill("douze")
    page.get_by_role("button", name="Télécharger la lettre (PDF)").first.click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Écrivez le montant en chiffres")
    amount = invoice(page, 1).get_by_label("Montant de la facture")
    expect(amount).to_have_value("douze")
    expect(amount).to_have_attribute("aria-invalid", "true")
    summary.get_by_role("link").first.click()
    expect(amount).to_be_focused()
    expect(invoice(page, 2).get_by_label("Numéro de la facture")).to_have_value("F2026-021")
    amount.fill("1 200,00")
    assert "1 860,00 €" in download(page, tmp_path)[1]


@pytest.mark.parametrize("scripts", ["on", "off"])
def test_the_letter_can_be_reviewed_before_the_download(
    request: pytest.FixtureRequest, scripts: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue("page" if scripts == "on" else "plain_page")
    fill_everything(page)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    review = page.get_by_role("region", name="Relisez votre lettre")
    expect(review).to_contain_text("Je vous mets en demeure de me payer")
    assert "1 860,00 €" in download(page, tmp_path)[1]


@pytest.mark.parametrize("scripts", ["on", "off"])
def test_a_row_too_many_is_removed(request: pytest.FixtureRequest, scripts: str) -> None:
    page: Page = request.getfixturevalue("page" if scripts == "on" else "plain_page")
    fill_everything(page)
    invoice(page, 1).get_by_role("button", name="Retirer").last.click()
    expect(page.get_by_label("Numéro de la facture")).to_have_count(1)
    expect(page.get_by_label("Numéro de la facture")).to_have_value("F2026-021")


def test_the_review_begins_with_its_heading_and_its_warnings(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    fill_everything(page)
    page.get_by_role("region", name="Vous", exact=True).get_by_label("IBAN").fill("")
    page.get_by_role("button", name="Relire avant de télécharger").click()
    heading = page.get_by_role("heading", name="Relisez votre lettre")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)
    expect(page.locator(".warning-list li").first).to_be_in_viewport(ratio=1)
    box, sheet = heading.bounding_box(), page.locator(".review .sheet").bounding_box()
    button = page.locator(".review button").first.bounding_box()
    assert box
    assert sheet
    assert button
    assert box["y"] < 120
    assert button["y"] - (sheet["y"] + sheet["height"]) > 15  # not glued to the sheet


def test_the_account_stands_at_the_left_of_the_letter(page: Page) -> None:
    fill_everything(page)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    table = page.locator(".review .letter table").bounding_box()
    account = page.locator(".review .letter .pay dl").bounding_box()
    assert table
    assert account
    assert abs(table["x"] - account["x"]) < 2


def test_a_refused_download_leaves_the_person_on_the_form(
    new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = new_context().new_page()  # Chromium logs a 422 as an error
    fill_everything(page)
    amount = invoice(page, 1).get_by_label("Montant de la facture")
    amount.fill("douze")
    page.get_by_role("button", name="Télécharger la lettre (PDF)").first.click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page).to_have_url(re.compile(rf"{FORM}$"))
    expect(page).to_have_title(re.compile("^Erreur"))
    amount.fill("1 200,00")
    assert download(page, tmp_path)[0] == "mise-en-demeure-F2026-014.pdf"
    expect(page).to_have_url(re.compile(rf"{FORM}$"))
    page.go_back()
    expect(page).not_to_have_url(re.compile(FORM))


def test_a_download_that_fails_is_said_and_can_be_tried_again(page: Page, tmp_path: Path) -> None:
    fill_everything(page)
    page.evaluate(
        "() => { window.kept = window.fetch; window.fetch = () => Promise.reject(new Error('no network')); }"
    )
    page.get_by_role("button", name="Télécharger la lettre (PDF)").last.click()
    expect(page.get_by_text("Le service ne répond pas")).to_be_visible()
    page.evaluate("() => { window.fetch = window.kept; }")
    assert "1 860,00 €" in download(page, tmp_path)[1]


def fill_first_contact(page: Page) -> None:
    page.goto("/composer/conciliation/")
    client = page.get_by_role("region", name="Votre client")
    client.get_by_text("Oui : une entreprise").click()
    client.get_by_label("Nom ou raison sociale").fill("Boulangerie Moderne")
    creditor = page.get_by_role("region", name="Vous", exact=True)
    creditor.get_by_text("Entrepreneur individuel, micro").click()
    creditor.get_by_label("Votre nom").fill("Camille Perrin")
    days = ("2026-05-01", "2026-05-31")
    fill_invoice(invoice(page, 1), "F2026-014", "refonte du site internet", "1 200,00", days)
    message = page.get_by_role("region", name="Le message")
    message.get_by_label("Date du message").fill("2026-06-02")
    page.get_by_role("button", name="Relire avant de télécharger").click()
    expect(page.get_by_role("heading", name="Relisez votre fiche")).to_be_visible()


@pytest.mark.parametrize("scripts", ["on", "off"])
def test_the_text_to_paste_opens_beside_the_form(
    new_context: Callable[..., BrowserContext], scripts: str
) -> None:
    context = new_context(java_script_enabled=scripts == "on")
    page = context.new_page()
    fill_first_contact(page)
    with context.expect_page() as opened:
        page.get_by_role("button", name="Voir le texte à coller").click()
    text = opened.value.locator("body").text_content() or ""
    assert "Objet" in text
    assert "F2026-014" in text
    expect(page.get_by_role("button", name="Copier le texte")).to_have_count(
        1 if scripts == "on" else 0
    )


def test_a_press_copies_the_text_to_paste(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    fill_first_contact(page)
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".text-copy [role=status]")).to_have_text("Texte copié.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "F2026-014" in copied
    assert "<" not in copied


@pytest.mark.parametrize("scripts", ["on", "off"])
def test_the_answers_follow_into_another_letter(
    request: pytest.FixtureRequest, scripts: str, tmp_path: Path
) -> None:
    page: Page = request.getfixturevalue("page" if scripts == "on" else "plain_page")
    fill_everything(page)
    page.get_by_text("Écrire une autre lettre avec ces réponses").click()
    page.get_by_role("button", name="Dernière relance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dernière relance")
    expect(invoice(page, 2).get_by_label("Numéro de la facture")).to_have_value("F2026-021")
    name, words = download(page, tmp_path)
    assert name == "relance-3-F2026-014.pdf"
    assert "dernière relance amiable" in words
