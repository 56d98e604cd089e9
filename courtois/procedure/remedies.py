"""After the mise en demeure: which remedies exist, by the parties, the amount and the place.

General information, never a verdict on the claim: every remedy that fits is given, and the person
chooses. A remedy names its article, the law files that its explanation quotes, its cost and the
reservations to print; its words are in the templates. The rules are in docs/rules.md, §4.7 and §4.8.
"""

from dataclasses import dataclass, replace
from typing import Literal

from courtois import regimes
from courtois.case import Case
from courtois.debt.statement import Statement
from courtois.law import parameters

Cost = Literal["free", "creditor", "check"]  # nothing; on the creditor; « à vérifier »
COMMERCIAL = ("commercant", "artisan")
CIVIL = ("liberale", "agricole", "civile")
ALSACE_MOSELLE = ("57", "67", "68")
ONLY_UNDISPUTED = ("petites-creances", "creances-commerciales", "injonction-de-payer", "refere")


@dataclass(frozen=True)
class Remedy:
    """One remedy: `basis` its article as printed, `figures` names of law files, `notes` keys of reservations."""

    slug: str
    basis: str
    cost: Cost
    figures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


DECLARATION = Remedy(
    "declaration-de-creance",
    "C. com., art. L. 622-24 et R. 622-24",
    "free",
    ("delai_declaration_creance", "delai_declaration_creance_etranger"),
)
COMMISSION = Remedy("commission-de-surendettement", "C. conso., art. L. 722-5", "free")
MEDIATEUR = Remedy("mediateur-des-entreprises", "Médiateur des entreprises", "free")
CONCILIATEUR = Remedy(
    "conciliateur-de-justice",
    "CPC, art. 750-1 ; C. civ., art. 2238",
    "free",
    ("plafond_tentative_amiable", "attente_conciliateur"),
)
PETITES_CREANCES = Remedy(
    "petites-creances",
    "C. proc. civ. exéc., art. L. 125-1 et R. 125-1 à R. 125-8",
    "creditor",
    ("plafond_petites_creances", "reponse_petites_creances"),
)
CREANCES_COMMERCIALES = Remedy(
    "creances-commerciales",
    "C. proc. civ. exéc., art. L. 126-1 à L. 126-5",
    "check",
    notes=("decree_to_check",),
)
INJONCTION = Remedy(
    "injonction-de-payer",
    "CPC, art. 1405 à 1422",
    "check",
    ("signification_injonction", "opposition_injonction"),
)
REFERE = Remedy("refere", "CPC, art. 835, al. 2, et 873, al. 2", "check")
PROCES = Remedy("proces", "CPC, art. 761, 3°, et 853", "check", ("plafond_sans_avocat",))
RECLAMATION = Remedy(
    "memoire-en-reclamation",
    "CCAG PI 2021, art. 43 ; CCAG FCS 2021, art. 46",
    "free",
    ("reclamation_publique",),
    ("contract_to_check",),
)
PUBLIC = (
    MEDIATEUR,
    Remedy("refere-administratif", "C. just. adm., art. R. 541-1", "check", notes=("to_check",)),
    Remedy("mandatement-d-office", "à vérifier", "check", notes=("to_check",)),
)
ABROAD = (
    Remedy("injonction-europeenne", "Règlement (CE) n° 1896/2006", "check", notes=("to_check",)),
    Remedy("petits-litiges-europeens", "Règlement (CE) n° 861/2007", "check", notes=("to_check",)),
)


def remedies(case: Case, statement: Statement) -> tuple[Remedy, ...]:
    """The remedies that fit, free ones first. Raises LawUnknown when no figure covers the case's day."""
    debtor = case.debtor
    if any(case.before_judgment(invoice) for invoice in case.invoices):
        return (DECLARATION,)
    if debtor.insolvency == "surendettement":
        return (COMMISSION,)
    if regimes.of(debtor).administrative:
        return PUBLIC if debtor.ccag == "no" else (RECLAMATION, *PUBLIC)
    if debtor.abroad:
        return ABROAD
    fitting = _private(case, statement)
    if case.disputed == "all":
        fitting = [remedy for remedy in fitting if remedy.slug not in ONLY_UNDISPUTED]
    return tuple(fitting)


def courts(case: Case) -> tuple[str, ...]:
    """Keys of the courts that both activities allow; an unknown activity allows both (C. com., art. L721-3)."""
    creditor_activity, debtor_activity = case.creditor.activity, case.debtor.activity
    if not regimes.of(case.debtor).commercial_court or debtor_activity in CIVIL:
        return ("tribunal_judiciaire",)
    in_alsace_moselle = case.debtor.address.postcode.startswith(ALSACE_MOSELLE)
    commercial = "chambre_commerciale" if in_alsace_moselle else "tribunal_de_commerce"
    if creditor_activity in COMMERCIAL and debtor_activity in COMMERCIAL:
        return (commercial,)
    return (commercial, "tribunal_judiciaire")


def _private(case: Case, statement: Statement) -> list[Remedy]:
    places = courts(case)
    fitting = [_conciliateur(case, statement, places)]
    if regimes.of(case.debtor).business_mediator:
        fitting.append(MEDIATEUR)
    fitting += _by_commissaire(case, statement)
    fitting += [replace(remedy, notes=places) for remedy in (INJONCTION, REFERE, PROCES)]
    return fitting


def _conciliateur(case: Case, statement: Statement, places: tuple[str, ...]) -> Remedy:
    """The conciliation: compulsory before the tribunal judiciaire up to the ceiling, never before an injonction."""
    ceiling = parameters()["plafond_tentative_amiable"].at(case.dated_on)
    first = "tribunal_judiciaire" in places and statement.claimed <= ceiling
    return replace(CONCILIATEUR, notes=("before_tribunal_judiciaire",) if first else ())


def _by_commissaire(case: Case, statement: Statement) -> list[Remedy]:
    """The remedies of a commissaire de justice. Since 2026, commerçants have a procedure of their own."""
    activities = (case.creditor.activity, case.debtor.activity)
    commercial_court = regimes.of(case.debtor).commercial_court
    perhaps_commercants = commercial_court and all(
        a in ("", "unknown", "commercant") for a in activities
    )
    both_commercants = commercial_court and activities == ("commercant", "commercant")
    note = ("perhaps_between_commercants",) if perhaps_commercants and not both_commercants else ()
    ceiling = parameters()["plafond_petites_creances"].at(case.dated_on)
    fitting = []
    if not both_commercants and statement.claimed + statement.late_interest <= ceiling:
        fitting.append(replace(PETITES_CREANCES, notes=note))
    if perhaps_commercants:
        commercial = CREANCES_COMMERCIALES
        fitting.append(replace(commercial, notes=commercial.notes + note))
    return fitting
