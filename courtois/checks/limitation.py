"""Checks of the limitation period (docs/rules.md, §4): a fault until the person confirms, a warning near its end."""

from collections.abc import Iterator

from courtois import regimes
from courtois.borrowed import is_answered
from courtois.case import Case, Debtor
from courtois.checks.claim import EARLIEST_LETTER
from courtois.checks.guide_links import see_guide
from courtois.debt.assessment import Assessment
from courtois.debt.limitation import Limitation
from courtois.errors import Fault
from courtois.french import dates


def faults(assessment: Assessment, *, confirmed: bool) -> Iterator[Fault]:
    """A fault once the safe day is over, until the person confirms."""
    limitation = _past(assessment)
    if limitation and not confirmed:
        sentence = (
            f"{_explanation(limitation, assessment.case.debtor)} Cochez la case pour continuer."
        )
        yield Fault.french("confirm_limitation", sentence)


def warnings(assessment: Assessment, *, confirmed: bool) -> Iterator[Fault]:
    """A warning when the safe day is near, or over and confirmed."""
    case, limitation = assessment.case, _known(assessment)
    if limitation is None:
        return
    if not limitation.past(case.dated_on):
        yield from _near(limitation, case)
    elif confirmed:
        yield Fault.french("confirm_limitation", _explanation(limitation, case.debtor))


def _near(limitation: Limitation, case: Case) -> Iterator[Fault]:
    before_deadline = case.pay_by is not None and limitation.past(case.pay_by)
    if not limitation.near(case.dated_on) and not before_deadline:
        return
    number = limitation.number
    index = [invoice.number for invoice in case.invoices].index(number)
    field = "performed_on" if case.invoices[index].performed_on else "issued_on"
    last_day = dates.write(limitation.safe)
    perhaps = "" if limitation.safe_sure else ", peut-être avant"
    first = f"La facture {number} risque d’être prescrite après le {last_day}{perhaps}"
    if limitation.from_new_year:
        advice = (
            "une demande écrite interrompt ce délai : écrivez dès maintenant, en recommandé avec "
            "avis de réception."
        )
    else:
        advice = (
            "n’attendez pas. Une lettre n’arrête pas ce délai ; deux actes comptent : saisir le juge, "
            "ou obtenir de votre client une reconnaissance de dette écrite."
        )
    yield Fault.french(
        f"invoices-{index}-{field}", f"{first} : {advice} {see_guide('prescription')}"
    )


def _past(assessment: Assessment) -> Limitation | None:
    limitation, today = _known(assessment), assessment.case.dated_on
    return limitation if limitation and limitation.past(today) else None


def _known(assessment: Assessment) -> Limitation | None:
    """Return the case's limitation, or None when a day that it is counted from was not answered."""
    case = assessment.case
    days = [
        day
        for invoice in case.invoices
        for day in (invoice.issued_on, invoice.due_on, invoice.performed_on)
        if day is not None
    ]
    if not is_answered(case.debtor.kind, case.dated_on, *days) or case.dated_on < EARLIEST_LETTER:
        return None
    return assessment.limitation


def _explanation(limitation: Limitation, debtor: Debtor) -> str:
    since = dates.write(dates.add_days(limitation.safe, 1))
    years = f"{limitation.years} an{'s' if limitation.years > 1 else ''}"
    if limitation.safe_sure:
        before, counted = "", "compté au plus prudent"
    else:
        before, counted = (
            ", ou plus tôt",
            "sans compter depuis la fin de la prestation, non indiquée",
        )
    clause = (
        " ; votre contrat peut en prévoir un autre, article 2254 du code civil"
        if regimes.of(debtor).period_by_contract
        else ""
    )
    return (
        f"La facture {limitation.number} est peut-être prescrite depuis le {since}{before} "
        f"(délai de {years}, {counted}{clause}) : votre client pourrait refuser "
        f"de payer, et une lettre n’y change rien. {see_guide('prescription')}"
    )
