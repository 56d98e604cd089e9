"""The calculators and `/api/decompte`: figures, faults, and answers carried from one to the next."""

import json
import re
import tomllib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from courtois import forms, regimes
from courtois.case import EventKind
from courtois.catalogue.tools import Tool, ToolCatalogue
from courtois.law import figures
from courtois.procedure import remedies, steps
from courtois.procedure.steps import NextStep
from courtois.service import LetterService
from courtois_api.app import create_app

ROOT = Path(__file__).resolve().parent.parent
TOOLS = list(ToolCatalogue(ROOT / "templates"))
VECTORS = tomllib.loads((ROOT / "tests/vectors/decompte.toml").read_text("utf-8"))["vector"]
PLAIN = {
    "debtor-kind": "professional",
    "invoices-0-amount": "1200",
    "invoices-0-due_on": "2026-05-31",
    "dated_on": "2026-11-21",
}


@pytest.fixture(scope="session")
def client(root: Path, built: Path) -> FlaskClient:
    return create_app(root / "templates", built).test_client()


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("&nbsp;", " ")


def answer_of(response: TestResponse) -> str:
    """Return the words of a calculator's answer, as its copy button gives them."""
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.text, re.DOTALL)
    assert area, response.text[:500]
    return plain(area[1])


def post(client: FlaskClient, slug: str, **changes: str) -> TestResponse:
    answers = PLAIN | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(f"/api/outils/{slug}", data=answers)


def faults(response: TestResponse) -> dict[str, str]:
    assert response.status_code == 422
    return {fault["name"]: plain(fault["sentence"]) for fault in response.get_json()["errors"]}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["title"])
def test_api_decompte_answers_each_published_vector(
    client: FlaskClient, vector: dict[str, Any]
) -> None:
    expected = vector["response"]
    if expected["unknown_after"] == "null":  # TOML has no null
        expected = expected | {"unknown_after": None}
    answer = client.post("/api/decompte", json=vector["request"])
    assert answer.get_json() == expected
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_paid_invoice_has_no_next_step_but_its_lateness_counts(client: FlaskClient) -> None:
    paid = {
        "dated_on": "2026-11-21",
        "late_rate": "legal",
        "debtor": {"kind": "professional"},
        "invoices": [
            {"due_on": "2026-10-31", "amount": "1000", "payments": [{"paid_on": "2026-11-10", "amount": "1000"}]}
        ],
    }  # fmt: skip
    answer = client.post("/api/decompte", json=paid).get_json()
    assert answer["next_step"] is None
    assert (answer["principal"], answer["compensation"]) == ("0.00", "40.00")
    # 1 000 × 12,40 % × 10 / 365 = 3,40, puis 3,40 × 12,40 % × 11 / 365 = 0,01
    assert [line["interest"] for line in answer["lines"]] == ["3.40", "0.01"]


def test_api_decompte_requires_a_rate_and_lists_every_fault(client: FlaskClient) -> None:
    sentences = faults(
        client.post("/api/decompte", json={"debtor": {"kind": "professional"}, "invoices": [{}]})
    )
    assert set(sentences) == {"invoices", "late_rate"}
    wrong = {
        "dated_on": "2026-11-21",
        "debtor": {"kind": "professional"},
        "late_rate": "fixed",
        "fixed_rate": "-3",
        "invoices": [
            {"due_on": "2014-12-31", "amount": "0"},
            {"due_on": "2026-02-30", "amount": "-5"},
            {"due_on": "2026-05-31", "issued_on": "2026-06-30", "amount": "10"},
        ],
        "earlier": [{"step": "relance-1", "sent_on": "2026-12-01", "channel": "post"}],
        "events": [{"kind": "acknowledgement", "on": "2027-01-01"}],
    }
    sentences = faults(client.post("/api/decompte", json=wrong))
    assert {
        "fixed_rate", "invoices-0-due_on", "invoices-0-amount", "invoices-1-due_on",
        "invoices-1-amount", "invoices-2-due_on", "earlier-0-sent_on", "events-0-on",
    } <= set(sentences)  # fmt: skip
    assert "depuis le 1er janvier 2015" in sentences["invoices-0-due_on"]
    assert sentences["fixed_rate"].startswith("Indiquez le taux annuel")


@pytest.mark.parametrize("rate", ["101", "0", "1,5 % par mois", "douze"])
def test_an_impossible_rate_is_a_fault_of_its_field(client: FlaskClient, rate: str) -> None:
    answers = {"dated_on": "2026-11-21", "debtor": {"kind": "professional"}, "late_rate": "fixed",
            "fixed_rate": rate, "invoices": [{"due_on": "2026-05-31", "amount": "10"}]}  # fmt: skip
    assert set(faults(client.post("/api/decompte", json=answers))) == {"fixed_rate"}


@pytest.mark.parametrize(
    ("group", "rows", "words"),
    [
        ("invoices", [{"due_on": "2026-05-31", "amount": "1", "number": str(i)} for i in range(51)], "50 factures"),
        ("payments", [{"paid_on": "2026-06-01", "amount": "1"} for _ in range(201)], "200 paiements"),
    ],
)  # fmt: skip
def test_too_many_rows_give_one_fault(
    client: FlaskClient, group: str, rows: list[dict[str, str]], words: str
) -> None:
    invoices = rows if group == "invoices" else [
        {"due_on": "2026-05-31", "amount": "5000", "payments": rows[:150]},
        {"due_on": "2026-05-31", "amount": "5000", "payments": rows[150:]},
    ]  # fmt: skip
    body = {"dated_on": "2026-11-21", "debtor": {"kind": "public"}, "invoices": invoices}
    assert words in faults(client.post("/api/decompte", json=body))["invoices"]


def test_api_decompte_accepts_json_alone(client: FlaskClient) -> None:
    assert client.post("/api/decompte", data=PLAIN).status_code == 415
    assert client.get("/api/decompte").status_code == 405
    assert (
        client.post("/api/decompte", data="[", content_type="application/json").status_code == 400
    )
    assert client.post("/api/outils/inconnu", data=PLAIN).status_code == 404


def test_the_calculator_of_penalties_shows_every_line_and_its_source(client: FlaskClient) -> None:
    answer = answer_of(post(client, "penalites", late_rate="legal", invoices__0__number="F1"))
    for words in (
        "1 310,68 € dus au 21 novembre 2026",
        "Reste dû : 1 200,00 €",
        "Pénalités de retard : 70,68 €",
        "Indemnité forfaitaire : 40,00 €",
        "base : 1 200,00 € ; taux : 12,15 % ; pénalités : 11,98 €",
        "article L. 441-10, II, du code de commerce",
        "Chaque jour de plus ajoute 0,41 €, jusqu’au 31 décembre 2026",
    ):
        assert words in answer, words


def test_the_calculator_gives_a_consumer_neither_penalty_nor_40_euros(client: FlaskClient) -> None:
    answer = answer_of(post(client, "penalites", debtor__kind="consumer"))
    assert "1 200,00 € dus" in answer
    assert "Aucun intérêt ne court encore" in answer
    assert "40" not in answer.partition("Pourquoi")[0].replace("441", "")


def test_an_answer_past_the_known_half_year_says_where_it_stops(client: FlaskClient) -> None:
    answer = answer_of(post(client, "penalites", late_rate="legal", dated_on="2027-03-01"))
    assert "n’est pas encore publié ici : le compte s’arrête au 31 décembre 2026" in answer


def test_the_calculator_of_limitation_gives_both_days_and_their_rules(client: FlaskClient) -> None:
    answer = answer_of(
        post(
            client, "prescription", debtor__kind="consumer", invoices__0__performed_on="2026-04-28"
        )
    )
    assert answer.startswith("Agissez au plus tard le 28 avril 2028")
    assert "2 ans (article L. 218-2 du code de la consommation)" in answer
    assert "Cass. 1re civ., 19 mai 2021, n° 20-12.520" in answer
    assert "Cass. com., 14 juin 2023, n° 21-14.841" in answer


@pytest.mark.parametrize(
    ("kind", "due_on", "words", "never"),
    [
        (
            "consumer",
            "2025-01-15",
            "une action en justice, ou une reconnaissance de dette écrite",
            "fait repartir le délai (loi",
        ),
        ("public", "2022-06-15", "écrivez dès maintenant", "Une lettre, même recommandée"),
    ],
)
def test_the_advice_changes_under_three_months(
    client: FlaskClient, kind: str, due_on: str, words: str, never: str
) -> None:
    changes = {"debtor__kind": kind, "invoices__0__due_on": due_on}
    answer = answer_of(post(client, "prescription", **changes))
    assert "Le temps presse" in answer
    assert words in answer
    assert never not in answer


def test_an_answer_past_the_safe_day_promises_nothing(client: FlaskClient) -> None:
    changes = {"debtor__kind": "consumer", "invoices__0__due_on": "2024-10-01"}
    answer = answer_of(post(client, "prescription", **changes))
    assert answer.startswith("Peut-être prescrite depuis le 2 octobre 2026")


def test_the_calculator_of_the_next_step_gives_day_reason_and_letter(client: FlaskClient) -> None:
    page = post(
        client, "prochaine-etape", invoices__0__due_on="2026-11-13",
        earlier__0__step="conciliation", earlier__0__sent_on="2026-11-16", earlier__0__channel="phone",
    )  # fmt: skip
    answer = answer_of(page)
    assert answer.startswith("Première relance, le lundi 23 novembre 2026")
    for words in ("À préparer", "À garder comme preuve", "article 1344 du code civil"):
        assert words in answer
    assert 'formaction="/api/formulaires/relance-1"' in page.text


def test_the_mise_en_demeure_may_be_the_first_letter(
    client: FlaskClient,
) -> None:
    answer = answer_of(post(client, "prochaine-etape", straight="yes"))
    assert answer.startswith("Mise en demeure, le lundi 23 novembre 2026")
    assert "aucun texte n’impose de relance avant elle" in answer


def test_each_remedy_shown_has_its_article_and_its_cost(
    client: FlaskClient,
) -> None:
    answer = answer_of(
        post(
            client, "prochaine-etape", earlier__0__step="mise-en-demeure",
            earlier__0__sent_on="2026-10-01", earlier__0__channel="lrar",
        )
    )  # fmt: skip
    assert answer.startswith("Choisir une suite")
    for words in ("L’injonction de payer", "CPC, art. 1405 à 1422", "Coût à vérifier", "Gratuit"):
        assert words in answer
    assert "garanti" not in answer


def test_every_reason_act_remedy_and_note_has_its_words(root: Path) -> None:
    """Each key is rendered alone: a key without words would leave a gap in an answer."""
    service = LetterService(root / "templates")
    reading = service.inquire(forms.flatten(TOOLS[0].example), TOOLS[0], date(2026, 11, 21))
    advice = service.advice(reading)
    facts = {
        "law": figures(date(2026, 11, 21)),
        "case": advice.case,
        "advice": advice,
        "regime": regimes.of(advice.case.debtor),
    }
    words = service.renderer.jinja.get_template("tools/words.html").make_module(facts)
    source = (root / "courtois/procedure/steps.py").read_text("utf-8")
    reasons = set(re.findall(r'"([a-z_]+)"\)', source)) | set(
        re.findall(r'reason = .*?"([a-z_]+)"', source)
    )
    reasons |= {"no_answer", "formal", "not_due", "first"}
    for reason in reasons - {"no"}:
        assert str(
            words.reason(NextStep("relance-1", date(2026, 11, 23), reason), advice)
        ).strip(), reason
    for slug in (steps.REMEDIES, steps.CLAIM_DECLARATION, steps.CLOSED, steps.OVERINDEBTEDNESS,
                 steps.LIMITATION, steps.DISPUTE):  # fmt: skip
        assert str(words.step_title(slug)).strip()
        assert str(words.step_guide(slug)).startswith("/guide/")
    all_remedies = [
        remedy for remedy in vars(remedies).values() if isinstance(remedy, remedies.Remedy)
    ]
    all_remedies += [*remedies.PUBLIC, *remedies.ABROAD]
    assert len({remedy.slug for remedy in all_remedies}) > 12
    notes = {note for remedy in all_remedies for note in remedy.notes}
    notes |= {"before_tribunal_judiciaire", "perhaps_between_commercants", "tribunal_judiciaire",
              "tribunal_de_commerce", "chambre_commerciale"}  # fmt: skip
    for remedy in all_remedies:
        assert str(words.remedy_title(remedy.slug)).strip()
        assert str(words.remedy_words(remedy)).strip(), remedy.slug
        assert str(words.cost(remedy)).strip()
    for note in notes:
        assert str(words.note(note)).strip(), note
    acts = {"performed", "issued", "due", "payment", "written_claim", *get_args(EventKind)}
    for act in acts:
        assert str(words.act(act)).strip()
        assert str(words.source(act)).strip()


class Fields(HTMLParser):
    """Collects every value that a form would send."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if (
            tag == "input"
            and attributes.get("name")
            and (attributes.get("type") != "radio" or "checked" in attributes)
        ):
            self.values[str(attributes["name"])] = attributes.get("value") or ""


def test_answers_carry_over_from_a_calculator_to_a_letter(client: FlaskClient) -> None:
    page = post(client, "penalites", late_rate="legal", invoices__0__number="F2026-014")
    sent = Fields()
    sent.feed(page.text)
    assert sent.values["penalties"] == "claim"
    form = client.post(
        "/api/formulaires/mise-en-demeure", data=sent.values | {"late_rate": "legal"}
    )
    assert form.status_code == 200
    fields = Fields()
    fields.feed(form.text)
    for name, value in {"invoices-0-number": "F2026-014", "invoices-0-amount": "1200"}.items():
        assert fields.values[name] == value
    assert '<option value="claim" selected' in form.text


def test_a_calculator_adds_and_removes_rows_without_judging(client: FlaskClient) -> None:
    more = client.post("/api/outils/penalites", data={"add": "invoices"})
    assert more.status_code == 200
    assert "invoices-1-amount" in more.text
    assert "error-summary" not in more.text


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.slug)
def test_a_calculator_gives_answers_back_with_their_faults(client: FlaskClient, tool: Tool) -> None:
    page = client.post(
        f"/api/outils/{tool.slug}", data={"invoices-0-due_on": "demain", "debtor-kind": "consumer"}
    )
    assert page.status_code == 422
    assert 'value="demain"' in page.text
    assert "Écrivez la date en chiffres" in plain(page.text)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.slug)
def test_every_calculator_answers_its_example_and_has_a_page(
    client: FlaskClient, built: Path, tool: Tool
) -> None:
    pairs = dict(forms.flatten(tool.example))
    assert answer_of(client.post(f"/api/outils/{tool.slug}", data=pairs))
    frozen = (built / f"site/outils/{tool.slug}/index.html").read_text("utf-8")
    assert f'action="/api/outils/{tool.slug}"' in frozen
    refused = client.post(f"/api/outils/{tool.slug}", json={})
    assert json.loads(refused.data)["status"] == 422


def test_a_calculator_calls_no_sum_owed_before_its_due_date(client: FlaskClient) -> None:
    page = post(client, "penalites", late_rate="legal", invoices__0__due_on="2026-12-31")
    answer = answer_of(page)
    assert answer.startswith("Rien n’est encore exigible au 21 novembre 2026")
    assert "1 200,00 € le seront à partir du 1er janvier 2027" in answer
    assert "Écrire : Mise en demeure" not in page.text


def test_a_judgment_needs_its_day_and_stops_interest(client: FlaskClient) -> None:
    changes = {"late_rate": "legal", "debtor__insolvency": "redressement"}
    page = post(client, "penalites", **changes)
    assert page.status_code == 422
    assert "Indiquez la date du jugement" in plain(page.text)
    page = post(client, "penalites", **changes, debtor__insolvency_on="2026-09-01")
    answer = answer_of(page)
    # du 1er juin au 31 août : 30 jours à 12,15 % = 11,98 ; 62 jours à 12,40 % = 25,28
    assert "Pénalités de retard : 37,26 €" in answer
    assert "s’achève" not in answer
    assert "Écrire :" not in page.text
    step = answer_of(post(client, "prochaine-etape", **changes, debtor__insolvency_on="2026-09-01"))
    assert step.startswith("Déclarer la créance, dès aujourd’hui")


def test_a_closed_liquidation_offers_no_letter(client: FlaskClient) -> None:
    page = post(client, "prochaine-etape", debtor__insolvency="closed")
    assert answer_of(page).startswith("Aucune lettre n’est utile, dès aujourd’hui")
    assert "Écrire :" not in page.text


def test_a_wholly_disputed_sum_gives_no_total(client: FlaskClient) -> None:
    body = {
        "dated_on": "2026-11-21", "late_rate": "legal", "disputed": "all",
        "debtor": {"kind": "professional"}, "invoices": [{"due_on": "2026-05-31", "amount": "1200"}],
    }  # fmt: skip
    answer = client.post("/api/decompte", json=body).get_json()
    assert (answer["principal"], answer["total"], answer["lines"]) == ("1200.00", "0.00", [])
    assert answer["next_step"]["slug"] == "facture-contestee"


def test_an_urgent_step_is_never_moved_past_the_last_day(client: FlaskClient) -> None:
    """On Saturday 21 November 2026, the last safe day is the Sunday."""
    changes = {"debtor__kind": "consumer", "invoices__0__due_on": "2024-11-22"}
    answer = answer_of(post(client, "prochaine-etape", **changes))
    assert answer.startswith("Agissez au plus tard le 22 novembre 2026")
    assert "requête en injonction de payer ne suffit pas" in answer


def test_the_four_years_of_a_public_body_show_only_where_they_run(client: FlaskClient) -> None:
    changes = {
        "debtor__kind": "public", "debtor__comptable_public": "no",
        "invoices__0__due_on": "2021-12-20",
    }  # fmt: skip
    answer = answer_of(post(client, "prescription", **changes))
    assert "5 ans (article 2224 du code civil)" in answer
    assert "68-1250" not in answer
    step = answer_of(post(client, "prochaine-etape", **changes))
    assert "68-1250" not in step
    assert "Une lettre" in answer


def test_the_answer_says_where_to_write_to_each_kind_of_debtor(client: FlaskClient) -> None:
    public = answer_of(post(client, "prochaine-etape", debtor__kind="public", straight="yes"))
    assert "ordonnateur" in public
    assert "siège" not in public
    consumer = answer_of(post(client, "prochaine-etape", debtor__kind="consumer", straight="yes"))
    assert "domicile" in consumer
    assert "siège" not in consumer


def test_the_prudent_day_needs_the_end_of_the_service(client: FlaskClient) -> None:
    without = answer_of(post(client, "penalites", late_rate="legal"))
    assert "dépend de la fin de votre prestation" in without
    with_end = post(client, "penalites", late_rate="legal", invoices__0__performed_on="2026-04-28")
    assert "s’achève le 28 avril 2031" in answer_of(with_end)


def test_answers_to_hidden_questions_carry_over_to_the_next_calculator(
    client: FlaskClient,
) -> None:
    changes = {"events__0__kind": "acknowledgement", "events__0__on": "2026-07-01",
            "invoices__0__performed_on": "2026-04-28", "debtor__activity": "commercant"}  # fmt: skip
    first = post(client, "prescription", **changes)
    sent = Fields()
    sent.feed(first.text)
    again = client.post("/api/outils/penalites", data=sent.values | {"late_rate": "legal"})
    fields = Fields()
    fields.feed(again.text)
    for name in ("events-0-on", "invoices-0-performed_on", "debtor-activity"):
        assert fields.values[name], name


@pytest.mark.parametrize(
    "changes",
    [
        {"debtor": {"kind": "public"},
         "invoices": [{"due_on": "2016-01-01", "received_on": "2010-01-01", "amount": "10"}]},
        {"debtor": {"kind": "consumer"}, "invoices": [{"due_on": "2016-01-01", "amount": "10"}],
         "events": [{"kind": "conciliation", "on": "2008-03-01"}]},
        {"dated_on": "2015-01-01", "debtor": {"kind": "public"},
         "invoices": [{"due_on": "2015-01-01", "amount": "10"}]},
    ],
)  # fmt: skip
def test_a_day_before_the_known_law_gives_a_fault_not_a_crash(
    client: FlaskClient, changes: dict[str, Any]
) -> None:
    body = {"dated_on": "2026-11-21"} | changes
    answer = client.post("/api/decompte", json=body)
    assert answer.status_code in (200, 422)
    for tool in TOOLS:
        page = client.post(f"/api/outils/{tool.slug}", data=dict(forms.flatten(body)))
        assert page.status_code in (200, 422)
    draft = client.post("/api/lettres/mise-en-demeure.html", json=body | {"draft": "yes"})
    assert draft.status_code == 200


def test_a_paid_invoice_decides_nothing_for_the_others(client: FlaskClient) -> None:
    body = {
        "dated_on": "2026-11-21", "late_rate": "legal", "debtor": {"kind": "professional"},
        "invoices": [
            {"number": "A", "due_on": "2019-01-31", "amount": "100",
             "payments": [{"paid_on": "2019-01-15", "amount": "100"}]},
            {"number": "B", "due_on": "2026-11-01", "amount": "100"},
        ],
    }  # fmt: skip
    answer = client.post("/api/decompte", json=body).get_json()
    assert answer["next_step"] == {"slug": "conciliation", "on": "2026-11-23"}
    assert answer["limitation"]["safe"] == "2031-11-01"


def test_a_part_in_dispute_larger_than_the_balance_is_a_fault(client: FlaskClient) -> None:
    page = post(client, "penalites", late_rate="legal", invoices__0__disputed="5000")
    assert page.status_code == 422
    assert "dépasse ce qui reste dû" in plain(page.text)


def test_a_blank_number_never_repeats_a_typed_number(client: FlaskClient) -> None:
    page = post(
        client, "penalites", late_rate="legal",
        invoices__1__number="1", invoices__1__amount="10", invoices__1__due_on="2026-05-31",
    )  # fmt: skip
    assert page.status_code == 200
    assert "Indemnité forfaitaire × 2" in answer_of(page)


def test_interest_counts_towards_the_small_claims_ceiling(client: FlaskClient) -> None:
    """4 900 € due on 31 January 2025 bear about 1 100 € by 21 November 2026: past 5 000 €.

    Due on 25 September 2026, 57 days bear 94,89 €: under.
    """
    earlier = {"earlier__0__step": "mise-en-demeure", "earlier__0__sent_on": "2026-10-01",
               "earlier__0__channel": "lrar"}  # fmt: skip
    changes = {"invoices__0__amount": "4900", **earlier}
    old = answer_of(post(client, "prochaine-etape", invoices__0__due_on="2025-01-31", **changes))
    assert "petites créances" not in old
    fresh = answer_of(post(client, "prochaine-etape", invoices__0__due_on="2026-09-25", **changes))
    assert "petites créances" in fresh


def test_a_wholly_disputed_sum_shows_no_line(client: FlaskClient) -> None:
    page = post(client, "penalites", late_rate="legal", disputed="all")
    assert "<tbody>" not in page.text.partition("reponse-texte")[0].partition('id="reponse"')[2]


# --- what is said of the last day -----------------------------------------------------------------


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.slug)
@pytest.mark.parametrize("due_on", ["2026-05-31", "2025-01-31", "2021-11-30"])
def test_no_day_is_called_prudent_without_the_end_of_the_service(
    client: FlaskClient, tool: Tool, due_on: str
) -> None:
    kind = "consumer" if due_on == "2025-01-31" else "professional"
    answers = {"invoices__0__due_on": due_on, "debtor__kind": kind, "late_rate": "legal"}
    unknown = answer_of(post(client, tool.slug, **answers))
    assert "prudent" not in unknown
    known = answer_of(post(client, tool.slug, invoices__0__performed_on=due_on, **answers))
    assert ("prudent" in known) or tool.slug == "prochaine-etape" or due_on == "2021-11-30"


def test_a_calendar_calls_no_day_prudent_without_the_end_of_the_service(
    client: FlaskClient,
) -> None:
    unknown = client.post("/api/calendrier.ics", data=PLAIN | {"invoices-0-number": "F1"})
    assert unknown.status_code == 200
    words = unknown.text.replace("\r\n ", "")
    assert "prudent" not in words
    assert "peut-être avant" in words


def test_no_page_proposes_to_wait_under_six_months_of_two_years(
    client: FlaskClient,
) -> None:
    """Done on 20 May 2025 for a consumer: barred after 20 May 2027, under six months from 30 November."""
    answers = {"debtor__kind": "consumer", "invoices__0__due_on": "2025-05-20"}
    answers |= {"invoices__0__performed_on": "2025-05-20"}
    early = answer_of(post(client, "prochaine-etape", dated_on="2026-11-19", **answers))
    late = answer_of(post(client, "prochaine-etape", dated_on="2026-11-30", **answers))
    assert "Vous pouvez attendre" in early
    assert "Vous pouvez attendre" not in late
    assert "n’attendez pas" in late


def test_the_journal_learns_whether_the_safe_day_is_sure(client: FlaskClient) -> None:
    invoice = {"due_on": "2026-05-31", "amount": "1200"}
    case = {"dated_on": "2026-11-21", "late_rate": "legal", "debtor": {"kind": "professional"}}
    for done, sure in (({}, False), ({"performed_on": "2026-05-01"}, True)):
        answer = client.post("/api/decompte", json=case | {"invoices": [invoice | done]})
        assert answer.get_json()["limitation"]["safe_sure"] is sure
