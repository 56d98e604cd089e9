"""The cases that the tests of letters share: two invoices and their variations."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from courtois.case import (
    Address,
    Case,
    Creditor,
    Debtor,
    DebtorKind,
    EarlierStep,
    Instalment,
    Invoice,
    Payment,
    Plan,
)

CAMILLE = Creditor(
    name="Camille Perrin",
    status="sole_trader",
    address=Address("12 rue des Lilas", "69003", "Lyon"),
    signatory="Camille Perrin",
    siret="73282932000074",
    phone="0612345678",
    email="camille@example.org",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    vat="yes",
)
STUDIO = replace(
    CAMILLE,
    name="Studio Perrin",
    status="company",
    legal_form="SARL",
    capital=Decimal(5000),
    rcs="Lyon",
    capacity="gérante",
)
DEBTORS: dict[DebtorKind, Debtor] = {
    "professional": Debtor(
        "professional",
        "Boulangerie Moderne",
        Address("27, avenue de la République", "75011", "Paris"),
        legal_form="SARL",
        siren="123456782",
        head_office=True,
    ),
    "non_professional": Debtor(
        "non_professional",
        "Association Les Amis du Vélo",
        Address("4 rue Haute", "35000", "Rennes"),
    ),
    "consumer": Debtor(
        "consumer", "Claire Dubois", Address("8 place du Marché", "44000", "Nantes"), civility="mme"
    ),
    "public": Debtor(
        "public", "Commune de Saint-Rémy", Address("1 place de la Mairie", "71100", "Saint-Rémy")
    ),
}
FIRST = Invoice(
    "F2026-014",
    date(2026, 5, 1),
    date(2026, 5, 31),
    "refonte du site internet",
    Decimal("1200.00"),
    performed_on=date(2026, 4, 28),
)
SECOND = Invoice(
    "F2026-021",
    date(2026, 6, 3),
    date(2026, 7, 3),
    "photographies de la carte",
    Decimal("960.00"),
    payments=(Payment(date(2026, 8, 15), Decimal("300.00")),),
)
EARLIER = (
    EarlierStep("relance-1", date(2026, 6, 8), "email", invoices=("F2026-014",)),
    EarlierStep("relance-3", date(2026, 7, 6), "post"),
)
PLAN = Plan(
    tuple(Instalment(date(2027, month, 5), Decimal("620.00")) for month in (1, 2, 3)),
    signatory="Marc Martin",
    capacity="gérant",
)


def a_case(kind: DebtorKind = "professional", **changes: Any) -> Case:
    """Return Camille's two invoices, 1 860,00 € due in all, owed by a debtor of this kind."""
    case = Case(
        creditor=CAMILLE,
        debtor=DEBTORS[kind],
        invoices=(FIRST, SECOND),
        place="Lyon",
        dated_on=date(2026, 11, 21),
        pay_by=date(2026, 12, 7),
        earlier=EARLIER,
        penalties="mention",
        plan=PLAN,
    )
    return replace(case, **changes)


def many_invoices(count: int) -> tuple[Invoice, ...]:
    """Return this many invoices, each with its own number."""
    return tuple(
        replace((FIRST, SECOND)[i % 2], number=f"F2026-{14 + i:03d}") for i in range(count)
    )
