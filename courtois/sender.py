"""The creditor as the head of the sheet shows him: name, lines, registers, numbers by groups."""

import re
from dataclasses import dataclass
from decimal import Decimal

from courtois import euros
from courtois.case import Creditor
from courtois.example import lend

ENTREPRENEUR = re.compile(r"\bEI\b|\bE\.I\.|entrepreneure? individuel", re.IGNORECASE)


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
        marked = ENTREPRENEUR.search(creditor.name) is not None
        return creditor.name if marked else lend(f"{creditor.name} EI", creditor.name)
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


def grouped(digits: str, by: int, space: str = "\u00a0") -> str:
    """Digits in groups: an IBAN by four, a SIREN by three, a telephone number by two."""
    return space.join(digits[i : i + by] for i in range(0, len(digits), by))


def phone_written(number: str) -> str:
    """A French number by pairs; any other as typed."""
    digits = re.sub(r"[\s.]", "", number)
    return grouped(digits, 2) if re.fullmatch(r"0\d{9}", digits, re.ASCII) else number


def siret_written(siret: str) -> str:
    """`732 829 320 00074`: the SIREN by three, then the establishment's five figures."""
    return f"{grouped(siret[:9], 3)}\u00a0{siret[9:]}"
