"""The form: its questions, the sentence of each fault, its buttons, its draft and its page."""

import re
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from courtois import forms
from courtois.case import Case
from courtois.catalogue.letters import LetterCatalogue, LetterType
from courtois.checks import judge
from courtois.debt.assessment import assess
from courtois.errors import AnswersRefused, Fault
from courtois.forms import LetterForm, Reading
from courtois.forms.row_questions import all_questions
from courtois.forms.scope import scope_of
from courtois.french.dates import next_working_day
from courtois.letter.compose import compose
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface
from courtois.service import Review

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
CATALOGUE = LetterCatalogue(TEMPLATES)
TYPEFACE = Typeface.read(TEMPLATES)
RENDERER = Renderer(TEMPLATES)
DAY = date(2026, 11, 21)
SLUGS = [letter.slug for letter in CATALOGUE]

CONTRACT = {
    "creditor": (
        "name status legal_form capital siret rcs street complement postcode city phone email "
        "iban bic signatory capacity activity vat mediator"
    ),
    "debtor": (
        "kind name legal_form siren civility contact street complement postcode city country "
        "head_office activity insolvency insolvency_on public_term ccag comptable_public "
        "signatory capacity"
    ),
    "invoices-0": (
        "number issued_on due_on performed_on received_on service nature order_ref amount "
        "credit disputed"
    ),
    "invoices-0-payments-0": "paid_on amount",
    "earlier-0": "step sent_on presented_on channel invoices",
    "events-0": "kind on",
    "": (
        "place dated_on pay_by penalties disputed disputed_what plan_in_course grace_until "
        "late_rate fixed_rate late_points annex note qr assigned confirm_limitation "
        "plan_covers plan_penalties straight"
    ),
    "instalments-0": "due_on amount",
}
NAMES = [
    f"{group}-{name}".lstrip("-") for group, names in CONTRACT.items() for name in names.split()
]


def letter(slug: str = "mise-en-demeure") -> LetterType:
    return CATALOGUE[slug]


def answers(slug: str = "mise-en-demeure", **changes: str | None) -> list[tuple[str, str]]:
    """The example's answers with some changed; `__` stands for `-`, None takes an answer away."""
    pairs = dict(forms.flatten(letter(slug).example))
    for name, value in changes.items():
        flat = name.replace("__", "-")
        pairs.pop(flat, None)
        if value is not None:
            pairs[flat] = value
    return list(pairs.items())


def read(pairs: Any, slug: str = "mise-en-demeure") -> Reading:
    return forms.read(pairs, letter(slug), catalogue=CATALOGUE, typeface=TYPEFACE, today=DAY)


def case(slug: str = "mise-en-demeure", **changes: str | None) -> Case:
    reading = read(answers(slug, **changes), slug)
    assert reading.faults == ()
    return reading.require().case


def faults(slug: str = "mise-en-demeure", **changes: str | None) -> dict[str, str]:
    return faults_of(read(answers(slug, **changes), slug))


def faults_of(reading: Reading) -> dict[str, str]:
    return {fault.name: plain(fault.sentence) for fault in reading.faults}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def html(form: LetterForm, slug: str = "mise-en-demeure", **more: Any) -> str:
    shown = {"letter_type": letter(slug), "action": f"/api/lettres/{slug}.pdf", "others": ()}
    words = more.pop("review", None)
    review = Review(Markup(words), mailto="", following=None, next_letter=None) if words else None
    context = forms.context(form, **(shown | {"review": review, "delayed": False} | more))
    return str(RENDERER.form("form/form.html", **context))


class Page(HTMLParser):
    """The values of the controls of a form's page, and its ids, links and buttons."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.ids: list[str] = []
        self.submits: list[dict[str, str | None]] = []
        self.links: list[str] = []
        self.refers: list[str] = []
        self._select = self._text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.ids += [attributes["id"]] if attributes.get("id") else []
        self.refers += (attributes.get("aria-describedby") or "").split()
        self.refers.append(attributes.get("for") or "")
        name, value = attributes.get("name") or "", attributes.get("value") or ""
        if tag == "a":
            self.links.append(attributes["href"] or "")
        elif tag == "button":
            self.submits.append(attributes)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in attributes:
            self.values[self._select] = value
        elif tag == "textarea":
            self._text, self.values[name] = name, ""
        elif tag == "input" and (
            attributes["type"] not in ("radio", "checkbox") or "checked" in attributes
        ):
            self.values[name] = value

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self._text = "" if tag == "textarea" else self._text


# --- the questions


def test_a_name_once_published_stays_a_question() -> None:
    form = forms.blank(letter("echeancier"), CATALOGUE)
    assert set(NAMES) <= {question.name for question in form.questions}


def test_every_question_has_its_french_words() -> None:
    for question in forms.blank(letter("echeancier"), CATALOGUE).questions:
        words = (question.label.text, question.description, question.required)
        assert question.label.text, question.name
        assert not question.required or question.required.endswith("."), question.name
        assert "'" not in "".join(words), question.name


@pytest.mark.parametrize("slug", SLUGS)
def test_each_example_has_neither_fault_nor_warning(slug: str) -> None:
    reading = read(answers(slug), slug)
    assert (reading.faults, reading.warnings) == ((), ())
    assert reading.require().case.creditor.name == "Camille Perrin"


def test_the_answers_become_a_typed_case() -> None:
    read_case = case()
    assert read_case.creditor.iban == "FR7630006000011234567890189"
    assert read_case.creditor.siret == "73282932000074"
    assert [invoice.amount for invoice in read_case.invoices] == [
        Decimal("1200.00"),
        Decimal("960.00"),
    ]
    assert read_case.invoices[1].payments[0].paid_on == date(2026, 8, 15)
    assert read_case.debtor.head_office
    assert read_case.qr


def test_a_blank_answer_takes_its_default() -> None:
    bare = case(
        place=None, dated_on=None, pay_by=None, penalties=None, creditor__signatory=None, qr=None
    )
    assert bare.place == "Lyon"
    assert bare.dated_on == DAY
    assert bare.pay_by == date(2026, 12, 7)  # the 6th is a Sunday
    assert bare.penalties == "mention"
    assert bare.creditor.signatory == "Camille Perrin"
    assert not bare.qr
    assert case(debtor__kind="consumer", penalties=None).penalties == "none"
    assert case(debtor__kind="public", penalties=None).penalties == "mention"
    assert case("echeancier").pay_by is None


def test_an_earlier_step_names_the_invoices_due_on_its_day() -> None:
    assert [step.invoices for step in case().earlier] == [("F2026-014",)] * 4
    named = case(earlier__3__invoices=" F2026-014 , F2026-021")
    assert named.earlier[3].invoices == ("F2026-014", "F2026-021")
    assert case("relance-2").earlier[0].invoices == ()


def test_an_amount_in_dispute_alone_disputes_a_part() -> None:
    read_case = case(invoices__0__disputed="200", disputed_what="Deux pages.")
    assert (read_case.disputed, read_case.invoices[0].disputed) == ("part", Decimal("200.00"))


# --- what is wrong with an answer


def test_a_blank_form_has_every_fault_at_once() -> None:
    assert list({fault.name: 0 for fault in read([]).faults}) == [
        "debtor-kind", "debtor-name", "debtor-street", "debtor-postcode", "debtor-city", "invoices",
        "creditor-status", "creditor-name", "creditor-street", "creditor-postcode", "creditor-city",
    ]  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_a_missing_answer_is_one_fault_on_its_own_question(slug: str) -> None:
    form = read(answers(slug), slug).form
    optional = scope_of(letter(slug)).left_out | {"creditor-signatory"}
    required = [
        question.name for question in all_questions(form) if question.required and question.text
    ]
    assert len(required) > 8
    for name in required:
        if name in optional:
            continue
        sentences = faults(slug, **{name.replace("-", "__"): "  "})
        assert list(sentences) == [name]
        assert sentences[name].startswith(("Indiquez", "Choisissez"))


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("creditor__iban", "FR76 3000 6000 0112 3456 7890 188",
         "Cet IBAN comporte une erreur : recopiez-le depuis votre relevé d’identité bancaire."),
        ("creditor__bic", "ABC",
         "Un BIC compte 8 ou 11 lettres et chiffres : recopiez-le depuis votre RIB."),
        ("creditor__siret", "732 829 320", "Un numéro SIRET compte 14 chiffres : recopiez-le en entier."),
        ("debtor__siren", "12345678é", "Un numéro SIREN compte 9 chiffres : recopiez-le en entier."),
        ("creditor__postcode", "6900", "Un code postal français compte 5 chiffres, par exemple 69003."),
        ("creditor__email", "camille@org",
         "Écrivez une adresse complète, par exemple camille@example.org."),
        ("creditor__phone", "mon portable",
         "Écrivez le numéro en chiffres, par exemple 06 12 34 56 78."),
        ("creditor__status", "roi", "Choisissez une des réponses proposées."),
        ("dated_on", "31/02/2026", "Cette date n’existe pas : vérifiez le jour et le mois."),
        ("invoices__0__issued_on", "hier", "Écrivez la date en chiffres, par exemple 21/11/2026."),
        ("invoices__0__amount", "0", "Indiquez un montant supérieur à zéro, par exemple 1 234,56."),
        ("invoices__0__amount", "-5", "Indiquez un montant supérieur à zéro, par exemple 1 234,56."),
        ("invoices__0__amount", "$1200",
         "Indiquez un montant en euros : les autres monnaies ne sont pas acceptées."),
        ("invoices__0__amount", "mille", "Écrivez le montant en chiffres, par exemple 1 234,56."),
        ("invoices__1__payments__0__amount", "0",
         "Indiquez un montant supérieur à zéro, par exemple 1 234,56."),
        ("penalties", "tout", "Choisissez une des réponses proposées."),
        ("late_rate", "x", "Choisissez une des réponses proposées."),
        ("fixed_rate", "1,5 par mois",
         "Écrivez le taux d’une année : un taux par mois se multiplie par douze."),
        ("late_points", "sept", "Écrivez un nombre, par exemple 12,15."),
        ("debtor__name", "x" * 81,
         "Raccourcissez ce texte : 80 caractères au plus ; vous en avez écrit 81."),
        ("note", "x" * 1501,
         "Raccourcissez ce texte : 1 500 caractères au plus ; vous en avez écrit 1 501."),
        ("debtor__name", "Boulangerie 漢", "Le caractère « 漢 » ne peut pas être imprimé : remplacez-le."),
        ("note", "Merci 🙏 à 漢",
         "Les caractères « 🙏 », « 漢 » ne peuvent pas être imprimés : remplacez-les."),
        ("debtor__name", "Boul\u202eangerie",
         "Ce texte contient un caractère invisible (U+202E) : effacez-le et retapez-le."),
        ("debtor__name", "Boul\x07angerie",
         "Ce texte contient un caractère invisible (U+0007) : effacez-le et retapez-le."),
        ("assigned", "yes",
         "Quand une facture est cédée ou confiée à une société d’affacturage, seule cette société "
         "peut la réclamer : demandez-lui d’écrire, et retirez cette facture d’ici."),
    ],
)  # fmt: skip
def test_a_wrong_answer_has_its_sentence(name: str, value: str, sentence: str) -> None:
    assert faults(**{name: value}) == {name.replace("__", "-"): sentence}


def test_a_claim_has_no_rate_by_default() -> None:
    assert faults(late_rate=None) == {
        "late_rate": "Indiquez ce que prévoit votre facture ou votre contrat : rien, un taux fixe, "
        "un multiple du taux d’intérêt légal, ou le taux de la BCE majoré."
    }
    assert faults(late_rate="fixed") == {
        "fixed_rate": "Indiquez le taux annuel en pour cent : plus de 0, et 100 au plus."
    }
    fixed = case(late_rate="fixed", fixed_rate="18 %", annex="yes")
    assert (fixed.penalties, fixed.fixed_rate, fixed.annex) == ("claim", Decimal(18), True)


def test_a_company_must_name_its_signatory() -> None:
    sentences = faults(creditor__status="company", creditor__signatory=None)
    assert sentences == {"creditor-signatory": "Indiquez qui signera la lettre."}


def test_a_wrong_siren_or_siret_key_only_warns() -> None:
    reading = read(answers(debtor__siren="123 456 789", creditor__siret="732 829 320 00075"))
    assert reading.assessment is not None
    assert [(warning.name, plain(warning.sentence)) for warning in reading.warnings] == [
        ("debtor-siren", "Ce numéro SIREN semble comporter une erreur de frappe : vérifiez-le."),
        ("creditor-siret", "Ce numéro SIRET semble comporter une erreur de frappe : vérifiez-le."),
    ]


def test_a_text_is_composed_and_tidied() -> None:
    tidy = case(
        debtor__name="  Boulangerie\u2011Cafe\u0301 \t du\u200b  Port ",
        note="Merci.\r\n\r\nÀ  bientôt.\r",
        creditor__iban="fr76 3000 6000 0112-3456 7890 189",
    )
    assert tidy.debtor.name == "Boulangerie-Café du Port"
    assert tidy.note == "Merci.\n\nÀ bientôt."
    assert tidy.creditor.iban == "FR7630006000011234567890189"


def test_a_french_date_and_a_french_amount_are_read() -> None:
    read_case = case(invoices__0__issued_on="1/5/2026", invoices__0__amount="1 200 €")
    assert read_case.invoices[0].issued_on == date(2026, 5, 1)
    assert read_case.invoices[0].amount == Decimal("1200.00")


# --- names, rows, booleans


def test_a_hostile_or_unknown_name_is_ignored() -> None:
    hostile = [
        "invoices-²-number", "invoices-٣-number", "invoices--1-number", "invoices-00-number",
        "invoices-0-number-", "invoices", "invoices-0", "creditor", "-", "", "events-1-",
        "invoices-0-payments-0-payments-0-amount", "csrf_token\n",
        "instalments-0-amount", "data", "errors", "__class__", "creditor-__init__",
    ]  # fmt: skip
    reading = read(answers() + [(name, "x") for name in hostile])
    assert reading.faults == ()


def test_the_last_of_two_answers_wins() -> None:
    assert read([*answers(), ("place", "Nantes")]).require().case.place == "Nantes"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("yes", True), ("true", True), ("TRUE", True), ("no", False), ("false", False), ("on", False)],
)
def test_yes_and_true_alone_are_true(value: str, *, expected: bool) -> None:
    assert case(qr=value).qr is expected


def test_a_wholly_empty_row_is_ignored() -> None:
    empty = [(f"invoices-7-{name}", " ") for name in ("number", "amount", "due_on")]
    empty += [("invoices-0-payments-3-amount", ""), ("earlier-9-step", ""), ("events-2-on", "")]
    assert read(answers() + empty).require().case == case()


def test_sparse_rows_keep_the_index_they_came_with() -> None:
    sparse = [(name.replace("invoices-1-", "invoices-7-"), value) for name, value in answers()]
    sparse = [(name.replace("payments-0", "payments-4"), value) for name, value in sparse]
    assert read(sparse).require().case == case()
    late = [(n, "2026-12-01" if n.endswith("paid_on") else v) for n, v in sparse]
    reading = read([*late, ("invoices-9-number", "F9")])
    named = [fault.name for fault in reading.faults]
    assert named[0] == "invoices-7-payments-4-paid_on"
    assert {name.rpartition("-")[0] for name in named[1:]} == {"invoices-9"}
    page = Page(html(reading.form))
    assert page.values["invoices-7-number"] == "F2026-021"
    assert page.values["invoices-7-payments-4-paid_on"] == "2026-12-01"
    assert "invoices-1-number" not in page.values


def test_more_than_fifty_invoices_are_refused_not_dropped() -> None:
    many = [(f"invoices-{index}-number", f"F{index}") for index in range(2, 51)]
    reading = read(answers() + many)
    sentences = [plain(fault.sentence) for fault in reading.faults if fault.name == "invoices"]
    assert sentences == [
        "Une lettre porte au plus 50 factures : répartissez-les sur plusieurs lettres."
    ]
    beyond = [*answers(), ("invoices-200-number", "F200")]
    assert "invoices" in [fault.name for fault in read(beyond).faults]


def test_more_than_two_hundred_payments_are_refused() -> None:
    many = [
        (f"invoices-{index % 2}-payments-{index // 2 + 1}-{name}", value)
        for index in range(200)
        for name, value in (("paid_on", "2026-07-10"), ("amount", "0,01"))
    ]
    assert faults_of(read(answers() + many)) == {
        "invoices": "Une lettre porte au plus 200 paiements : regroupez ceux d’un même jour."
    }
    assert read(answers() + many[2:]).assessment is not None


def test_other_letters_questions_are_accepted_and_ignored() -> None:
    assert faults(instalments__0__amount="mille", plan_covers="tout", straight="x") == {}
    assert faults("relance-1", penalties="x", late_rate="x", fixed_rate="x", annex="x") == {}
    assert faults("echeancier", pay_by="jamais") == {}
    assert faults("conciliation", debtor__postcode="?", place="x" * 99, penalties="claim") == {}


def test_every_fault_comes_at_once() -> None:
    sentences = faults(
        creditor__iban="FR76",
        invoices__0__due_on="2026-04-01",
        invoices__1__amount="rien",
        pay_by="2026-11-21",
        earlier__0__step="prière",
        debtor__city=None,
    )
    assert list(sentences) == [
        "debtor-city", "invoices-0-due_on", "invoices-1-amount", "earlier-0-step",
        "creditor-iban", "pay_by",
    ]  # fmt: skip


def test_a_refused_form_raises_when_its_case_is_required() -> None:
    with pytest.raises(AnswersRefused) as refused:
        read([]).require()
    assert refused.value.faults == read([]).faults


def test_a_debt_that_may_be_barred_needs_a_confirmation() -> None:
    old = {"debtor__kind": "consumer", "invoices__0__performed_on": "2024-11-20"}
    reading = read(answers(**old))
    assert [fault.name for fault in reading.faults] == ["confirm_limitation"]
    assert 'name="confirm_limitation"' in html(reading.form)
    confirmed = read(answers(**old, confirm_limitation="yes"))
    assert confirmed.assessment is not None
    assert "confirm_limitation" in [warning.name for warning in confirmed.warnings]
    assert 'name="confirm_limitation"' not in html(read(answers()).form)


# --- JSON


def test_json_is_flattened_to_the_names_of_the_form() -> None:
    document = {
        "creditor": {"name": "A"},
        "invoices": [{"payments": [{"amount": "1"}]}],
        "qr": False,
    }
    assert forms.flatten(document) == [
        ("creditor-name", "A"), ("invoices-0-payments-0-amount", "1"), ("qr", "no"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("document", "name", "start"),
    [
        ([], "", "Envoyez un objet JSON"),
        ("texte", "", "Envoyez un objet JSON"),
        (
            {"invoices": [{"amount": 1200}]},
            "invoices-0-amount",
            "Envoyez un texte entre guillemets",
        ),
        ({"place": None}, "place", "Envoyez un texte entre guillemets"),
        ({"earlier": [{"invoices": ["F1"]}]}, "earlier-0-invoices", "Envoyez un seul texte"),
        ({"a": {"b": {"c": {"d": {"e": {}}}}}}, "a-b-c-d-e", "Cette réponse est trop imbriquée"),
    ],
)
def test_a_json_document_of_another_shape_is_refused(document: Any, name: str, start: str) -> None:
    with pytest.raises(AnswersRefused) as refused:
        forms.flatten(document)
    (fault,) = refused.value.faults
    assert fault.name == name
    assert fault.sentence.startswith(start)


def test_every_number_of_a_json_document_is_a_fault() -> None:
    with pytest.raises(AnswersRefused) as refused:
        forms.flatten({"invoices": [{"amount": 1.5, "credit": 2}], "place": "Lyon"})
    assert [fault.name for fault in refused.value.faults] == [
        "invoices-0-amount",
        "invoices-0-credit",
    ]


# --- what the buttons do with scripts off


def test_adding_a_row_adds_it_after_the_last() -> None:
    pairs_after = forms.apply_row_button([("invoices-4-number", "F4"), ("add", "invoices")])
    assert pairs_after == [("invoices-4-number", "F4"), ("invoices-5-number", "")]
    assert forms.apply_row_button([("add", "invoices")]) == [
        ("invoices-0-number", ""), ("invoices-1-number", ""),
    ]  # fmt: skip
    paid = forms.apply_row_button(
        [("invoices-0-payments-0-amount", "1"), ("add", "invoices-0-payments")]
    )
    assert paid[1:] == [("invoices-0-payments-1-paid_on", "")]
    for group in ("earlier", "events", "instalments"):
        slug = "relance-2" if group == "earlier" else "echeancier"
        assert len(refilled([("add", group)], slug)[group].entries) == 2


def refilled(pairs: list[tuple[str, str]], slug: str = "mise-en-demeure") -> LetterForm:
    return forms.refill(forms.apply_row_button(pairs), letter(slug), CATALOGUE)


def test_removing_a_row_renumbers_no_other() -> None:
    pairs = [(f"invoices-{index}-number", f"F{index}") for index in (0, 1, 10)]
    pairs_after = forms.apply_row_button(
        [*pairs, ("invoices-1-payments-0-amount", "1"), ("remove", "invoices-1")]
    )
    assert pairs_after == [pairs[0], pairs[2]]
    paid = [("invoices-0-payments-0-amount", "1"), ("invoices-0-payments-1-amount", "2")]
    assert forms.apply_row_button([*paid, ("remove", "invoices-0-payments-0")]) == [paid[1]]


def test_the_last_row_removed_leaves_a_blank_one() -> None:
    form = refilled([("invoices-3-number", "F3"), ("remove", "invoices-3")])
    assert [row.name for row in form["invoices"].entries] == ["invoices-0"]


def test_rows_are_renumbered_when_no_index_is_left() -> None:
    pairs = [("invoices-3-number", "A"), ("invoices-3-payments-2-amount", "1"),
             ("invoices-199-number", "B")]  # fmt: skip
    assert forms.apply_row_button([*pairs, ("add", "invoices")]) == [
        ("invoices-0-number", "A"), ("invoices-0-payments-2-amount", "1"),
        ("invoices-1-number", "B"), ("invoices-2-number", ""),
    ]  # fmt: skip


def test_a_fifty_first_row_is_neither_offered_nor_added() -> None:
    pairs = [(f"invoices-{index}-number", "F") for index in range(50)]
    assert forms.apply_row_button([*pairs, ("add", "invoices")]) == pairs
    assert 'name="add" value="invoices"' not in html(refilled(pairs))


def test_a_hostile_act_does_nothing() -> None:
    pairs = [("place", "Lyon")]
    acts = ["invoices-²", "²", "", "creditor", "invoices-0-number", "invoices-999", "events-0-x"]
    for value in acts:
        assert forms.apply_row_button([*pairs, ("add", value), ("remove", value)]) == pairs


def test_review_and_draft_are_asked_for_with_yes() -> None:
    assert forms.is_requested([("review", "yes")], "review")
    assert forms.is_requested([("draft", "true")], "draft")
    assert not forms.is_requested([("review", "no")], "review")
    assert not forms.is_requested([("draft", "yes")], "review")


# --- the draft


@pytest.mark.parametrize("slug", SLUGS)
def test_a_blank_draft_is_the_example_and_is_marked(slug: str) -> None:
    case = draft([], slug)
    assert getattr(case.debtor.name, "example_of") == "debtor-name"  # noqa: B009
    assert getattr(case.invoices[0].amount, "example_of") == "invoices-0-amount"  # noqa: B009
    assert case.dated_on == DAY
    document = RENDERER.document(compose(letter(slug), assess(case), TYPEFACE), "")
    assert '<mark class="exemple" data-name="invoices-0-due_on">' in document


def draft(pairs: list[tuple[str, str]], slug: str = "mise-en-demeure") -> Case:
    return forms.read_draft(pairs, letter(slug), catalogue=CATALOGUE, typeface=TYPEFACE, today=DAY)


def test_a_draft_keeps_the_answers_and_borrows_the_rest() -> None:
    case = draft(
        [("debtor-name", "Chez Lou"), ("invoices-4-amount", "50"), ("creditor-iban", "FR76")]
    )
    assert case.debtor.name == "Chez Lou"
    assert not hasattr(case.debtor.name, "example_of")
    assert case.invoices[0].amount == Decimal("50.00")
    assert getattr(case.invoices[0].number, "example_of") == "invoices-4-number"  # noqa: B009
    assert getattr(case.creditor.iban, "example_of") == "creditor-iban"  # noqa: B009
    assert case.earlier == ()
    assert case.creditor.email == ""


def test_a_number_of_the_example_is_read_as_a_typed_one() -> None:
    borrowed = draft(answers(creditor__siret="7", creditor__iban="FR76", debtor__siren="8"))
    complete = case()
    assert borrowed.creditor.siret == complete.creditor.siret
    assert borrowed.creditor.iban == complete.creditor.iban
    assert borrowed.debtor.siren == complete.debtor.siren


def test_a_draft_borrows_an_address_when_its_own_is_too_long() -> None:
    case = draft(answers(debtor__complement="Bâtiment principal des bureaux de la direction",
                         debtor__street="Zone d’activités des Hauts de la Grande Rivière Sud, rue Un",
                         debtor__contact="le service de la comptabilité des fournisseurs"))  # fmt: skip
    assert getattr(case.debtor.address.street, "example_of") == "debtor-street"  # noqa: B009


def test_a_complete_draft_borrows_nothing() -> None:
    assert "exemple" not in RENDERER.document(
        compose(letter(), assess(draft(answers())), TYPEFACE), ""
    )


# --- the page


@pytest.mark.parametrize("slug", SLUGS)
def test_the_blank_form_has_its_questions_and_valid_links(slug: str) -> None:
    text = html(forms.blank(letter(slug), CATALOGUE), slug)
    page = Page(text)
    assert f'<form class="form" method="post" action="/api/lettres/{slug}.pdf"' in text
    assert len(page.ids) == len(set(page.ids))
    assert {name for name in page.refers if name} <= set(page.ids)
    assert page.submits[0].get("formaction") is None
    assert page.submits[0].get("name") is None
    assert "style=" not in text
    assert "<script" not in text
    assert 'role="alert"' not in text
    assert ("instalments-0-amount" in page.values) is (slug == "echeancier")
    assert ("pay_by" in page.values) is (slug != "echeancier")
    assert ("debtor-street" in page.values) is (slug != "conciliation")
    assert ("late_rate" in page.values) is (slug not in ("conciliation", "relance-1"))
    assert ('value="claim"' in text) is CATALOGUE[slug].recalls_penalties
    assert ('name="plan_covers"' in text) is (slug == "echeancier")
    for hidden in ("creditor-activity", "confirm_limitation"):
        assert hidden not in text


def test_a_day_that_a_script_may_fill_is_marked() -> None:
    text = html(forms.blank(letter("relance-1"), CATALOGUE), "relance-1")
    assert re.search(r'<input type="date" id="dated_on"[^>]* data-default="today"', text)
    assert "Vide : 10 jours après la lettre, ou le jour ouvré qui suit." in plain(text)
    assert "data-default-days" not in text  # a script does not know the holidays


def test_each_error_is_in_the_summary_and_beside_its_field() -> None:
    reading = read([*answers(creditor__iban="FR76"), ("invoices-5-number", "<F5>")])
    page = Page(html(reading.form))
    text = html(reading.form)
    assert len(page.links) == len(reading.faults)
    assert "Facture 3 – Indiquez le montant de la facture." in plain(text)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert re.search(
        r'id="creditor-iban" name="creditor-iban" aria-describedby="creditor-iban-hint '
        r'creditor-iban-error" aria-invalid="true" value="FR76"', text
    )  # fmt: skip
    assert "<F5>" not in text
    assert page.values["invoices-5-number"] == "<F5>"


FOR_TOOLS = {"creditor-activity", "debtor-activity", "straight"}


@pytest.mark.parametrize("name", sorted({*NAMES, "invoices", "instalments"} - FOR_TOOLS))
def test_the_link_of_any_fault_leads_to_an_element(name: str) -> None:
    demanded = name.startswith(("pay_by", "debtor-head_office", "qr", "penalties", "earlier"))
    slug = "mise-en-demeure" if demanded else "echeancier"
    form = forms.blank(letter(slug), CATALOGUE)
    form.faults = (Fault(name, "Une phrase."),)
    assert name in Page(html(form, slug)).ids


def test_an_impossible_date_is_shown_again_as_typed() -> None:
    form = read(answers(dated_on="31/02/2026", pay_by="7/12/2026")).form
    assert '<input type="text" id="dated_on"' in html(form)
    assert Page(html(form)).values["dated_on"] == "31/02/2026"
    assert Page(html(form)).values["pay_by"] == "2026-12-07"


def test_a_fold_that_holds_an_answer_is_open() -> None:
    opened = re.findall(
        r"<details class=\"more\"[^>]* open>\s*<summary>([^<]*)", html(read(answers()).form)
    )
    assert opened == [
        "Précisions sur cette facture", "Paiements et avoirs déjà reçus sur cette facture",
        "Précisions sur cette facture", "Indiquer une démarche",
        "Vous réclamez les pénalités de retard",
    ]  # fmt: skip


def test_the_review_shows_the_warnings_and_the_letter() -> None:
    reading = read(answers(pay_by="2026-11-25"))
    review = RENDERER.letter(compose(letter(), reading.require(), TYPEFACE))
    text = html(reading.form, warnings=reading.warnings, review=review)
    assert '<section class="review" id="relecture"' in text
    assert "Ce délai est court" in text
    assert "mets en demeure" in text
    assert 'role="alert"' not in text


RECALLING = {"relance-2", "relance-3", "mise-en-demeure"}


@pytest.mark.parametrize("slug", SLUGS)
def test_only_letters_that_recall_earlier_steps_ask_for_them(slug: str) -> None:
    text = html(forms.blank(letter(slug), CATALOGUE), slug)
    expected = slug in RECALLING
    assert ("Ce que vous avez déjà fait" in text) is expected
    assert ('name="earlier-0-step"' in text) is expected
    assert bool(case(slug).earlier) is expected


@pytest.mark.parametrize("slug", ["conciliation", "relance-1", "relance-2", "mise-en-demeure"])
def test_a_default_deadline_is_a_working_day(slug: str) -> None:
    day = case(slug, dated_on="2026-12-10", pay_by=None).pay_by
    assert day is not None
    assert next_working_day(day) == day
    assert case("mise-en-demeure", dated_on="2026-12-10", pay_by=None).pay_by == date(2026, 12, 28)


def test_the_blank_option_of_a_list_is_no_answer() -> None:
    text = html(forms.blank(letter("mise-en-demeure"), CATALOGUE))
    text += html(forms.blank(letter("echeancier"), CATALOGUE), "echeancier")
    blanks = re.findall(r'<option value=""[^>]*>([^<]*)', text)
    assert set(blanks) - {"Un lien long"} == {"Choisissez", "Ne pas en parler"}  # a way to share


def test_a_question_of_one_case_says_which_case() -> None:
    text = html(forms.blank(letter(), CATALOGUE))
    for name, words in {
        "disputed_what": "à indiquer si une partie est contestée",
        "invoices-0-disputed": "à indiquer si une partie est contestée",
        "debtor-insolvency_on": "à indiquer si une procédure est ouverte",
    }.items():
        label = re.search(rf'<label class="label" for="{name}">(.*?)</label>', text)
        assert label, name
        assert words in label[1]
        assert "facultatif" not in label[1]


def test_a_question_says_which_person_it_is_about() -> None:
    text = plain(html(forms.blank(letter(), CATALOGUE)))
    assert "Votre nom (entrepreneur individuel : prénom et nom)" in text
    assert "choisissez « un particulier » pour une personne" in text


def test_a_guide_that_a_fault_or_a_warning_names_is_a_link() -> None:
    title = "Votre client conteste la facture"
    reading = read(answers(disputed="all"))
    text = plain(html(reading.form))
    link = '<a href="/guide/facture-contestee/" target="_blank">'
    assert "/guide/" not in "".join(fault.sentence for fault in reading.faults)
    assert title in reading.faults[0].sentence
    assert text.count(link + title) == 1  # in the summary, the sentence leads to its field
    old = read(answers(debtor__kind="consumer", invoices__0__performed_on="2024-11-20",
                       confirm_limitation="yes"))  # fmt: skip
    shown = html(old.form, warnings=old.warnings, review="…")
    assert '<a href="/guide/prescription/" target="_blank">' in shown


def test_the_first_of_a_month_is_raised_in_a_fault() -> None:
    form = read(answers(dated_on="2026-12-01", pay_by="2026-11-30")).form
    assert html(form).count("le 1<sup>er</sup>&nbsp;décembre\u00a02026") == 2  # summary and field


def test_a_fault_is_escaped_in_the_page() -> None:
    form = read(answers()).form
    form.faults = (Fault("place", "<b>« La prescription »</b>"),)
    assert "<b>" not in html(form)


def review(slug: str) -> str:
    reading = read(answers(slug), slug)
    words = RENDERER.inside_a_page(compose(letter(slug), reading.require(), TYPEFACE))
    return html(reading.form, slug, warnings=reading.warnings, review=words)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_letter_sent_by_email_offers_its_text_to_paste(slug: str) -> None:
    text = review(slug)
    by_email = slug in {"conciliation", "relance-1"}
    button = f'formaction="/api/lettres/{slug}.txt" formtarget="_blank"'
    assert (button in text) is by_email
    assert ("Voir le texte à coller" in text) is by_email
    assert ("data-copy-text" in text) is by_email
    assert "Voir le texte à coller" not in html(forms.blank(letter(slug), CATALOGUE), slug)


def test_the_sheet_for_a_call_is_not_called_a_letter() -> None:
    text = review("conciliation") + html(forms.blank(letter("conciliation"), CATALOGUE))
    assert "Télécharger la fiche (PDF)" in text
    assert "Relisez votre fiche" in text
    memo = html(forms.blank(letter("conciliation"), CATALOGUE), "conciliation")
    for words in ("la lettre", "La lettre", "prête à signer"):
        assert words not in re.sub(r"<[^>]*>", " ", memo), words
    assert "Télécharger la lettre (PDF)" in review("relance-1")


def test_a_button_that_removes_a_row_names_it_and_leads_above() -> None:
    rows = [(f"earlier-{index}-step", "relance-1") for index in range(2)]
    rows += [(f"events-{index}-kind", "court_claim") for index in range(2)]
    rows += [("invoices-2-number", "F3")]
    text = html(refilled([*answers(), *rows]))
    assert "Retirer la démarche 1" in text
    assert "Retirer l’évènement 2" in text
    assert "Retirer :" not in plain(text)
    page = Page(text)
    leads = {
        button["value"]: button["formaction"]
        for button in page.submits
        if button.get("name") == "remove"
    }
    assert str(leads["invoices-2"]).endswith("#invoices-1-row")
    assert str(leads["invoices-0"]).endswith("#invoices")
    assert str(leads["earlier-1"]).endswith("#earlier-0-row")


def test_every_sentence_has_its_no_break_spaces() -> None:
    many = [(f"invoices-{index}-number", f"F{index}") for index in range(2, 51)]
    problems = [*read([*answers(assigned="yes"), *many]).faults, *read([]).faults]
    with pytest.raises(AnswersRefused) as refused:
        forms.flatten({"place": [1]})
    sentences = [fault.sentence for fault in (*problems, *refused.value.faults)]
    for question in all_questions(forms.blank(letter("echeancier"), CATALOGUE)):
        sentences += [question.description, question.required, question.label.text]
    assert [text for text in sentences if re.search(r" [:;!?»%€]|« |\d \d{3}\b", text)] == []


# --- whatever is sent

anything = st.text(st.characters(codec=None), max_size=30)
known = st.sampled_from([*NAMES, "invoices-3-amount", "invoices-3-due_on", "invoices-3-number"])
likely = st.sampled_from(
    ["yes", "no", "all", "part", "2026-06-01", "2026-12-31", "1/1/2024", "12,5", "1200", "0", "public",
     "consumer", "professional", "company", "liquidation", "surendettement", "69003", "Lyon", "F1",
     "acknowledgement", "post", "lrar", "relance-1", "mise-en-demeure", "carriage", "claim"]
)  # fmt: skip
pair = st.tuples(known | anything, likely | anything)


@given(st.sampled_from(SLUGS), st.lists(pair, max_size=30))
def test_no_answer_raises_an_error(slug: str, pairs: list[tuple[str, str]]) -> None:
    reading = read(pairs, slug)
    assert (reading.assessment is None) is bool(reading.faults)
    assert html(reading.form, slug).encode()
    assert html(refilled(pairs, slug), slug)
    RENDERER.document(compose(letter(slug), assess(draft(pairs, slug)), TYPEFACE), "")
    json = {name: value for name, value in pairs if isinstance(value, str)}
    assert isinstance(forms.flatten(json), list)


typed = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30
)
free_names = st.sampled_from(
    ["debtor-name", "creditor-iban", "invoices-0-number", "invoices-12-amount", "note", "place",
     "dated_on", "invoices-2-payments-7-paid_on", "earlier-4-invoices", "disputed_what"]
)  # fmt: skip


@given(st.dictionaries(free_names, typed))
def test_the_form_shows_again_what_was_typed(typed_answers: dict[str, str]) -> None:
    values = Page(html(read(list(typed_answers.items())).form)).values
    for name, value in typed_answers.items():
        assert values[name] == value


@given(st.sampled_from(SLUGS), st.dictionaries(known, likely, max_size=5))
def test_every_accepted_case_passes_the_checks_and_makes_a_letter(
    slug: str, changes: dict[str, str]
) -> None:
    reading = read(list((dict(answers(slug)) | changes).items()), slug)
    if reading.assessment is None:
        return
    confirmed = changes.get("confirm_limitation") == "yes"
    second = judge(
        reading.assessment, letter(slug), slugs=SLUGS, typeface=TYPEFACE, confirmed=confirmed
    )
    assert second.faults == ()
    document = RENDERER.document(compose(letter(slug), reading.assessment, TYPEFACE), "")
    assert "exemple" not in document


def test_only_the_last_of_many_acts_is_done() -> None:
    pairs = [("remove", "events-0"), ("add", "events")] * 9_000 + [("events-0-on", "x")] * 9_000
    assert forms.apply_row_button(pairs) == [("events-0-kind", ""), ("events-1-kind", "")]


def test_a_plan_for_the_total_counts_what_lateness_adds() -> None:
    """1 860,00 + 107,14 + 2 × 40,00 = 2 047,14: the three sums are those of the golden cases."""
    whole = {"plan_covers": "total", "late_rate": "legal"}
    sentences = faults("echeancier", **whole)
    assert sentences == {
        "instalments-2-amount": "Les échéances font 1 860,00 € et le total est de 2 047,14 € : "
        "il manque 187,14 €."
    }
    right = case("echeancier", **whole, instalments__2__amount="807,14")
    assert right.penalties == "claim"
    assert right.plan
    assert right.plan.covers == "total"


def test_a_plan_for_the_total_needs_a_rate_and_a_professional() -> None:
    assert list(faults("echeancier", plan_covers="total")) == ["late_rate"]
    faults_of_consumer = faults("echeancier", plan_covers="total", debtor__kind="consumer")
    assert "choisissez « Le reste dû »" in faults_of_consumer["plan_covers"]


def test_a_draft_without_a_rate_mentions_penalties_only() -> None:
    case = draft(answers(penalties="claim", late_rate=None))
    assert case.penalties == "mention"
    assert draft(answers(penalties="claim", late_rate="legal")).penalties == "claim"
