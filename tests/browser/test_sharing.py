"""A case in a link: what goes in comes out, damage is told, nothing reaches a server, nothing is filled unasked."""

import base64
import itertools
import json
import re
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from depth import sampled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import BrowserContext, Page, Route, expect
from sharing import CLIPBOARD, FORM, MODULE, ONE_INVOICE, arrive, fill, many_invoices, open_sharing

from courtois import forms
from courtois.catalogue.letters import LetterCatalogue
from courtois.forms.fields import Choice, Yes
from courtois.forms.formats import Day
from courtois.forms.row_questions import all_questions

pytestmark = pytest.mark.browser

CONSENT = "confirm_limitation"  # no one gives it for another
ROWS = [
    "invoices-0-number",
    "invoices-7-payments-0-amount",
    "invoices-7-payments-12-amount",
    "invoices-199-number",
    "earlier-3-step",
    "events-1-kind",
    "instalments-10-amount",
]
PRIVATE = "Boulangerie SARL 782 République 75011 Paris F2026 200 refonte Camille Lilas 69003 Lyon 34 @ 732 FR76 reste"


@pytest.fixture(scope="module")
def names(catalogue: LetterCatalogue) -> dict[str, Any]:
    """Every question of docs/rules.md, §1, several rows deep, by its flat name."""
    form = forms.refill([(name, "x") for name in ROWS], catalogue["echeancier"], catalogue)
    questions = {question.name: question for question in all_questions(form)}
    assert "invoices-7-payments-12-paid_on" in questions
    assert len(questions) > 100
    return questions


def encode(page: Page, pairs: Any, keep: str = "whole") -> str:
    """The fragment of these answers, with its « # »."""
    return page.evaluate(
        f"""async ([pairs, keep]) => {{
        const link = await ({MODULE})('link.js');
        return '#' + await link.encode(keep === 'whole' ? pairs : link.withoutNamesNorAmounts(pairs));
        }}""",
        [[list(pair) for pair in pairs], keep],
    )


def decode(page: Page, fragments: list[str]) -> list[Any]:
    """For each fragment its answers, or the word that says what is wrong."""
    return page.evaluate(
        f"""async fragments => {{
        const {{ decode }} = await ({MODULE})('link.js');
        return Promise.all(fragments.map(fragment => decode(fragment).catch(error => error.message)));
        }}""",
        fragments,
    )


def answers_in(page: Page, fragment: str) -> dict[str, str]:
    (pairs,) = decode(page, [fragment])
    assert isinstance(pairs, list), pairs
    return dict(pairs)


def forged(payload: bytes, version: str = "c1") -> str:
    """A fragment nobody's form made."""
    packed = base64.urlsafe_b64encode(zlib.compress(payload)).rstrip(b"=").decode()
    return f"#{version}.{packed}"


def press(page: Page, choice: str) -> str:
    """The link that one of the three choices gives."""
    page.get_by_role("button", name=choice).click()
    expect(page.locator("[data-sharing] [role=status]")).to_have_text("Lien copié.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.get_by_label("Le lien").input_value() == copied
    return copied


# What goes in comes out


def test_every_question_makes_the_round_trip(page: Page, names: dict[str, Any]) -> None:
    page.goto(FORM)
    value = "Été à l’œuvre – « 1\u202f200,50\u00a0€ » ; \\ \" ' <b>&amp;</b>\n\t\u2028 日本 🧾"
    answers = {name: f"{number} {value}" for number, name in enumerate(names)}
    answers.pop(CONSENT)
    assert answers_in(page, encode(page, answers.items())) == answers


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answers_make_the_round_trip(
    page: Page, names: dict[str, Any], data: st.DataObject
) -> None:
    if page.url == "about:blank":
        page.goto(FORM)
    some = st.sampled_from(sorted(set(names) - {CONSENT}))
    words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200)
    answers = data.draw(st.dictionaries(some, words, min_size=1, max_size=40))
    assert answers_in(page, encode(page, answers.items())) == answers


# Damage


def test_a_case_larger_than_any_form_is_refused_before_it_is_drawn(page: Page) -> None:
    """What one letter may hold is a third of it."""
    page.goto(FORM)

    def flood(rows: int) -> str:
        cut = range(0, rows, 100)
        invoices = {
            str(start // 100): {
                "payments": {str(row): {"amount": "1"} for row in range(min(100, rows - start))}
            }
            for start in cut
        }
        return forged(json.dumps({"invoices": invoices}).encode())

    (most, beyond) = decode(page, [flood(5000), flood(5001)])
    assert (len(most), beyond) == (5000, "damaged")
    expect(arrive(page, flood(5001))).to_contain_text("coupé ou changé en route")


# Three choices


def test_a_link_too_long_is_refused_with_advice(new_context: Any) -> None:
    page = new_context(**CLIPBOARD).new_page()
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    assert len(press(page, "Le dossier entier")) < 1000
    assert len(press(page, "Le dossier sans noms ni montants")) < 500
    fill(page, [*ONE_INVOICE[:8], *many_invoices(), *ONE_INVOICE[13:]])
    expect(page.get_by_label("Numéro de la facture")).to_have_count(50)
    open_sharing(page)
    page.get_by_role("button", name="Le dossier entier").click()
    expect(page.locator("[data-sharing] [role=status]")).to_contain_text("trop long pour un lien")
    expect(page.locator("[data-sharing] [role=status]")).to_contain_text("envoyez la lettre en PDF")
    expect(page.get_by_label("Le lien")).to_be_hidden()


def test_each_of_the_three_links_holds_what_it_says(new_context: Any, server: str) -> None:
    page = new_context(**CLIPBOARD).new_page()
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    assert press(page, "L’outil seul") == server + FORM
    whole = press(page, "Le dossier entier")
    assert whole.startswith(f"{server}{FORM}#c1.")
    assert set(ONE_INVOICE) <= set(answers_in(page, whole.partition("#")[2]).items())
    outline = answers_in(page, press(page, "Le dossier sans noms ni montants").partition("#")[2])
    assert outline == {
        "debtor-kind": "professional",
        "debtor-head_office": "yes",
        "invoices-0-issued_on": "2026-05-01",
        "invoices-0-due_on": "2026-05-31",
        "earlier-0-step": "relance-1",
        "earlier-0-channel": "email",
        "earlier-0-sent_on": "2026-06-08",
        "creditor-status": "sole_trader",
        "creditor-vat": "yes",
        "dated_on": "2026-11-21",
        "pay_by": "2026-12-07",
        "penalties": "claim",
        "late_rate": "legal",
    }
    for word in PRIVATE.split():
        assert word not in json.dumps(outline, ensure_ascii=False)


def test_a_link_without_names_nor_amounts_keeps_days_and_choices(
    page: Page, names: dict[str, Any]
) -> None:
    page.goto(FORM)
    free = [(name, "Camille 1200") for name in names] + [(name, "1 200,50") for name in names]
    assert encode(page, free, "outline") == encode(page, [])
    days = answers_in(page, encode(page, [(name, "2026-05-31") for name in names], "outline"))
    choices = answers_in(page, encode(page, [(name, "yes") for name in names], "outline"))
    assert all(isinstance(names[name], Day | Choice | Yes) for name in days)
    assert all(isinstance(names[name], Choice | Yes) for name in choices)
    assert {name for name, question in names.items() if isinstance(question, Day)} <= set(days)
    questions = {re.sub(r"-\d+", "", name) for name in choices}
    left_out = {
        re.sub(r"-\d+", "", name)
        for name, question in names.items()
        if isinstance(question, Choice | Yes) and name not in choices
    }
    assert "debtor-kind" in questions
    assert left_out == {"debtor-civility", "qr", "straight", CONSENT}


def test_a_blank_form_has_nothing_to_share(new_context: Any) -> None:
    page = new_context(**CLIPBOARD).new_page()
    page.goto(FORM)
    open_sharing(page)
    for choice in ("Le dossier entier", "Le dossier sans noms ni montants"):
        page.get_by_role("button", name=choice).click()
        expect(page.locator("[data-sharing] [role=status]")).to_contain_text("encore rien")


def test_the_box_says_who_can_read_and_works_by_keyboard(new_context: Any) -> None:
    page = new_context(**CLIPBOARD).new_page()
    page.goto(FORM)
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.get_by_text("Partager, demander un avis").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Qui a le lien peut les lire")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Le dossier entier")
    expect(button).to_be_focused()
    expect(button).to_have_accessible_description(re.compile("personne de confiance"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-sharing] [role=status]")).to_have_text("Lien copié.")


def test_the_link_is_shown_to_copy_by_hand_without_a_clipboard(new_context: Any) -> None:
    page = new_context().new_page()
    page.add_init_script(
        "navigator.clipboard.write = navigator.clipboard.writeText = () => Promise.reject(new Error('no'))"
    )
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    page.get_by_role("button", name="Le dossier entier").click()
    expect(page.locator("[data-sharing] [role=status]")).to_contain_text("copiez-le ci-dessous")
    link = page.get_by_label("Le lien").input_value()
    assert page.evaluate("getSelection().toString()") == link
    assert answers_in(page, link.partition("#")[2])["creditor-name"] == "Camille Perrin"


@pytest.mark.parametrize(("answer", "copies"), [("", 0), ("AbortError", 0), ("NotAllowedError", 1)])
def test_the_sharing_of_the_system_is_used_where_there_is_one(
    new_context: Any, server: str, answer: str, copies: int
) -> None:
    page = new_context(**CLIPBOARD).new_page()
    page.add_init_script(
        f"""window.shared = [];
        navigator.share = async shown => {{
            window.shared.push(shown);
            if ('{answer}') throw new DOMException('', '{answer}');
        }};"""
    )
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    page.get_by_role("button", name="Le dossier entier").click()
    page.wait_for_timeout(500)
    (shown,) = page.evaluate("window.shared")
    assert shown["title"] == "Mise en demeure"
    assert shown["url"].startswith(f"{server}{FORM}#c1.")
    expect(page.get_by_text("Lien copié.")).to_have_count(copies)


# The reader


def test_a_shared_case_is_read_then_duplicated(page: Page) -> None:
    page.goto(FORM)
    two = [
        ("invoices-4-number", "F2026-021"),
        ("invoices-4-payments-2-paid_on", "2026-08-15"),
        ("invoices-4-payments-2-amount", "300"),
    ]
    fragment = encode(page, [*ONE_INVOICE, *two])
    panel = arrive(page, fragment)
    heading = panel.get_by_role("heading", name="Un dossier vous est partagé")
    expect(heading).to_be_focused()
    expect(page.get_by_role("region", name="Un dossier vous est partagé")).to_be_visible()
    expect(panel.locator("input, select, textarea")).to_have_count(0)
    words = panel.inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    for said in (
        "Votre client a-t-il commandé pour son activité professionnelle ?\n"
        "Oui : une entreprise, un indépendant, une profession libérale",
        "Montant de la facture\n1 200,00",
        "Date de la facture\n1er mai 2026",
        "Facture 2\n",
        "Facture 2, Paiement 1\nReçu le\n15 août 2026\nMontant reçu\n300",
        "Démarche 1\n",
        "Première relance",
        "Cette adresse est bien celle du siège social\nOui",
        "Les réclamer, calculées au centime",
    ):
        assert said in words
    assert "facultatif" not in words
    expect(page.locator("[name=creditor-name]")).to_have_value("")
    panel.get_by_role("button", name="Dupliquer").click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")
    expect(page.locator("[name=invoices-4-payments-2-amount]")).to_have_value("300")
    expect(page).to_have_url(re.compile(rf"{FORM}$"))
    expect(panel.get_by_role("status")).to_be_focused()
    expect(panel).to_contain_text("Relisez chaque réponse")
    page.reload()
    expect(page.locator(".received")).to_have_count(0)


def test_reading_a_shared_case_sends_it_nowhere(page: Page) -> None:
    page.goto(FORM)
    fragment = encode(page, ONE_INVOICE)
    page.goto("about:blank")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.goto(FORM + fragment)
    expect(page.locator(".received")).to_contain_text("Camille Perrin")
    page.wait_for_load_state("networkidle")
    assert sent
    for text in sent:
        assert "Camille" not in text
        assert fragment[5:40] not in text


def test_a_hostile_case_is_shown_as_text_and_adds_nothing(page: Page) -> None:
    page.goto(FORM)
    case = {
        "creditor": {"name": "<img src=x onerror=alert(1)>", "status": "emperor", "secret": "x"},
        "debtor": {"kind": "professional", "head_office": "maybe"},
        "penalties": "everything",
        "unknown_question": "hello",
        "constructor": "x",
        "invoices": [{"number": "</dd><script>alert(1)</script>", "due_on": "demain"}],
    }
    panel = arrive(page, forged(json.dumps(case).encode()))
    expect(panel).to_contain_text("<img src=x onerror=alert(1)>")
    expect(panel).to_contain_text("</dd><script>alert(1)</script>")
    expect(panel.locator("img, script")).to_have_count(0)
    for absent in ("emperor", "maybe", "everything", "hello", "Vous êtes"):
        expect(panel).not_to_contain_text(absent)
    with page.expect_request("**/api/formulaires/**") as request:
        panel.get_by_role("button", name="Dupliquer").click()
    sent = request.value.post_data or ""
    assert "debtor-kind=professional" in sent
    assert "emperor" not in sent
    assert "unknown_question" not in sent
    expect(page.locator("[name=invoices-0-number]")).to_have_value("</dd><script>alert(1)</script>")


def test_a_question_answered_twice_has_one_answer(page: Page) -> None:
    """What is read is what will be laid in the form."""
    page.goto(FORM)
    case = {"invoices-0-amount": "1 000,00", "invoices": [{"amount": "9 000,00"}]}
    panel = arrive(page, forged(json.dumps(case).encode()))
    expect(panel.locator("dd")).to_have_text(["9 000,00"])
    panel.get_by_role("button", name="Dupliquer").click()
    expect(page.locator("[name=invoices-0-amount]")).to_have_value("9 000,00")


def test_a_day_that_does_not_exist_is_shown_as_written(page: Page) -> None:
    page.goto(FORM)
    panel = arrive(page, forged(b'{"invoices": [{"issued_on": "2026-02-30"}]}'))
    expect(panel.locator("dd")).to_have_text(["2026-02-30"])


BROKEN = {
    "#c1": "coupé ou changé en route",
    "#c1.": "coupé ou changé en route",
    "#c1.eJw": "coupé ou changé en route",
    "#c1.%E0%A4%A": "coupé ou changé en route",
    forged(b"{}"): "coupé ou changé en route",
    forged(b'{"place": "Lyon"}', "c0"): "autre version",
    forged(b'{"place": "Lyon"}', "c2"): "autre version",
    forged(b'{"nobody_asks": "Lyon"}'): "aucune réponse aux questions de cette lettre",
}


def test_a_link_that_does_not_open_says_why(page: Page) -> None:
    page.goto(FORM)
    panel = page.locator(".received")
    for fragment, sentence in BROKEN.items():
        page.evaluate("fragment => { location.hash = fragment }", fragment)
        expect(panel.get_by_role("heading", name="Ce lien ne s’ouvre pas")).to_be_focused()
        expect(panel).to_contain_text(sentence)
        panel.get_by_role("button", name="Fermer").click()
        expect(panel).to_have_count(0)
        expect(page).to_have_url(re.compile(rf"{FORM}$"))


def test_a_link_that_does_not_open_leaves_the_form_as_it_is(page: Page) -> None:
    panel = arrive(page, "#c1.eJw")
    page.locator("[name=creditor-name]").fill("Camille Perrin")
    page.get_by_role("button", name="Ajouter une facture").click()
    expect(page.locator("[name=invoices-1-number]")).to_be_focused()
    expect(panel).to_be_visible()
    panel.get_by_role("button", name="Fermer").click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")


def test_an_ordinary_anchor_is_no_link_to_a_case(page: Page) -> None:
    for anchor in ("#conseils", "#c", "#creditor-name"):
        page.goto("about:blank")
        page.goto(FORM + anchor)
        expect(page.locator("[data-sharing]")).to_have_count(1)
        expect(page.locator(".received")).to_have_count(0)


def test_answers_already_typed_are_replaced_after_a_confirmation(page: Page) -> None:
    page.goto(FORM)
    fragment = encode(page, ONE_INVOICE)
    page.locator("[name=creditor-name]").fill("Dominique Roux")
    page.evaluate("fragment => { location.hash = fragment }", fragment)
    panel = page.locator(".received")
    panel.get_by_role("button", name="Dupliquer").click()
    sure = panel.get_by_text("elles seront remplacées")
    expect(sure).to_be_focused()
    expect(page.locator("[name=creditor-name]")).to_have_value("Dominique Roux")
    panel.get_by_role("button", name="Remplacer mes réponses").click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")


def test_a_second_quick_press_is_no_confirmation(page: Page) -> None:
    """« Remplacer » does not come under a pointer that was on « Dupliquer »."""
    page.goto(FORM)
    fragment = encode(page, ONE_INVOICE)
    page.locator("[name=creditor-name]").fill("Dominique Roux")
    page.evaluate("fragment => { location.hash = fragment }", fragment)
    panel = page.locator(".received")
    duplicate = panel.get_by_role("button", name="Dupliquer")
    size = duplicate.bounding_box()
    assert size
    for height in (2, size["height"] / 2, size["height"] - 2):
        duplicate.dblclick(position={"x": size["width"] / 2, "y": height})
        page.wait_for_load_state("networkidle")
        expect(page.locator("[name=creditor-name]")).to_have_value("Dominique Roux")
        panel.get_by_role("button", name="Fermer").click()
        page.evaluate("fragment => { location.hash = fragment }", fragment)


def test_pressing_twice_duplicates_the_case_once(page: Page) -> None:
    page.goto(FORM)
    panel = arrive(page, encode(page, ONE_INVOICE))
    status = panel.get_by_role("status")
    status.evaluate(
        """place => {
        window.said = [];
        new MutationObserver(() => said.push(place.textContent)).observe(place, { childList: true });
        }"""
    )
    waiting_routes: list[Route] = []  # both presses come before any answer
    page.route("**/api/formulaires/**", lambda route: waiting_routes.append(route))
    press = panel.get_by_role("button", name="Dupliquer")
    with page.expect_request("**/api/formulaires/**"):
        press.click()
    press.click()
    expect(status).to_have_text("Le dossier se duplique…")
    for route in waiting_routes:
        route.continue_()
    expect(status).to_contain_text("Relisez chaque réponse")
    page.wait_for_load_state("networkidle")
    coming, done = page.evaluate("said")
    assert coming == "Le dossier se duplique…"
    assert "Relisez chaque réponse" in done


def test_a_second_link_takes_the_place_of_the_first(page: Page) -> None:
    page.goto(FORM)
    links = [encode(page, [("creditor-name", name)]) for name in ("Camille", "Dominique")]
    panel = arrive(page, links[0])
    expect(panel).to_contain_text("Camille")
    page.evaluate("fragment => { location.hash = fragment }", links[1])
    expect(page.locator(".received")).to_have_count(1)
    expect(panel).to_contain_text("Dominique")
    expect(panel).not_to_contain_text("Camille")


def test_a_draft_is_never_overwritten_by_a_shared_case(page: Page) -> None:
    page.goto(FORM)
    fragment = encode(page, ONE_INVOICE)
    page.locator("[name=creditor-name]").fill("Dominique Roux")
    page.goto("about:blank")
    arrive(page, fragment).get_by_role("button", name="Dupliquer").click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")
    page.locator("[name=place]").fill("Nantes")
    page.wait_for_timeout(900)  # longer than the pause before a draft is kept
    expect(page.get_by_text("Un brouillon de cette lettre est gardé")).to_be_visible()
    page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Dominique Roux")


def test_a_case_stays_readable_when_the_function_is_away(new_context: Any) -> None:
    page = new_context().new_page()  # Chromium logs a request that fails as an error
    page.goto(FORM)
    fragment = encode(page, ONE_INVOICE)
    panel = arrive(page, fragment)
    page.route("**/api/formulaires/**", lambda route: route.abort())
    panel.get_by_role("button", name="Dupliquer").click()
    expect(panel.get_by_role("status")).to_contain_text("n’a pas pu être dupliqué")
    expect(panel).to_contain_text("Camille Perrin")
    page.unroute("**/api/formulaires/**")
    panel.get_by_role("button", name="Dupliquer").click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")


def test_a_case_may_open_another_letter(page: Page) -> None:
    page.goto(FORM)
    fragment = encode(page, ONE_INVOICE)
    panel = arrive(page, fragment, at="/composer/conciliation/")
    expect(panel).not_to_contain_text("Lilas")  # a first contact asks no address
    panel.get_by_role("button", name="Dupliquer").click()
    expect(page.locator("[name=creditor-name]")).to_have_value("Camille Perrin")


@pytest.mark.parametrize(
    ("width", "scheme"),
    sampled(itertools.product([320, 900], ["light", "dark"]), (320, "light"), (900, "dark")),
)
def test_sharing_and_reading_are_accessible(
    new_context: Callable[..., BrowserContext],
    axe: Callable[[Page], list[str]],
    width: int,
    scheme: str,
) -> None:
    page = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    page.goto(FORM)
    hostile = [("invoices-0-number", "F" * 400), ("creditor-name", "\u202eA" * 90)]
    fragment = encode(page, [*ONE_INVOICE, *hostile])
    arrive(page, fragment)
    open_sharing(page)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    arrive(page, "#c1.zzz")
    assert axe(page) == []


def test_a_page_without_scripts_says_what_a_link_needs(plain_page: Page, page: Page) -> None:
    page.goto(FORM)
    expect(page.locator("noscript p")).to_have_count(0)
    plain_page.goto(FORM + "#p1.w")
    expect(plain_page.locator("noscript p")).to_contain_text(
        "Vous avez reçu un lien vers un dossier"
    )
    expect(plain_page.locator("noscript p")).to_be_visible()
    expect(plain_page.get_by_text("Partager, demander un avis")).to_be_hidden()
    expect(plain_page.get_by_text("Tout effacer").first).to_be_hidden()
