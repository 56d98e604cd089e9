"""The head of the sheet: the creditor's name, lines and registers, and for whose attention the letter goes."""

from dataclasses import dataclass
from decimal import Decimal

from courtois import regimes
from courtois.borrowed import lend
from courtois.case import Creditor, Debtor, says_sole_trader
from courtois.catalogue.letters import LetterType
from courtois.french import euros
from courtois.french.numbers import grouped, phone_written, siret_written

LEGAL_REPRESENTATIVE = "À l’attention du représentant légal"


@dataclass(frozen=True)
class Sender:
    """The creditor as the head of the sheet shows him: name, form, lines, then registers."""

    name: str
    form: str
    lines: tuple[str, ...]
    mentions: tuple[str, ...]


def sender_of(creditor: Creditor) -> Sender:
    """What the head of the sheet shows."""
    where = creditor.address
    town = f"{where.postcode} {where.city}".strip()
    lines = [
        where.complement,
        where.street,
        lend(town, where.postcode, where.city),
        where.country,
        lend(phone_written(creditor.phone), creditor.phone),
        creditor.email,
    ]
    return Sender(
        name=sender_name(creditor),
        form=_form_and_capital(creditor),
        lines=tuple(line for line in lines if line),
        mentions=tuple(_mentions(creditor)),
    )


def sender_name(creditor: Creditor) -> str:
    """The creditor's name, with « EI » beside a sole trader's (C. com., art. R526-27)."""
    if creditor.status == "sole_trader":
        named = says_sole_trader(creditor.name)
        return creditor.name if named else lend(f"{creditor.name} EI", creditor.name)
    return creditor.name


def _form_and_capital(creditor: Creditor) -> str:
    """« SARL au capital de 5 000 € », beside the name (C. com., art. R123-238)."""
    if creditor.status == "sole_trader" or not creditor.legal_form:
        return ""
    capital = f" au capital de {_whole_euros(creditor.capital)}" if creditor.capital else ""
    return lend(f"{creditor.legal_form}{capital}", creditor.legal_form, creditor.capital)


def _mentions(creditor: Creditor) -> list[str]:
    """Registers on correspondence (C. com., art. R123-237); « RCS » goes with its number."""
    if not creditor.siret:
        return []
    mentions = [lend(f"SIRET {siret_written(creditor.siret)}", creditor.siret)]
    if creditor.rcs:
        rcs = f"RCS {creditor.rcs} {grouped(creditor.siret[:9], 3)}"
        mentions.insert(0, lend(rcs, creditor.rcs))
    return mentions


def _whole_euros(amount: Decimal) -> str:
    return euros.write(amount).replace(",00\u00a0€", "\u00a0€")


def attention_line(letter_type: LetterType, debtor: Debtor) -> str:
    """Who opens it: the contact named, else a legal person's representative at its siège social."""
    regime = regimes.of(debtor)
    if regime.natural_person:
        return ""
    if debtor.contact:
        return lend(f"À l’attention de {debtor.contact}", debtor.contact)
    formal = letter_type.to_head_office and regime.is_legal_person(debtor)
    return LEGAL_REPRESENTATIVE if formal else ""
