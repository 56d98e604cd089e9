"""Who opens the letter: a person told, or the legal representative of a company at its seat."""

from courtois.case import Debtor
from courtois.example import lend
from courtois.letters import LetterType
from courtois.sender import ENTREPRENEUR

LEGAL_REPRESENTATIVE = "À l’attention du représentant légal"


def attention_line(letter_type: LetterType, debtor: Debtor) -> str:
    """Who opens it: the contact told, else a legal person's representative at its seat."""
    if debtor.kind == "consumer":
        return ""
    if debtor.contact:
        return lend(f"À l’attention de {debtor.contact}", debtor.contact)
    formal = letter_type.to_head_office and is_legal_person(debtor)
    return LEGAL_REPRESENTATIVE if formal else ""


def is_legal_person(debtor: Debtor) -> bool:
    """True for a company or an association, as far as what was told says so."""
    if debtor.kind == "professional":
        form = debtor.legal_form
        return (bool(form) and not ENTREPRENEUR.search(form)) or (not form and debtor.head_office)
    return debtor.kind == "non_professional"
