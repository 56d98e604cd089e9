"""A short link: sealed before it leaves, opened by who has it alone, never needed to share a case."""

import itertools
import json
import re
import shutil
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from depth import sampled
from playwright.sync_api import BrowserContext, Page, Request, Route, expect
from sharing import CLIPBOARD, FORM, MODULE, ONE_INVOICE, arrive, fill, many_invoices, open_sharing

from bench.served import serving
from courtois.french import dates

pytestmark = pytest.mark.browser

Open = Callable[..., BrowserContext]
ROOT = Path(__file__).resolve().parents[2]
LIVES = {"1": "d", "7": "w", "30": "m"}
SHORT = re.compile(r"#p1\.([dwm][\w-]{22})\.([\w-]{43})", re.ASCII)
WHOLE = "Le dossier entier"


@pytest.fixture
def author(new_context: Open) -> Page:
    """A page whose form holds a case, with the sharing box open."""
    page = new_context(**CLIPBOARD).new_page()
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    page.wait_for_load_state("networkidle")
    return page


def make(page: Page, days: str = "7", what: str = WHOLE) -> str:
    """The link made so: all of it."""
    page.get_by_label("Quel lien pour un dossier").select_option(days)
    page.get_by_role("button", name=what).click()
    link = page.get_by_label("Le lien", exact=True)
    expect(link).to_be_visible()
    return link.input_value()


def fragment_of(page: Page, days: str = "7") -> str:
    return "#" + make(page, days).partition("#")[2]


def unsealed(page: Page, fragments: list[str]) -> list[str]:
    """For each fragment what was sealed, or the word that says what is wrong."""
    return page.evaluate(
        f"""async fragments => {{
        const {{ open }} = await ({MODULE})('short-link.js');
        return Promise.all(fragments.map(fragment => open(fragment).catch(error => error.message)));
        }}""",
        fragments,
    )


def kept(links: Path) -> set[Path]:
    return {path for path in links.rglob("*") if path.is_file()}


@contextmanager
def no_room(links: Path) -> Iterator[None]:
    """The function's store out of order: a file where its folder was."""
    away = links.with_name("away")
    shutil.move(links, away)
    links.write_text("no folder")
    try:
        yield
    finally:
        links.unlink()
        shutil.move(away, links)


# Made, then read


@pytest.mark.parametrize("days", LIVES)
def test_a_short_link_shows_what_a_long_one_would(
    author: Page, new_context: Open, server: str, links: Path, days: str
) -> None:
    long = "#" + make(author, "").partition("#")[2]
    before = kept(links)
    address = make(author, days)
    expect(author.locator("[data-sharing] [role=status]")).to_contain_text("Lien copié.")
    assert author.evaluate("navigator.clipboard.readText()") == address
    page, _, fragment = address.partition("#")
    assert page == server + FORM
    match = SHORT.fullmatch("#" + fragment)
    assert match, fragment
    (new,) = kept(links) - before
    assert new.relative_to(links).as_posix() == f"partages/{days}/{match[1]}"
    assert match[1][0] == LIVES[days]

    reader = new_context().new_page()
    by_long = arrive(reader, long).inner_text()
    panel = arrive(reader, "#" + fragment)
    expect(panel).to_contain_text("Camille Perrin")
    assert panel.inner_text() == by_long
    panel.get_by_role("button", name="Dupliquer").click()
    expect(reader.locator("[name=creditor-name]")).to_have_value("Camille Perrin")
    expect(reader).to_have_url(re.compile(rf"{FORM}$"))


@pytest.mark.parametrize("place", ["Europe/Paris", "America/Martinique"])
def test_the_author_reads_until_when_the_link_opens_in_local_time(
    new_context: Open, place: str
) -> None:
    page = new_context(**CLIPBOARD, timezone_id=place).new_page()
    page.goto(FORM)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    with page.expect_response("**/api/partages") as answered:
        make(page, "7")
    until = datetime.fromisoformat(answered.value.json()["until"]).astimezone(ZoneInfo(place))
    day = dates.write(until.date())
    expect(page.locator("[data-sharing] [role=status]")).to_have_text(
        f"Lien copié. Il s’ouvre jusqu’au {day} à {until.hour}\u00a0h\u00a0{until.minute:02}."
    )


def test_the_first_of_a_month_is_written_as_letters_write_it(author: Page) -> None:
    answer = {"id": "w" + "A" * 22, "until": "2026-11-30T23:05:59+00:00"}
    author.route("**/api/partages", lambda route: route.fulfill(status=201, json=answer))
    make(author, "7")
    status = author.locator("[data-sharing] [role=status]")
    expect(status).to_contain_text("jusqu’au 1er\u00a0décembre\u00a02026 à 0\u00a0h\u00a005.")
    expect(status.locator("sup")).to_have_text("er")


def test_a_short_link_may_hold_no_name_nor_amount_too(author: Page, new_context: Open) -> None:
    address = make(author, "7", "Le dossier sans noms ni montants")
    panel = arrive(new_context().new_page(), "#" + address.partition("#")[2])
    expect(panel).to_contain_text("31 mai 2026")
    for private in ("Camille", "Boulangerie", "1 200", "F2026"):
        expect(panel).not_to_contain_text(private)


def test_a_case_too_long_for_a_long_link_goes_in_a_short_one(
    author: Page, new_context: Open
) -> None:
    fill(author, [*ONE_INVOICE[:8], *many_invoices(), *ONE_INVOICE[13:]])
    expect(author.get_by_label("Numéro de la facture")).to_have_count(50)
    open_sharing(author)
    author.get_by_role("button", name=WHOLE).click()
    expect(author.locator("[data-sharing] [role=status]")).to_contain_text("un lien court")
    panel = arrive(new_context().new_page(), fragment_of(author))
    expect(panel.get_by_role("heading", name="Facture 50")).to_have_count(1)


def test_a_long_link_is_made_unless_the_person_asks_otherwise(author: Page, links: Path) -> None:
    before = kept(links)
    author.get_by_role("button", name=WHOLE).click()
    expect(author.locator("[data-sharing] [role=status]")).to_have_text("Lien copié.")
    assert "#c1." in author.get_by_label("Le lien", exact=True).input_value()
    assert kept(links) == before


def test_pressing_twice_makes_one_link(author: Page, links: Path) -> None:
    before = kept(links)
    author.get_by_label("Quel lien pour un dossier").select_option("1")
    author.get_by_role("button", name=WHOLE).dblclick()
    expect(author.locator("[data-sharing] [role=status]")).to_contain_text("Lien copié.")
    author.wait_for_load_state("networkidle")
    assert len(kept(links) - before) == 1


# Nobody else


def traces(request: Request) -> bytes:
    """All that a request carries."""
    headers = json.dumps(request.all_headers())
    return f"{request.method} {request.url} {headers} ".encode() + (request.post_data_buffer or b"")


def secrets_of(page: Page, key: str, long: str) -> list[bytes]:
    """The key, as written and as it is, and the case: its words, and the long link that holds them."""
    raw = urlsafe_b64decode(key + "=")
    spelt = [key, key.replace("-", "+").replace("_", "/"), raw.hex(), long[:20], long[40:60]]
    words = ["Camille", "Perrin", "Boulangerie", "F2026-014", "FR76", "1 200"]
    return [raw, *(text.encode() for text in [*spelt, *words])]


def test_neither_the_case_nor_its_key_is_ever_sent_or_kept(
    author: Page, new_context: Open, links: Path
) -> None:
    long = make(author, "").partition("#c1.")[2]
    requests: list[Request] = []
    author.context.on("request", lambda request: requests.append(request))
    before = kept(links)
    fragment = fragment_of(author)
    author.wait_for_load_state("networkidle")
    assert [request.url.rpartition("/")[2] for request in requests if request.method == "POST"] == [
        "partages"
    ]
    reader = new_context()
    reader.on("request", lambda request: requests.append(request))
    panel = arrive(reader.new_page(), fragment)
    expect(panel).to_contain_text("Camille Perrin")
    reader.pages[0].wait_for_load_state("networkidle")

    (sent,) = [request for request in requests if request.url.endswith("/api/partages")]
    body = json.loads(sent.post_data or "")
    assert set(body) == {"days", "sealed"}
    (opened,) = [request for request in requests if "/api/partages/" in request.url]
    match = SHORT.fullmatch(fragment)
    assert match
    assert opened.url.endswith(f"/api/partages/{match[1]}")

    (new,) = kept(links) - before
    sent_and_kept = [traces(request) for request in requests] + [new.read_bytes()]
    sent_and_kept.append(urlsafe_b64decode(body["sealed"] + "=" * (-len(body["sealed"]) % 4)))
    assert len(sent_and_kept) > 10
    for secret in secrets_of(author, match[2], long):
        for trace in sent_and_kept:
            assert secret not in trace


def test_a_short_link_is_encrypted_as_its_decision_says(author: Page, links: Path) -> None:
    """Opened here with the browser's own AES-GCM, and nothing of ours."""
    long = make(author, "").partition("#")[2]
    before = kept(links)
    match = SHORT.fullmatch(fragment_of(author))
    assert match
    (new,) = kept(links) - before
    content = new.read_bytes()
    said = author.evaluate(
        """async ([key, sealed]) => {
        const bytes = text => Uint8Array.from(atob(text), character => character.charCodeAt(0));
        const imported = await crypto.subtle.importKey('raw', bytes(key), 'AES-GCM', false, ['decrypt']);
        const cipher = {
            name: 'AES-GCM', iv: bytes(sealed).slice(0, 12), tagLength: 128,
            additionalData: new TextEncoder().encode('p1'),
        };
        return new TextDecoder().decode(await crypto.subtle.decrypt(cipher, imported, bytes(sealed).slice(12)));
        }""",
        [b64encode(part).decode() for part in (urlsafe_b64decode(match[2] + "="), content[8:])],
    )
    assert said == long


def test_two_links_to_one_case_have_nothing_in_common(author: Page, links: Path) -> None:
    before = kept(links)
    first, second = (SHORT.fullmatch(fragment_of(author)) for _ in range(2))
    assert first
    assert second
    assert first[1] != second[1]
    assert first[2] != second[2]
    first, second = (path.read_bytes()[8:] for path in kept(links) - before)
    assert first[:12] != second[:12]
    assert first[12:] != second[12:]


# Damage


def test_additions_of_programs_to_a_short_link_are_left_out(author: Page) -> None:
    fragment = fragment_of(author)
    own = fragment.removeprefix("#")
    whole = "".join(f"%{ord(sign):02X}" for sign in own)
    dressed = [
        fragment,
        f"{fragment}&utm_source=x",
        f"{fragment}?fbclid=abc",
        f"{fragment}#:~:text=facture",
        f"{fragment}.",
        f"{fragment})",
        f"{fragment}=",
        f"{fragment}%C2%BB.",
        f"#{own.replace('.', '%2E')}",
        f"#{whole}",
        f"#{whole.replace('%', '%25')}",
        f"{fragment[:40]}%0D%0A{fragment[40:]}",
        f"{fragment[:40]} {fragment[40:]}",
        f"#{own.replace('-', '+').replace('_', '/')}",
    ]
    said = set(unsealed(author, dressed))
    assert len(said) == 1
    assert said.pop().startswith("c1.")


def test_a_short_link_cut_or_changed_is_refused(author: Page) -> None:
    fragment = fragment_of(author)
    cuts = [fragment[:length] for length in range(len("#p1"), len(fragment))]
    assert set(unsealed(author, cuts)) == {"damaged"}
    key = len("#p1.") + 23 + 1

    def changed(place: int) -> str:
        other = "B" if fragment[place] != "B" else "C"
        return fragment[:place] + other + fragment[place + 1 :]

    assert (
        unsealed(author, [changed(place) for place in (key, key + 20, key + 41)]) == ["damaged"] * 3
    )
    assert unsealed(author, [changed(place) for place in (8, 20)]) == ["gone"] * 2
    assert unsealed(author, [fragment.replace("p1", "p2")]) == ["version"]


def test_a_case_changed_in_the_store_is_refused(author: Page, links: Path) -> None:
    before = kept(links)
    fragment = fragment_of(author)
    (new,) = kept(links) - before
    content = bytearray(new.read_bytes())
    for place in (8, 30, len(content) - 1):
        other = content.copy()
        other[place] ^= 1
        new.write_bytes(other)
        assert unsealed(author, [fragment]) == ["damaged"]
    new.write_bytes(content[:-1])
    assert unsealed(author, [fragment]) == ["damaged"]
    new.write_bytes(content[:20])  # not even what sealing adds to nothing
    assert unsealed(author, [fragment]) == ["gone"]
    new.write_bytes(content)
    assert unsealed(author, [fragment])[0].startswith("c1.")


def test_a_link_expired_or_unknown_says_so(author: Page, new_context: Open, links: Path) -> None:
    before = kept(links)
    fragment = fragment_of(author)
    (new,) = kept(links) - before
    new.unlink()
    panel = arrive(new_context().new_page(), fragment)
    expect(panel.get_by_role("heading", name="Ce lien ne s’ouvre pas")).to_be_focused()
    expect(panel).to_contain_text("Il a expiré ou n’existe pas. Demandez-en un nouveau")
    expect(panel.get_by_role("button", name="Réessayer")).to_have_count(0)
    panel.get_by_role("button", name="Fermer").click()
    expect(panel).to_have_count(0)


def test_a_link_can_be_tried_again_when_the_service_is_away(
    author: Page, new_context: Open, links: Path
) -> None:
    fragment = fragment_of(author)
    reader = new_context().new_page()
    with no_room(links):
        panel = arrive(reader, fragment)
        expect(panel).to_contain_text("Le lien reste bon")
        panel.get_by_role("button", name="Réessayer").click()
        expect(panel).to_contain_text("Le lien reste bon")
    panel.get_by_role("button", name="Réessayer").click()
    expect(panel).to_contain_text("Camille Perrin")


def test_the_last_link_opened_is_the_one_shown(author: Page, new_context: Open) -> None:
    long = "#" + make(author, "").partition("#")[2]
    fragment = fragment_of(author)
    reader = new_context().new_page()
    waiting_routes: list[Route] = []
    reader.route("**/api/partages/*", lambda route: waiting_routes.append(route))
    panel = arrive(reader, fragment)
    expect(panel).to_contain_text("Le dossier arrive")
    reader.evaluate("fragment => { location.hash = fragment }", long.replace("#c1.", "#c1.zzz"))
    expect(panel).to_contain_text("coupé ou changé en route")
    waiting_routes[0].continue_()
    reader.wait_for_load_state("networkidle")
    expect(panel).to_contain_text("coupé ou changé en route")
    panel.get_by_role("button", name="Fermer").click()


@pytest.mark.parametrize("anchor", ["auto", "none"])
def test_a_case_that_comes_late_does_not_take_the_focus(
    author: Page, new_context: Open, anchor: str
) -> None:
    """In browsers that hold the page still by themselves, and in those that do not."""
    fragment = fragment_of(author)
    reader = new_context().new_page()
    waiting_routes: list[Route] = []
    reader.route("**/api/partages/*", lambda route: waiting_routes.append(route))
    panel = arrive(reader, fragment)
    expect(panel.get_by_role("heading", name="Un dossier vous est partagé")).to_be_focused()
    field = reader.locator("[name=creditor-name]")
    field.press_sequentially("Cam")
    reader.evaluate("way => { document.documentElement.style.overflowAnchor = way }", anchor)
    before = field.bounding_box()
    waiting_routes[0].continue_()
    expect(panel).to_contain_text("Camille Perrin")
    expect(field).to_be_focused()
    after = field.bounding_box()
    assert before
    assert after
    assert abs(after["y"] - before["y"]) < 2
    field.press_sequentially("ille")
    expect(field).to_have_value("Camille")
    expect(reader.locator("main > [role=status]")).to_have_text(
        "Un dossier vous est partagé\u00a0: c’est au-dessus du formulaire."
    )


def test_a_case_that_the_reader_waits_for_takes_the_focus(author: Page, new_context: Open) -> None:
    panel = arrive(new_context().new_page(), fragment_of(author))
    expect(panel).to_contain_text("Camille Perrin")
    expect(panel.get_by_role("heading", name="Un dossier vous est partagé")).to_be_focused()


def test_a_link_opened_while_typing_is_shown(author: Page, new_context: Open) -> None:
    fragment = fragment_of(author)
    reader = new_context().new_page()
    reader.goto(FORM)
    reader.locator("[name=creditor-name]").focus()
    reader.evaluate("fragment => { location.hash = fragment }", fragment)
    panel = reader.locator(".received")
    expect(panel).to_contain_text("Camille Perrin")
    expect(panel.get_by_role("heading", name="Un dossier vous est partagé")).to_be_focused()


# Never needed


def test_the_long_link_is_given_when_the_store_is_out_of_order(author: Page, links: Path) -> None:
    with no_room(links):
        address = make(author, "7")
        status = author.locator("[data-sharing] [role=status]")
        expect(status).to_contain_text("indisponibles pour le moment")
        expect(status).to_contain_text("Voici à la place le lien long")
        expect(status).to_contain_text("Lien copié.")
        assert "#c1." in address
        assert author.evaluate("navigator.clipboard.readText()") == address
    assert "#p1." in make(author, "7")


@pytest.fixture(scope="module")
def keeping_none(built: Path) -> Iterator[str]:
    """Address of a function told of no place where to keep links."""
    with serving(ROOT, COURTOIS_SHARES="") as served:
        yield served.address


def test_short_links_are_no_longer_offered_where_none_is_kept(
    keeping_none: str, new_context: Open
) -> None:
    page = new_context(**CLIPBOARD).new_page()
    page.goto(keeping_none + FORM)
    fill(page, ONE_INVOICE)
    open_sharing(page)
    assert "#c1." in make(page, "7")
    expect(page.locator("[data-sharing] [role=status]")).to_have_text(
        "Les liens courts ne sont pas proposés sur ce site. "
        "Voici à la place le lien long, qui n’a pas besoin du service. Lien copié."
    )
    choice = page.get_by_label("Quel lien pour un dossier")
    expect(choice).to_be_hidden()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    fill(page, ONE_INVOICE)  # the form comes back anew
    open_sharing(page)
    expect(choice).to_be_hidden()
    page.get_by_role("button", name=WHOLE).click()
    expect(page.locator("[data-sharing] [role=status]")).to_have_text("Lien copié.")
    assert not any(url.endswith("/api/partages") for url in urls)


def test_a_short_link_opened_where_none_is_kept_says_what_to_ask(
    keeping_none: str, new_context: Open
) -> None:
    short = "#p1.w" + "A" * 22 + "." + "A" * 43
    panel = arrive(new_context().new_page(), short, at=keeping_none + FORM)
    expect(panel).to_contain_text("ne garde pas de liens courts. Demandez un lien long")
    expect(panel.get_by_role("button", name="Réessayer")).to_have_count(0)


@pytest.mark.parametrize("kind", ["none", "page"])
def test_the_long_link_is_given_when_the_function_is_away(author: Page, kind: str) -> None:
    """Nobody at all, or a CDN with a page of its own."""
    page = "<title>Blocked</title>"

    def answer(route: Route) -> None:
        if kind == "none":
            route.abort()
        else:
            route.fulfill(status=403, body=page, content_type="text/html")

    author.route("**/api/partages", answer)
    assert "#c1." in make(author, "7")
    expect(author.locator("[data-sharing] [role=status]")).to_contain_text(
        "Le service des liens courts ne répond pas. Voici à la place le lien long"
    )


NGINX = {"content_type": "text/html", "body": "<title>429</title><p>Trop de demandes"}
FIREWALL = {"content_type": "text/plain", "body": "Too many requests"}


@pytest.mark.parametrize("words", [NGINX, FIREWALL])
def test_a_refusal_of_the_proxy_is_said_in_our_words(
    author: Page, new_context: Open, words: dict[str, str]
) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=429, **words)  # type: ignore[arg-type]

    fragment = fragment_of(author)
    author.route("**/api/partages", refuse)
    assert "#c1." in make(author, "7")
    status = author.locator("[data-sharing] [role=status]")
    expect(status).to_contain_text("réessayez dans une minute. Voici à la place le lien long")
    reader = new_context().new_page()
    reader.route("**/api/partages/*", refuse)
    panel = arrive(reader, fragment)
    expect(panel).to_contain_text("Le lien reste bon\u00a0: réessayez dans une minute.")
    reader.unroute("**/api/partages/*")
    panel.get_by_role("button", name="Réessayer").click()
    expect(panel).to_contain_text("Camille Perrin")


def test_a_short_link_refused_is_not_advised_again(author: Page, links: Path) -> None:
    """A case too long for a long link, while short ones cannot be kept."""
    fill(author, [*ONE_INVOICE[:8], *many_invoices(), *ONE_INVOICE[13:]])
    open_sharing(author)
    author.get_by_label("Quel lien pour un dossier").select_option("7")
    status = author.locator("[data-sharing] [role=status]")
    with no_room(links):
        author.get_by_role("button", name=WHOLE).click()
        expect(status).to_contain_text("trop long pour un lien long. Partagez-le sans noms")
    expect(status).not_to_contain_text("Choisissez un lien court")


def test_a_page_without_https_offers_long_links_alone(new_context: Open, server: str) -> None:
    page = new_context().new_page()

    def elsewhere(route: Route) -> None:
        own = route.request.url.replace("http://courtois.example", server)
        route.fulfill(response=route.fetch(url=own))

    page.route("http://courtois.example/**", elsewhere)
    page.goto(f"http://courtois.example{FORM}")
    assert page.evaluate("[isSecureContext, crypto.subtle]") == [False, None]
    open_sharing(page)
    expect(page.get_by_role("button", name=WHOLE)).to_be_visible()
    expect(page.get_by_label("Quel lien pour un dossier")).to_be_hidden()
    short = "#p1.w" + "A" * 22 + "." + "A" * 43
    panel = arrive(page, short, at=f"http://courtois.example{FORM}")
    expect(panel).to_contain_text("à une adresse en https")


@pytest.mark.parametrize(
    ("width", "scheme"),
    sampled(itertools.product([320, 360, 900], ["light", "dark"]), (320, "light"), (900, "dark")),
)
def test_the_choice_of_a_link_is_explained_and_accessible(
    new_context: Open, axe: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(FORM)
    open_sharing(page)
    choice = page.get_by_label("Quel lien pour un dossier")
    expect(choice).to_have_value("")
    expect(choice).to_have_accessible_description(
        re.compile("chiffrées dans votre navigateur.*ne peut pas lire.*la clé est dans le lien")
    )
    choice.select_option("30")
    expect(choice).to_be_visible()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
