"""Checks of the creditor and the debtor: mentions, addresses, kinds of debtor that a letter refuses."""

from collections.abc import Iterator

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import Case, Creditor, Debtor
from courtois.catalogue.letters import LetterType
from courtois.checks import insolvency
from courtois.checks.claim import EARLIEST_LETTER
from courtois.errors import AddressTooLong, Fault
from courtois.french.typography import postal_capitals
from courtois.law import figures
from courtois.letter.head import addressee, attention_line
from courtois.letter.typeface import Typeface

REFUSED_BY_PUBLIC_BODY = (
    "Une administration paie selon les règles de la comptabilité publique : elle ne signe "
    "pas cette lettre. Choisissez une relance ou la mise en demeure."
)
REFUSED = "Cette lettre ne convient pas à ce client : choisissez-en une autre."


def debtor_faults(case: Case, letter_type: LetterType, typeface: Typeface) -> Iterator[Fault]:
    """Faults that forbid writing to this debtor."""
    debtor = case.debtor
    regime = regimes.of(debtor)
    if is_answered(debtor.kind) and not regime.receives(letter_type):
        yield Fault.french(
            "debtor-kind", REFUSED_BY_PUBLIC_BODY if regime.administrative else REFUSED
        )
    yield from _postcode(debtor)
    yield from _empty_lines(debtor, letter_type)
    yield from insolvency.faults(case)
    yield from _window(debtor, letter_type, typeface)


def _postcode(debtor: Debtor) -> Iterator[Fault]:
    code = debtor.address.postcode
    if not is_answered(code) or not code or debtor.abroad:
        return
    if not (code.isascii() and code.isdigit() and len(code) == 5):
        yield Fault.french(
            "debtor-postcode",
            "Un code postal français compte 5 chiffres ; pour un autre pays, indiquez lequel.",
        )


def _empty_lines(debtor: Debtor, letter_type: LetterType) -> Iterator[Fault]:
    """A fault for an address without a letter or a digit: the window would be empty."""
    if not letter_type.sheet:
        return
    for name, noun in (("street", "la rue"), ("city", "la ville")):
        typed = getattr(debtor.address, name)
        if is_answered(typed) and typed and not postal_capitals(typed):
            yield Fault.french(f"debtor-{name}", f"Écrivez {noun} en lettres ou en chiffres.")


def _window(debtor: Debtor, letter_type: LetterType, typeface: Typeface) -> Iterator[Fault]:
    address = debtor.address
    if not is_answered(
        debtor.name, address.street, address.complement, address.postcode, address.city
    ):
        return
    if not letter_type.sheet or fits_in_window(debtor, letter_type, typeface):
        return
    yield Fault.french(
        "debtor-street",
        "Cette adresse ne tient pas dans la fenêtre de l’enveloppe, qui en montre 6 lignes de "
        "38 caractères : abrégez-la (« av. », « bd », « bât. »), ou videz une ligne facultative.",
    )


def fits_in_window(debtor: Debtor, letter_type: LetterType, typeface: Typeface) -> bool:
    """True when the debtor's name and address fit in the window (NF Z10-011)."""
    try:
        addressee(debtor, typeface, attention_line(letter_type, debtor))
    except AddressTooLong:
        return False
    return True


def debtor_warnings(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """Warnings about the debtor that only the person can settle."""
    debtor = case.debtor
    yield from insolvency.warnings(debtor)
    regime = regimes.of(debtor)
    if letter_type.to_head_office and regime.has_head_office and not debtor.head_office:
        yield Fault.french(
            "debtor-head_office",
            "Une mise en demeure s’envoie au siège social d’une société : vérifiez que cette adresse "
            "est bien la sienne.",
        )
    if debtor.abroad and regime.code == "commerce" and case.penalties != "none":
        yield Fault.french(
            "debtor-country",
            "Votre client est à l’étranger : les pénalités de retard du code de commerce ne valent "
            "que si la loi française régit votre contrat, ce qui est à vérifier.",
        )
    if regime.administrative:
        yield from _public_body_warnings(case, letter_type)


def _public_body_warnings(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    if letter_type.final and case.debtor.ccag != "no" and case.dated_on >= EARLIEST_LETTER:
        delay = figures(case.dated_on)["reclamation_publique"]
        yield Fault.french(
            "debtor-ccag",
            "Si votre marché renvoie à un CCAG, un mémoire en réclamation doit suivre dans les "
            f"{delay} du silence de l’acheteur, sous peine de forclusion : vérifiez ses pièces.",
        )
    if case.penalties == "none" or not letter_type.demands_payment:
        return
    for index, invoice in enumerate(case.invoices):
        if invoice.received_on is None:
            yield Fault.french(
                f"invoices-{index}-received_on",
                f"Le délai de paiement d’une administration part de la réception de la facture : "
                f"sans cette date, la facture {invoice.number} est comptée depuis son échéance.",
            )


def creditor_warnings(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """Warnings about what the letter will lack."""
    creditor = case.creditor
    if letter_type.sheet and is_answered(creditor.status) and creditor.status == "company":
        yield from _company_mentions(creditor)
    if not creditor.iban and (letter_type.demands_payment or letter_type.takes_plan):
        noun = "l’accord" if letter_type.takes_plan else "la lettre"
        yield Fault.french(
            "creditor-iban",
            f"Sans IBAN, {noun} n’indiquera aucun moyen de payer : ajoutez le vôtre.",
        )


def _company_mentions(creditor: Creditor) -> Iterator[Fault]:
    """Warnings for mentions that a company lacks in its letters (C. com., art. R123-237 and R123-238)."""
    if not creditor.legal_form:
        yield Fault.french(
            "creditor-legal_form",
            "Dans ses lettres, une société fait suivre son nom de sa forme juridique "
            "(article R. 123-238 du code de commerce) : ajoutez-la, par exemple SARL.",
        )
    if not creditor.siret:
        yield Fault.french(
            "creditor-siret",
            "Dans ses lettres, une société indique son numéro d’identification "
            "(article R. 123-237 du code de commerce) : ajoutez votre SIRET.",
        )
    if not creditor.rcs:
        yield Fault.french(
            "creditor-rcs",
            "Dans ses lettres, une société indique la ville de son registre du commerce "
            "(article R. 123-237 du code de commerce) : ajoutez-la, par exemple Lyon.",
        )
