"""The journal of cases, kept by this browser alone: followed, noted, counted, copied, closed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

PAIRS = [
    ["debtor-kind", "professional"], ["debtor-name", "Boulangerie Moderne"],
    ["invoices-0-number", "F2026-014"], ["invoices-0-amount", "1 200,00"],
    ["invoices-0-issued_on", "2026-05-01"], ["invoices-0-due_on", "2026-05-31"],
    ["penalties", "claim"], ["late_rate", "legal"],
    ["earlier-0-step", "relance-1"], ["earlier-0-channel", "email"], ["earlier-0-sent_on", "2026-06-08"],
]  # fmt: skip


def open_with(page: Page, pairs: list[list[str]]) -> Locator:
    """The page, once the browser follows this case; time stands on 21 November 2026."""
    page.clock.set_fixed_time("2026-11-21T10:00:00+01:00")
    page.goto("/dossiers/")
    page.evaluate(
        "kept => localStorage.setItem('courtois:1:dossier:0123456789ab', JSON.stringify(kept))",
        {"on": "2026-11-20", "pairs": pairs},
    )
    page.reload()
    return page.locator(".dossier")


def test_a_letter_just_written_becomes_a_case_with_its_sum(page: Page) -> None:
    page.clock.set_fixed_time("2026-11-21T10:00:00+01:00")
    page.goto("/composer/relance-2/")
    page.locator("input[name='debtor-kind'][value='professional']").check(force=True)
    page.locator("input[name='creditor-status'][value='sole_trader']").check(force=True)
    for name, value in {
        "debtor-name": "Boulangerie Moderne", "debtor-street": "27 avenue de la République",
        "debtor-postcode": "75011", "debtor-city": "Paris", "invoices-0-number": "F2026-014",
        "invoices-0-amount": "1 200,00", "invoices-0-service": "refonte du site",
        "invoices-0-issued_on": "2026-05-01", "invoices-0-due_on": "2026-05-31",
        "creditor-name": "Camille Perrin", "creditor-street": "12 rue des Lilas",
        "creditor-postcode": "69003", "creditor-city": "Lyon",
    }.items():  # fmt: skip
        page.locator(f"[name='{name}']").fill(value)
    page.get_by_role("button", name="Relire avant de télécharger").click()
    page.get_by_role("button", name="Suivre ce dossier").click()
    page.get_by_role("link", name="Vos dossiers").first.click()
    card = page.locator(".dossier")
    expect(card.get_by_role("heading", level=2)).to_have_text("Boulangerie Moderne, F2026-014")
    expect(card.locator(".due")).to_have_text("1\u202f200,00\u00a0€ dus aujourd’hui")
    expect(card.locator(".journal li")).to_contain_text("Deuxième relance")
    # envoyée le samedi 21 novembre, la dernière relance vient dix jours après
    expect(card.locator(".coming")).to_contain_text("dernière relance, le 1er décembre 2026")
    expect(card.locator(".until")).to_contain_text("1er mai 2031")


def test_the_sum_claimed_is_the_statement_of_the_day(page: Page) -> None:
    card = open_with(page, PAIRS)
    expect(card.locator(".due")).to_have_text("1\u202f310,68\u00a0€ dus aujourd’hui")
    expect(card.locator(".mark--today")).not_to_have_attribute("x", "0")


def test_a_step_is_noted_with_its_answer_and_taken_back(page: Page) -> None:
    card = open_with(page, PAIRS)
    card.get_by_text("Noter une démarche").click()
    card.get_by_label("Démarche").select_option("relance-3")
    card.get_by_label("Comment").select_option("lrar")
    card.get_by_label("Faite le").fill("2026-11-10")
    card.get_by_label("Réponse reçue").fill("Je paie <b>lundi</b>")
    card.get_by_role("button", name="Noter").click()
    expect(card.locator(".journal li")).to_have_count(2)
    expect(card.locator(".journal li").last).to_contain_text("Réponse\u00a0: Je paie <b>lundi</b>")
    expect(card.locator(".coming")).to_contain_text("mise en demeure")
    card.get_by_role("button", name="Retirer\u00a0: Dernière relance").click()
    expect(card.locator(".journal li")).to_have_count(1)


def test_the_next_letter_opens_filled_with_the_case(page: Page) -> None:
    card = open_with(page, PAIRS)
    expect(card.locator(".coming")).to_contain_text("deuxième relance")
    card.get_by_role("button", name="Écrire la suite").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deuxième relance")
    expect(page.locator("#invoices-0-number")).to_have_value("F2026-014")
    expect(page.locator("#earlier-0-step")).to_have_value("relance-1")
    expect(page.locator("#dated_on")).to_have_value("2026-11-21")


def test_a_case_paid_is_closed_with_a_kind_word(page: Page) -> None:
    card = open_with(page, PAIRS)
    card.get_by_role("button", name="C’est payé").click()
    expect(card.locator(".closed")).to_contain_text("Bravo")
    expect(card.locator(".due")).to_be_hidden()
    page.reload()
    expect(card.locator(".closed")).to_be_visible()


def test_a_copy_is_saved_and_read_again_elsewhere(page: Page, tmp_path: Path) -> None:
    open_with(page, PAIRS)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Enregistrer une copie").click()
    path = tmp_path / "copie.json"
    waiting.value.save_as(path)
    assert json.loads(path.read_text("utf-8"))["cases"][0]["pairs"] == PAIRS
    page.get_by_text("Retirer ce dossier").click()
    page.get_by_role("button", name="Oui, le retirer").click()
    expect(page.locator("#aucun")).to_be_visible()
    page.get_by_label("Relire une copie").set_input_files(path)
    expect(page.locator("#dossiers-dit")).to_have_text("1 dossier relu.")
    expect(page.locator(".dossier")).to_have_count(1)


@pytest.mark.parametrize(
    "content", ["", "{}", '{"format": "dossiers-1", "cases": 3}', "[" * 5000, "\x00"]
)
def test_another_file_is_refused_and_changes_nothing(
    page: Page, tmp_path: Path, content: str
) -> None:
    open_with(page, PAIRS)
    path = tmp_path / "autre.json"
    path.write_text(content, encoding="utf-8")
    page.get_by_label("Relire une copie").set_input_files(path)
    expect(page.locator("#dossiers-dit")).to_contain_text("n’est pas une copie")
    expect(page.locator(".dossier")).to_have_count(1)


def test_a_hostile_copy_brings_known_names_and_texts_only(
    new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    page = new_context().new_page()  # what cannot be counted is refused, and the console says so
    page.goto("/dossiers/")
    hostile = [
        ["debtor-name", "<img src=x onerror=alert(1)>"], ["__proto__", "x"], ["a b", "c"],
        ["invoices-999999-number", "F"], ["place", 3], "x", ["note"],
    ]  # fmt: skip
    path = tmp_path / "copie.json"
    copy = {"format": "dossiers-1", "cases": [{"id": "../x", "on": "2026-01-01", "pairs": hostile}]}
    path.write_text(json.dumps(copy), encoding="utf-8")
    page.get_by_label("Relire une copie").set_input_files(path)
    expect(page.locator(".dossier h2")).to_contain_text("<img src=x onerror=alert(1)>")
    entries = page.evaluate("Object.entries(localStorage)")
    assert len(entries) == 1
    assert json.loads(entries[0][1])["pairs"] == [hostile[0]]


def test_the_journal_is_shown_when_the_function_is_away(
    new_context: Callable[..., BrowserContext],
) -> None:
    page = new_context().new_page()
    page.route("**/api/decompte", lambda route: route.fulfill(status=503))
    card = open_with(page, PAIRS)
    expect(card.locator(".due")).to_contain_text("n’ont pas pu être calculées")
    expect(card.locator(".journal li")).to_have_count(1)


def test_the_journal_says_what_to_do_when_scripts_are_off(plain_page: Page) -> None:
    plain_page.goto("/dossiers/")
    note = plain_page.locator("noscript p")  # which no other locator looks into
    expect(note).to_contain_text("Sans eux, gardez vos lettres")
    expect(note).to_be_visible()


def test_a_case_followed_again_keeps_its_replies_and_payment(page: Page) -> None:
    """The reply noted, the step noted, the case already paid: a second press adds, and takes nothing away."""
    known = [*PAIRS, ["earlier-0-answer", "promet vendredi"], ["closed_on", "2026-11-19"]]
    open_with(page, known)
    entries = page.evaluate(
        """async pairs => {
            const version = document.querySelector('script[src*=dossiers]').src;
            const { follow, stepsOf } = await import(version.replace('dossiers.js', 'journal.js'));
            follow(pairs, {step: 'relance-2', channel: 'post', sent_on: '2026-06-20'});
            const [[name, text]] = Object.entries(localStorage);
            const after = JSON.parse(text).pairs;
            return [stepsOf(after).map(({ step }) => step), after.filter(([name]) => name === 'closed_on')];
        }""",
        PAIRS,
    )
    steps, paid = entries
    assert [(step["step"], step["answer"]) for step in steps] == [
        ("relance-1", "promet vendredi"),
        ("relance-2", ""),
    ]
    assert paid == [["closed_on", "2026-11-19"]]


def test_two_tabs_add_to_the_same_journal(
    new_context: Callable[..., BrowserContext],
) -> None:
    context = new_context()
    first = context.new_page()
    card = open_with(first, PAIRS)
    second = context.new_page()
    second.clock.set_fixed_time("2026-11-21T10:00:00+01:00")
    second.goto("/dossiers/")
    for tab, step in ((first, "relance-2"), (second, "relance-3")):
        tab.get_by_text("Noter une démarche").click()
        tab.get_by_label("Démarche").select_option(step)
        tab.get_by_label("Faite le").fill("2026-11-10")
        tab.get_by_role("button", name="Noter").click()
    expect(card.locator(".journal li")).to_have_count(3)


def test_the_answers_sent_to_be_counted_name_nobody(page: Page) -> None:
    bodies: list[str] = []
    page.on(
        "request",
        lambda request: (
            bodies.append(request.post_data or "") if "decompte" in request.url else None
        ),
    )
    card = open_with(
        page, [*PAIRS, ["creditor-iban", "FR7630006000011234567890189"], ["debtor-city", "Paris"]]
    )
    expect(card.locator(".due")).to_contain_text("1\u202f310,68")
    assert bodies
    for body in bodies:
        for private in ("Boulangerie", "Paris", "FR76"):
            assert private not in body


def test_an_older_copy_leaves_a_newer_case_as_it_is(page: Page, tmp_path: Path) -> None:
    open_with(page, PAIRS)
    path = tmp_path / "copie.json"
    old = {"id": "0123456789ab", "on": "2026-01-01", "pairs": [["debtor-name", "X"]]}
    path.write_text(json.dumps({"format": "dossiers-1", "cases": [old, None]}), encoding="utf-8")
    page.get_by_label("Relire une copie").set_input_files(path)
    expect(page.locator("#dossiers-dit")).to_contain_text("0 dossiers relus")
    expect(page.locator(".dossier h2")).to_contain_text("Boulangerie Moderne")
