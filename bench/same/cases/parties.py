"""The creditor and the debtor of a case."""

from bench.same.cases.chance import Answers, Chance

KINDS = ("professional", "consumer", "non_professional", "public")
STATUSES = ("sole_trader", "company", "association")
ACTIVITIES = ("", "commercant", "artisan", "liberale", "agricole", "civile", "unknown")
CREDITORS = {
    "sole_trader": ("Camille Perrin", "Éloïse Müller", "Jean-Noël d’Aubigné"),
    "company": ("Studio Perrin", "Atelier Œillet & Fils", "L’Encre bleue"),
    "association": ("Les Amis du livre", "Chœur de Saint-Étienne"),
}
DEBTORS = {
    "professional": (
        "Boulangerie Moderne",
        "Menuiserie du Parc",
        "Éditions Œillet",
        "Dr Lucas Ferrand",
    ),
    "consumer": ("Claire Dubois", "Mohamed Aït-Saïd", "Zoë Noël"),
    "non_professional": (
        "Association Les Amis du Vélo",
        "Syndicat des copropriétaires du 4 rue Haute",
    ),
    "public": ("Commune de Saint-Rémy", "Centre hospitalier d’Arles"),
}
STREETS = (
    "12 rue des Lilas", "27, avenue de la République", "8 bis place du Marché", "3 impasse de l’Église",
)  # fmt: skip
COMPLEMENTS = ("", "", "Bât. C, 2e étage", "BP 40012", "Chez M. Blanc")
TOWNS = (
    ("69003", "Lyon"), ("75 011", "Paris"), ("44000", "Nantes"), ("13200", "Arles"),
    ("97400", "Saint-Denis"), ("35000", "Rennes"),
)  # fmt: skip
ABROAD = (("1000", "Bruxelles", "Belgique"), ("SW1A 1AA", "London", "Royaume-Uni"))
SIRETS = ("732 829 320 00074", "73282932000074")
IBANS = ("FR76 3000 6000 0112 3456 7890 189", "de89370400440532013000", "")
CONTACTS = ("", "Mme Martin", "Service comptabilité", "M. le directeur")


def creditor(chance: Chance, number: int) -> Answers:
    """Who is owed; the status turns with the number of the case."""
    status = STATUSES[number % len(STATUSES)]
    name = chance.choice(CREDITORS[status])
    answers = {
        "creditor-status": status,
        "creditor-name": name,
        "creditor-signatory": chance.choice(("", name))
        if status == "sole_trader"
        else "Camille Perrin",
        "creditor-phone": chance.choice(("06 12 34 56 78", "+33 4 78 00 00 00", "")),
        "creditor-email": chance.choice(("camille@example.org", "")),
        "creditor-iban": chance.choice(IBANS),
        "creditor-bic": chance.choice(("AGRIFRPP", "BNPAFRPPXXX", "")),
        "creditor-siret": chance.choice((*SIRETS, "")),
        "creditor-vat": chance.choice(("yes", "yes", "exempt", "reverse_charge", "")),
        "creditor-mediator": chance.choice(("", "CM2C, cm2c.net")),
        "creditor-activity": chance.choice(ACTIVITIES),
    }
    if status != "sole_trader":
        answers |= _of_a_company(chance)
    return answers | _address(chance, "creditor")


def _of_a_company(chance: Chance) -> Answers:
    return {
        "creditor-legal_form": chance.choice(("SARL", "SAS", "Association", "")),
        "creditor-capital": chance.choice(("5 000", "1000,00", "")),
        "creditor-rcs": chance.choice(("Lyon", "Paris", "")),
        "creditor-capacity": chance.choice(("gérante", "président", "")),
    }


def debtor(chance: Chance, kind: str) -> Answers:
    """Who owes; an insolvency needs the days of the invoices and is drawn with them."""
    answers = {
        "debtor-kind": kind,
        "debtor-name": chance.choice(DEBTORS[kind]),
        "debtor-civility": chance.choice(("none", "mme", "m", "")),
        "debtor-contact": chance.choice(CONTACTS),
        "debtor-head_office": chance.choice(("yes", "true", "no", "")),
        "debtor-activity": chance.choice(ACTIVITIES),
        "debtor-insolvency": chance.choice(("", "no", "no", "unknown")),
        "debtor-signatory": chance.choice(("", "Jeanne Martin")),
        "debtor-capacity": chance.choice(("", "gérante")),
    } | _address(chance, "debtor")
    if kind == "professional":
        answers["debtor-legal_form"] = chance.choice(
            ("SARL", "EURL", "", "entreprise individuelle")
        )
        answers["debtor-siren"] = chance.choice(("123 456 782", "73282932000074", ""))
    if kind == "public":
        answers["debtor-public_term"] = chance.choice(("", "30", "50", "60"))
        answers["debtor-ccag"] = chance.choice(("", "yes", "no", "unknown"))
        answers["debtor-comptable_public"] = chance.choice(("", "yes", "no"))
    if kind != "public" and chance.maybe(8):
        postcode, city, country = chance.choice(ABROAD)
        answers |= {"debtor-postcode": postcode, "debtor-city": city, "debtor-country": country}
    return answers


def _address(chance: Chance, party: str) -> Answers:
    postcode, city = chance.choice(TOWNS)
    return {
        f"{party}-street": chance.choice(STREETS),
        f"{party}-complement": chance.choice(COMPLEMENTS),
        f"{party}-postcode": postcode,
        f"{party}-city": city,
    }
