"""Compose a letter from its type and a case: every fact that its words may need, ready to print.

Templates choose words by these facts and compute nothing.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from courtois import regimes
from courtois.case import Case, Debtor
from courtois.catalogue.letters import LetterType
from courtois.debt.assessment import Assessment
from courtois.debt.interest_table import InterestTable
from courtois.debt.statement import Statement
from courtois.french import dates
from courtois.letter.earlier_steps import StepGroup, group_steps
from courtois.letter.head import SIZES, Addressee, Sender, addressee, attention_line, sender_of
from courtois.letter.typeface import Typeface
from courtois.regimes import Regime

SALUTATIONS = {"mme": "Madame", "m": "Monsieur", "none": "Madame, Monsieur"}


@dataclass(frozen=True)
class Letter:
    """One complete letter. Amounts are euros."""

    type: LetterType
    case: Case
    sender: Sender
    addressee: Addressee
    assessment: Assessment
    pay_by: date

    @property
    def regime(self) -> Regime:
        """What the law says of this kind of debtor."""
        return regimes.of(self.case.debtor)

    @property
    def statement(self) -> Statement:
        """What is owed."""
        return self.assessment.statement

    @property
    def interest_table(self) -> InterestTable:
        """What lateness adds, row by row."""
        return self.assessment.interest_table

    @property
    def nous(self) -> bool:
        """True when the creditor says « nous »: a company or an association; a sole trader says « je »."""
        return self.case.creditor.status != "sole_trader"

    @property
    def several(self) -> bool:
        """True when more than one invoice number is named."""
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
        """« Madame », « Monsieur », or both when the reader is not known."""
        return SALUTATIONS[self.case.debtor.civility]

    @property
    def earlier(self) -> tuple[StepGroup, ...]:
        """Earlier steps, oldest first, those of one kind about the same invoices together."""
        return group_steps(self.case.earlier)

    @property
    def earlier_about(self) -> tuple[str, ...]:
        """The invoices of the earlier steps when all steps name the same ones; empty otherwise."""
        scopes = {step.invoices for step in self.case.earlier}
        return next(iter(scopes)) if len(scopes) == 1 else ()

    @property
    def part_paid(self) -> bool:
        """True when money was received on an invoice; a credit note is not a payment."""
        return any(line.paid for line in self.statement.lines)

    @property
    def with_vat(self) -> bool:
        """True when amounts include VAT: the letter then says « TTC »."""
        return self.case.creditor.vat == "yes"

    @property
    def claimed(self) -> Decimal:
        """The principal the letter asks for, in euros."""
        return self.statement.claimed

    @property
    def claims(self) -> bool:
        """True when the letter demands interest or the fixed sum, in figures."""
        return claims(self.type, self.case, self.statement)

    @property
    def demanded(self) -> Decimal:
        """Everything the letter demands, in euros."""
        return self.statement.total if self.claims else self.claimed

    @property
    def paid_late(self) -> bool:
        """True when the principal is paid and only lateness is demanded."""
        return self.claims and self.statement.principal == 0

    @property
    def annexed(self) -> bool:
        """True when the décompte, line by line, is attached."""
        return self.claims and self.case.annex

    @property
    def next_day(self) -> date:
        """The first day after those counted."""
        return dates.add_days(self.statement.as_of, 1)

    @property
    def outlasts_the_rate(self) -> bool:
        """True when the rate may change before the deadline."""
        return self.statement.daily_until is not None and self.pay_by > self.statement.daily_until

    @property
    def registered(self) -> bool:
        """True when the letter is always sent by registered post."""
        return self.type.channels == ("lrar",)

    @property
    def all_due(self) -> bool:
        """True when every invoice is past its due date on the letter's day."""
        return all(invoice.due_on < self.case.dated_on for invoice in self.case.invoices)

    @property
    def none_due(self) -> bool:
        """True when no invoice is past its due date yet."""
        return all(invoice.due_on >= self.case.dated_on for invoice in self.case.invoices)

    @property
    def to_a_company(self) -> bool:
        """True for a legal person, which has a siège social and a legal representative."""
        return self.regime.is_legal_person(self.case.debtor)

    @property
    def copy_to_accountant(self) -> bool:
        """True when the comptable public gets a copy; the letter itself goes to the ordonnateur."""
        return self.regime.administrative and self.case.debtor.comptable_public != "no"

    @property
    def mentions_penalties(self) -> bool:
        """True when the letter recalls what lateness costs, without a figure; never to a consumer."""
        recalled = self.case.penalties != "none" and not self.claims
        return recalled and self.regime.late_by_law

    @property
    def file_name(self) -> str:
        """Stem of the file: the letter's slug and the first invoice number."""
        return self.case.file_name(self.type.slug)


def compose(letter_type: LetterType, assessment: Assessment, typeface: Typeface) -> Letter:
    """Compose a letter. Raises AddressTooLong when the addressee does not fit in the window."""
    case = assessment.case
    return Letter(
        type=letter_type,
        case=case,
        sender=sender_of(case.creditor),
        addressee=_window(letter_type, case.debtor, typeface),
        assessment=assessment,
        pay_by=case.pay_by or letter_type.usual_deadline(case.dated_on),
    )


def claims(letter_type: LetterType, case: Case, statement: Statement) -> bool:
    """True when this letter demands what lateness adds.

    To a consumer, a mise en demeure alone demands it, once an earlier one made interest run (C. civ., art.
    1344-1): a relance names no interest.
    """
    if case.penalties != "claim" or statement.total == statement.claimed:
        return False
    by_law = regimes.of(case.debtor).late_by_law
    if letter_type.takes_plan:
        return by_law and case.plan is not None and case.plan.covers == "total"
    return letter_type.recalls_penalties and (by_law or letter_type.final)


def _window(letter_type: LetterType, debtor: Debtor, typeface: Typeface) -> Addressee:
    """Return the lines of the envelope's window; none for a message that is never posted."""
    if not letter_type.sheet:
        return Addressee((), SIZES[0])
    return addressee(debtor, typeface, attention_line(letter_type, debtor))
