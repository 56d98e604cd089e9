"""A debt that may be barred: the letter waits for a confirmation (rules, §4)."""

from collections.abc import Iterator

from courtois import dates
from courtois.case import Case, Debtor
from courtois.checks.letter import EARLIEST_LETTER
from courtois.checks.saying import say
from courtois.errors import Fault
from courtois.example import told
from courtois.limitation import Limitation, of_case


def faults(case: Case, *, confirmed: bool) -> Iterator[Fault]:
    """Past the safe day, a letter is written only by someone who knows it."""
    passed = _passed(case)
    if passed and not confirmed:
        sentence = f"{_explained(passed, case.debtor)} Cochez la case pour continuer."
        yield say("confirm_limitation", sentence)


def warnings(case: Case, *, confirmed: bool) -> Iterator[Fault]:
    """The same, once confirmed."""
    passed = _passed(case)
    if passed and confirmed:
        yield say("confirm_limitation", _explained(passed, case.debtor))


def _passed(case: Case) -> Limitation | None:
    days = [day for invoice in case.invoices for day in (invoice.issued_on, invoice.due_on)]
    if not told(case.debtor.kind, case.dated_on, *days) or case.dated_on < EARLIEST_LETTER:
        return None
    limitation = of_case(case)
    return limitation if limitation.safe < case.dated_on else None


def _explained(limitation: Limitation, debtor: Debtor) -> str:
    since = dates.write(dates.add_days(limitation.safe, 1))
    years = f"{limitation.years} an{'s' if limitation.years > 1 else ''}"
    clause = (
        " ; votre contrat peut en prévoir un autre, article 2254 du code civil"
        if debtor.kind == "professional"
        else ""
    )
    return (
        f"La facture {limitation.number} est peut-être prescrite depuis le {since} "
        f"(délai de {years}, compté au plus prudent{clause}) : votre client pourrait refuser "
        "de payer, et une lettre n’y change rien. Voyez le guide « La prescription »."
    )
