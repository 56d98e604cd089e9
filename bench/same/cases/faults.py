"""Faults of people and programs: one to three of them are put into answers without fault."""

from collections.abc import Callable

from bench.same.cases.chance import Answers, Chance

FaultMaker = Callable[[Chance, Answers], None]

LONG = "Ligne assez longue pour ne tenir dans aucune fenêtre d’enveloppe"
HOSTILE = (
    "<script>alert(1)</script>", "{{ 7 * 7 }}{% raw %}", "\"><img src=x onerror=alert(1)>",
    "'; DROP TABLE lettres; --", "&lt;b&gt; &amp; &#0;", "]]></p>", "javascript:alert(1)",
    "😀 merci", "漢字", "اَلْعَرَبِيَّةُ", "a\u202eb", "a\x00b", "a\x1b[31mb", "zéro\u200blargeur", "e" + "\u0301" * 40,
    "\ud800", "\ufeffBOM", "tab\tet\nligne", "…—«»’ ‹œ› ﬁ", "x" * 3000, "é" * 700, " ", "-",
)  # fmt: skip
TEXTS = (
    "creditor-name", "creditor-signatory", "creditor-street", "creditor-city", "creditor-mediator",
    "debtor-name", "debtor-contact", "debtor-street", "debtor-complement", "debtor-city",
    "debtor-country", "invoices-0-number", "invoices-0-service", "invoices-0-order_ref", "note",
    "disputed_what", "place", "earlier-0-invoices",
)  # fmt: skip
DAYS = (
    "dated_on", "pay_by", "invoices-0-issued_on", "invoices-0-due_on", "invoices-0-performed_on",
    "invoices-0-received_on", "invoices-0-payments-0-paid_on", "earlier-0-sent_on",
    "earlier-0-presented_on", "events-0-on", "debtor-insolvency_on", "grace_until",
    "instalments-0-due_on", "instalments-1-due_on",
)  # fmt: skip
WRONG_DAYS = (
    "", "demain", "31/02/2026", "2026-13-01", "1989-12-31", "2100-01-01", "21.11.26", "2019-05-01",
    "2014-12-31", "2031-01-01", "20261121", "２０２６-01-01", "2026-11-21T00:00",
)  # fmt: skip
AMOUNTS = (
    "invoices-0-amount", "invoices-0-credit", "invoices-0-disputed", "creditor-capital",
    "invoices-0-payments-0-amount", "instalments-0-amount",
)  # fmt: skip
WRONG_AMOUNTS = (
    "", "0", "-5", "1.234", "12,345", "100 $", "cent", "1e5", "NaN", "99999999999", "1 2 3",
    "0,01", "１２", "9999999.99",
)  # fmt: skip
RATES = ("fixed_rate", "late_points")
WRONG_RATES = ("", "0", "101", "-1", "abc", "12,34567", "100")
CHOICES = (
    "creditor-status", "creditor-vat", "creditor-activity", "debtor-kind", "debtor-civility",
    "debtor-insolvency", "debtor-public_term", "debtor-ccag", "debtor-comptable_public",
    "invoices-0-nature", "earlier-0-step", "earlier-0-channel", "events-0-kind", "penalties",
    "late_rate", "disputed", "plan_covers", "plan_penalties",
)  # fmt: skip
WRONG_CHOICES = ("", "autre", "PROFESSIONAL", "0", "none ", "facture-contestee")
SHAPES = {
    "creditor-siret": ("732 829 320 00075", "1234", "abc"),
    "debtor-siren": ("123 456 789", "12", "siren"),
    "creditor-iban": ("FR76 3000 6000 0112 3456 7890 188", "FR00", "XX12 3456"),
    "creditor-bic": ("AGRI", "123456789"),
    "creditor-email": ("camille", "a@b", "a b@c.fr"),
    "creditor-phone": ("zéro six", "12", "1" * 20),
    "creditor-postcode": ("6900", "69003 Lyon", "2A004"),
    "debtor-postcode": ("1000", "SW1A", ""),
}
SITUATIONS = (
    {"disputed": "all"}, {"disputed": "part"}, {"disputed": "no", "invoices-0-disputed": "10"},
    {"disputed": "part", "invoices-0-disputed": "9 999 999,99"}, {"assigned": "yes"},
    {"debtor-insolvency": "surendettement"}, {"debtor-insolvency": "closed"},
    {"debtor-insolvency": "liquidation"}, {"debtor-insolvency": "unknown"},
    {"debtor-insolvency": "redressement", "debtor-insolvency_on": "2099-01-01"},
    {"debtor-insolvency": "liquidation", "debtor-insolvency_on": "2027-06-30"},
    {"penalties": "claim", "late_rate": ""}, {"penalties": "claim", "late_rate": "fixed"},
    {"penalties": "claim", "late_rate": "ecb_plus"}, {"plan_covers": "total"},
    {"grace_until": "2030-01-01"}, {"pay_by": "2024-01-01"}, {"dated_on": "2023-12-31"},
    {"invoices-0-due_on": "2016-03-01", "invoices-0-issued_on": "2016-02-01", "penalties": "claim"},
    {"invoices-0-due_on": "2013-03-01", "invoices-0-issued_on": "2013-02-01", "penalties": "claim"},
    {"invoices-0-payments-0-paid_on": "2026-01-05", "invoices-0-payments-0-amount": "9999999"},
    {"earlier-0-step": "relance-9", "earlier-0-sent_on": "2026-01-05", "earlier-0-channel": "post"},
    {"earlier-0-invoices": "F0, F1"}, {"earlier-0-sent_on": "2001-01-01"},
    {"earlier-0-presented_on": "2001-01-01"}, {"earlier-0-step": "mise-en-demeure"},
    {"debtor-street": LONG, "debtor-complement": LONG[:55], "debtor-contact": LONG[:50]},
    {"invoices-200-number": "F200"}, {"invoices-²-number": "F2"}, {"creditor-name-0": "x"},
    {"invoices-7-number": "F7", "invoices-7-amount": "10"}, {"__class__": "x", "n" * 300: "x"},
)  # fmt: skip


def put(chance: Chance, answers: Answers) -> tuple[str, ...]:
    """Put one to three faults into the answers, and return the names of what made them."""
    kinds: tuple[FaultMaker, ...] = (
        _wrong_day, _wrong_amount, _wrong_choice, _wrong_shape, _hostile_text, _situation,
        _situation, _answer_missing, _part_missing, _too_many_rows, _twice_the_same,
    )  # fmt: skip
    chosen = [chance.choice(kinds) for _ in range(chance.choice((1, 1, 2, 3)))]
    for fault in chosen:
        fault(chance, answers)
    return tuple(fault.__name__.strip("_") for fault in chosen)


def _wrong_day(chance: Chance, answers: Answers) -> None:
    answers[chance.choice(DAYS)] = chance.choice(WRONG_DAYS)


def _wrong_amount(chance: Chance, answers: Answers) -> None:
    if chance.maybe(20):
        answers[chance.choice(RATES)] = chance.choice(WRONG_RATES)
    else:
        answers[chance.choice(AMOUNTS)] = chance.choice(WRONG_AMOUNTS)


def _wrong_choice(chance: Chance, answers: Answers) -> None:
    answers[chance.choice(CHOICES)] = chance.choice(WRONG_CHOICES)


def _wrong_shape(chance: Chance, answers: Answers) -> None:
    name = chance.choice(sorted(SHAPES))
    answers[name] = chance.choice(SHAPES[name])


def _hostile_text(chance: Chance, answers: Answers) -> None:
    answers[chance.choice(TEXTS)] = chance.choice(HOSTILE)


def _situation(chance: Chance, answers: Answers) -> None:
    """Add answers that can be read one by one, but together forbid the letter."""
    answers |= chance.choice(SITUATIONS)


def _answer_missing(chance: Chance, answers: Answers) -> None:
    if answers:
        del answers[chance.choice(sorted(answers))]


def _part_missing(chance: Chance, answers: Answers) -> None:
    """Leave out everything about one party, the invoices, the plan, or all but one answer in three."""
    part = chance.choice(("creditor", "debtor", "invoices", "instalments", ""))
    for name in sorted(answers):
        if name.startswith(f"{part}-") or (not part and chance.maybe(66)):
            del answers[name]


def _too_many_rows(chance: Chance, answers: Answers) -> None:
    group, most, question = chance.choice(
        (
            ("invoices", 50, "number"),
            ("invoices-0-payments", 200, "amount"),
            ("earlier", 30, "step"),
            ("events", 30, "kind"),
            ("instalments", 60, "amount"),
        )
    )
    for row in range(most + 1):
        answers.setdefault(f"{group}-{row}-{question}", "1")


def _twice_the_same(chance: Chance, answers: Answers) -> None:
    """Add the first invoice once more, or move it to a row further down."""
    moved = chance.maybe(40)
    first = {name: value for name, value in answers.items() if name.startswith("invoices-0-")}
    for name, value in first.items():
        answers[name.replace("invoices-0-", "invoices-60-")] = value
        if moved:
            del answers[name]
