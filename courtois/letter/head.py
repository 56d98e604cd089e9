"""The head of the sheet: the sender, the attention line, and the addressee's lines in the window.

NF Z10-011: six lines at most, 38 characters each, from the most particular to the most general,
the last three in unaccented capitals without punctuation. The window limits the width to 85 mm
(docs/rules.md, §5.2).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from courtois import regimes
from courtois.borrowed import borrow_from
from courtois.case import Creditor, Debtor, says_sole_trader
from courtois.catalogue.letters import LetterType
from courtois.errors import AddressTooLong
from courtois.french import euros
from courtois.french.typography import (
    format_phone,
    format_siret,
    group_digits,
    is_france,
    postal_capitals,
)
from courtois.letter.typeface import Typeface

LEGAL_REPRESENTATIVE = "À l’attention du représentant légal"


@dataclass(frozen=True)
class Sender:
    """The creditor as the head of the sheet shows them: name, form, lines, then registers."""

    name: str
    form: str
    lines: tuple[str, ...]
    mentions: tuple[str, ...]


def sender_of(creditor: Creditor) -> Sender:
    """Build the head of the sheet."""
    address = creditor.address
    town = f"{address.postcode} {address.city}".strip()
    lines = [
        address.complement,
        address.street,
        borrow_from(town, address.postcode, address.city),
        address.country,
        borrow_from(format_phone(creditor.phone), creditor.phone),
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
        return creditor.name if named else borrow_from(f"{creditor.name} EI", creditor.name)
    return creditor.name


def _form_and_capital(creditor: Creditor) -> str:
    """« SARL au capital de 5 000 € », beside the name (C. com., art. R123-238)."""
    if creditor.status == "sole_trader" or not creditor.legal_form:
        return ""
    capital = f" au capital de {_whole_euros(creditor.capital)}" if creditor.capital else ""
    return borrow_from(f"{creditor.legal_form}{capital}", creditor.legal_form, creditor.capital)


def _mentions(creditor: Creditor) -> list[str]:
    """Registers on correspondence (C. com., art. R123-237); « RCS » goes with its number."""
    if not creditor.siret:
        return []
    mentions = [borrow_from(f"SIRET {format_siret(creditor.siret)}", creditor.siret)]
    if creditor.rcs:
        rcs = f"RCS {creditor.rcs} {group_digits(creditor.siret[:9], 3)}"
        mentions.insert(0, borrow_from(rcs, creditor.rcs))
    return mentions


def _whole_euros(amount: Decimal) -> str:
    return euros.write(amount).replace(",00\u00a0€", "\u00a0€")


def attention_line(letter_type: LetterType, debtor: Debtor) -> str:
    """« À l'attention de … »: the contact, else a legal person's representative at its siège social."""
    regime = regimes.of(debtor)
    if regime.natural_person:
        return ""
    if debtor.contact:
        return borrow_from(f"À l’attention de {debtor.contact}", debtor.contact)
    formal = letter_type.to_head_office and regime.is_legal_person(debtor)
    return LEGAL_REPRESENTATIVE if formal else ""


WINDOW_LINES = 6
WINDOW_CHARACTERS = 38
WINDOW_WIDTH_MM = 84.0  # one millimetre under the window's 85, for kerning is not measured
SIZES = (10.0, 9.5, 9.0)  # points

SHORT_CIVILITIES = {"mme": "Mme", "m": "M."}
_TYPED_CIVILITY = re.compile(r"(?:M|Mr|Mme|Monsieur|Madame)\b\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Addressee:
    """The lines of the window, and the size they are set in (points)."""

    lines: tuple[str, ...]
    points: float


def addressee(debtor: Debtor, typeface: Typeface, attention: str = "") -> Addressee:
    """Fold a debtor's name and address into the window.

    The largest size that needs the fewest lines wins. Raises AddressTooLong when even the
    smallest needs more than six.
    """
    unfolded = _unfolded(debtor, attention)
    best: Addressee | None = None
    for points in SIZES:
        folded = [line for text in unfolded for line in _fold(text, typeface, points)]
        if len(folded) <= WINDOW_LINES and (best is None or len(folded) < len(best.lines)):
            best = Addressee(tuple(folded), points)
    if best is None or any(not _fits(line, typeface, best.points) for line in best.lines):
        raise AddressTooLong(f"{len(unfolded)} lines wanted, {WINDOW_LINES} at most")
    return best


def _unfolded(debtor: Debtor, attention: str) -> list[str]:
    address = debtor.address
    name = debtor.name
    if regimes.of(debtor).natural_person and debtor.civility in SHORT_CIVILITIES:
        name = f"{SHORT_CIVILITIES[debtor.civility]} {_without_civility(name)}"
    lines = [
        borrow_from(name, debtor.name),
        attention,
        address.complement,
        borrow_from(postal_capitals(address.street), address.street),
        borrow_from(
            postal_capitals(f"{address.postcode} {address.city}"), address.postcode, address.city
        ),
        "" if is_france(address.country) else postal_capitals(address.country),
    ]
    return [line for line in lines if line]


def _without_civility(name: str) -> str:
    """A person's name without a typed civility, since the letter writes its own."""
    typed = _TYPED_CIVILITY.match(name)
    return name[typed.end() :] if typed else name


def _fold(text: str, typeface: Typeface, points: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if _fits(longer, typeface, points) or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [borrow_from(line, text) for line in lines]


def _fits(line: str, typeface: Typeface, points: float) -> bool:
    return len(line) <= WINDOW_CHARACTERS and typeface.width_mm(line, points) <= WINDOW_WIDTH_MM
