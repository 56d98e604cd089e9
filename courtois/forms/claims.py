"""The questions asked row by row: invoices, payments, earlier steps, events, instalments."""

from wtforms import Form
from wtforms.fields import FormField

from courtois.forms.fields import Answer, Choice, Day, Euros
from courtois.forms.rows import Rows

NATURES = (
    ("", "Choisissez"),
    ("service", "Une prestation de service"),
    ("goods", "Des marchandises"),
    ("works", "Des travaux"),
    ("carriage", "Un transport de marchandises"),
)
CHANNELS = (
    ("", "Choisissez"),
    ("phone", "Par téléphone"),
    ("email", "Par courriel"),
    ("post", "Par courrier simple ou suivi"),
    ("lrar", "En recommandé avec avis"),
)
EVENTS = (
    ("", "Choisissez"),
    ("acknowledgement", "Dette reconnue par écrit"),
    ("signed_plan", "Échéancier signé"),
    ("conciliation", "Conciliation ou médiation"),
    ("court_claim", "Assignation, signification"),
    ("enforcement", "Saisie ou mesure conservatoire"),
)


class PaymentForm(Form):
    """Un paiement reçu."""

    paid_on = Day("Reçu le", required="Indiquez le jour où ce paiement est arrivé.")
    amount = Euros("Montant reçu", required="Indiquez le montant de ce paiement.")


class InvoiceForm(Form):
    """Une facture."""

    number = Answer(
        "Numéro de la facture",
        required="Indiquez le numéro de la facture.",
        longest=40,
        size="half",
    )
    service = Answer(
        "Ce que vous avez fourni",
        hint="En quelques mots, par exemple « refonte du site internet ».",
        required="Indiquez en quelques mots ce que vous avez fourni.",
        longest=90,
    )
    amount = Euros(
        "Montant de la facture",
        hint="En euros, TVA comprise s’il y en a une.",
        required="Indiquez le montant de la facture.",
    )
    issued_on = Day("Date de la facture", required="Indiquez la date de la facture.")
    due_on = Day(
        "Date d’échéance",
        hint="Le dernier jour prévu pour payer.",
        required="Indiquez la date d’échéance de la facture.",
    )
    performed_on = Day(
        "Fin de la prestation ou livraison", hint="Le délai de prescription peut en partir."
    )
    order_ref = Answer(
        "Référence de votre client",
        hint="Bon de commande, devis, contrat ou numéro d’engagement.",
        longest=50,
        size="half",
    )
    credit = Euros("Avoirs déduits", hint="Le total des avoirs émis sur cette facture.", zero=True)
    payments = Rows(FormField(PaymentForm), min_entries=1)
    nature = Choice("Nature", choices=NATURES, size="half")
    received_on = Day(
        "Reçue par l’administration le", hint="La date de dépôt sur Chorus Pro, par exemple."
    )
    disputed = Euros(
        "Part contestée",
        hint="Ce que votre client conteste sur cette facture.",
        only="à indiquer si une partie est contestée",
        zero=True,
    )


class Step(Choice):
    """A letter there is; `checks` knows which."""

    def parse(self, told: str) -> str:
        """The slug as told."""
        return told


class EarlierForm(Form):
    """Une démarche déjà faite."""

    step = Step("Démarche", required="Choisissez de quelle démarche il s’agit.", size="half")
    channel = Choice(
        "Comment", choices=CHANNELS, required="Choisissez par quel moyen.", size="half"
    )
    sent_on = Day("Date d’envoi ou d’appel", required="Indiquez la date de cette démarche.")
    presented_on = Day(
        "Première présentation le", hint="Pour un recommandé : la date portée sur l’avis."
    )
    invoices = Answer(
        "Factures concernées",
        hint="Leurs numéros, séparés par des virgules ; vide : celles alors échues.",
        longest=2000,
    )


class EventForm(Form):
    """Un évènement qui touche à la prescription."""

    kind = Choice("Ce qui s’est passé", choices=EVENTS, required="Choisissez ce qui s’est passé.")
    on = Day("Le", required="Indiquez la date de cet évènement.")


class InstalmentForm(Form):
    """Une échéance du plan."""

    due_on = Day("Date", required="Indiquez la date de cette échéance.")
    amount = Euros("Montant", required="Indiquez le montant de cette échéance.")
