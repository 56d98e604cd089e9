"""What letters demand for lateness: sums that add up, the words for each debtor, lines that can be reckoned again."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cases import CAMILLE, DEBTORS, EARLIER, FIRST, PLAN, SECOND, STUDIO, a_case, many_invoices

from courtois.case import Case, DebtorKind, EarlierStep, Instalment, Payment
from courtois.catalogue.letters import LetterCatalogue
from courtois.debt.assessment import assess
from courtois.french import dates, euros
from courtois.letter.compose import Letter, compose
from courtois.letter.render import Renderer
from courtois.letter.typeface import Typeface

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = LetterCatalogue(ROOT / "templates")
TYPEFACE = Typeface.read(ROOT / "templates")
RENDERER = Renderer(ROOT / "templates")
CLAIMING = ("relance-2", "relance-3", "mise-en-demeure")
SILENT = ("conciliation", "relance-1")
BY_LAW: tuple[DebtorKind, ...] = ("professional", "public")
SPARED: tuple[DebtorKind, ...] = ("consumer", "non_professional")
PRESENTED = EarlierStep(
    "mise-en-demeure", date(2026, 9, 28), "lrar", presented_on=date(2026, 10, 1)
)
# « rules of the product », words: what stays out of each letter, claim or not
NEVER = {
    "relance-2": ("contentieux", "société de recouvrement", "commissaire de justice", r"\bfrais\b"),
    "relance-3": ("vaut mise en demeure", "dernier avis", "saisie", "silence vaut accord"),
    "mise-en-demeure": (
        "interrompt la prescription", "sommation", "commandement", "frais à votre charge",
        "dommages et intérêts", "cinq points", "article 700", "transfert des risques", "126-1",
        "à réception", "solidairement", "par la présente", "sans autre avis",
    ),
    "echeancier": ("titre exécutoire", "renonce", "irrévocablement", r"\bfrais\b"),
}  # fmt: skip
NEVER_ANYWHERE = (
    r"\(s\)", "et/ou", "_{2,}", r"\[", r"\bNone\b", "L441", "remise", "  ", r" ,", r",,", r"\.\.",
    r" \.", "renonc", r"\bde le\b", r"\bde les\b", r"\bà le\b", "courtois",
)  # fmt: skip


def a_claim(kind: DebtorKind = "professional", **changes: Any) -> Case:
    """The two invoices of `cases`, claimed with what lateness adds."""
    usual: dict[str, Any] = {"penalties": "claim", "late_rate": "legal"}
    return a_case(kind, **(usual | changes))


def a_letter(slug: str, case: Case) -> Letter:
    return compose(CATALOGUE[slug], assess(case), TYPEFACE)


def words(slug: str, case: Case) -> str:
    return plain(RENDERER.text(a_letter(slug, case)))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def amount(written: str) -> Decimal:
    """Return the amount printed as « 2 047,14 »."""
    return Decimal(written.replace(" ", "").replace(",", "."))


EUROS = r"(\d[\d ]*,\d\d) €"
DECOMPTE = re.compile(r"\nDécompte (?:arrêté )?au ")


def annex_of(text: str) -> str:
    """Return the text after the title of the statement; it begins with its day."""
    _, annex = DECOMPTE.split(text)
    return annex


def claimed_rows(text: str) -> dict[str, Decimal]:
    """Return the printed rows of the sum, from the principal to the total."""
    rows = {}
    for line in DECOMPTE.split(text)[0].split("\n"):
        if match := re.fullmatch(rf"([^–].*?)(?: [:=]) {EUROS}", line):
            rows[match[1]] = amount(match[2])
    return rows


def with_presented(case: Case) -> Case:
    return replace(case, earlier=(*case.earlier, PRESENTED))


def claims_of(kind: DebtorKind) -> Iterator[Case]:
    """Return claims with one and several invoices, in both voices, at each rate, with and without the statement."""
    credited = replace(FIRST, credit=Decimal("200.00"))
    cases = [
        a_claim(kind),
        a_claim(kind, creditor=STUDIO, qr=True),
        a_claim(kind, invoices=(FIRST,), earlier=()),
        a_claim(kind, invoices=(SECOND,), late_rate="fixed", fixed_rate=Decimal(18)),
        a_claim(kind, invoices=(credited, SECOND), late_rate="triple_legal"),
        a_claim(kind, late_rate="ecb_plus", late_points=Decimal("7.5"), dated_on=date(2027, 1, 20),
                pay_by=date(2027, 2, 5)),
        a_claim(kind, dated_on=date(2026, 12, 31), pay_by=date(2027, 1, 15)),
        a_claim(kind, pay_by=date(2027, 1, 15)),
        a_claim(kind, invoices=many_invoices(5), creditor=STUDIO),
        a_claim(kind, plan_in_course=True, invoices=(FIRST, replace(FIRST, due_on=date(2026, 7, 1)))),
        a_claim(kind, disputed="part", disputed_what="les déplacements",
                invoices=(replace(FIRST, disputed=Decimal("100.00")), SECOND)),
        a_claim(kind, invoices=(FIRST, replace(SECOND, received_on=date(2026, 6, 20), payments=(
            Payment(date(2026, 8, 15), Decimal("5.00")), Payment(date(2026, 10, 15), Decimal("300.00")))))),
    ]  # fmt: skip
    for case in cases:
        for started in (case, with_presented(case)):
            yield started
            yield replace(started, annex=True)


# --- the golden mise en demeure ---------------------------------------------------------------


def test_the_mise_en_demeure_lists_principal_interest_40_euros_and_total() -> None:
    """By hand: 1 200 × 12,15 % × 30 / 365 = 11,98 and × 12,40 % × 144 / 365 = 58,70, so 70,68; then
    960 × 12,40 % × 43 / 365 = 14,02 and 674,02 × 12,40 % × 98 / 365 = 22,44, so 36,46 (674,02 is
    960,00 + 14,02 − 300,00). A day adds (1 200 + 674,02) × 12,40 % / 365 = 0,64."""
    text = words("mise-en-demeure", a_claim())
    assert (
        "Principal restant dû : 1 860,00 €\n"
        "Pénalités de retard, F2026-014 : 174 jours à 12,15 % puis 12,40 % l’an = 70,68 €\n"
        "Pénalités de retard, F2026-021 : 141 jours à 12,40 % l’an = 36,46 €\n"
        "Indemnité forfaitaire : 40,00 € × 2 factures = 80,00 €\n"
        "Total au 21 novembre 2026 : 2 047,14 €" in text
    )
    assert "Je vous mets en demeure de me payer 2 047,14 € au plus tard le 7 décembre 2026" in text
    assert (
        "Les pénalités de retard, au taux de refinancement de la BCE majoré de 10 points, et "
        "l’indemnité forfaitaire pour frais de recouvrement sont dues sans qu’un rappel soit "
        "nécessaire (articles L. 441-10, II, et D. 441-5 du code de commerce)." in text
    )
    assert (
        "Ce total augmente de 0,64 € par jour à compter du 22 novembre 2026, au taux du semestre "
        "en cours." in text
    )
    assert "décompte" not in text
    assert "ne les comprend pas" not in text


def test_a_relance_claims_the_same_sums_without_the_word_costs() -> None:
    text = words("relance-2", a_claim(invoices=(FIRST,)))
    assert claimed_rows(text) == {
        "Principal restant dû": Decimal("1200.00"),
        "Pénalités de retard, F2026-014 : 174 jours à 12,15 % puis 12,40 % l’an": Decimal("70.68"),
        "Indemnité forfaitaire": Decimal("40.00"),
        "Total au 21 novembre 2026": Decimal("1310.68"),
    }
    assert "Je vous demande de régler 1 310,68 € au plus tard le 7 décembre 2026" in text
    assert "Je vous demande de me payer 1 310,68 €" in words(
        "relance-3", a_claim(invoices=(FIRST,))
    )


def test_a_public_body_owes_interest_at_one_rate_under_its_own_code() -> None:
    """One rate for the whole delay, that of its first half-year: 2,15 + 8 then 2,40 + 8. By hand:
    1 200 × 10,15 % × 174 / 365 = 58,06; 960 × 10,40 % × 43 / 365 = 11,76 and, the principal being
    cleared first, 660 × 10,40 % × 98 / 365 = 18,43, so 30,19."""
    text = words("mise-en-demeure", a_claim("public", late_rate=""))
    rows = claimed_rows(text)
    assert rows["Intérêts moratoires, F2026-014 : 174 jours à 10,15 % l’an"] == Decimal("58.06")
    assert rows["Intérêts moratoires, F2026-021 : 141 jours à 10,40 % l’an"] == Decimal("30.19")
    assert rows["Total au 21 novembre 2026"] == Decimal("2028.25")
    assert "majoré de 8 points" in text
    assert "articles L. 2192-13, R. 2192-31 et D. 2192-35 du code de la commande publique" in text
    assert "Cette lettre constitue une demande préalable de paiement." in text
    assert not re.search("441-10|pénalité|1343-1", text)


@pytest.mark.parametrize("kind", SPARED)
def test_a_second_mise_en_demeure_claims_a_consumers_legal_interest(kind: DebtorKind) -> None:
    """1 200 × 2,75 % × 51 / 365 = 4,61 and 660 × 2,75 % × 51 / 365 = 2,54, from 2 October 2026."""
    text = words("mise-en-demeure", with_presented(a_claim(kind)))
    rows = claimed_rows(text)
    assert rows["Intérêts au taux légal, F2026-014 : 51 jours à 2,75 % l’an"] == Decimal("4.61")
    assert rows["Intérêts au taux légal, F2026-021 : 51 jours à 2,75 % l’an"] == Decimal("2.54")
    assert rows["Total au 21 novembre 2026"] == Decimal("1867.15")
    assert "de me payer 1 867,15 €" in text
    assert "(articles 1231-6 et 1344-1 du code civil)" in text
    assert not re.search("441-|pénalité|[Ii]ndemnité|40,00 €|moratoire", text)


def test_an_invoice_new_to_a_second_notice_bears_interest_from_it() -> None:
    step = replace(PRESENTED, invoices=("F2026-014",))
    text = words("mise-en-demeure", a_claim("consumer", earlier=(step,)))
    assert "Ce que cette première lettre ne visait pas porte intérêt au même taux" in text
    assert "F2026-021 : " not in "".join(claimed_rows(text))
    assert "ne visait pas" not in words("mise-en-demeure", with_presented(a_claim("consumer")))


# --- who reads a figure, and where ------------------------------------------------------------


@pytest.mark.parametrize("kind", SPARED)
@pytest.mark.parametrize("slug", ["relance-2", "relance-3"])
def test_a_relance_to_a_consumer_never_names_lateness(slug: str, kind: DebtorKind) -> None:
    for case in claims_of(kind):
        silent = replace(case, penalties="none", annex=False)
        assert words(slug, case) == words(slug, silent)
        assert not re.search("[Ii]ntérêt|[Ii]ndemnité|pénalité|décompte", words(slug, case))


@pytest.mark.parametrize("kind", SPARED)
def test_a_first_mise_en_demeure_to_a_consumer_gives_no_figure(kind: DebtorKind) -> None:
    case = a_claim(kind, annex=True)
    assert words("mise-en-demeure", case) == words(
        "mise-en-demeure", replace(case, penalties="none")
    )
    sent_only = replace(case, earlier=(replace(PRESENTED, presented_on=None),))
    assert "Total au" not in words("mise-en-demeure", sent_only)


@pytest.mark.parametrize("kind", DEBTORS)
@pytest.mark.parametrize("slug", SILENT)
def test_the_first_contact_and_the_first_relance_never_claim(slug: str, kind: DebtorKind) -> None:
    for case in (a_claim(kind), with_presented(a_claim(kind, annex=True))):
        assert words(slug, case) == words(slug, replace(case, penalties="none", annex=False))


@pytest.mark.parametrize("kind", DEBTORS)
@pytest.mark.parametrize("slug", CLAIMING)
def test_only_a_claim_prints_figures_and_a_statement(slug: str, kind: DebtorKind) -> None:
    for penalties in ("none", "mention"):
        case = with_presented(a_claim(kind, penalties=penalties, annex=True))
        text = words(slug, case)
        assert not re.search("décompte|Décompte|par jour|Total au|107,14", text)
        assert a_letter(slug, case).demanded == Decimal("1860.00")


@pytest.mark.parametrize("kind", DEBTORS)
@pytest.mark.parametrize("slug", CLAIMING)
def test_a_letter_that_claims_never_says_what_it_must_not(slug: str, kind: DebtorKind) -> None:
    for case in claims_of(kind):
        text = words(slug, case)
        for never in (*NEVER[slug], *NEVER_ANYWHERE):
            match = re.search(never, text, re.IGNORECASE)
            assert not match, f"« {match and match[0]} » in:\n{text}"
        is_sole_trader = case.creditor.status == "sole_trader"
        other = r"\b(nous|notre|nos)\b" if is_sole_trader else r"\b(je|me|moi|mon|ma|mes)\b|\b[jm]’"
        assert not re.search(other, text, re.IGNORECASE), text


@pytest.mark.parametrize("kind", DEBTORS)
@pytest.mark.parametrize("slug", CLAIMING)
def test_a_letter_names_the_statement_only_when_joined(slug: str, kind: DebtorKind) -> None:
    for case in claims_of(kind):
        text = words(slug, case)
        joined = case.annex and a_letter(slug, case).claims
        assert ("selon le décompte joint" in text) is joined
        assert bool(re.search(r"P\.J\. : .* ; décompte\n", text)) is joined
        assert bool(DECOMPTE.search(text)) is joined
        assert ("décompte" in text.lower()) is joined


# --- sums --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DEBTORS)
@pytest.mark.parametrize("slug", CLAIMING)
def test_the_rows_printed_add_up_to_the_total_demanded(slug: str, kind: DebtorKind) -> None:
    counted = 0
    for case in claims_of(kind):
        letter = a_letter(slug, case)
        rows = claimed_rows(words(slug, case))
        if not letter.claims:
            assert not [name for name in rows if name.startswith(("Principal", "Total,"))]
            continue
        counted += 1
        if "Part en discussion, non demandée ici" in rows:
            left = rows.pop("Reste dû") - rows.pop("Part en discussion, non demandée ici")
            assert left == rows["Principal demandé"]
        (total,) = (rows.pop(name) for name in list(rows) if name.startswith("Total"))
        assert sum(rows.values()) == total == letter.demanded
        ordered = [line for line in words(slug, case).split("\n") if "au plus tard le" in line]
        assert plain(euros.write(total)) in ordered[0]
    assert (counted > 0) is (kind in BY_LAW or slug == "mise-en-demeure")


def test_the_grouped_rows_of_many_invoices_add_up() -> None:
    """Three times 70,68 and twice 36,46 make 284,96; five times 40,00; 4 920,00 of principal."""
    text = words("mise-en-demeure", a_claim(invoices=many_invoices(5)))
    row = next(name for name in claimed_rows(text) if name.startswith("Pénalités"))
    assert "de 12,15 % à 12,40 % l’an selon le semestre" in row
    parts = [amount(part) for part in re.findall(rf"\d+ jours, {EUROS}", row)]
    assert len(parts) == 5
    assert sum(parts) == claimed_rows(text)[row] == Decimal("284.96")
    assert claimed_rows(text)["Total au 21 novembre 2026"] == Decimal("5404.96")


def test_an_invoice_claimed_by_instalments_bears_40_euros_once() -> None:
    rows = (FIRST, replace(FIRST, due_on=date(2026, 7, 1)))
    text = words("mise-en-demeure", a_claim(plan_in_course=True, invoices=rows))
    assert claimed_rows(text)["Indemnité forfaitaire"] == Decimal("40.00")
    assert "F2026-014, échéance du 31 mai 2026 : 174 jours" in text
    assert "F2026-014, échéance du 1er juillet 2026 : 143 jours" in text


def test_the_disputed_part_bears_no_interest() -> None:
    """1 200,00 less 150,00 in dispute: 1 050 × 12,15 % × 30 / 365 = 10,49 and × 12,40 % × 144 / 365 =
    51,37, so 61,86."""
    disputed = (replace(FIRST, disputed=Decimal("150.00")),)
    case = a_claim(invoices=disputed, disputed="part", disputed_what="deux journées")
    rows = claimed_rows(words("mise-en-demeure", case))
    assert rows["Principal demandé"] == Decimal("1050.00")
    assert rows["Total au 21 novembre 2026"] == Decimal("1151.86")


@pytest.mark.parametrize("slug", CLAIMING)
def test_a_letter_about_a_late_full_payment_demands_lateness_alone(slug: str) -> None:
    """1 200 × 12,15 % × 30 / 365 = 11,98, × 12,40 % × 15 / 365 = 6,12; the payment of 15 July clears
    18,10 of interest first, so that 18,10 of principal bears 12,40 % for 129 days: 0,79."""
    paid = replace(FIRST, payments=(Payment(date(2026, 7, 15), Decimal("1200.00")),))
    text = words(slug, a_claim(invoices=(paid,)))
    assert "Vous avez payé en retard la facture" in text
    assert not re.search("impayée|n’est pas|pas reçu|il reste dû", text)
    assert claimed_rows(text)["Principal restant dû"] == 0
    assert claimed_rows(text)["Total au 21 novembre 2026"] == Decimal("58.89")
    assert re.search(r"payer 58,89 €|régler 58,89 €", text)


# --- rates and days ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rate", "phrase"),
    [
        ({"late_rate": "legal"}, "au taux de refinancement de la BCE majoré de 10 points"),
        ({"late_rate": "fixed", "fixed_rate": Decimal(18)}, "au taux convenu de 18,00 % l’an"),
        ({"late_rate": "triple_legal"}, "au taux convenu de 3 fois le taux d’intérêt légal"),
        ({"late_rate": "ecb_plus", "late_points": Decimal("7.5")},
         "au taux convenu, celui du refinancement de la BCE majoré de 7,5 points"),
    ],
)  # fmt: skip
def test_a_letter_names_the_rate_it_uses(rate: dict[str, Any], phrase: str) -> None:
    for slug in CLAIMING:
        assert phrase in words(slug, a_claim(**rate))


@pytest.mark.parametrize(
    ("dated_on", "pay_by", "phrase"),
    [
        ("2026-11-21", "2026-12-31",
         "Ce total augmente de 0,64 € par jour à compter du 22 novembre 2026, au taux du semestre en cours."),
        ("2026-11-21", "2027-01-01",
         "Ce total augmente de 0,64 € par jour à compter du 22 novembre 2026 et jusqu’au "
         "31 décembre 2026, puis selon le taux du semestre suivant."),
        ("2026-12-31", "2027-01-15",
         "Le total continue d’augmenter après cette date, au taux de chaque semestre."),
        ("2027-01-20", "2027-02-05",
         "Le taux du semestre suivant n’était pas connu quand cette lettre a été écrite : le compte "
         "s’arrête au 31 décembre 2026, et ce qui court ensuite s’ajoutera au total."),
    ],
)  # fmt: skip
def test_the_daily_amount_is_true_up_to_the_deadline(
    dated_on: str, pay_by: str, phrase: str
) -> None:
    days = {"dated_on": date.fromisoformat(dated_on), "pay_by": date.fromisoformat(pay_by)}
    for slug in CLAIMING:
        text = words(slug, a_claim(**days))
        assert phrase in text
        assert ("par jour" in text) is ("par jour" in phrase)


def test_the_sums_of_a_letter_for_2027_stop_on_the_last_known_day() -> None:
    case = a_claim(invoices=(FIRST,), dated_on=date(2027, 1, 20), pay_by=date(2027, 2, 5))
    text = words("mise-en-demeure", case)
    # 184 days of the half-year: 1 200 × 12,40 % × 184 / 365 = 75,01, and 11,98 before
    total = "Total, pénalités de retard comptées jusqu’au 31 décembre 2026"
    assert claimed_rows(text)[total] == Decimal("1326.99")


def test_a_fixed_rate_does_not_change_with_the_half_year() -> None:
    """960 × 18 % × 43 / 365 = 20,36, so a base of 680,36; (1 200 + 680,36) × 18 % / 365 = 0,93."""
    case = a_claim(late_rate="fixed", fixed_rate=Decimal(18), pay_by=date(2027, 1, 15))
    text = words("mise-en-demeure", case)
    assert "Ce total augmente de 0,93 € par jour à compter du 22 novembre 2026." in text


def test_imputation_is_explained_only_after_a_payment_cleared_interest() -> None:
    """300,00 came on 15 August: late for a professional, before a consumer's interest began."""
    phrase = "a été compté à sa date, d’abord sur les"
    assert f"Chaque paiement tardif {phrase} pénalités" in words("relance-2", a_claim())
    consumer = with_presented(a_claim("consumer"))
    assert phrase not in words("mise-en-demeure", consumer)
    since = replace(SECOND, payments=(Payment(date(2026, 10, 15), Decimal("300.00")),))
    text = words("mise-en-demeure", replace(consumer, invoices=(since,)))
    assert f"Chaque paiement reçu depuis {phrase} intérêts (article 1343-1 du code civil)." in text
    assert phrase not in words("relance-2", a_claim(invoices=(FIRST,)))


def test_a_public_body_within_its_term_owes_nothing_more() -> None:
    """The invoice was received late and the term still runs: the letter names the right and gives no figure."""
    invoice = replace(FIRST, received_on=date(2026, 11, 10))
    text = words("mise-en-demeure", a_claim("public", invoices=(invoice,), annex=True))
    assert "la somme demandée ne les comprend pas" in text
    assert "Total au 21" not in text


# --- the décompte ------------------------------------------------------------------------------

LINE = re.compile(
    r"– (?:du (?P<first>.+?) au (?P<last>.+?)|le (?P<only>.+?)) ; durée : (?P<days>[\d ]+) jours? ; "
    rf"base : {EUROS.replace('(', '(?P<base>', 1)} ; taux annuel : (?P<rate>[\d,]+) % ; "
    rf"(?:pénalités|intérêts) : {EUROS.replace('(', '(?P<interest>', 1)}"
)


def a_day(written: str) -> date:
    day, month, year = written.split(" ")
    return date(int(year), dates.MONTH_NAMES.index(month) + 1, int(day.removesuffix("er")))


@pytest.mark.parametrize("kind", DEBTORS)
@pytest.mark.parametrize("slug", CLAIMING)
def test_every_sum_of_the_statement_can_be_reckoned_from_it(slug: str, kind: DebtorKind) -> None:
    """Reckoned from the printed words alone: days between two dates, base × rate × days / 365."""
    for case in claims_of(kind):
        letter = a_letter(slug, case)
        if not letter.annexed:
            continue
        annex = annex_of(words(slug, case))
        subtotal, subtotals = Decimal(0), []
        for line in annex.split("\n"):
            if match := LINE.fullmatch(line):
                first, last = (a_day(match[name] or match["only"]) for name in ("first", "last"))
                days = (last - first).days + 1
                assert days == int(match["days"].replace(" ", ""))
                exact = amount(match["base"]) * amount(match["rate"]) * days / 36500
                assert euros.cents(exact) == amount(match["interest"])
                subtotal += amount(match["interest"])
            elif match := re.fullmatch(rf"\S+ : [\d ]+ jours? = {EUROS}", line):
                assert amount(match[1]) == subtotal
                subtotals.append(subtotal)
                subtotal = Decimal(0)
        rows = claimed_rows(annex)
        recap = {name: rows[name] for name in rows if name.startswith(("Principal", "Indemn"))}
        (interest,) = (rows[name] for name in rows if "somme des lignes ci-dessus" in name)
        (total,) = (rows[name] for name in rows if name.startswith("Total"))
        assert sum(subtotals) == interest
        assert sum(recap.values()) + interest == total == letter.demanded


@pytest.mark.parametrize(
    ("kind", "rate", "link"),
    [
        ("professional", {"late_rate": "legal"}, lambda reference: reference + 10),
        ("professional", {"late_rate": "ecb_plus", "late_points": Decimal(7)},
         lambda reference: reference + 7),
        ("professional", {"late_rate": "triple_legal"}, lambda reference: reference * 3),
        # a payment in the second half-year cuts a line whose rate is still that of the first
        ("public", {"late_rate": "", "invoices": (replace(FIRST, payments=SECOND.payments),)},
         lambda reference: reference + 8),
        ("public", {"late_rate": ""}, lambda reference: reference + 8),
        ("consumer", {"late_rate": ""}, lambda reference: reference),
    ],
)  # fmt: skip
def test_the_statement_gives_the_origin_of_each_rate(
    kind: DebtorKind, rate: dict[str, Any], link: Any
) -> None:
    annex = annex_of(words("mise-en-demeure", with_presented(a_claim(kind, annex=True, **rate))))
    rows = re.findall(
        r"– ouvert le 1er \w+ \d{4} ; taux .*? : ([\d,]+) % ; taux appliqué : ([\d,]+) %", annex
    )
    used = {match["rate"] for line in annex.split("\n") if (match := LINE.fullmatch(line))}
    assert rows
    assert {applied for _, applied in rows} == used
    for reference, applied in rows:
        assert link(amount(reference)) == amount(applied)


def test_an_agreed_fixed_rate_has_no_table_of_origins() -> None:
    case = a_claim(annex=True, late_rate="fixed", fixed_rate=Decimal(18))
    assert "ouvert le" not in words("mise-en-demeure", case)


def test_the_statement_names_the_parties_payments_and_method() -> None:
    credited = replace(FIRST, credit=Decimal("200.00"))
    acompte = replace(SECOND, payments=(Payment(date(2026, 5, 20), Decimal("100.00")),
                                        *SECOND.payments))  # fmt: skip
    case = a_claim(annex=True, invoices=(credited, acompte))
    annex = annex_of(words("mise-en-demeure", case))
    for fact in (
        "Créancier : Camille Perrin EI, SIRET 732 829 320 00074",
        "Débiteur : Boulangerie Moderne, SARL, SIREN 123 456 782",
        "Avoir : 200,00 €.",
        "Acompte du 20 mai 2026 : 100,00 €. Paiement du 15 août 2026 : 300,00 €.",
        "base × taux annuel × nombre de jours ÷ 365, arrondi au centime",
        "(article 1343-1 du code civil)",
        "articles L. 441-10, II, et D. 441-5 du code de commerce",
        "Indemnité forfaitaire : 40,00 € × 2 factures (F2026-014 et F2026-021) = 80,00 €",
    ):
        assert fact in annex
    public = words("mise-en-demeure", a_claim("public", annex=True))
    assert "Un paiement acquitte d’abord le principal, puis les intérêts moratoires." in public


CLEARED = re.compile(
    rf"Le paiement de {EUROS}(?: du (?P<day>.+? \d{{4}}))? a éteint (?P<parts>.+?) : "
    rf"la base (?:(?:devient|reste) (?P<base>\d[\d ]*,\d\d) €|devient (?P<nil>nulle))\."
)


@pytest.mark.parametrize("kind", DEBTORS)
def test_the_statement_explains_each_change_of_base(kind: DebtorKind) -> None:
    """From the printed words alone: the cleared sums add up to the payment, and principal is taken off the base."""
    seen = 0
    for case in claims_of(kind):
        if not a_letter("mise-en-demeure", case).annexed:
            continue
        for account in annex_of(words("mise-en-demeure", case)).split("\nFacture ")[1:]:
            lines = [match for line in account.split("\n") if (match := LINE.fullmatch(line))]
            cleared = {
                a_day(
                    match["day"] or re.findall(rf"Paiement du ([^:]+?) : {match[1]} €", account)[0]
                ): match
                for line in account.split("\n")
                if (match := CLEARED.fullmatch(line))
            }
            after = {day: amount(match["base"] or "0,00") for day, match in cleared.items()}
            for line, following in pairwise(lines):
                base, then = amount(line["base"]), amount(following["base"])
                assert after.get(a_day(line["last"] or line["only"]), base) == then
            for day, match in cleared.items():
                parts = dict(
                    reversed(part.split(" € d")) for part in match["parts"].split(", puis ")
                )
                assert sum(map(amount, parts.values())) == amount(match[1])
                base = next(
                    amount(line["base"])
                    for line in lines
                    if a_day(line["last"] or line["only"]) == day
                )
                assert base - amount(parts.get("e principal", "0,00")) == after[day]
                seen += 1
    assert seen


@pytest.mark.parametrize(
    ("kind", "cleared"),
    [
        # 960 × 12,40 % × 43 / 365 = 14,02; 300,00 − 14,02 = 285,98; 960,00 − 285,98 = 674,02
        ("professional", "14,02 € de pénalités, puis 285,98 € de principal : la base devient 674,02 €."),
        ("public", "300,00 € de principal : la base devient 660,00 €."),
    ],
)  # fmt: skip
def test_the_statement_gives_what_a_part_payment_cleared(kind: DebtorKind, cleared: str) -> None:
    annex = annex_of(words("relance-2", a_claim(kind, annex=True)))
    assert f"Le paiement de 300,00 € a éteint {cleared}" in annex


def test_a_consumers_part_payment_clears_interest_first() -> None:
    """960 × 2,75 % × 14 / 365 = 1,01, from 2 to 15 October; 300,00 − 1,01 = 298,99; 960,00 − 298,99 = 661,01."""
    paid = replace(SECOND, payments=(Payment(date(2026, 10, 15), Decimal("300.00")),))
    case = with_presented(a_claim("consumer", annex=True, invoices=(FIRST, paid)))
    assert (
        "Le paiement de 300,00 € a éteint 1,01 € d’intérêts, puis 298,99 € de "
        "principal : la base devient 661,01 €." in annex_of(words("mise-en-demeure", case))
    )
    before = with_presented(a_claim("consumer", annex=True))  # paid before interest began
    assert "a éteint" not in words("mise-en-demeure", before)


def test_a_payment_under_the_interest_leaves_the_base_unchanged() -> None:
    """1 200 × 12,15 % × 30 / 365 = 11,98 on 30 June: 5,00 pays a part of it."""
    paid = replace(FIRST, payments=(Payment(date(2026, 6, 30), Decimal("5.00")),))
    annex = annex_of(words("relance-2", a_claim(annex=True, invoices=(paid,))))
    assert "a éteint 5,00 € de pénalités : la base reste 1 200,00 €." in annex


def test_the_statement_of_a_late_full_payment_gives_what_it_cleared() -> None:
    """11,98 + 6,12 = 18,10 on 15 July; 1 200,00 − 18,10 = 1 181,90, so 18,10 of principal is left."""
    paid = replace(FIRST, payments=(Payment(date(2026, 7, 15), Decimal("1200.00")),))
    annex = annex_of(words("mise-en-demeure", a_claim(annex=True, invoices=(paid,))))
    assert (
        "Le paiement de 1 200,00 € a éteint 18,10 € de pénalités, puis "
        "1 181,90 € de principal : la base devient 18,10 €." in annex
    )
    public = annex_of(words("mise-en-demeure", a_claim("public", annex=True, invoices=(paid,))))
    assert "a éteint 1 200,00 € de principal : la base devient nulle." in public


@pytest.mark.parametrize(
    ("term", "delay", "first"),
    [
        ("", "de 30 jours expiré le 20 juillet 2026.", "du 21 juillet 2026"),
        # 10 days left of June, 31 of July, 9 more
        ("50", "de 50 jours expiré le 9 août 2026.", "du 10 août 2026"),
        ("60", "de 60 jours expiré le 19 août 2026.", "du 20 août 2026"),
    ],
)
def test_a_public_bodys_delay_begins_after_receipt_and_term(
    term: str, delay: str, first: str
) -> None:
    """Received on 20 June, due on 3 July: the later day decides."""
    invoice = replace(SECOND, payments=(), received_on=date(2026, 6, 20))
    debtor = replace(DEBTORS["public"], public_term=term)
    case = a_claim("public", annex=True, invoices=(invoice,), debtor=debtor)
    annex = annex_of(words("mise-en-demeure", case))
    assert f"Facture reçue le 20 juin 2026 ; délai de paiement {delay}" in annex
    assert f"– {first} au 21 novembre 2026 ;" in annex


def test_interest_after_receipt_and_term_is_exact_to_the_cent() -> None:
    """960 × 10,40 % × 26 / 365 = 7,11 from 21 July to 15 August; 660 × 10,40 % × 98 / 365 = 18,43."""
    received = replace(SECOND, received_on=date(2026, 6, 20))
    annex = annex_of(words("mise-en-demeure", a_claim("public", annex=True, invoices=(received,))))
    assert "du 21 juillet 2026 au 15 août 2026 ; durée : 26 jours" in annex
    assert "F2026-021 : 124 jours = 25,54 €" in annex


@pytest.mark.parametrize("received_on", [None, date(2026, 5, 20), date(2026, 6, 3)])
def test_the_receipt_is_not_printed_when_the_due_date_is_later(received_on: date | None) -> None:
    """3 June and 30 days make 3 July, the due date itself."""
    invoices = (replace(SECOND, received_on=received_on),)
    assert "reçue le" not in words(
        "mise-en-demeure", a_claim("public", annex=True, invoices=invoices)
    )
    late = (replace(SECOND, received_on=date(2026, 6, 20)),)
    assert "reçue le" not in words("mise-en-demeure", a_claim(annex=True, invoices=late))


def test_the_statement_of_a_running_term_does_not_call_it_expired() -> None:
    invoices = (FIRST, replace(SECOND, received_on=date(2026, 11, 10)))
    annex = annex_of(words("mise-en-demeure", a_claim("public", annex=True, invoices=invoices)))
    assert "délai de paiement de 30 jours qui expire le 10 décembre 2026." in annex
    assert "Aucun intérêt moratoire n’est compté ici." in annex


@pytest.mark.parametrize("kind", SPARED)
def test_a_letter_gives_the_day_a_consumers_interest_began(kind: DebtorKind) -> None:
    text = words("mise-en-demeure", with_presented(a_claim(kind, annex=True)))
    phrase = (
        "Le principal porte intérêt au taux légal depuis le lendemain de la présentation, le "
        "1er octobre 2026, de la première mise en demeure (articles 1231-6 et 1344-1 du code civil)."
    )
    letter, annex = DECOMPTE.split(text)
    assert phrase in letter
    assert phrase in annex
    assert "– du 2 octobre 2026 au 21 novembre 2026" in annex


def test_invoices_of_two_notices_each_have_their_own_first_day() -> None:
    """660 × 2,75 % × 18 / 365 = 0,90, from 4 November."""
    steps = (
        replace(PRESENTED, invoices=("F2026-014",)),
        EarlierStep("mise-en-demeure", date(2026, 10, 30), "lrar", date(2026, 11, 3), ("F2026-021",)),
    )  # fmt: skip
    text = words("mise-en-demeure", a_claim("consumer", earlier=steps, annex=True))
    assert (
        "depuis le lendemain de la présentation de la première mise en demeure qui le visait, le "
        "1er octobre 2026 pour F2026-014 et le 3 novembre 2026 pour F2026-021 (articles" in text
    )
    assert "F2026-021 : 18 jours = 0,90 €" in text
    assert "ne visait pas" not in text


@pytest.mark.parametrize(
    ("kind", "named", "foreign"),
    [
        ("professional",
         ("; pénalités : 11,98 €", "les pénalités échues, puis le principal",
          "Les pénalités n’en produisent pas elles-mêmes."), "[Ii]ntérêts?"),
        ("public", ("; intérêts : ", "Les intérêts moratoires n’en produisent pas eux-mêmes."),
         "[Pp]énalité|taux légal|intérêts échus"),
        ("consumer", ("; intérêts : ", "Les intérêts n’en produisent pas eux-mêmes."),
         "[Pp]énalité|moratoire"),
    ],
)  # fmt: skip
def test_late_interest_has_one_name_for_each_kind_of_debtor(
    kind: DebtorKind, named: tuple[str, ...], foreign: str
) -> None:
    annex = annex_of(words("mise-en-demeure", with_presented(a_claim(kind, annex=True))))
    for name in named:
        assert name in annex
    assert not re.search(foreign, annex)


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        ("professional", "Aucune pénalité n’est comptée ici."),
        ("consumer", "Aucun intérêt n’est compté ici."),
    ],
)
def test_an_invoice_without_interest_uses_the_same_noun(kind: DebtorKind, phrase: str) -> None:
    not_due = replace(SECOND, payments=(), due_on=date(2026, 12, 3))
    case = with_presented(a_claim(kind, annex=True, invoices=(FIRST, not_due)))
    assert phrase in annex_of(words("mise-en-demeure", case))


@pytest.mark.parametrize("slug", CLAIMING)
def test_a_statement_bears_the_last_day_it_counts(slug: str) -> None:
    """1 200 × 12,40 % × 184 / 365 = 75,01 up to 31 December, and 11,98 before."""
    days = {"dated_on": date(2027, 2, 1), "pay_by": date(2027, 2, 16)}
    text = words(slug, a_claim(annex=True, invoices=(FIRST,), **days))
    assert "\nDécompte arrêté au 31 décembre 2026\n" in text
    assert "F2026-014 : 214 jours = 86,99 €" in text
    total = "Total, pénalités de retard comptées jusqu’au 31 décembre 2026 : 1 326,99 €"
    assert text.count(total) == 2
    assert "Total au" not in text
    fixed = a_claim(annex=True, late_rate="fixed", fixed_rate=Decimal(18), **days)
    assert "\nDécompte au 1er février 2027\n" in words(slug, fixed)


def test_a_public_bodys_delay_is_counted_in_full_or_not_at_all() -> None:
    """The rate of a delay begun in 2026 holds in 2027: 1 200 × 10,15 % × 246 / 365 = 82,09 up to
    1 February; the other delay, begun on 20 January 2027, waits for its rate."""
    late = replace(SECOND, payments=(), received_on=date(2026, 12, 20))
    days = {"dated_on": date(2027, 2, 1), "pay_by": date(2027, 2, 16)}
    text = words("mise-en-demeure", a_claim("public", annex=True, invoices=(FIRST, late), **days))
    assert "\nDécompte au 1er février 2027\n" in text
    assert text.count("Total au 1er février 2027 : 2 322,09 €") == 2  # 2 160,00 + 82,09 + 80,00
    assert "Les intérêts moratoires d’un retard commencé après le 31 décembre 2026" in text


def test_several_payments_are_listed_with_their_days() -> None:
    """14,02 and 285,98 as above; then 674,02 × 12,40 % × 61 / 365 = 13,97 up to 15 October, so that
    86,03 of 100,00 goes to principal: 587,99."""
    twice = (*SECOND.payments, Payment(date(2026, 10, 15), Decimal("100.00")))
    case = a_claim(annex=True, invoices=(replace(SECOND, payments=twice),))
    annex = annex_of(words("mise-en-demeure", case))
    assert "Le paiement de 300,00 € du 15 août 2026 a éteint 14,02 € de pénalités" in annex
    assert (
        "Le paiement de 100,00 € du 15 octobre 2026 a éteint 13,97 € de pénalités, puis 86,03 € de "
        "principal : la base devient 587,99 €." in annex
    )


# --- the plan ----------------------------------------------------------------------------------


def a_total_plan(**changes: Any) -> Case:
    """1 860,00 + 107,14 + 80,00 = 2 047,14, in two payments."""
    parts = (Instalment(date(2027, 1, 5), Decimal("1000.00")),
             Instalment(date(2027, 2, 5), Decimal("1047.14")))  # fmt: skip
    return a_claim(plan=replace(PLAN, covers="total", instalments=parts, **changes))


def test_a_plan_for_the_total_acknowledges_and_details_it() -> None:
    text = words("echeancier", a_total_plan())
    assert (
        "la somme de 2 047,14 € (deux mille quarante-sept euros et quatorze centimes) au titre des "
        "factures ci-dessus, pénalités de retard et indemnité forfaitaire comprises, et s’engage à "
        "la payer aux dates suivantes." in text
    )
    rows = claimed_rows(text)
    assert rows.pop("Total") == rows.pop("Total au 21 novembre 2026") == Decimal("2047.14")
    assert sum(rows.values()) == Decimal("2047.14")
    assert "par jour" not in text
    for never in (*NEVER["echeancier"], *NEVER_ANYWHERE):
        assert not re.search(never, text, re.IGNORECASE)


def test_a_plan_for_the_principal_shows_the_principal_alone() -> None:
    assert words("echeancier", a_claim()) == words("echeancier", a_case(penalties="none"))


@pytest.mark.parametrize("kind", SPARED)
def test_a_consumers_plan_never_claims_lateness(kind: DebtorKind) -> None:
    case = with_presented(replace(a_total_plan(), debtor=DEBTORS[kind], annex=True))
    text = words("echeancier", case)
    assert not re.search("pénalité|indemnité|décompte|taux légal", text)
    assert "la somme de 1 860,00 €" in text


def test_a_plan_waives_only_penalties_after_its_total() -> None:
    text = words("echeancier", a_total_plan(penalties="waived_if_kept"))
    assert (
        "les pénalités de retard postérieures au 21 novembre 2026 ne seront pas demandées" in text
    )


def test_the_statement_of_a_plan_is_joined_on_request() -> None:
    text = words("echeancier", replace(a_total_plan(), annex=True))
    assert "selon le décompte joint" in text
    assert "\nDécompte au 21 novembre 2026" in text


# --- figures come from the law's files ----------------------------------------------------------

WRITE = """
import sys
sys.path.insert(0, sys.argv[1])
from test_letter_claims import FIRST, a_claim, words
print(words("mise-en-demeure", a_claim(invoices=(FIRST,), annex=True)))
"""


def written_under(law: Path) -> str:
    """Return the letter as a copy of the package writes it."""
    environment = os.environ | {"PYTHONPATH": str(law), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-c", WRITE, str(ROOT / "tests")]
    made = subprocess.run(command, cwd=law, env=environment, capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout.decode()


def test_a_new_figure_of_the_law_changes_every_letter(tmp_path: Path) -> None:
    """With 3,40 for 2,40: 1 200 × 13,40 % × 144 / 365 = 63,44, and 11,98 before; with 50 for 40."""
    shutil.copytree(ROOT / "courtois", tmp_path / "courtois")
    folder = tmp_path / "courtois" / "law"
    for name, old, new in (
        ("taux_refinancement_bce", "since = 2026-07-01\nvalue = \"2.40\"",
         "since = 2026-07-01\nvalue = \"3.40\""),
        ("indemnite_forfaitaire_recouvrement", 'value = "40"', 'value = "50"'),
    ):  # fmt: skip
        path = folder / f"{name}.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
    text = written_under(tmp_path)
    for fact in ("selon le décompte joint : 75,42 €", "13,40 %", "= 75,42 €",
                 "Indemnité forfaitaire : 50,00 €", "1 325,42 €"):  # fmt: skip
        assert fact in text
    assert "40,00 €" not in text
    assert "selon le décompte joint : 70,68 €" in written_under(ROOT)


def test_the_statement_uses_the_letters_voice_and_the_ei() -> None:
    assert "Créancier : Studio Perrin, RCS Lyon" in words(
        "mise-en-demeure", a_claim(creditor=STUDIO, annex=True)
    )
    assert CAMILLE.name + " EI" in words("mise-en-demeure", a_claim(annex=True, earlier=EARLIER))
