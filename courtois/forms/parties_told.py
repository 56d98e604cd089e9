"""The two parties of a case, from their answers."""

from courtois.case import Address, Creditor, Debtor
from courtois.forms.told import Told

CREDITOR_TEXTS = (
    "siret", "rcs", "phone", "email", "iban", "bic", "capacity", "activity", "mediator",
)  # fmt: skip
DEBTOR_TEXTS = (
    "legal_form", "siren", "contact", "activity", "public_term", "ccag", "comptable_public",
)  # fmt: skip


def creditor_told(told: Told) -> Creditor:
    """The one who is owed; a sole trader who names no signatory signs himself."""
    status, name = told.choice("status"), told.text("name")
    signs_alone = status == "sole_trader" and not told.is_told("signatory")
    return Creditor(
        name=name,
        status=status,
        address=_address(told),
        signatory=name if signs_alone else told.text("signatory"),
        legal_form=told.text("legal_form"),
        capital=told.euros_if_told("capital"),
        vat=told.choice("vat"),
        **{key: told.text(key) for key in CREDITOR_TEXTS},
    )


def debtor_told(told: Told) -> Debtor:
    """The one who owes."""
    return Debtor(
        kind=told.choice("kind"),
        name=told.text("name"),
        address=_address(told),
        civility=told.choice("civility") or "none",
        head_office=told.yes("head_office"),
        insolvency=told.text("insolvency") or "no",
        insolvency_on=told.day_if_told("insolvency_on"),
        **{key: told.text(key) for key in DEBTOR_TEXTS},
    )


def _address(told: Told) -> Address:
    return Address(
        street=told.text("street"),
        complement=told.text("complement"),
        postcode=told.text("postcode"),
        city=told.text("city"),
        country=told.text("country") if "country" in told.form else "",
    )
