"""Who is owed, and who owes: mentions, kinds a letter is never written to, insolvency, addresses, abroad."""

from collections.abc import Iterator
from datetime import date

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import JUDGMENTS, Case, Creditor, Debtor
from courtois.catalogue.letters import LetterType
from courtois.checks.claim import EARLIEST_LETTER
from courtois.errors import AddressTooLong, Fault
from courtois.french import dates
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
    """Everything that forbids writing to this debtor."""
    debtor = case.debtor
    regime = regimes.of(debtor)
    if is_answered(debtor.kind) and not regime.receives(letter_type):
        yield Fault.french(
            "debtor-kind", REFUSED_BY_PUBLIC_BODY if regime.administrative else REFUSED
        )
    yield from _postcode(debtor)
    yield from _empty_lines(debtor, letter_type)
    yield from _insolvency(case)
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
    for name, what in (("street", "la rue"), ("city", "la ville")):
        typed = getattr(debtor.address, name)
        if is_answered(typed) and typed and not postal_capitals(typed):
            yield Fault.french(f"debtor-{name}", f"Écrivez {what} en lettres ou en chiffres.")


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


def _insolvency(case: Case) -> Iterator[Fault]:
    debtor = case.debtor
    if debtor.insolvency == "surendettement":
        yield Fault.french(
            "debtor-insolvency",
            "Un dossier de surendettement recevable interdit à votre client de payer ses dettes "
            "antérieures (article L. 722-5 du code de la consommation) : écrivez à la commission "
            "de surendettement, pas à lui.",
        )
    if debtor.insolvency == "closed":
        yield Fault.french(
            "debtor-insolvency",
            "Après une liquidation clôturée pour insuffisance d’actif, plus rien ne peut en principe "
            "être réclamé à la société : aucune lettre n’est utile.",
        )
    yield from judgment_day(case)
    judgment_on = debtor.insolvency_on
    known = (
        debtor.insolvency in JUDGMENTS and judgment_on and is_answered(judgment_on, case.dated_on)
    )
    if known and judgment_on and case.dated_on >= max(EARLIEST_LETTER, judgment_on):
        yield from _born_before(case, judgment_on)


def judgment_day(case: Case) -> Iterator[Fault]:
    """A fault for a judgment without a possible day, from which everything is counted."""
    debtor, judgment_on = case.debtor, case.debtor.insolvency_on
    if debtor.insolvency not in JUDGMENTS:
        return
    if judgment_on is None:
        yield Fault.french(
            "debtor-insolvency_on",
            "Indiquez la date du jugement : elle figure sur l’annonce du Bodacc.",
        )
    elif is_answered(judgment_on, case.dated_on) and judgment_on > case.dated_on:
        yield Fault.french(
            "debtor-insolvency_on",
            f"Ce jugement tombe après le {dates.write(case.dated_on)} : vérifiez sa date.",
        )


def _born_before(case: Case, judgment_on: date) -> Iterator[Fault]:
    """Faults for debts born before the judgment: they are declared, not claimed (C. com., art. L622-24)."""
    receiver = "liquidateur" if case.debtor.insolvency == "liquidation" else "mandataire judiciaire"
    delay = figures(case.dated_on)["delai_declaration_creance"]
    for index, invoice in enumerate(case.invoices):
        question = f"invoices-{index}-performed_on"
        if invoice.performed_on is None and not case.before_judgment(invoice):
            yield Fault.french(
                question,
                "Indiquez quand la prestation a été achevée : c’est ce jour, et non celui de la "
                "facture, qui dit si la créance est née avant le jugement.",
            )
        elif is_answered(invoice.born_on) and case.before_judgment(invoice):
            yield Fault.french(
                question,
                f"Cette créance est née avant le jugement du {dates.write(judgment_on)} : aucune lettre ne "
                f"peut la réclamer. Déclarez-la au {receiver} dans les {delay} de la publication au "
                "Bodacc (article L. 622-24 du code de commerce) et retirez la facture d’ici.",
            )


def debtor_warnings(case: Case, letter_type: LetterType) -> Iterator[Fault]:
    """Warnings about the debtor that only the person can settle."""
    debtor = case.debtor
    yield from _insolvency_warnings(debtor)
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


def insolvency_doubts(case: Case) -> Iterator[Fault]:
    """Warnings of a calculator about an insolvency, which forbids nothing there."""
    insolvency = case.debtor.insolvency
    if insolvency in ("surendettement", "closed"):
        yield from _insolvency(case)
    if insolvency == "surendettement":
        yield Fault.french(
            "debtor-insolvency",
            "Un surendettement recevable peut aussi arrêter les intérêts : à vérifier auprès de la "
            "commission.",
        )
    elif regimes.of(case.debtor).in_bodacc:
        yield from _insolvency_warnings(case.debtor)


def _insolvency_warnings(debtor: Debtor) -> Iterator[Fault]:
    if debtor.insolvency in JUDGMENTS:
        yield Fault.french(
            "debtor-insolvency",
            "En principe, seules les créances nées après le jugement se paient à leur échéance : "
            "gardez la preuve de la date de votre prestation.",
        )
    if debtor.insolvency == "unknown":
        yield Fault.french(
            "debtor-insolvency",
            "Cherchez votre client sur bodacc.fr avant d’envoyer : si une procédure est ouverte, "
            "une créance antérieure se déclare et ne se réclame plus.",
        )


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
        what = "l’accord" if letter_type.takes_plan else "la lettre"
        yield Fault.french(
            "creditor-iban",
            f"Sans IBAN, {what} n’indiquera aucun moyen de payer : ajoutez le vôtre.",
        )


def _company_mentions(creditor: Creditor) -> Iterator[Fault]:
    """Mentions of a company's correspondence (C. com., art. R123-237 and R123-238)."""
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
