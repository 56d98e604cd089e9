"""The pages in a real browser: rules of accessibility, small screens, keyboard, sharing."""

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pypdfium2
import pytest
from depth import sampled
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/composer/",
    "/composer/mise-en-demeure/",
    "/lettres/mise-en-demeure/",
    "/guide/etapes-amiables/",
]
WIDTHS = [360, 768, 1280]
SCHEMES: list[Literal["light", "dark"]] = ["light", "dark"]
OTHERS = [
    "/lettres/",
    "/lettres/conciliation/",
    "/lettres/echeancier/",
    "/composer/echeancier/",
    "/guide/",
    "/mentions-legales/",
    "/404.html",
    "/incident.html",
]

Open = Callable[..., BrowserContext]


@pytest.mark.parametrize(
    ("width", "scheme"),
    sampled(itertools.product(WIDTHS, SCHEMES), (WIDTHS[0], "light"), (WIDTHS[-1], "dark")),
)
def test_the_main_pages_pass_axe(
    new_context: Open, axe: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for path in PAGES:
        page.goto(path)
        assert axe(page) == [], path


def test_the_other_pages_pass_axe(page: Page, axe: Callable[[Page], list[str]]) -> None:
    for path in OTHERS:
        page.goto(path)
        assert axe(page) == [], path


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_no_page_scrolls_sideways_on_the_smallest_screen(new_context: Open, path: str) -> None:
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", PAGES)
def test_targets_are_large_enough_for_a_thumb(new_context: Open, path: str) -> None:
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    page.goto(path)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .button, nav a, .choice, input, select')]
        .filter(element => element.checkVisibility())
        .filter(element => !element.matches('[type=radio], [type=checkbox], .visually-hidden'))
        .filter(element => element.getBoundingClientRect().height < 44 && element.type !== 'hidden')
        .map(element => element.outerHTML.slice(0, 80))"""
    )
    assert small == []


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_a_page_weighs_under_100_kilobytes_without_its_fonts(new_context: Open, path: str) -> None:
    page = new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(path, wait_until="networkidle")
    weight = page.evaluate(
        """() => [...performance.getEntriesByType('navigation'),
                  ...performance.getEntriesByType('resource')]
        .filter(file => !file.name.includes('/fonts/'))
        .reduce((sum, file) => sum + file.encodedBodySize, 0)"""
    )
    assert 0 < weight < 100_000  # bytes, compressed as they travel


def test_the_keyboard_reaches_the_main_button_and_skips_the_menu(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Écrire ma lettre")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/composer/$"))


def test_a_press_copies_a_link_that_works_and_says_so(new_context: Open, server: str) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/guide/prescription/#ailleurs")
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.locator(".sharing [role=status]")).to_have_text("Lien copié.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{server}/guide/prescription/"


def test_a_printed_guide_has_no_last_page_of_links(page: Page, tmp_path: Path) -> None:
    for path in ("/guide/prescription/", "/guide/questions-frequentes/", "/guide/etapes-amiables/"):
        page.goto(path)
        page.pdf(path=tmp_path / "guide.pdf", format="A4")
        with pypdfium2.PdfDocument(tmp_path / "guide.pdf") as pdf:
            words = [sheet.get_textpage().get_text_range() for sheet in pdf]
        assert "Vérifié le" in words[-1]
        assert "Mentions légales" not in "".join(words)


def test_the_longest_choice_of_a_list_fits_on_a_phone(new_context: Open) -> None:
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    for slug in ("mise-en-demeure", "echeancier"):
        page.goto(f"/composer/{slug}/")
        cut = page.evaluate(
            """() => {
            for (const more of document.querySelectorAll('details')) more.open = true;
            for (const section of document.querySelectorAll('.away')) section.classList.remove('away');
            for (const question of document.querySelectorAll('form [hidden]')) question.hidden = false;
            const pen = document.createElement('canvas').getContext('2d');
            return [...document.querySelectorAll('select')].flatMap(list => {
                const style = getComputedStyle(list);
                pen.font = `${style.fontSize} ${style.fontFamily}`;
                const room = list.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - 20;
                return [...list.options].map(option => option.text).filter(text => pen.measureText(text).width > room);
            });
            }"""
        )
        assert cut == []


def test_a_press_copies_the_text_of_a_letter(new_context: Open) -> None:
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto("/lettres/conciliation/")
    page.get_by_role("button", name="Copier le texte").click()
    expect(page.locator(".copy [role=status]")).to_have_text("Texte copié.")
    assert len(page.evaluate("navigator.clipboard.readText()")) > 200


def test_a_page_without_scripts_shows_nothing_that_needs_them(plain_page: Page) -> None:
    plain_page.goto("/lettres/conciliation/")
    expect(plain_page.get_by_role("button")).to_have_count(0)
    expect(plain_page.get_by_role("link", name="Le texte seul")).to_be_visible()


def test_dates_left_blank_are_filled_and_those_typed_are_kept(page: Page) -> None:
    page.clock.set_fixed_time("2026-11-21T10:00:00+01:00")
    page.goto("/composer/mise-en-demeure/")
    expect(page.locator("[name=dated_on]")).to_have_value("2026-11-21")
    expect(page.locator("[name=pay_by]")).to_have_value("")  # holidays are not for a script
    page.locator("[name=pay_by]").fill("2026-12-24")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_be_focused()
    expect(page.locator("[name=pay_by]")).to_have_value("2026-12-24")


def test_rows_come_and_go_in_place_without_losing_an_answer(page: Page) -> None:
    page.goto("/composer/mise-en-demeure/")
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_be_focused()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")
    page.locator("button[name=remove][value=invoices-1]").click()
    expect(page.locator("[name=invoices-1-number]")).to_have_count(0)
    assert urlsplit(page.url).path == "/composer/mise-en-demeure/"


def test_the_focus_goes_to_the_row_before_the_one_removed(page: Page) -> None:
    page.goto("/composer/mise-en-demeure/")
    for index in (1, 2):
        page.get_by_role("button", name="Ajouter une facture").click()
        expect(page.locator(f"[name=invoices-{index}-number]")).to_be_focused()
    page.locator("button[name=remove][value=invoices-2]").click()
    expect(page.locator("#invoices-1-row")).to_be_focused()
    page.locator("button[name=remove][value=invoices-0]").click()
    expect(page.locator("button[name=add][value=invoices]")).to_be_focused()
