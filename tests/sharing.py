"""Helpers shared by the browser tests of long and short links."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

FORM = "/composer/mise-en-demeure/"
MODULE = (
    """name => import(new URL(name, document.querySelector('script[src*="/composer.js"]').src))"""
)
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
ONE_INVOICE = [
    ("debtor-kind", "professional"),
    ("debtor-name", "Boulangerie Moderne"),
    ("debtor-legal_form", "SARL"),
    ("debtor-siren", "123 456 782"),
    ("debtor-street", "27, avenue de la République"),
    ("debtor-postcode", "75011"),
    ("debtor-city", "Paris"),
    ("debtor-head_office", "yes"),
    ("invoices-0-number", "F2026-014"),
    ("invoices-0-amount", "1 200,00"),
    ("invoices-0-service", "refonte du site internet"),
    ("invoices-0-issued_on", "2026-05-01"),
    ("invoices-0-due_on", "2026-05-31"),
    ("earlier-0-step", "relance-1"),
    ("earlier-0-channel", "email"),
    ("earlier-0-sent_on", "2026-06-08"),
    ("creditor-status", "sole_trader"),
    ("creditor-name", "Camille Perrin"),
    ("creditor-street", "12 rue des Lilas"),
    ("creditor-postcode", "69003"),
    ("creditor-city", "Lyon"),
    ("creditor-phone", "06 12 34 56 78"),
    ("creditor-email", "camille@example.org"),
    ("creditor-siret", "732 829 320 00074"),
    ("creditor-vat", "yes"),
    ("creditor-iban", "FR76 3000 6000 0112 3456 7890 189"),
    ("place", "Lyon"),
    ("dated_on", "2026-11-21"),
    ("pay_by", "2026-12-07"),
    ("penalties", "claim"),
    ("late_rate", "legal"),
    ("note", "Je reste à votre disposition."),
]


def fill(page: Page, pairs: Any) -> None:
    """Fill the form with answers, as resuming a draft does."""
    page.evaluate(
        f"""async pairs => (await ({MODULE})('exchange.js')).refill(document.querySelector('form.form'), pairs)""",
        [list(pair) for pair in pairs],
    )


def many_invoices() -> list[tuple[str, str]]:
    """Return the answers of fifty invoices, each with its own words, sums and days."""
    words = ["photographies", "affiches", "vitrine", "maquette", "pose", "dépannage", "cours"]
    pairs = []
    for number in range(50):
        invoice = {
            "number": f"F2026-{number * 7:03}",
            "amount": f"{number * 371 % 5000 + 100},{number * 13 % 100:02}",
            "service": f"{words[number % 7]}, {words[number * 3 % 7]} et {words[number * 5 % 7]}",
            "issued_on": f"2026-{number % 9 + 1:02}-{number % 28 + 1:02}",
            "due_on": f"2026-{number % 9 + 2:02}-{number % 28 + 1:02}",
        }
        pairs += [(f"invoices-{number}-{name}", value) for name, value in invoice.items()]
    return pairs


def open_sharing(page: Page) -> None:
    """Open the sharing part at the end of the form; on a phone, go through the sections first."""
    page.evaluate("for (const hidden of document.querySelectorAll('.away')) hidden.className = ''")
    page.get_by_text("Partager, demander un avis").click()


def arrive(page: Page, fragment: str, at: str = FORM) -> Locator:
    """Open a link to a case, and return the panel that shows the case."""
    page.goto("about:blank")
    page.goto(at + fragment)
    panel = page.locator(".received")
    expect(panel).to_be_visible()
    return panel
