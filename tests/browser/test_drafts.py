"""What the browser keeps: a draft for each letter, who writes; told, offered, and erased with one press."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from depth import sampled
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

FORM = "/composer/mise-en-demeure/"
OTHER = "/composer/relance-2/"
KEY = "courtois:1:draft:mise-en-demeure"
CREDITOR = "courtois:1:creditor"
OFFER = "Un brouillon de cette lettre est gardé dans ce navigateur depuis le"
SIGN = "Reprendre vos coordonnées"
LETTER = {
    "debtor-name": "Boulangerie Moderne",
    "debtor-street": "27, avenue de la République",
    "debtor-postcode": "75011",
    "debtor-city": "Paris",
    "invoices-0-number": "F2026-014",
    "invoices-0-amount": "1 200,00",
    "invoices-0-service": "refonte du site internet",
    "invoices-0-issued_on": "2026-05-01",
    "invoices-0-due_on": "2026-05-31",
    "creditor-name": "Camille Perrin",
    "creditor-street": "12 rue des Lilas",
    "creditor-postcode": "69003",
    "creditor-city": "Lyon",
    "creditor-iban": "FR76 3000 6000 0112 3456 7890 189",
    "place": "Villeurbanne",
    "dated_on": "2026-11-21",
    "pay_by": "2026-12-07",
}


def stored(page: Page) -> dict[str, Any]:
    """Everything this browser keeps for the site, by key."""
    kept = page.evaluate("({...localStorage})")
    return {key: json.loads(value) for key, value in kept.items()}


def wait_for(page: Page, key: str) -> dict[str, str]:
    """The answers kept under this key, once they are."""
    for _ in range(50):
        if key in (entries := stored(page)):
            return dict(entries[key]["pairs"])
        page.wait_for_timeout(100)
    raise AssertionError(f"{key} was not kept")


def fill_letter(page: Page) -> None:
    page.get_by_text("Oui : une entreprise, un indépendant").click()
    page.get_by_text("Cette adresse est bien celle du siège social").click()
    page.get_by_text("Entrepreneur individuel, micro").click()
    for name, value in LETTER.items():
        page.locator(f"[name={name}]").fill(value)


def download(page: Page) -> None:
    with page.expect_download():
        page.get_by_role("button", name="Télécharger la lettre (PDF)").last.click()
    expect(page.locator("#et-maintenant")).to_be_focused()


def wipe(page: Page, which: str = "first") -> None:
    box = page.locator(".erasing")
    box = box.first if which == "first" else box.last
    box.get_by_text("Tout effacer", exact=True).click()
    box.get_by_role("button", name="Oui, tout effacer").click()
    expect(page.get_by_text("Tout est effacé")).to_be_focused()


def seed(page: Page, key: str, value: str) -> None:
    """Something in the browser before the form is opened."""
    page.goto("/")
    page.evaluate("([key, value]) => localStorage.setItem(key, value)", [key, value])


def kept(*pairs: tuple[str, str], on: str = "2026-11-01") -> str:
    return json.dumps({"on": on, "pairs": [list(pair) for pair in pairs]})


# A draft


def test_an_untouched_form_is_not_kept(page: Page) -> None:
    page.goto(FORM)
    expect(page.locator("[name=dated_on]")).not_to_have_value("")
    page.locator("[name=creditor-name]").fill("C")
    page.locator("[name=creditor-name]").fill("")
    page.wait_for_timeout(900)
    page.goto(OTHER)
    assert stored(page) == {}


def test_a_draft_is_kept_while_typing_and_comes_back_on_demand(page: Page) -> None:
    page.clock.set_fixed_time("2026-11-01T23:30:00+01:00")
    page.goto(FORM)
    page.get_by_text("Oui : une entreprise, un indépendant").click()
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.get_by_role("button", name="Ajouter une facture").click()
    page.locator("[name=invoices-1-number]").fill("F2026-021")
    page.clock.run_for(1000)
    assert wait_for(page, KEY)["invoices-1-number"] == "F2026-021"
    assert "dated_on" not in wait_for(page, KEY)  # today is not an answer
    page.goto(OTHER)
    expect(page.get_by_text(OFFER)).to_be_hidden()
    page.goto(FORM)
    offer = page.get_by_role("group", name=OFFER)
    expect(offer).to_contain_text("depuis le 1er\u00a0novembre\u00a02026")
    expect(page.locator("[name=creditor-name]")).to_have_value("")
    expect(page.locator("[name=invoices-1-number]")).to_have_count(0)
    page.clock.set_fixed_time("2026-11-21T10:00:00+01:00")
    offer.get_by_role("button", name="Reprendre").click()
    expect(page.get_by_text("Votre brouillon est repris.")).to_be_focused()
    expect(page.get_by_text(OFFER)).to_be_hidden()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")
    expect(page.locator("[name=invoices-1-number]")).to_have_value("F2026-021")
    expect(page.locator("[name=debtor-kind]:checked")).to_have_value("professional")
    expect(page.locator("[name=dated_on]")).to_have_value("2026-11-21")


def test_the_last_word_typed_before_leaving_is_kept(page: Page) -> None:
    page.goto(FORM)
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.goto(OTHER)
    assert dict(stored(page)[KEY]["pairs"]) == {"creditor-name": "Camille Perrin"}


def test_a_draft_may_be_erased(page: Page) -> None:
    seed(page, KEY, kept(("creditor-name", "Camille Perrin")))
    page.goto(FORM)
    page.get_by_role("button", name="Effacer", exact=True).click()
    expect(page.get_by_text("Ce brouillon est effacé.")).to_be_focused()
    assert stored(page) == {}
    page.locator("[name=creditor-name]").fill("Dominique Roux")
    assert wait_for(page, KEY) == {"creditor-name": "Dominique Roux"}


def test_each_letter_has_its_own_draft(page: Page) -> None:
    for path, name in ((FORM, "Camille"), (OTHER, "Dominique")):
        page.goto(path)
        page.locator("[name=creditor-name]").fill(name)
    for path, name in ((FORM, "Camille"), (OTHER, "Dominique")):
        page.goto(path)
        page.get_by_role("button", name="Reprendre", exact=True).click()
        expect(page.locator("[name=creditor-name]")).to_have_value(name)


def test_a_draft_stays_as_it_is_until_the_person_chooses(page: Page) -> None:
    before = kept(("creditor-name", "Camille Perrin"))
    seed(page, KEY, before)
    page.goto(FORM)
    page.locator("[name=creditor-name]").fill("Dominique Roux")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_be_focused()
    expect(page.get_by_text(OFFER)).to_be_visible()
    page.wait_for_timeout(900)
    page.goto(OTHER)
    assert stored(page) == {KEY: json.loads(before)}


def test_answers_for_another_letter_do_not_replace_its_draft_unasked(
    page: Page,
) -> None:
    seed(page, "courtois:1:draft:relance-2", kept(("creditor-name", "Dominique Roux")))
    page.goto(FORM)
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.get_by_text("Écrire une autre lettre avec ces réponses").click()
    page.get_by_role("button", name="Deuxième relance").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deuxième relance")
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")
    page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Dominique Roux")


def test_answers_given_back_by_the_function_are_no_draft_to_resume(page: Page) -> None:
    page.goto(FORM)
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.wait_for_timeout(700)  # kept after a pause of half a second
    with page.expect_navigation():  # as a browser posts it, without our scripts
        page.evaluate(
            """() => {
                const form = document.forms[0];
                form.action = form.dataset.again;
                HTMLFormElement.prototype.submit.call(form);
            }"""
        )
    expect(page.get_by_text("Votre brouillon reste dans ce navigateur.")).to_be_visible()
    expect(page.get_by_text(OFFER)).to_be_hidden()


def test_a_draft_that_cannot_come_back_is_kept(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()  # Chromium logs a request that fails as an error
    seed(page, KEY, kept(("creditor-name", "Camille Perrin")))
    page.goto(FORM)
    page.route("**/api/formulaires/**", lambda route: route.abort())
    page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(page.get_by_text("Le brouillon n’a pas pu être repris")).to_be_focused()
    page.wait_for_timeout(900)
    assert dict(stored(page)[KEY]["pairs"]) == {"creditor-name": "Camille Perrin"}
    page.unroute("**/api/formulaires/**")
    page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")


# A browser that does not keep


def test_a_full_storage_is_said_and_breaks_nothing(page: Page) -> None:
    page.goto(FORM)
    page.evaluate(
        """() => {
        const own = Storage.prototype.setItem;
        Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
        window.makeRoom = () => { Storage.prototype.setItem = own; };
        }"""
    )
    field = page.locator("[name=creditor-name]")
    field.fill("Camille Perrin")
    notice = page.locator(".memory-told")
    expect(notice).to_contain_text("Ce navigateur n’a plus de place")
    expect(field).to_be_focused()
    page.evaluate("window.makeRoom()")
    field.fill("Camille Perrin-Roux")
    assert wait_for(page, KEY) == {"creditor-name": "Camille Perrin-Roux"}
    expect(notice).to_be_empty()


def test_a_full_storage_still_gives_back_its_draft(page: Page) -> None:
    seed(page, KEY, kept(("creditor-name", "Camille Perrin")))
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    )
    page.goto(FORM)
    page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")


@pytest.mark.parametrize(
    "blocked",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});",
        "Object.defineProperty(window, 'localStorage', {value: null});",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    ],
)
def test_the_form_works_without_storage_and_says_nothing_of_it(page: Page, blocked: str) -> None:
    page.add_init_script(blocked)
    page.goto(FORM)
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_be_focused()
    expect(page.locator("[data-memory-box]:visible")).to_have_count(0)


BROKEN = [
    "",
    "{",
    "null",
    "12",
    "[]",
    '{"pairs": []}',
    '{"on": "2026-11-01"}',
    '{"on": 12, "pairs": []}',
    '{"on": "2026-11-01", "pairs": [["creditor-name"]]}',
    '{"on": "2026-11-01", "pairs": [["creditor-name", 12]]}',
    '{"on": "2026-11-01", "pairs": {"creditor-name": "x"}}',
]


@pytest.mark.parametrize("key", [KEY, CREDITOR])
def test_broken_entries_of_the_storage_are_removed(page: Page, key: str) -> None:
    for value in BROKEN:
        seed(page, key, value)
        page.goto(FORM)
        expect(page.get_by_text("Votre brouillon reste dans ce navigateur.")).to_be_visible()
        expect(page.get_by_text(OFFER)).to_be_hidden()
        assert page.evaluate("localStorage.length") == 0, value


def test_entries_of_an_older_version_go_and_those_of_others_stay(page: Page) -> None:
    seed(page, "courtois:0:draft:mise-en-demeure", kept(("creditor-name", "Camille")))
    page.evaluate("localStorage.setItem('courtois-elsewhere', 'x')")
    page.evaluate("localStorage.setItem('other', 'x')")
    page.goto(FORM)
    expect(page.get_by_text(OFFER)).to_be_hidden()
    assert set(page.evaluate("Object.keys(localStorage)")) == {"courtois-elsewhere", "other"}


# Who writes


def test_the_creditor_is_remembered_and_offered_for_the_next_letter(page: Page) -> None:
    page.goto(FORM)
    fill_letter(page)
    assert CREDITOR not in stored(page)  # not before a letter is saved
    download(page)
    expect(page.get_by_text("Vos coordonnées sont gardées dans ce navigateur")).to_be_visible()
    assert wait_for(page, CREDITOR) == {
        name: value
        for name, value in (LETTER | {"creditor-status": "sole_trader"}).items()
        if name.startswith("creditor-") or name == "place"
    }
    page.goto(OTHER)
    page.get_by_role("button", name=f"{SIGN}\u00a0: Camille Perrin").click()
    expect(page.get_by_text("Vos coordonnées sont remplies.")).to_be_focused()
    expect(page.get_by_role("button", name=SIGN)).to_have_count(0)
    for name in ("creditor-name", "creditor-street", "creditor-iban", "place"):
        expect(page.locator(f"[name={name}]")).to_have_value(LETTER[name])
    expect(page.locator("[name=creditor-status]:checked")).to_have_value("sole_trader")
    expect(page.locator("[name=debtor-name]")).to_have_value("")
    assert "creditor-iban" in wait_for(page, "courtois:1:draft:relance-2")


def test_the_next_letter_asks_the_kind_of_client_and_nine_answers(page: Page) -> None:
    page.goto(FORM)
    fill_letter(page)
    download(page)
    page.goto("/composer/relance-1/")
    page.get_by_role("button", name=SIGN).click()
    page.get_by_text("Oui : une entreprise, un indépendant").click()
    empty = page.locator("[data-required]:visible").evaluate_all(
        "fields => fields.filter(field => field.type !== 'radio' && !field.value).map(field => field.name)"
    )
    assert empty == [name for name in LETTER if name.startswith(("debtor-", "invoices-"))]
    assert len(empty) == 9
    for name in empty:
        page.locator(f"[name={name}]").fill(LETTER[name])
    with page.expect_download():
        page.get_by_role("button", name="Télécharger la lettre (PDF)").last.click()


def test_a_letter_that_asks_less_forgets_nothing_of_the_address(page: Page) -> None:
    seed(
        page,
        CREDITOR,
        kept(
            ("creditor-name", "Camille"), ("creditor-street", "12 rue des Lilas"), ("place", "Lyon")
        ),
    )
    page.goto("/composer/conciliation/")
    page.get_by_role("button", name=SIGN).click()
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.evaluate(
        "document.querySelector('form.form').dispatchEvent(new CustomEvent('courtois:saved', {detail: '/x.txt'}))"
    )
    assert wait_for(page, CREDITOR) == {
        "creditor-name": "Camille Perrin",
        "creditor-street": "12 rue des Lilas",
        "place": "Lyon",
    }


def test_the_person_may_refuse_to_be_remembered_and_change_their_mind(page: Page) -> None:
    page.goto(FORM)
    fill_letter(page)
    download(page)
    page.get_by_role("button", name="Ne pas me retenir").click()
    expect(page.get_by_text("Vos coordonnées ne sont pas gardées.")).to_be_visible()
    expect(page.get_by_role("button", name="Me retenir", exact=True)).to_be_focused()
    assert wait_for(page, CREDITOR) == {}
    download(page)
    assert wait_for(page, CREDITOR) == {}
    page.goto(OTHER)
    expect(page.get_by_role("button", name=SIGN)).to_have_count(0)
    page.goto(FORM)
    page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")
    download(page)
    page.get_by_role("button", name="Me retenir", exact=True).click()
    assert wait_for(page, CREDITOR)["creditor-name"] == "Camille Perrin"


def test_the_creditor_is_not_offered_once_details_are_typed(page: Page) -> None:
    seed(page, CREDITOR, kept(("creditor-name", "Camille Perrin")))
    page.goto(FORM)
    expect(page.get_by_role("button", name=SIGN)).to_be_visible()
    page.locator("[name=creditor-name]").fill("Dominique Roux")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_be_focused()
    expect(page.get_by_role("button", name=SIGN)).to_have_count(0)


# Everything forgotten


@pytest.mark.parametrize("which", ["first", "last"])
def test_one_press_and_a_confirmation_forget_everything(page: Page, which: str) -> None:
    seed(page, "courtois:1:draft:relance-1", kept(("creditor-name", "Camille Perrin")))
    page.evaluate("localStorage.setItem('other', 'x')")
    page.goto(FORM)
    fill_letter(page)
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_be_focused()
    download(page)
    expect(page.locator(".review")).to_have_count(1)
    wipe(page, which)
    assert page.evaluate("Object.keys(localStorage)") == ["other"]
    expect(page.locator(".review")).to_have_count(0)
    expect(page.locator("[name=invoices-1-number]")).to_have_count(0)
    expect(page.get_by_text("Vos coordonnées sont gardées")).to_be_hidden()
    assert "Camille" not in page.locator("form.form").inner_text()
    filled = page.evaluate(
        "[...new FormData(document.querySelector('form.form')).values()].join('|')"
    )
    assert "Camille" not in filled
    assert "Lilas" not in filled
    page.wait_for_timeout(900)
    page.goto(OTHER)
    assert page.evaluate("Object.keys(localStorage)") == ["other"]


def test_nothing_is_forgotten_without_the_confirmation(page: Page) -> None:
    page.goto(FORM)
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    wait_for(page, KEY)
    erasing = page.locator(".erasing").first
    erasing.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(erasing.get_by_role("button", name="Oui, tout effacer")).to_be_visible()
    page.keyboard.press("Enter")
    expect(erasing.get_by_role("button", name="Oui, tout effacer")).to_be_hidden()
    assert KEY in stored(page)


def test_everything_is_forgotten_when_the_function_is_away_too(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context().new_page()  # Chromium logs a request that fails as an error
    page.goto(FORM)
    fill_letter(page)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    expect(page.get_by_role("heading", name="Relisez votre lettre")).to_be_focused()
    page.route("**/api/formulaires/**", lambda route: route.abort())
    wipe(page)
    assert stored(page) == {}
    assert "Camille" not in page.locator("form.form").inner_text()
    filled = page.evaluate(
        "[...new FormData(document.querySelector('form.form')).values()].join('|')"
    )
    assert "Camille" not in filled


def test_forgetting_closes_a_shared_case_too(page: Page) -> None:
    page.goto(FORM)
    link = page.evaluate(
        """async () => {
        const at = document.querySelector('script[src*="/composer.js"]').src;
        return (await import(new URL('link.js', at))).encode([['creditor-name', 'Camille Perrin']]);
        }"""
    )
    page.goto("about:blank")
    page.goto(f"{FORM}#{link}")
    expect(page.locator(".received")).to_contain_text("Camille Perrin")
    wipe(page)
    expect(page.locator(".received")).to_have_count(0)
    assert "#" not in page.url


# Seen and heard


@pytest.mark.parametrize(
    ("width", "scheme"),
    sampled(itertools.product([320, 900], ["light", "dark"]), (320, "light"), (900, "dark")),
)
def test_the_offers_to_resume_are_accessible(
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: int,
    scheme: str,
) -> None:
    page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    seed(page, KEY, kept(("creditor-name", "Camille Perrin")))
    page.evaluate(
        "([key, value]) => localStorage.setItem(key, value)",
        [CREDITOR, kept(("creditor-name", "C" * 80))],
    )
    for path in (FORM, OTHER):
        page.goto(path)
        page.locator(".erasing summary").first.click()
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_button_about_memory_is_large_enough(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context(viewport={"width": 360, "height": 800}).new_page()
    seed(page, KEY, kept(("creditor-name", "Camille Perrin")))
    page.goto(FORM)
    page.locator(".erasing summary").first.click()
    for thing in page.locator(".memory button:visible, .memory summary:visible").all():
        box = thing.bounding_box()
        assert box
        assert box["height"] >= 44
