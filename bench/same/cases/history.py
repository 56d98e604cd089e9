"""What happened before the letter: steps, events, a dispute, an insolvency; and what is claimed."""

from collections.abc import Sequence
from datetime import date, timedelta

from bench.same.cases.chance import Answers, Chance
from bench.same.cases.debts import DrawnInvoice

STEPS = ("conciliation", "relance-1", "relance-2", "relance-3", "mise-en-demeure")
CHANNELS = ("phone", "email", "post", "lrar")
EVENTS = ("acknowledgement", "signed_plan", "conciliation", "court_claim", "enforcement")
JUDGMENTS = ("sauvegarde", "redressement", "liquidation")
NOTE = "Merci encore pour votre accueil.\nJe reste à votre disposition, le mardi surtout."


def earlier(
    chance: Chance, letter: str, invoices: Sequence[DrawnInvoice], dated_on: date
) -> Answers:
    """Draw the first amicable steps, in order, after the first invoice and before the letter."""
    below = STEPS.index(letter) if letter in STEPS else len(STEPS)
    steps: Sequence[str] = STEPS[: chance.randint(0, max(below, 1))]
    if chance.maybe(10):
        steps = (*STEPS, "echeancier")
    first = min(invoice.issued_on for invoice in invoices)
    days = sorted(chance.day(first, dated_on) for _ in steps)
    answers: Answers = {}
    for place, (step, sent_on) in enumerate(zip(steps, days, strict=True)):
        channel = chance.choice(CHANNELS)
        row = {"step": step, "sent_on": chance.typed_day(sent_on), "channel": channel}
        if channel == "lrar" and chance.maybe(60):
            presented_on = min(sent_on + timedelta(days=chance.randint(1, 5)), dated_on)
            row["presented_on"] = chance.typed_day(presented_on)
        if chance.maybe(25):
            row["invoices"] = ", ".join(
                invoice.number for invoice in invoices[: chance.randint(1, 2)]
            )
        answers |= {f"earlier-{place}-{name}": value for name, value in row.items()}
    return answers


def events(chance: Chance, invoices: Sequence[DrawnInvoice], dated_on: date) -> Answers:
    """Now and then, what moves the limitation date."""
    first = min(invoice.issued_on for invoice in invoices)
    answers: Answers = {}
    for place in range(chance.choice((0, 0, 0, 1, 2))):
        answers[f"events-{place}-kind"] = chance.choice(EVENTS)
        answers[f"events-{place}-on"] = chance.typed_day(chance.day(first, dated_on))
    return answers


def dispute(chance: Chance, letter: str, invoices: Sequence[DrawnInvoice]) -> Answers:
    """Now and then, a part that is disputed; the whole where the letter takes it."""
    if letter == "conciliation" and chance.maybe(12):
        return {"disputed": "all", "disputed_what": chance.choice(("", "les délais"))}
    if chance.maybe(12):
        invoices[0].disputed = chance.part_of(invoices[0].claimed)
        return {"disputed": "part", "disputed_what": "le nombre de photographies livrées"}
    return {"disputed": chance.choice(("", "no"))}


def insolvency(chance: Chance, invoices: Sequence[DrawnInvoice]) -> Answers:
    """Now and then, draw a judgment before the service: only such debts may still be claimed."""
    ends_of_service = [invoice.performed_on for invoice in invoices if invoice.performed_on]
    if len(ends_of_service) < len(invoices) or not chance.maybe(12):
        return {}
    judged_on = min(ends_of_service) - timedelta(days=chance.randint(1, 60))
    return {
        "debtor-insolvency": chance.choice(JUDGMENTS),
        "debtor-insolvency_on": chance.typed_day(judged_on),
    }


def claim(chance: Chance) -> Answers:
    """Draw what the letter says of lateness, and the agreed rate."""
    rate = chance.choice(("legal", "legal", "fixed", "triple_legal", "ecb_plus", ""))
    answers = {
        "penalties": chance.choice(("", "none", "mention", "claim", "claim", "claim")),
        "annex": chance.choice(("yes", "no", "")),
    }
    if answers["penalties"] == "claim" and not rate:
        rate = "legal"
    answers["late_rate"] = rate
    if rate == "fixed":
        answers["fixed_rate"] = chance.choice(("5", "12", "12,5 %", "3.75"))
    if rate == "ecb_plus":
        answers["late_points"] = chance.choice(("10", "0", "8,5"))
    return answers


def presentation(chance: Chance, dated_on: date) -> Answers:
    """Draw the place, the deadline, the QR code and the note of the letter."""
    pay_by = dated_on + timedelta(days=chance.randint(3, 40))
    return {
        "place": chance.choice(("", "Lyon", "Saint-Étienne")),
        "pay_by": chance.choice(("", chance.typed_day(pay_by))),
        "qr": chance.choice(("yes", "", "no")),
        "note": chance.choice(("", "", NOTE)),
        "straight": chance.choice(("yes", "", "")),
    }


def delay_granted(chance: Chance, dated_on: date) -> Answers:
    """Now and then, a plan in course, or a delay that is over."""
    if chance.maybe(7):
        until = dated_on + timedelta(days=chance.randint(-30, 90))
        return {"plan_in_course": "yes", "grace_until": chance.typed_day(until)}
    if chance.maybe(7):
        return {"grace_until": chance.typed_day(dated_on - timedelta(days=chance.randint(0, 30)))}
    return {}
