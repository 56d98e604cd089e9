"""The search in the public registers: the debtor or the creditor from its name, what stops a letter.

No network: the two registers are played by `registers_stub`. A recorded answer of the real ones is tried
when the folder beside the repository holds it.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from depth import sampled
from playwright.sync_api import BrowserContext, Locator, Page, expect
from registers_stub import BODACC, COMPANIES, RegisterAnswer, RegistersStub, notice

from courtois.law import figures

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]

FORM = "/composer/mise-en-demeure/"
TODAY = "2026-11-21"
MOULIN = "001000009"
OPENING = "Jugement d'ouverture d'une procédure de redressement judiciaire"
LIQUIDATION = "Jugement d'ouverture de liquidation judiciaire"
CONVERSION = "Jugement de conversion en liquidation judiciaire"
TO_CHECK = "Siège selon Sirene ; à vérifier sur l’extrait RNE ou RCS du jour."


@pytest.fixture
def registers(root: Path) -> Iterator[RegistersStub]:
    with RegistersStub.read(root / "tests" / "register" / "companies.json").open() as stub:
        yield stub


@pytest.fixture
def opened(new_context: Open, registers: RegistersStub) -> Iterator[Callable[..., Page]]:
    """Opens the form in a browser led to the stand-in, on a Saturday of November 2026."""

    faults: list[str] = []

    def open_one(**options: object) -> Page:
        context = new_context(**options)
        registers.route_requests(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.clock.set_fixed_time(f"{TODAY}T10:00:00+01:00")
        page.goto(FORM)
        return page

    yield open_one
    assert faults == []


@pytest.fixture
def form(opened: Callable[..., Page]) -> Page:
    return opened()


def box(page: Page, party: str = "debtor") -> Locator:
    return page.locator(f"[data-register={party}]")


def status_text(page: Page, party: str = "debtor") -> Locator:
    return box(page, party).locator(".register-status")


def options(page: Page, party: str = "debtor") -> Locator:
    return box(page, party).get_by_role("option")


def search(page: Page, words: str, party: str = "debtor") -> None:
    box(page, party).get_by_role("textbox").fill(words)
    box(page, party).get_by_role("textbox").press("Enter")


def choose(page: Page, words: str, party: str = "debtor") -> Locator:
    """Search, take the first answer; gives what was found."""
    search(page, words, party)
    options(page, party).first.click()
    return box(page, party).locator(".register-found")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def words(place: Locator) -> str:
    return plain(place.inner_text())


def values(page: Page, party: str, *names: str) -> list[str]:
    return [page.locator(f"[name={party}-{name}]").input_value() for name in names]


ADDRESS = ("street", "complement", "postcode", "city")
DEBTOR = ("name", "legal_form", "siren", *ADDRESS, "country")


def test_a_name_finds_the_firm_and_fills_its_name_siren_and_address(form: Page) -> None:
    search(form, "atelier du moulin")
    expect(options(form)).to_have_count(1)
    assert words(options(form)).endswith("SIREN 001 000 009 · 69003 LYON")
    options(form).click()
    filled = ["12 B-14 RUE DES TANNEURS", "BATIMENT B BP 40", "69003", "LYON", ""]
    assert values(form, "debtor", *DEBTOR) == ["ATELIER DU MOULIN", "SARL", MOULIN, *filled]
    text = words(box(form).locator(".register-found"))
    assert "Rempli ci-dessous : nom, forme juridique, SIREN et adresse du siège." in text
    assert TO_CHECK in text
    expect(box(form).get_by_role("status").nth(1)).to_contain_text("Rempli ci-dessous")
    expect(form.locator("[name=debtor-head_office]")).not_to_be_checked()


def test_one_line_says_what_is_sent_to_whom_before_any_request(
    form: Page, registers: RegistersStub
) -> None:
    for party, both in (("debtor", True), ("creditor", False)):
        described = box(form, party).get_by_role("textbox").get_attribute("aria-describedby")
        line = words(form.locator(f"#{described}"))
        assert "API Recherche d’entreprises" in line
        assert ("Bodacc" in line) is both
        assert "Rien ne passe par ce site." in line
    box(form).get_by_role("textbox").press_sequentially("atelier du moulin")
    form.wait_for_timeout(300)
    assert registers.requests == []


def test_the_words_typed_alone_are_sent_without_referer_nor_cookie(
    form: Page, registers: RegistersStub, server: str
) -> None:
    own_urls: list[str] = []
    form.on(
        "request",
        lambda request: own_urls.append(request.url) if request.url.startswith(server) else None,
    )
    form.locator("[name=creditor-iban]").fill("FR76 3000 6000 0112 3456 7890 189")
    expect(choose(form, "atelier du moulin")).to_contain_text("Bodacc : aucune")
    query = {"q": "atelier du moulin", "minimal": "true", "include": "siege,complements"}
    assert registers.questions(COMPANIES) == [query | {"per_page": "8"}]
    [bodacc] = registers.questions(BODACC)
    assert bodacc["q"] == f"registre:{MOULIN}"
    for request in registers.requests:
        assert request.method == "GET"
        headers = request.all_headers()
        assert not {"referer", "cookie", "authorization"} & headers.keys()
    assert not [url for url in own_urls if "moulin" in url.lower() or MOULIN in url]


def test_a_siren_siret_or_vat_number_is_searched_by_its_figures(
    form: Page, registers: RegistersStub
) -> None:
    for typed in ("001 000 009", "001.000.009", "00100000900017", "FR 12 001000009"):
        form.evaluate("sessionStorage.clear()")
        search(form, typed)
        expect(options(form)).to_have_count(1)
    queries = [query["q"] for query in registers.questions(COMPANIES)]
    assert queries == [MOULIN, MOULIN, "00100000900017", MOULIN]


def test_the_siret_of_another_office_gives_the_head_office(form: Page) -> None:
    assert "C’est" not in words(choose(form, "00100000900017"))
    text = words(choose(form, "00100000900025"))
    assert "Le SIRET cherché est celui d’un autre établissement : voici l’adresse du siège." in text


def test_enter_searches_and_never_sends_the_form(form: Page) -> None:
    sent: list[str] = []
    form.on(
        "request", lambda request: sent.append(request.url) if request.method == "POST" else None
    )
    search(form, "atelier du moulin")
    expect(options(form)).to_have_count(1)
    assert not [url for url in sent if not url.endswith(".html")]  # the preview draws itself
    assert form.url.endswith(FORM)


def test_the_button_starts_a_search(form: Page) -> None:
    box(form).get_by_role("textbox").fill("grand moulin")
    box(form).get_by_role("button", name="Chercher").click()
    expect(options(form)).to_have_count(1)
    expect(status_text(form)).to_have_text("1 entreprise trouvée : choisissez-la si c’est elle.")
    expect(box(form).get_by_role("listbox")).to_be_focused()


def test_a_search_under_three_characters_sends_no_request(
    form: Page, registers: RegistersStub
) -> None:
    search(form, " mo ")
    expect(status_text(form)).to_have_text("Tapez au moins 3 caractères, un SIREN ou un SIRET.")
    assert registers.requests == []


def test_the_list_works_by_keyboard_and_its_length_is_said(form: Page) -> None:
    search(form, "moulin")
    expect(status_text(form)).to_have_text("7 entreprises trouvées : choisissez.")
    listbox = box(form).get_by_role("listbox")
    expect(listbox).to_be_focused()

    def active() -> str:
        place = listbox.get_attribute("aria-activedescendant")
        expect(form.locator(f"#{place}")).to_have_attribute("aria-selected", "true")
        expect(listbox.locator("[aria-selected=true]")).to_have_count(1)
        return words(form.locator(f"#{place} .register-name"))

    names = [words(name) for name in listbox.locator(".register-name").all()]
    steps = {"ArrowDown": 1, "End": 6, "Home": 0, "ArrowUp": 0}
    assert active() == names[0]
    for key, place in steps.items():
        listbox.press(key)
        assert active() == names[place], key
    listbox.press("Escape")
    expect(listbox).to_have_count(0)
    expect(box(form).get_by_role("textbox")).to_be_focused()
    search(form, "moulin")
    form.keyboard.press("End")
    form.keyboard.press("Enter")
    expect(form.locator("[name=debtor-name]")).to_have_value("GRAND MOULIN")
    expect(box(form).get_by_role("heading", level=3)).to_be_focused()


def test_a_sentence_asks_for_a_town_when_more_firms_are_found(
    form: Page, registers: RegistersStub
) -> None:
    answer = {"results": registers.firms[:3], "total_results": 1234}
    registers.instead[COMPANIES] = RegisterAnswer(json.dumps(answer))
    search(form, "moulin")
    expected = "Les 3 premières sur 1 234 : ajoutez une ville pour préciser, ou choisissez."
    expect(status_text(form)).to_be_visible()
    expect(options(form)).to_have_count(3)
    assert words(status_text(form)) == expected


def test_a_second_search_for_the_same_words_sends_no_request(
    form: Page, registers: RegistersStub
) -> None:
    expect(choose(form, MOULIN)).to_contain_text("Bodacc : aucune")
    before = len(registers.requests)
    form.reload()
    expect(choose(form, MOULIN)).to_contain_text("Bodacc : aucune")
    assert len(registers.requests) == before == 2


def test_a_kept_answer_that_cannot_be_read_is_asked_again(
    form: Page, registers: RegistersStub
) -> None:
    broken_entries = ("{", "[]", '{"results": 3}', "null")
    for kept in broken_entries:
        search(form, MOULIN)
        expect(options(form)).to_have_count(1)
        form.evaluate(
            "kept => Object.keys(sessionStorage).forEach(name => sessionStorage.setItem(name, kept))",
            kept,
        )
    search(form, MOULIN)
    expect(options(form)).to_have_count(1)
    assert len(registers.questions(COMPANIES)) == 1 + len(broken_entries)


def test_a_browser_that_keeps_nothing_searches_all_the_same(opened: Callable[..., Page]) -> None:
    page = opened()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new Error('refused'); } })"
    )
    page.reload()
    search(page, MOULIN)
    expect(options(page)).to_have_count(1)


def test_the_answers_replaced_come_back_on_demand(form: Page) -> None:
    form.locator("[name=debtor-name]").fill("Le Moulin")
    form.locator("[name=debtor-street]").fill("3, rue Vieille")
    form.locator("[name=debtor-country]").fill("Belgique")
    panel = choose(form, MOULIN)
    assert "Vos réponses d’avant sont remplacées" in words(panel)
    assert values(form, "debtor", "name", "country") == ["ATELIER DU MOULIN", ""]
    form.locator("[name=debtor-city]").fill("Lyon 3e")
    panel.get_by_role("button", name="Annuler").click()
    corrected = [
        "Le Moulin",
        "",
        "",
        "3, rue Vieille",
        "",
        "",
        "Lyon 3e",
        "Belgique",
    ]
    # What the person corrected stays.
    assert values(form, "debtor", *DEBTOR) == corrected
    expect(panel).to_be_empty()
    expect(box(form).get_by_role("textbox")).to_be_focused()
    expect(box(form).get_by_role("status").nth(1)).to_have_text(
        "Vos réponses d’avant sont revenues."
    )


def test_listeners_of_the_form_hear_of_each_answer_filled_in(form: Page) -> None:
    form.evaluate(
        """() => {
          window.events = [];
          const tell = ({ type, target }) => window.events.push(type + ' ' + target.name);
          for (const kind of ['input', 'change']) document.querySelector('form.form').addEventListener(kind, tell);
        }"""
    )
    choose(form, MOULIN)
    events = form.evaluate("window.events")
    assert "input debtor-name" in events
    assert "change debtor-city" in events
    assert not [event for event in events if event.endswith(" ")]  # the search itself is no answer


STOPS = {
    "MOULIN CESSE": "Sirene donne cette entreprise pour cessée depuis le 1er février 2025. Voyez l’extrait",
    "MOULIN DEMENAGE": "Sirene donne ce siège pour fermé depuis le 30 juin 2019",
    "MOULIN RHEIN": "Le siège est à l’étranger (ALLEMAGNE)",
}


def test_a_firm_ceased_closed_or_abroad_is_filled_in_with_a_warning(form: Page) -> None:
    for name, stop in STOPS.items():
        panel = choose(form, name)
        assert stop in words(panel)
        assert len(panel.locator(".register-stop").all()) == 1
        assert values(form, "debtor", "name") == [name]


def test_a_person_who_ceased_still_owes(form: Page, registers: RegistersStub) -> None:
    registers.firm("LOUISE")["etat_administratif"] = "C"
    text = words(choose(form, "louise"))
    assert "La personne reste en principe tenue de ses dettes" in text


def test_a_sole_trader_gets_a_name_and_no_legal_form(form: Page) -> None:
    choose(form, "louise")
    assert values(form, "debtor", "name", "legal_form") == ["LOUISE MOULIN", ""]


def test_a_hidden_firm_fills_its_siren_alone_and_erases_no_answer(form: Page) -> None:
    form.locator("[name=debtor-name]").fill("Cabinet Rennais")
    panel = choose(form, "001000041")
    assert "Cette entreprise n’a pas souhaité diffuser ses coordonnées" in words(panel)
    assert values(form, "debtor", *DEBTOR) == [
        "Cabinet Rennais",
        "",
        "001000041",
        "",
        "",
        "",
        "",
        "",
    ]
    assert "[NON-DIFFUSIBLE]" not in form.content()
    assert TO_CHECK not in words(panel)


def test_a_siren_that_nobody_has_is_said_unknown(form: Page) -> None:
    for number in ("001000090", "001009999"):
        search(form, number)
        expect(status_text(form)).to_contain_text(
            "Le registre ne trouve personne à ce nom ou à ce numéro"
        )
        expect(options(form)).to_have_count(0)


def test_a_public_body_is_proposed_and_never_chosen_unasked(form: Page) -> None:
    form.get_by_text("Oui : une entreprise, un indépendant").click()
    panel = choose(form, "moulinsart")
    chosen = form.locator("[name=debtor-kind]:checked")
    assert "Sirene range ce client parmi les administrations" in words(panel)
    expect(chosen).to_have_value("professional")
    panel.get_by_role("button", name="Choisir").click()
    expect(chosen).to_have_value("public")
    expect(panel.get_by_text("Réponse choisie")).to_be_visible()
    panel.get_by_role("button", name="Revenir sur ce choix").click()
    expect(chosen).to_have_value("professional")


def signal(page: Page) -> Locator:
    return box(page).locator(".register-signal")


def test_an_opening_at_the_bodacc_is_shown_with_day_court_and_notice(
    form: Page, registers: RegistersStub
) -> None:
    registers.notices[MOULIN] = [notice(MOULIN, OPENING, "1er octobre 2026", "2026-10-12")]
    choose(form, MOULIN)
    expect(signal(form).get_by_role("heading")).to_have_text(
        "Signal au Bodacc : redressement judiciaire"
    )
    text = words(signal(form))
    assert "Annonce parue le 12 octobre 2026, jugement du 1er octobre 2026." in text
    assert "Greffe du tribunal de commerce de Lyon." in text
    assert "ne se réclame plus par lettre. Déclarez-la au mandataire judiciaire" in text
    assert "au plus tard le 12 décembre 2026" in text
    expect(signal(form).get_by_role("link", name="Lire l’annonce")).to_have_attribute(
        "href", "https://www.bodacc.fr/pages/annonces-commerciales-detail/?q.id=id:A202610121"
    )
    guide = signal(form).get_by_role("link", name="Le guide").get_attribute("href")
    assert guide == "/guide/debiteur-en-procedure-collective/"
    assert form.request.get(guide).ok
    expect(box(form).get_by_role("status").nth(2)).to_contain_text("Signal au Bodacc")


def test_the_time_to_declare_is_that_of_the_law(form: Page, registers: RegistersStub) -> None:
    assert figures(date.fromisoformat(TODAY))["delai_declaration_creance"] == "2\u00a0mois"
    registers.notices[MOULIN] = [notice(MOULIN, LIQUIDATION, "2026-09-29", "2026-12-31")]
    choose(form, MOULIN)
    expect(signal(form)).to_contain_text("Déclarez-la au liquidateur dans les deux mois")
    assert "au plus tard le 28 février 2027" in words(signal(form))


def test_the_signal_is_reported_on_demand_and_taken_back(
    form: Page, registers: RegistersStub
) -> None:
    registers.notices[MOULIN] = [notice(MOULIN, OPENING, "12/10/2026", "2026-10-20")]
    choose(form, MOULIN)
    insolvency = form.locator("[name=debtor-insolvency]")
    signal(form).get_by_role("button", name="Reporter dans le formulaire").click()
    expect(insolvency).to_have_value("redressement")
    expect(insolvency).to_be_visible()
    expect(form.locator("[name=debtor-insolvency_on]")).to_have_value("2026-10-12")
    signal(form).get_by_role("button", name="Revenir sur ce choix").click()
    expect(insolvency).to_have_value("")
    signal(form).get_by_role("button", name="Reporter dans le formulaire").click()
    choose(form, "GRAND MOULIN")  # another firm: the report was not about it
    expect(insolvency).to_have_value("")
    expect(form.locator("[name=debtor-insolvency_on]")).to_have_value("")


def test_a_report_is_taken_back_with_the_firm(form: Page, registers: RegistersStub) -> None:
    registers.notices[MOULIN] = [notice(MOULIN, OPENING, "2026-10-12", "2026-10-20")]
    choose(form, MOULIN)
    signal(form).get_by_role("button", name="Reporter dans le formulaire").click()
    box(form).get_by_role("button", name="Annuler").click()
    expect(form.locator("[name=debtor-insolvency]")).to_have_value("")


def test_a_conversion_keeps_the_day_of_the_opening(form: Page, registers: RegistersStub) -> None:
    registers.notices[MOULIN] = [
        notice(MOULIN, CONVERSION, "5 novembre 2026", "2026-11-12"),
        notice(MOULIN, OPENING, "12 janvier 2026", "2026-01-20"),
    ]
    choose(form, MOULIN)
    text = words(signal(form))
    assert "Signal au Bodacc : liquidation judiciaire Annonce parue le 12 novembre 2026" in text
    assert "née avant le jugement d’ouverture du 12 janvier 2026 devait être déclarée" in text
    assert "jusqu’au 20 mars 2026 : si ce n’est pas fait, demandez conseil sans attendre" in text
    signal(form).get_by_role("button", name="Reporter dans le formulaire").click()
    expect(form.locator("[name=debtor-insolvency]")).to_have_value("liquidation")
    expect(form.locator("[name=debtor-insolvency_on]")).to_have_value("2026-01-12")


def test_a_closing_without_assets_can_be_reported(form: Page, registers: RegistersStub) -> None:
    nature = "Jugement de clôture pour insuffisance d'actif"
    registers.notices[MOULIN] = [notice(MOULIN, nature, "2026-02-02", "2026-02-10")]
    choose(form, MOULIN)
    signal(form).get_by_role("button", name="Reporter dans le formulaire").click()
    expect(form.locator("[name=debtor-insolvency]")).to_have_value("closed")


def test_a_cancelled_notice_is_no_signal(form: Page, registers: RegistersStub) -> None:
    registers.notices[MOULIN] = [
        notice(MOULIN, OPENING, "2026-10-01", "2026-10-12", number="44"),
        notice(
            MOULIN, OPENING, "2026-10-01", "2026-10-30", type="annulation", previous="A 20261012 44"
        ),
    ]
    choose(form, MOULIN)
    heading = box(form).get_by_role("heading", level=4)
    expect(heading).to_have_text("Signal au Bodacc : annonce annulée")
    expect(signal(form)).to_have_count(0)
    expect(box(form).get_by_role("button", name="Reporter")).to_have_count(0)


def test_a_notice_that_cannot_be_read_is_shown_all_the_same(
    form: Page, registers: RegistersStub
) -> None:
    strange_notice = notice(MOULIN, OPENING, "2026-10-01", "2026-10-12", url="javascript:alert(1)")
    strange_notice["fields"]["jugement"] = "{"
    registers.notices[MOULIN] = [strange_notice]
    choose(form, MOULIN)
    expect(signal(form)).to_contain_text("Cette page ne sait pas résumer l’annonce")
    expect(signal(form).get_by_role("link")).to_have_count(1)  # the guide; no odd address
    expect(signal(form).get_by_role("button")).to_have_count(0)


FAILURES = {
    "busy": (
        RegisterAnswer(status=429),
        "Le registre reçoit trop de demandes : réessayez dans une minute",
    ),
    "paused": (
        RegisterAnswer(
            status=429, headers={"Retry-After": "4", "Access-Control-Expose-Headers": "Retry-After"}
        ),
        "Le registre reçoit trop de demandes : réessayez dans 4 secondes",
    ),
    "down": (RegisterAnswer(status=500), "Le registre ne répond pas pour le moment"),
    "refused": (
        RegisterAnswer('{"erreur": "…"}', status=400),
        "Le registre n’a pas compris cette recherche",
    ),
    "broken": (RegisterAnswer('{"results": ['), "Le registre a répondu autrement que prévu"),
    "changed": (RegisterAnswer('{"entreprises": []}'), "Le registre a répondu autrement que prévu"),
    "renamed": (
        RegisterAnswer('{"results": [{"id": 3}]}'),
        "Le registre a répondu autrement que prévu",
    ),
}


def test_a_register_that_fails_gives_one_sentence_and_changes_nothing(
    form: Page, registers: RegistersStub
) -> None:
    form.locator("[name=debtor-name]").fill("Le Moulin")
    for answer, sentence in FAILURES.values():
        registers.instead[COMPANIES] = answer
        search(form, "moulin")
        expect(status_text(form)).to_contain_text(sentence)
        assert words(status_text(form)).endswith("remplissez les champs vous-même.")
        assert len(re.findall(r"[.!?]", words(status_text(form)))) == 1
        assert values(form, "debtor", "name") == ["Le Moulin"]
    del registers.instead[COMPANIES]
    search(form, "moulin")  # a failure is not kept
    expect(options(form)).to_have_count(7)


def test_a_register_that_never_answers_is_left_after_eight_seconds(
    form: Page, registers: RegistersStub
) -> None:
    registers.instead[COMPANIES] = RegisterAnswer(delay=12)
    form.evaluate("window.begun = performance.now()")
    search(form, "moulin")
    expect(status_text(form)).to_have_text("Recherche en cours…")
    expect(status_text(form)).to_contain_text("Le registre tarde à répondre", timeout=11_000)
    assert 7500 < form.evaluate("performance.now() - window.begun") < 11_000


def test_a_search_offline_is_answered_calmly(new_context: Open, registers: RegistersStub) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(FORM)
    box(page).get_by_role("textbox").focus()
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    search(page, "moulin")
    expect(status_text(page)).to_contain_text(
        "Le registre est hors d’atteinte, ou vous êtes hors ligne"
    )


def test_a_bodacc_out_of_reach_leaves_the_answers_filled_in(
    form: Page, registers: RegistersStub
) -> None:
    for answer in (
        RegisterAnswer(status=500),
        RegisterAnswer("["),
        RegisterAnswer('{"records": 3}'),
    ):
        registers.instead[BODACC] = answer
        panel = choose(form, MOULIN)
        expect(panel).to_contain_text("Le Bodacc n’a pas pu être consulté")
        expect(panel.get_by_role("link", name="Ouvrir bodacc.fr")).to_be_visible()
        assert values(form, "debtor", "siren") == [MOULIN]


def test_a_late_answer_never_takes_the_place_of_a_newer_one(
    form: Page, registers: RegistersStub
) -> None:
    late = RegisterAnswer(json.dumps({"results": registers.firms[:2], "total_results": 2}), delay=1)
    registers.instead[COMPANIES] = late
    search(form, "moulin")
    expect(status_text(form)).to_have_text("Recherche en cours…")
    del registers.instead[COMPANIES]
    search(form, MOULIN)
    expect(options(form)).to_have_count(1)
    form.wait_for_timeout(1500)
    expect(options(form)).to_have_count(1)


def test_the_focus_is_not_taken_from_a_person_who_went_on(
    form: Page, registers: RegistersStub
) -> None:
    answer = {"results": registers.firms[:2], "total_results": 2}
    registers.instead[COMPANIES] = RegisterAnswer(json.dumps(answer), delay=1)
    search(form, "moulin")
    form.locator("[name=debtor-contact]").focus()
    expect(options(form)).to_have_count(2)
    expect(form.locator("[name=debtor-contact]")).to_be_focused()


def test_the_creditor_is_filled_in_too_without_asking_the_bodacc(
    form: Page, registers: RegistersStub
) -> None:
    panel = choose(form, "atelier", "creditor")
    expected = ["ATELIER DU MOULIN", "SARL", "00100000900017", "12 B-14 RUE DES TANNEURS"]
    assert values(form, "creditor", "name", "legal_form", "siret", "street") == expected
    assert values(form, "creditor", "rcs") == [""]
    assert values(form, "creditor", "complement", "postcode", "city") == [
        "BATIMENT B BP 40",
        "69003",
        "LYON",
    ]
    assert values(form, "debtor", "name") == [""]
    assert "SIRET et adresse du siège" in words(panel)
    form.wait_for_timeout(200)
    assert registers.questions(BODACC) == []
    panel.get_by_role("button", name="Annuler").click()
    assert values(form, "creditor", "name", "siret") == ["", ""]


def test_a_private_person_is_not_searched_for(form: Page) -> None:
    expect(box(form)).to_be_visible()
    form.get_by_text("Non : un particulier, ou").click()
    expect(box(form)).to_be_hidden()


def test_the_firm_shown_outlives_a_row_added(form: Page, registers: RegistersStub) -> None:
    registers.notices[MOULIN] = [notice(MOULIN, OPENING, "2026-10-12", "2026-10-20")]
    choose(form, MOULIN)
    expect(signal(form)).to_be_visible()
    form.get_by_role("button", name="Ajouter une facture").click()
    expect(form.locator("[name=invoices-1-number]")).to_be_focused()
    expect(signal(form)).to_be_visible()
    signal(form).get_by_role("button", name="Reporter dans le formulaire").click()
    expect(form.locator("[name=debtor-insolvency]")).to_have_value("redressement")
    box(form).get_by_role("button", name="Annuler").click()
    assert values(form, "debtor", *DEBTOR) == [""] * 8


def test_the_firm_shown_goes_when_the_form_is_about_another(form: Page) -> None:
    panel = choose(form, MOULIN)
    form.locator("[name=debtor-siren]").fill("732 829 320")
    form.get_by_role("button", name="Ajouter une facture").click()
    expect(form.locator("[name=invoices-1-number]")).to_be_focused()
    expect(panel).to_be_empty()
    search(form, "moulin")
    expect(options(form)).to_have_count(7)


def test_a_page_without_scripts_offers_no_search(plain_page: Page) -> None:
    plain_page.goto(FORM)
    expect(plain_page.locator("[data-register]").first).to_be_hidden()
    expect(plain_page.get_by_text("registre public")).to_have_count(0)


@pytest.mark.parametrize(
    ("width", "scheme"),
    sampled(itertools.product([320, 1280], ["light", "dark"]), (320, "light"), (1280, "dark")),
)
def test_the_search_and_its_signal_pass_axe_and_fit_the_screen(
    opened: Callable[..., Page],
    registers: RegistersStub,
    axe: Callable[[Page], list[str]],
    width: int,
    scheme: str,
) -> None:
    registers.notices["001000058"] = [notice("001000058", OPENING, "2026-10-12", "2026-10-20")]
    page = opened(viewport={"width": width, "height": 800}, color_scheme=scheme)
    # Another test covers the preview.
    page.locator("details.preview").evaluate("preview => { preview.hidden = true; }")
    search(page, "moulin")
    expect(options(page)).to_have_count(7)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    choose(page, "moulinsart")
    expect(signal(page)).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.evaluate(
        """() => [...document.querySelectorAll('.register :is(button, input, a, [role=option])')]
        .filter(element => element.checkVisibility() && element.getBoundingClientRect().height < 44)
        .map(element => element.textContent)"""
    )
    assert small == []


REAL = {
    "552032534": "DANONE|SA|552032534|59-61 RUE LA FAYETTE||75009|PARIS|",
    "487444697": "ESSOR ENERGIES|SARL|487444697|22 RUE MAISON BLANCHE||24330|BOULAZAC ISLE MANOIRE|",
    "883010316": "RAPHAEL DUBIGNY||883010316|17 RUE DE FRANCEVILLE|RED NEEDLES|93220|GAGNY|",
    "300025764": "||300025764|||||",
}
REAL_STOPS = {
    "880878145": "cessée depuis le 22 octobre 2022",
    "351556394": "Sirene donne ce siège pour fermé depuis le 5 janvier 2009",
    "217500016": "Sirene range ce client parmi les administrations",
    "300025764": "n’a pas souhaité diffuser ses coordonnées",
    "883010316": "La personne reste en principe tenue de ses dettes",
}


def replay(registers: RegistersStub, shared: Path, siren: str) -> None:
    folder = shared / "samples" / "companies"
    answer = (folder / f"recherche-{siren}.json").read_text("utf-8")
    registers.instead[COMPANIES] = RegisterAnswer(answer)
    registers.instead[BODACC] = RegisterAnswer(
        (folder / "bodacc-880878145.json").read_text("utf-8")
    )


@pytest.mark.parametrize("siren", sorted({*REAL, *REAL_STOPS}))
def test_recorded_answers_of_the_real_registers_are_read(
    shared: Path, form: Page, registers: RegistersStub, siren: str
) -> None:
    replay(registers, shared, siren)
    panel = choose(form, siren)
    if siren in REAL:
        assert "|".join(values(form, "debtor", *DEBTOR)) == REAL[siren]
    if siren in REAL_STOPS:
        assert REAL_STOPS[siren] in words(panel)
    expect(panel).to_contain_text("Bodacc : aucune procédure collective trouvée.")


def test_the_recorded_empty_entry_and_search_are_read(
    shared: Path, form: Page, registers: RegistersStub
) -> None:
    replay(registers, shared, "123456789")
    search(form, "123456789")
    expect(status_text(form)).to_contain_text("Le registre ne trouve personne")
    replay(registers, shared, "la-poste")
    search(form, "la poste")
    expect(status_text(form)).to_contain_text("premières sur 10")
    expect(options(form)).to_have_count(10)
