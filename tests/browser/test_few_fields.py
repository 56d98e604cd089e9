"""How little is typed for a one-invoice mise en demeure to a company of the register: what the README says."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from registers_stub import RegistersStub

pytestmark = pytest.mark.browser
FORM = "/composer/mise-en-demeure/"


@pytest.fixture
def led(new_context: Callable[..., BrowserContext], root: Path) -> Iterator[BrowserContext]:
    """A browser led to invented registers, on a Saturday of November 2026."""
    with RegistersStub.read(root / "tests/register/companies.json").open() as registers:
        context = new_context(viewport={"width": 1280, "height": 900})
        registers.route_requests(context)
        yield context


class Typist:
    """Types, and counts; what is pressed or chosen from a list is not typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.typed = 0

    def type(self, selector: str, value: str) -> None:
        self.page.locator(selector).fill(value)
        self.typed += 1

    def find(self, party: str, words: str) -> None:
        box = self.page.locator(f"[data-register={party}]")
        self.type(f"[data-register={party}] input", words)
        box.get_by_role("button", name="Chercher").click()
        box.get_by_role("option").first.click()

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"input[name='{name}'][value='{value}']").check(force=True)

    def client_and_invoice(self) -> None:
        self.choose("debtor-kind", "professional")
        self.find("debtor", "atelier du moulin")
        self.type("#invoices-0-number", "F2026-014")
        self.type("#invoices-0-service", "refonte du site")
        self.type("#invoices-0-amount", "1 200")
        self.type("#invoices-0-issued_on", "2026-05-01")
        self.page.get_by_role("button", name="à 30\u00a0jours").click()

    def download(self) -> None:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name="Télécharger la lettre (PDF)").last.click()
        assert waiting.value.suggested_filename == "mise-en-demeure-F2026-014.pdf"
        expect(self.page.get_by_role("heading", name="Et maintenant ?")).to_be_focused()


def test_a_letter_asks_seven_fields_then_five_the_next_time(
    led: BrowserContext, root: Path
) -> None:
    page = led.new_page()
    page.clock.set_fixed_time("2026-11-21T10:00:00+01:00")
    page.goto(FORM)
    first = Typist(page)
    first.client_and_invoice()
    first.choose("creditor-status", "sole_trader")
    first.find("creditor", "louise")
    first.type("#creditor-iban", "FR76 3000 6000 0112 3456 7890 189")
    first.download()

    page.goto("/composer/relance-1/")
    page.goto(FORM)
    page.get_by_role(
        "button", name="Effacer", exact=True
    ).click()  # the draft of the letter just sent
    again = Typist(page)
    page.get_by_role("button", name=re.compile("Reprendre vos coordonnées")).click()
    again.client_and_invoice()
    again.download()

    assert (first.typed, again.typed) == (7, 5)
    assert "**7 fields the first time and 5 the next**" in (root / "README.md").read_text("utf-8")
