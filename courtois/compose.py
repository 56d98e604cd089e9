"""From a kind of letter and a case to a letter: every fact its words may need, ready to print.

Templates choose words by these facts and compute nothing.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from courtois import euros
from courtois.address import SIZES, Addressee, addressee
from courtois.case import Case, Creditor, Debtor, EarlierStep
from courtois.example import lend
from courtois.letters import LetterType
from courtois.statement import Statement, state
from courtois.typeface import Typeface

NAMED_STEPS = ("mise-en-demeure", "echeancier")
SALUTATIONS = {"mme": "Madame", "m": "Monsieur", "none": "Madame, Monsieur"}
LEGAL_REPRESENTATIVE = "À l’attention du représentant légal"
_ENTREPRENEUR = re.compile(r"\bEI\b|\bE\.I\.|entrepreneure? individuel", re.IGNORECASE)


@dataclass(frozen=True)
class Sender:
    """The creditor as the head of the sheet shows him: name, form, lines, then registers."""

    name: str
    form: str
    lines: tuple[str, ...]
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Contacts:
    """Earlier steps of one kind (`phone`, `email`, `post`, `lrar`, or a letter's slug)."""

    kind: str
    invoices: tuple[str, ...]
    days: tuple[date, ...]


@dataclass(frozen=True)
class Letter:
    """One letter, complete. Amounts are euros; `words` that depend on law come from the figures."""

    type: LetterType
    case: Case
    sender: Sender
    addressee: Addressee
    statement: Statement
    pay_by: date

    @property
    def nous(self) -> bool:
        """A company or an association says « nous », a sole trader says « je »."""
        return self.case.creditor.status != "sole_trader"

    @property
    def several(self) -> bool:
        """More than one invoice number is named."""
        return len(self.numbers) > 1

    @property
    def numbers(self) -> tuple[str, ...]:
        """Invoice numbers, once each: a plan in course names one several times."""
        return tuple(dict.fromkeys(invoice.number for invoice in self.case.invoices))

    @property
    def order_refs(self) -> tuple[str, ...]:
        """The client's own references (order, contract, engagement), once each."""
        refs = (invoice.order_ref for invoice in self.case.invoices)
        return tuple(dict.fromkeys(ref for ref in refs if ref))

    @property
    def salutation(self) -> str:
        """« Madame », « Monsieur », or both when the letter speaks to no known person."""
        return SALUTATIONS[self.case.debtor.civility]

    @property
    def earlier(self) -> tuple["Contacts", ...]:
        """Earlier steps, oldest first, those of one kind about the same invoices together."""
        grouped_steps: dict[tuple[str, tuple[str, ...]], list[date]] = {}
        for step in sorted(self.case.earlier, key=lambda step: step.sent_on):
            key = _contact_kind(step), step.invoices
            grouped_steps.setdefault(key, []).append(step.sent_on)
        return tuple(Contacts(*key, tuple(days)) for key, days in grouped_steps.items())

    @property
    def earlier_about(self) -> tuple[str, ...]:
        """The invoices every earlier step was about, when they are the same and not all."""
        scopes = {step.invoices for step in self.case.earlier}
        return next(iter(scopes)) if len(scopes) == 1 else ()

    @property
    def part_paid(self) -> bool:
        """Money was already received on an invoice; a credit note is no payment."""
        return any(line.paid for line in self.statement.lines)

    @property
    def with_vat(self) -> bool:
        """Amounts include VAT, so the letter says « TTC »."""
        return self.case.creditor.vat == "yes"

    @property
    def claimed(self) -> Decimal:
        """What the letter asks for, in euros."""
        return self.statement.claimed

    @property
    def registered(self) -> bool:
        """Sent as a registered letter and no other way."""
        return self.type.channels == ("lrar",)

    @property
    def all_due(self) -> bool:
        """Every invoice named is past its due date on the letter's day."""
        return all(invoice.due_on < self.case.dated_on for invoice in self.case.invoices)

    @property
    def none_due(self) -> bool:
        """No invoice named is past its due date yet."""
        return all(invoice.due_on >= self.case.dated_on for invoice in self.case.invoices)

    @property
    def to_a_company(self) -> bool:
        """Written to a legal person, which has a siège social and a legal representative."""
        return is_legal_person(self.case.debtor)

    @property
    def copy_to_accountant(self) -> bool:
        """A public body's letter goes to the ordonnateur, its copy to the comptable public."""
        debtor = self.case.debtor
        return debtor.kind == "public" and debtor.comptable_public != "no"

    @property
    def mentions_penalties(self) -> bool:
        """The letter recalls what lateness costs; never to a consumer (rules: lower claim)."""
        kind_allows = self.case.debtor.kind in ("professional", "public")
        return kind_allows and self.case.penalties == "mention"

    @property
    def file_name(self) -> str:
        """Stem of the file: the letter's slug and the first invoice number."""
        safe = "".join(c if c.isalnum() else "-" for c in self.numbers[0])
        return f"{self.type.slug}-{safe.strip('-') or 'lettre'}"


def compose(letter_type: LetterType, case: Case, typeface: Typeface) -> Letter:
    """Write a letter. Raises AddressTooLong when the addressee does not fit in the window."""
    return Letter(
        type=letter_type,
        case=case,
        sender=_sender(case.creditor),
        addressee=_window(letter_type, case.debtor, typeface),
        statement=state(case),
        pay_by=case.pay_by or letter_type.usual_deadline(case.dated_on),
    )


def _window(letter_type: LetterType, debtor: Debtor, typeface: Typeface) -> Addressee:
    """What the envelope shows; nothing for what is never posted."""
    if not letter_type.sheet:
        return Addressee((), SIZES[0])
    return addressee(debtor, typeface, attention_line(letter_type, debtor))


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
        return (bool(form) and not _ENTREPRENEUR.search(form)) or (not form and debtor.head_office)
    return debtor.kind == "non_professional"


def _contact_kind(step: EarlierStep) -> str:
    """What the step was, in the words the letters have for it: some letters have a name."""
    named = step.step in NAMED_STEPS and step.channel != "phone"
    return step.step if named else step.channel


def _sender(creditor: Creditor) -> Sender:
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
        marked = _ENTREPRENEUR.search(creditor.name) is not None
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
