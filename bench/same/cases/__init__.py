"""Cases from a fixed seed: every kind of debtor with every letter, half of them with faults."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bench.same.cases import debts, faults, history, parties
from bench.same.cases.chance import Answers, Chance

# Another seed makes other cases, and earlier reports then name cases that no longer exist.
SEED = "courtois-1"
FIRST_DAY, LAST_DAY = date(2024, 2, 1), date(2027, 5, 31)
PLAN, FIRST_CONTACT = "echeancier", "conciliation"  # both take invoices not due
FIXED_RATE = 9  # percent


@dataclass(frozen=True)
class DrawnCase:
    """The answers of one person, by flat name, for one letter; `faults` names what is wrong on purpose."""

    number: int
    letter: str
    answers: Answers
    faults: tuple[str, ...]


def draw(number: int, letters: Sequence[str]) -> DrawnCase:
    """Return the case of this number. Kinds, letters, and cases with and without faults take turns."""
    chance = Chance(f"{SEED}/{number}")
    kind = parties.KINDS[number % len(parties.KINDS)]
    turn, place = divmod(number // len(parties.KINDS), len(letters))
    letter = letters[place]
    answers = sound(chance, number, kind, letter)
    fault_names = faults.put(chance, answers) if turn % 2 else ()
    return DrawnCase(number, letter, answers, fault_names)


def sound(
    chance: Chance, number: int, kind: str, letter: str, *, invoice_count: int | None = None
) -> Answers:
    """Return answers without a fault. Some draw a warning, and a public body's plan is refused.

    `invoices` is their number, drawn when it is None.
    """
    dated_on = chance.day(FIRST_DAY, LAST_DAY)
    old = chance.maybe(8)
    count = invoice_count or debts.how_many(chance)
    invoices = debts.invoices(
        chance, dated_on, count, old=old, not_due=letter in (PLAN, FIRST_CONTACT)
    )
    answers = {"dated_on": chance.typed_day(dated_on)} | history.presentation(chance, dated_on)
    answers |= parties.creditor(chance, number) | parties.debtor(chance, kind)
    answers |= history.claim(chance) | history.dispute(chance, letter, invoices)
    answers |= history.insolvency(chance, invoices) | history.delay_granted(chance, dated_on)
    answers |= history.earlier(chance, letter, invoices, dated_on)
    answers |= history.events(chance, invoices, dated_on)
    if letter == PLAN:
        answers |= _plan(chance, kind, invoices, dated_on)
    if old or chance.maybe(5):
        answers["confirm_limitation"] = chance.choice(("yes", "yes", ""))
    if chance.maybe(4):
        del answers["dated_on"]
    return answers | debts.as_answers(chance, invoices, kind, dated_on)


def _plan(chance: Chance, kind: str, invoices: list[debts.DrawnInvoice], dated_on: date) -> Answers:
    """Return instalments of what remains due; for some professionals, of the total at a fixed rate."""
    only = invoices[0]
    whole = kind == "professional" and len(invoices) == 1 and only.due_on < dated_on
    if not whole or only.claimed != only.amount:
        rest = debts.plan(
            chance, dated_on, sum((invoice.claimed for invoice in invoices), debts.NOTHING)
        )
        return rest | {"plan_covers": chance.choice(("principal", ""))}
    total = debts.total_at_fixed_rate(only, dated_on, FIXED_RATE)
    claimed = {"penalties": "claim", "late_rate": "fixed", "fixed_rate": str(FIXED_RATE)}
    return debts.plan(chance, dated_on, total) | {"plan_covers": "total"} | claimed
