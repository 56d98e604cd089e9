"""The calendar file: its days, its discreet titles, and how a later file replaces it."""

import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cases import DEBTORS, FIRST, a_case, many_invoices
from flask.testing import FlaskClient
from icalendar import Calendar, Event
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from courtois.case import MISE_EN_DEMEURE, Case, EarlierStep, Payment
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.debt.assessment import assess
from courtois.errors import BrokenEntry
from courtois.french import dates
from courtois.law import parameters
from courtois.procedure import calendar, steps
from courtois.procedure.calendar import CalendarDay, days_to_come
from courtois.procedure.steps import next_step
from courtois.service import LetterService
from courtois_api import calculator_views
from courtois_api.app import create_app

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = LetterCatalogue(ROOT / "templates")
PATH = "/api/calendrier.ics"
ANSWERS = {
    "debtor-kind": "professional",
    "debtor-name": "Boulangerie Moderne",
    "invoices-0-number": "F2026-014",
    "invoices-0-amount": "1200",
    "invoices-0-due_on": "2026-10-30",
    "invoices-0-performed_on": "2026-10-01",
    "invoices-0-issued_on": "2026-10-02",
    "dated_on": "2026-11-02",
}


def a_day(case: Case, slug: str) -> CalendarDay:
    (event,) = [event for event in days_to_come(assess(case), CATALOGUE) if event.slug == slug]
    return event


def days(case: Case, **options: bool) -> list[tuple[str, date]]:
    return [(event.slug, event.on) for event in days_to_come(assess(case), CATALOGUE, **options)]


def fresh(**changes: Any) -> Case:
    """One invoice of 1 200 €, due on Friday 30 October 2026, and nothing done on Monday 2 November."""
    invoice = replace(
        FIRST,
        issued_on=date(2026, 10, 2),
        due_on=date(2026, 10, 30),
        performed_on=date(2026, 10, 1),
    )
    usual: dict[str, Any] = {"invoices": (invoice,), "earlier": (), "pay_by": None}
    return a_case(**(usual | {"dated_on": date(2026, 11, 2)} | changes))


# --- which days -------------------------------------------------------------------------------


def test_the_calendar_lists_each_step_on_a_working_day() -> None:
    """By hand from 30 October: 2, 8, 20, 30 and 40 days after, each moved to a working day.

    1 November is a Sunday, 7 a Saturday, 29 a Sunday; 15 days after 9 December is Christmas Eve.
    """
    assert days(fresh()) == [
        ("conciliation", date(2026, 11, 2)),
        ("relance-1", date(2026, 11, 9)),
        ("relance-2", date(2026, 11, 23)),
        ("relance-3", date(2026, 12, 3)),
        ("mise-en-demeure", date(2026, 12, 14)),
        ("fin-du-delai", date(2026, 12, 29)),
        ("recours", date(2026, 12, 30)),
        ("dernier-jour", date(2031, 10, 1)),
    ]


def test_the_first_event_is_the_calculators_next_step() -> None:
    for kind in DEBTORS:
        for case in (a_case(kind), a_case(kind, earlier=()), fresh(debtor=DEBTORS[kind])):
            step = next_step(assess(case), CATALOGUE)
            assert step
            assert (step.slug, step.on) in days(case)


def test_a_direct_mise_en_demeure_leaves_no_relance_in_the_calendar() -> None:
    assert [slug for slug, _ in days(fresh(), straight=True)] == [
        "mise-en-demeure", "fin-du-delai", "recours", "dernier-jour",
    ]  # fmt: skip


def test_the_next_letter_waits_for_the_deadline_given_to_the_client() -> None:
    case = fresh(
        earlier=(EarlierStep("conciliation", date(2026, 11, 2), "phone"),),
        dated_on=date(2026, 11, 9),
        pay_by=date(2026, 12, 4),
    )
    assert days(case)[:3] == [
        ("relance-1", date(2026, 11, 9)),
        ("date-limite", date(2026, 12, 4)),
        ("relance-2", date(2026, 12, 7)),
    ]


def test_the_remedies_wait_for_the_end_of_the_mise_en_demeure() -> None:
    """Sent on Friday 6 November: fifteen days later is a Saturday, so Monday 23."""
    sent = (EarlierStep("mise-en-demeure", date(2026, 11, 6), "lrar"),)
    case = fresh(earlier=sent, dated_on=date(2026, 11, 10))
    assert days(case)[:2] == [
        ("fin-du-delai", date(2026, 11, 23)),
        ("recours", date(2026, 11, 24)),
    ]
    with_deadline = replace(case, pay_by=date(2026, 11, 27))
    assert days(with_deadline)[:2] == [
        ("date-limite", date(2026, 11, 27)),
        ("recours", date(2026, 11, 30)),
    ]


def test_the_last_day_is_announced_three_months_and_one_month_before() -> None:
    case = fresh(debtor=DEBTORS["consumer"])
    last = a_day(case, "dernier-jour")
    assert last.on == date(2028, 10, 1)
    assert last.alarms == (date(2028, 7, 1), date(2028, 9, 1))
    near = a_day(replace(case, dated_on=date(2028, 8, 1)), "dernier-jour")
    assert near.alarms == (date(2028, 9, 1),)
    eve = a_day(replace(case, dated_on=date(2028, 9, 20)), "dernier-jour")
    assert eve.alarms == (date(2028, 10, 1),)


def test_a_calendar_past_the_safe_day_has_no_last_day() -> None:
    case = fresh(debtor=DEBTORS["consumer"], dated_on=date(2028, 10, 2))
    assert [slug for slug, _ in days(case)] == ["prescription"]


@pytest.mark.parametrize("ccag", ["", "yes", "unknown"])
def test_a_public_contract_has_a_reminder_of_its_memoire(ccag: str) -> None:
    debtor = replace(DEBTORS["public"], ccag=ccag)
    case = fresh(debtor=debtor)
    assert a_day(case, "memoire-en-reclamation").on == a_day(case, "fin-du-delai").on
    disputed = fresh(debtor=debtor, disputed="all")
    assert a_day(disputed, "memoire-en-reclamation").on == disputed.dated_on


def test_no_memoire_is_announced_without_ccag_or_public_body() -> None:
    without = fresh(debtor=replace(DEBTORS["public"], ccag="no"))
    for case in (without, *(fresh(debtor=DEBTORS[kind]) for kind in DEBTORS if kind != "public")):
        assert "memoire-en-reclamation" not in dict(days(case))


@pytest.mark.parametrize(
    ("changes", "first"),
    [
        ({"disputed": "all"}, "facture-contestee"),
        ({"debtor": replace(DEBTORS["consumer"], insolvency="surendettement")}, "commission-de-surendettement"),
        ({"debtor": replace(DEBTORS["professional"], insolvency="redressement",
                            insolvency_on=date(2026, 10, 20))}, "declaration-de-creance"),
    ],
)  # fmt: skip
def test_a_debtor_who_gets_no_letter_has_none_in_the_calendar(
    changes: dict[str, Any], first: str
) -> None:
    assert [slug for slug, _ in days(fresh(**changes))] == [first, "dernier-jour"]


def test_a_near_last_day_ends_letters_to_a_body_without_comptable() -> None:
    debtor = replace(DEBTORS["public"], comptable_public="no")
    steps = [slug for slug, _ in days(fresh(debtor=debtor, dated_on=date(2031, 9, 1)))]
    assert steps.count("mise-en-demeure") <= 1


def test_a_case_with_nothing_owed_has_an_empty_calendar() -> None:
    paid = replace(FIRST, payments=(Payment(date(2026, 11, 2), FIRST.amount),))
    assert days_to_come(assess(a_case(invoices=(paid,))), CATALOGUE) == ()


# --- the file ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def client(root: Path, built: Path) -> FlaskClient:
    return create_app(root / "templates", built).test_client()


@pytest.fixture
def on(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a request made on a given day of the function's clock."""

    def ask(today: date, **changes: str) -> TestResponse:
        monkeypatch.setattr(calculator_views, "today_in_paris", lambda: today)
        answers = ANSWERS | {name.replace("__", "-"): value for name, value in changes.items()}
        return client.post(PATH, data=answers)

    return ask


def events(answer: TestResponse) -> list[Event]:
    assert answer.status_code == 200, answer.text[:300]
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_the_calendar_file_is_a_download_that_names_no_tool(client: FlaskClient) -> None:
    answer = client.post(PATH, data=ANSWERS)
    assert answer.content_type == "text/calendar; charset=utf-8"
    disposition = parse_options_header(answer.headers["Content-Disposition"])
    assert disposition == ("attachment", {"filename": "etapes-F2026-014.ics"})
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Courtois" not in answer.text  # a call may be « courtois »
    calendar = Calendar.from_ical(answer.data)
    assert calendar["METHOD"] == "PUBLISH"
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"] == "-//Étapes d’une facture//FR"


@pytest.mark.parametrize(
    ("number", "name"),
    [("Fact/2026:é", "etapes-Fact-2026-é.ics"), ("../../x", "etapes-x.ics"), ("##", "etapes-facture.ics")],
)  # fmt: skip
def test_a_strange_invoice_number_gives_a_safe_file_name(
    client: FlaskClient, number: str, name: str
) -> None:
    answer = client.post(PATH, data=ANSWERS | {"invoices-0-number": number})
    disposition = parse_options_header(answer.headers["Content-Disposition"])
    assert disposition == ("attachment", {"filename": name})


def test_a_form_and_json_give_the_same_calendar(client: FlaskClient) -> None:
    answers = {
        "debtor": {"kind": "professional", "name": "Boulangerie Moderne"},
        "invoices": [
            {"number": "F2026-014", "amount": "1200", "due_on": "2026-10-30",
             "performed_on": "2026-10-01", "issued_on": "2026-10-02"}
        ],
        "dated_on": "2026-11-02",
    }  # fmt: skip
    assert client.post(PATH, json=answers).data == client.post(PATH, data=ANSWERS).data


def test_events_are_private_last_all_day_and_block_no_time(client: FlaskClient) -> None:
    answer = client.post(PATH, data=ANSWERS)
    for event in events(answer):
        assert type(event.decoded("dtstart")) is date
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["CLASS"] == "PRIVATE"
    assert "DTSTART;VALUE=DATE:20261109" in answer.text


def test_titles_name_no_debt_and_keep_their_accents(client: FlaskClient) -> None:
    answer = client.post(PATH, data=ANSWERS | {"pay_by": "2026-11-20"})
    titles = [str(event["SUMMARY"]).replace("\u00a0", " ") for event in events(answer)]
    assert titles == [
        "Facture F2026-014 : premier contact",
        "Facture F2026-014 : date limite donnée à votre client",
        "Facture F2026-014 : première relance",
        "Facture F2026-014 : deuxième relance",
        "Facture F2026-014 : dernière relance",
        "Facture F2026-014 : mise en demeure",
        "Facture F2026-014 : fin du délai de la mise en demeure",
        "Facture F2026-014 : suite à choisir",
        "Facture F2026-014 : dernier jour pour agir",
    ]
    unfolded = answer.text.replace("\r\n ", "")
    for never in ("Boulangerie", "1200", "1\u202f200", "200,00", "€"):
        assert never not in unfolded


def test_a_title_names_several_invoices_and_counts_many(client: FlaskClient) -> None:
    def title(count: int) -> str:
        answers = dict(ANSWERS)
        for i, invoice in enumerate(many_invoices(count)):
            answers |= {f"invoices-{i}-number": invoice.number, f"invoices-{i}-amount": "10",
                     f"invoices-{i}-due_on": "2026-10-30"}  # fmt: skip
        return str(events(client.post(PATH, data=answers))[0]["SUMMARY"]).partition("\u00a0:")[0]

    assert title(2) == "Factures F2026-014 et F2026-015"
    assert title(3) == "Factures F2026-014, F2026-015 et F2026-016"
    assert title(5) == "Factures F2026-014, F2026-015 et 3 autres"


def test_alarms_ring_in_the_morning_and_ahead_of_the_last_day(client: FlaskClient) -> None:
    written = events(client.post(PATH, data=ANSWERS))
    for event in written:
        assert all(alarm["ACTION"] == "DISPLAY" for alarm in event.walk("VALARM"))
        assert all(alarm["DESCRIPTION"] == event["SUMMARY"] for alarm in event.walk("VALARM"))
    rings = [[alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] for event in written]
    assert rings[:-1] == [[timedelta(hours=9)]] * (len(written) - 1)
    last = written[-1].decoded("dtstart")
    ahead = [dates.add_months(last, -3), dates.add_months(last, -1)]
    assert [last + ring - timedelta(hours=9) for ring in rings[-1]] == ahead


def test_lines_fold_at_75_bytes_without_cutting_a_character(client: FlaskClient) -> None:
    long = "é" * 30
    data = client.post(
        PATH, data=ANSWERS | {"invoices-0-number": long, "debtor-kind": "public"}
    ).data
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")
    assert long in str(Calendar.from_ical(data).walk("VEVENT")[0]["SUMMARY"])


def test_a_later_calendar_replaces_the_former(on: Any) -> None:
    first = {str(event["UID"]): event for event in events(on(date(2026, 11, 2)))}
    sent = {
        "dated_on": "2026-11-12",
        "earlier-0-step": "relance-1",
        "earlier-0-sent_on": "2026-11-12",
        "earlier-0-channel": "email",
    }
    later = {str(event["UID"]): event for event in events(on(date(2026, 11, 12), **sent))}
    assert len(first) == 8
    assert later.keys() < first.keys()  # what was done is no more to come
    assert len(later) == 6
    for uid, event in later.items():
        former = first[uid]
        assert event["SUMMARY"] == former["SUMMARY"]
        assert event["SEQUENCE"] - former["SEQUENCE"] == 10
        assert event.decoded("dtstamp") > former.decoded("dtstamp")
        assert event.decoded("last-modified") == event.decoded("dtstamp")
    moved = [uid for uid in later if later[uid]["DTSTART"].dt != first[uid]["DTSTART"].dt]
    assert moved  # relance-2 comes twelve days after the first, not on its usual day


def test_a_uid_is_opaque_and_differs_for_another_invoice(client: FlaskClient) -> None:
    def uids(**changes: str) -> set[str]:
        answers = ANSWERS | {name.replace("__", "-"): value for name, value in changes.items()}
        return {str(event["UID"]) for event in events(client.post(PATH, data=answers))}

    expected_uids = uids()
    assert len(expected_uids) == 8
    assert uids(debtor__name="Autre nom", invoices__0__amount="900") == expected_uids
    assert not expected_uids & uids(invoices__0__number="F2026-015")
    assert not expected_uids & uids(invoices__0__due_on="2026-10-29")
    for uid in expected_uids:
        digest, _, rest = uid.partition("@")
        assert (len(digest), rest) == (64, "facture")
        assert "F2026" not in uid


def test_a_case_with_nothing_left_gets_a_fault_not_an_empty_file(client: FlaskClient) -> None:
    paid = {"paid_on": "2026-11-01", "amount": "1200"}
    answers = ANSWERS | {f"invoices-0-payments-0-{name}": value for name, value in paid.items()}
    page = client.post(PATH, data=answers)
    assert page.status_code == 422
    assert "Il ne reste rien à faire" in page.text
    json = {"debtor": {"kind": "professional"}, "dated_on": "2026-11-02",
            "invoices": [{"amount": "10", "due_on": "2026-10-30", "credit": "10"}]}  # fmt: skip
    problem = client.post(PATH, json=json)
    assert problem.status_code == 422
    assert [fault["name"] for fault in problem.get_json()["errors"]] == ["invoices"]


def test_faults_come_back_on_the_calculators_page(client: FlaskClient) -> None:
    page = client.post(PATH, data=ANSWERS | {"invoices-0-due_on": "demain"})
    assert page.status_code == 422
    assert 'value="demain"' in page.text
    problem = client.post(PATH, json={})
    assert problem.content_type == "application/problem+json"
    assert {fault["name"] for fault in problem.get_json()["errors"]} >= {"debtor-kind", "invoices"}
    assert client.post(PATH, json=[1]).status_code == 422
    assert client.post(PATH, data="x", content_type="text/plain").status_code == 415
    assert client.get(PATH).status_code == 405


def test_every_kind_of_event_has_its_words() -> None:
    slugs = {
        value
        for module in (calendar, steps)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str)
    }
    slugs -= {MISE_EN_DEMEURE}  # a letter: its title is in its folder
    assert len(slugs) >= 10
    words = (ROOT / "templates/agenda/event.html").read_text("utf-8")
    assert {slug for slug in slugs if f'\n"{slug}": "' not in words} == set()


def test_a_closed_liquidation_gets_a_calendar_that_explains_it(client: FlaskClient) -> None:
    answer = client.post(PATH, data=ANSWERS | {"debtor-insolvency": "closed"})
    event = events(answer)[0]
    assert event["SUMMARY"].endswith(": point à faire avec votre comptable")
    assert "La liquidation est clôturée" in event["DESCRIPTION"]


def test_a_calendar_states_the_delay_its_letter_gives(tmp_path: Path) -> None:
    """20 days in place of 15 in a copy of the letter: the day moves, and its sentence with it."""
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    manifest = tmp_path / "templates/letters/mise-en-demeure/letter.toml"
    words = manifest.read_text("utf-8")
    manifest.write_text(
        re.sub(r"^pay_within = .*$", "pay_within = 20", words, flags=re.MULTILINE), "utf-8"
    )
    service = LetterService(tmp_path / "templates")
    case = a_case(
        pay_by=None, earlier=(EarlierStep("mise-en-demeure", date(2026, 11, 10), "lrar"),)
    )
    days = days_to_come(assess(case), service.catalogue)
    (end,) = [day for day in days if day.slug == "fin-du-delai"]
    assert end.on == date(2026, 11, 30)
    assert "20\u00a0jours" in service.renderer.calendar_event(case, end)


def test_the_usual_delays_of_a_letter_are_figures_of_the_law_folder() -> None:
    """One home for each: the letter names the file, the guides quote it."""
    letter = CATALOGUE["mise-en-demeure"]
    for name, days in (
        ("delai_mise_en_demeure_usuel", letter.pay_within),
        ("delai_mise_en_demeure_minimal", letter.short_notice),
    ):
        assert days == parameters()[name].at(date(2026, 11, 30))
        manifest = (letter.folder / "letter.toml").read_text("utf-8")
        assert f'"{name}"' in manifest


@pytest.mark.parametrize(
    ("key", "name"), [("after_due", "delai_mise_en_demeure_usuel"), ("pay_within", "unheard_of")]
)
def test_a_manifest_takes_the_figure_of_a_law_file_it_knows(
    tmp_path: Path, key: str, name: str
) -> None:
    shutil.copytree(ROOT / "templates/letters/relance-1", tmp_path / "relance-1")
    manifest = tmp_path / "relance-1/letter.toml"
    words = manifest.read_text("utf-8")
    manifest.write_text(re.sub(rf"^{key} = .*$", f'{key} = "{name}"', words, flags=re.M), "utf-8")
    if name in parameters():
        assert LetterType.read(tmp_path / "relance-1").after_due == 15
    else:
        with pytest.raises(BrokenEntry, match="unheard_of"):
            LetterType.read(tmp_path / "relance-1")


def test_a_manifest_refuses_a_figure_of_the_law_that_changed(tmp_path: Path) -> None:
    """The ceiling of small claims rose in 2020: a manifest has no day to choose by."""
    shutil.copytree(ROOT / "templates/letters/relance-1", tmp_path / "relance-1")
    manifest = tmp_path / "relance-1/letter.toml"
    words = manifest.read_text("utf-8")
    changed = 'pay_within = "plafond_petites_creances"'
    manifest.write_text(re.sub(r"^pay_within = .*$", changed, words, flags=re.M), "utf-8")
    with pytest.raises(BrokenEntry, match=r"^relance-1/letter\.toml: "):
        LetterType.read(tmp_path / "relance-1")
