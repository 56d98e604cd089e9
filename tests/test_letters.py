"""What each letter says and never says, to each kind of debtor, in each voice."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cases import CAMILLE, DEBTORS, EARLIER, FIRST, PLAN, SECOND, STUDIO, a_case, many_invoices

from courtois.case import Case, EarlierStep, Payment
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.letter.compose import Letter, compose
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface

Write = Callable[..., str]
KINDS = tuple(DEBTORS)
CATALOGUE = LetterCatalogue(Path(__file__).resolve().parent.parent / "templates")
WRITTEN = [
    (letter.slug, kind) for letter in CATALOGUE for kind in KINDS if kind not in letter.refuses
]
REMINDERS = ("relance-1", "relance-2", "relance-3", "mise-en-demeure")

# What each letter never says: docs/rules.md, §5.9.
NEVER = {
    "conciliation": (
        r"\barticles?\b", "pénalité", "dernier délai", "répondeur", "messagerie", "enregistr",
        "mise en demeure", "tentative de conciliation",
    ),
    "relance-1": ("relance n°", "pénalité", "mise en demeure", "tribunal", r"\barticles?\b"),
    "relance-2": ("contentieux", "société de recouvrement", "commissaire de justice", r"\bfrais\b"),
    "relance-3": ("vaut mise en demeure", "dernier avis", "saisie", "silence vaut accord"),
    "mise-en-demeure": (
        "interrompt la prescription", "sommation", "commandement", "frais à votre charge",
        "dommages et intérêts", "cinq points", "article 700", "transfert des risques", "126-1",
        "à réception", "solidairement", "par la présente", "me régler la somme", "sans autre avis",
    ),
    "echeancier": ("titre exécutoire", "renonce", "irrévocablement", "indemnité", "40 €"),
}  # fmt: skip
NEVER_ANYWHERE = (
    r"\(s\)", "et/ou", "_{2,}", r"\[", r"\bNone\b", r"\bMr\b", "huissier", "L441", "extorsion",
    "fichage", "URSSAF", "Banque de France", "remise", "  ", r" ,", r"\.\.", r",\s*,", r"\bà le\b",
    r"\bde le\b", r"\bde les\b",
)  # fmt: skip


@pytest.fixture(scope="session")
def toolkit(root: Path) -> tuple[LetterCatalogue, Typeface, Renderer]:
    templates = root / "templates"
    return LetterCatalogue(templates), Typeface.read(templates), Renderer(templates)


@pytest.fixture(scope="session")
def letter(toolkit: tuple[LetterCatalogue, Typeface, Renderer]) -> Callable[[str, Case], Letter]:
    catalogue, typeface, _ = toolkit
    return lambda slug, case: compose(catalogue[slug], assess(case), typeface)


@pytest.fixture(scope="session")
def write(toolkit: tuple[LetterCatalogue, Typeface, Renderer]) -> Write:
    """Return the words of a letter as its sheet shows them, with plain spaces for no-break spaces."""
    catalogue, typeface, renderer = toolkit

    def words(slug: str, case: Case) -> str:
        html = str(renderer.letter(compose(catalogue[slug], assess(case), typeface)))
        html = re.sub(r"<(?:br/|/p|/td|/th|/li|/dt|/dd|/h\d)>", "\n", html)
        text = re.sub(r"<[^>]+>", "", html).replace("&#39;", "'").replace("&#160;", " ")
        text = text.replace("\u00a0", " ").replace("\u202f", " ")
        return re.sub(r" +", " ", re.sub(r"\s*\n\s*", "\n", text)).strip()

    return words


def variations(kind: Any) -> list[Case]:
    """Return cases with one and several invoices, in both voices, with and without optional answers."""
    bare = replace(CAMILLE, iban="", bic="", phone="", email="", siret="", vat="exempt")
    credited = replace(FIRST, credit=Decimal("200.00"))
    return [
        a_case(kind),
        a_case(kind, creditor=STUDIO),
        a_case(kind, invoices=(FIRST,), earlier=()),
        a_case(kind, invoices=(SECOND,), creditor=STUDIO),
        a_case(kind, invoices=(credited,), creditor=bare, penalties="none"),
        a_case(kind, invoices=(credited, SECOND), creditor=bare, penalties="none", earlier=()),
        a_case(kind, plan_in_course=True, invoices=(FIRST,)),
        a_case(kind, plan_in_course=True, creditor=STUDIO),
        a_case(kind, disputed="part", disputed_what="les déplacements",
               invoices=(replace(FIRST, disputed=Decimal("100.00")),)),
        a_case(kind, note="Je vous souhaite une bonne semaine.", qr=True, invoices=many_invoices(5)),
    ]  # fmt: skip


@pytest.mark.parametrize(("slug", "kind"), WRITTEN)
def test_no_letter_says_what_it_must_never_say(write: Write, slug: str, kind: str) -> None:
    for case in variations(kind):
        words = write(slug, case)
        for never in (*NEVER.get(slug, ()), *NEVER_ANYWHERE):
            match = re.search(never, words, re.IGNORECASE)
            assert not match, f"« {match and match[0]} » in:\n{words}"


def test_every_letter_has_its_list_of_what_it_never_says() -> None:
    """A new letter needs a line in NEVER: CONTRIBUTING.md, « Add a letter »."""
    assert {letter.slug for letter in CATALOGUE} == NEVER.keys()


@pytest.mark.parametrize("kind", ["consumer", "non_professional"])
@pytest.mark.parametrize("slug", ["conciliation", "relance-1", "relance-2", "relance-3"])
def test_no_relance_names_interest_or_costs_to_a_consumer(
    write: Write, slug: str, kind: str
) -> None:
    for case in variations(kind):
        words = write(slug, case).lower()
        for never in ("intérêt", "indemnité", "pénalité", "441-10", "40 €", "moratoire"):
            assert never not in words


@pytest.mark.parametrize(("slug", "kind"), WRITTEN)
def test_a_letter_has_every_required_fact(write: Write, slug: str, kind: str) -> None:
    words = write(slug, a_case(kind))
    for fact in ("F2026-014", "F2026-021", "1er mai 2026", "31 mai 2026", "1 200,00 €",
                 "refonte du site internet", "1 860,00 €", "Camille Perrin"):  # fmt: skip
        assert fact in words
    if slug != "conciliation":
        for fact in ("732 829 320 00074", "Lyon, le 21 novembre 2026", "Objet : ", "P.J. : ",
                     "FR76 3000 6000 0112 3456 7890 189"):  # fmt: skip
            assert fact in words
        assert DEBTORS[kind].name in words  # type: ignore[index]
    if slug in REMINDERS:
        assert "7 décembre 2026" in words
    if slug in REMINDERS[1:]:
        assert "8 juin 2026 (facture F2026-014)" in words
        assert "6 juillet 2026" in words


def test_every_letter_on_the_sheet_has_the_closing_formula(write: Write) -> None:
    letters = {letter.slug: write(letter.slug, a_case()) for letter in CATALOGUE if letter.sheet}
    formulas = {slug: words.count("salutations distinguées") for slug, words in letters.items()}
    assert formulas == dict.fromkeys(letters, 1)


def test_every_letter_on_the_sheet_invites_a_reply(write: Write) -> None:
    letters = {letter.slug: write(letter.slug, a_case()) for letter in CATALOGUE if letter.sheet}
    assert [slug for slug, words in letters.items() if "à votre disposition" not in words] == []


def test_every_reminder_allows_for_a_payment_on_its_way(write: Write) -> None:
    allowed = re.compile("croisé|déjà parti|avant de recevoir cette lettre")
    assert [slug for slug in REMINDERS if not allowed.search(write(slug, a_case()))] == []


@pytest.mark.parametrize(("slug", "kind"), WRITTEN)
def test_a_company_says_nous_and_a_sole_trader_je(write: Write, slug: str, kind: str) -> None:
    for case in variations(kind):
        case = replace(case, note="")  # a note is the person's own words
        alone = write(slug, replace(case, creditor=CAMILLE))
        together = write(slug, replace(case, creditor=STUDIO))
        # « mes factures » is what the person says on the telephone
        alone, together = (words.split("Pour appeler")[0] for words in (alone, together))
        assert not re.search(r"\b(nous|notre|nos)\b", alone, re.IGNORECASE), alone
        assert not re.search(r"\b(je|me|moi|mon|ma|mes)\b|\b[jm]’", together, re.IGNORECASE), (
            together
        )


def test_the_mise_en_demeure_to_a_company_has_every_item(write: Write) -> None:
    words = write("mise-en-demeure", a_case())
    assert "Objet : mise en demeure de payer – factures F2026-014 et F2026-021" in words
    assert "Je vous mets en demeure de me payer 1 860,00 € au plus tard le 7 décembre 2026" in words
    assert "articles L. 441-10, II, et D. 441-5 du code de commerce" in words
    assert "À défaut, je me réserve la possibilité de saisir la juridiction compétente." in words
    assert "en indiquant vos motifs" in words
    assert "paiement échelonné" in words
    assert "elle ne vaut alors que pour le solde éventuel" in words
    assert "Boulangerie Moderne, SARL, SIREN 123 456 782" in words
    assert "Lettre recommandée avec avis de réception" in words
    assert "À l’attention du représentant légal" in words
    assert "décompte" not in words


@pytest.mark.parametrize("kind", ["consumer", "non_professional"])
def test_the_mise_en_demeure_announces_legal_interest_to_a_consumer(
    write: Write, kind: str
) -> None:
    words = write("mise-en-demeure", a_case(kind))
    assert (
        "À compter de cette mise en demeure, la somme demandée porte intérêt au taux légal "
        "(articles 1231-6 et 1344-1 du code civil)." in words
    )
    for never in ("441-10", "D. 441-5", "40 €", "pénalités", "indemnité", "représentant légal"):
        if (kind, never) != ("non_professional", "représentant légal"):
            assert never not in words


def test_a_mise_en_demeure_to_a_public_body_is_a_prior_claim(write: Write) -> None:
    words = write("mise-en-demeure", a_case("public"))
    assert "Cette lettre constitue une demande préalable de paiement." in words
    assert "articles L. 2192-13, R. 2192-31 et D. 2192-35 du code de la commande publique" in words
    assert "441-10" not in words


def test_relances_never_invite_a_public_body_to_take_a_position(write: Write) -> None:
    for slug in ("relance-1", "relance-2", "relance-3"):
        words = write(slug, a_case("public"))
        assert not re.search(r"contestez|motifs|\bposition|difficulté|en une fois", words)


def test_a_letter_without_penalties_names_none_and_waives_none(write: Write) -> None:
    for slug in ("relance-2", "relance-3", "mise-en-demeure"):
        words = write(slug, a_case(penalties="none"))
        assert not re.search("pénalité|indemnité|441-10|renonc", words)
    assert "article 1344 du code civil" in write("mise-en-demeure", a_case(penalties="none"))


def test_a_letter_names_no_earlier_step_when_there_was_none(write: Write) -> None:
    for slug in (letter.slug for letter in CATALOGUE):
        words = write(slug, a_case(earlier=()))
        assert not re.search("Malgré|rappelés? ci-dessus|précédent", words)


def test_a_letter_lists_earlier_steps_with_dates_and_channels(write: Write) -> None:
    steps = (
        EarlierStep("relance-2", date(2026, 6, 20), "lrar"),
        EarlierStep("conciliation", date(2026, 6, 2), "phone"),
        *EARLIER,
    )
    assert (
        "Malgré mon appel du 2 juin 2026, mon courriel du 8 juin 2026 (facture F2026-014), "
        "ma lettre recommandée du 20 juin 2026 et mon courrier du 6 juillet 2026"
        in write("mise-en-demeure", a_case(earlier=steps))
    )


def test_the_balance_deducts_payments_and_credit_notes(write: Write) -> None:
    # 1 200,00 − 200,00 (avoir) − 300,00 (versement) = 700,00, by hand
    invoice = replace(
        FIRST, credit=Decimal("200.00"), payments=(Payment(date(2026, 8, 15), Decimal("300.00")),)
    )
    words = write("relance-2", a_case(invoices=(invoice,)))
    assert (
        "Compte tenu des sommes déjà reçues (300,00 €) et de l’avoir (200,00 €), "
        "il reste dû 700,00 €." in words
    )
    assert "régler 700,00 € au plus tard" in words


def test_a_letter_demands_only_the_undisputed_part(write: Write) -> None:
    # 1 860,00 due, 150,00 in dispute: 1 710,00 asked
    invoices = (replace(FIRST, disputed=Decimal("150.00")), SECOND)
    case = a_case(invoices=invoices, disputed="part", disputed_what="deux journées de travail")
    words = write("mise-en-demeure", case)
    assert "de me payer 1 710,00 €" in words
    assert "Vous m’avez fait part d’un désaccord (deux journées de travail)" in words
    assert "vos motifs par écrit" in words


def test_amounts_are_called_ttc_only_with_vat(write: Write) -> None:
    assert "Montant TTC" in write("mise-en-demeure", a_case())
    exempt = a_case(creditor=replace(CAMILLE, vat="exempt"))
    assert "Net à payer" in write("mise-en-demeure", exempt)
    assert "TTC" not in write("mise-en-demeure", exempt)


def test_the_sheet_shows_a_companys_registers_and_a_sole_traders_ei(write: Write) -> None:
    company = write("relance-1", a_case(creditor=STUDIO))
    for mention in ("SARL au capital de 5 000 €", "RCS Lyon 732 829 320", "Perrin\ngérante"):
        assert mention in company
    assert write("relance-1", a_case()).startswith("Camille Perrin EI")
    assert write("relance-1", a_case(creditor=replace(CAMILLE, name="EI Perrin"))).startswith(
        "EI Perrin\n"
    )


def test_the_plan_acknowledges_the_debt_in_letters_and_figures(write: Write) -> None:
    words = write("echeancier", a_case())
    assert (
        "Boulangerie Moderne, représenté par Marc Martin, gérant, reconnaît devoir à Camille "
        "Perrin EI la somme de 1 860,00 € (mille huit cent soixante euros) au titre des factures "
        "ci-dessus et s’engage à la payer aux dates suivantes." in words
    )
    for fact in ("5 janvier 2027", "5 février 2027", "5 mars 2027", "620,00 €", "Bon pour la somme",
                 "Fait en deux originaux, un par partie", "n’emporte pas novation",
                 "La reconnaissance interrompt la prescription", "15 jours"):  # fmt: skip
        assert fact in words


def test_a_consumers_plan_has_no_cost_and_leaves_thirty_days(write: Write) -> None:
    words = write("echeancier", a_case("consumer", plan=replace(PLAN, penalties="run")))
    assert "Sans intérêt ni frais." in words
    assert "qu’une mise en demeure reste 30 jours sans effet" in words
    assert "pénalités" not in words


def test_an_email_names_the_invoice_and_never_the_debt(
    letter: Callable[[str, Case], Letter], toolkit: tuple[LetterCatalogue, Typeface, Renderer]
) -> None:
    for slug in ("conciliation", "relance-1"):
        first_line = toolkit[2].text(letter(slug, a_case())).split("\n")[0].replace("\u00a0", " ")
        assert first_line == "Objet : Factures F2026-014 et F2026-021"


def test_letters_have_the_no_break_spaces_that_french_requires(
    letter: Callable[[str, Case], Letter], toolkit: tuple[LetterCatalogue, Typeface, Renderer]
) -> None:
    for slug in (letter.slug for letter in CATALOGUE):
        for kind in KINDS[:3]:
            text = toolkit[2].text(letter(slug, a_case(kind)))
            assert not re.search(r" [;!?:»%€]|« |\d \d{3},|\bn° |\d (?:€|%)", text), text
            assert not re.search(r"(?<=[^\s\u202f])[;!?]", text), text
            assert "'" not in text


@pytest.mark.parametrize(
    ("civility", "greeting"),
    [("mme", "Madame,"), ("m", "Monsieur,"), ("none", "Madame, Monsieur,")],
)
def test_the_greeting_and_the_closing_name_the_same_person(
    write: Write, civility: str, greeting: str
) -> None:
    case = a_case(debtor=replace(DEBTORS["consumer"], civility=civility))
    words = write("mise-en-demeure", case)
    assert f"\n{greeting}\n" in words
    assert words.count(greeting) == 2


def test_the_last_relance_announces_a_mise_en_demeure(write: Write) -> None:
    announced = "je vous adresserai une mise en demeure par lettre recommandée"
    company, person = write("relance-3", a_case()), write("relance-3", a_case("consumer"))
    assert f"{announced} avec avis de réception, à votre siège social" in company
    assert f"{announced} avec avis de réception." in person


def test_a_letter_to_a_sole_trader_names_no_legal_representative(write: Write) -> None:
    paul = replace(DEBTORS["professional"], name="Paul Roux", legal_form="EI", head_office=False)
    words = write("mise-en-demeure", a_case(debtor=paul))
    assert "représentant légal" not in words
    assert "siège" not in write("relance-3", a_case(debtor=paul))


@pytest.mark.parametrize(
    ("choice", "phrase"),
    [
        ("run", "Les pénalités de retard continuent de courir."),
        ("suspended", "Les pénalités de retard sont suspendues tant que ces dates sont respectées"),
        ("waived_if_kept", "les pénalités de retard ne seront pas demandées"),
    ],
)
def test_a_plan_names_penalties_only_between_professionals(
    write: Write, choice: str, phrase: str
) -> None:
    plan = replace(PLAN, penalties=choice)
    assert phrase in write("echeancier", a_case(plan=plan))
    for kind in ("consumer", "non_professional"):
        assert "pénalités" not in write("echeancier", a_case(kind, plan=plan))


def test_an_optional_answer_is_printed_when_given(write: Write) -> None:
    invoice = replace(FIRST, order_ref="BC-77")
    words = write("relance-2", a_case(invoices=(invoice,), note="Bon courage pour l’inventaire."))
    for fact in ("V/Réf. : BC-77", "BIC\nAGRIFRPP", "06 12 34 56 78", "camille@example.org",
                 "Bon courage pour l’inventaire."):  # fmt: skip
        assert fact in words


def test_the_email_to_paste_leaves_out_the_telephone_script(
    letter: Callable[[str, Case], Letter], toolkit: tuple[LetterCatalogue, Typeface, Renderer]
) -> None:
    email = toolkit[2].text(letter("conciliation", a_case(creditor=STUDIO)))
    assert "Pour appeler" not in email
    assert "Ce que vous dites" not in email
    assert (
        email.replace("\u00a0", " ")
        .rstrip()
        .endswith(
            "Camille Perrin, gérante\nStudio Perrin\nSARL au capital de 5\u202f000 €\n"
            "RCS Lyon 732 829 320\nSIRET 732 829 320 00074\n06 12 34 56 78"
        )
    )


def test_a_letter_names_the_copy_to_the_comptable_public(write: Write) -> None:
    assert "Copie : comptable public" in write("mise-en-demeure", a_case("public"))
    alone = replace(DEBTORS["public"], comptable_public="no")
    assert "Copie" not in write("mise-en-demeure", a_case(debtor=alone))


def test_a_letter_names_the_mediator_only_to_a_consumer_in_dispute(write: Write) -> None:
    creditor = replace(CAMILLE, mediator="CM2C, 49 rue de Ponthieu, Paris")
    disputed = (replace(FIRST, disputed=Decimal("100.00")),)
    for kind in KINDS:
        case = a_case(kind, creditor=creditor, invoices=disputed, disputed="part")
        named = "médiateur de la consommation dont je relève : CM2C" in write("relance-2", case)
        assert named == (kind == "consumer")


def test_no_relance_asks_a_public_body_for_its_grounds(write: Write) -> None:
    disputed = (replace(FIRST, disputed=Decimal("100.00")),)
    for slug in ("relance-1", "relance-2", "relance-3"):
        words = write(slug, a_case("public", invoices=disputed, disputed="part"))
        assert "motifs" not in words
        assert "simple oubli" not in words


def test_every_letter_states_a_part_payment(write: Write) -> None:
    for slug in ("conciliation", "relance-1", "relance-2", "relance-3"):
        words = write(slug, a_case(invoices=(SECOND,)))
        assert "le paiement complet de la facture F2026-021" in words
        assert "il reste dû 660,00 €" in words
