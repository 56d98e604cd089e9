"""The questions asked in rows: invoices, payments, earlier steps, events, instalments.

A row keeps the index that it was sent with. A row where nothing was typed is ignored.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wtforms import Form
from wtforms.fields import FieldList, FormField
from wtforms.form import BaseForm

from courtois.forms.choices import CHANNELS, CHOOSE, EVENTS, NATURES
from courtois.forms.fields import Choice, Question, Step
from courtois.forms.formats import Day, Euros

PAYMENT_TERMS = (30, 45, 60)  # days, as contracts say them; what the law says is in its files

if TYPE_CHECKING:
    RowField = FormField[BaseForm]
    RowFieldList = FieldList[RowField]
else:  # WTForms' fields are generic to the type checker alone
    RowField, RowFieldList = FormField, FieldList


class Rows(RowFieldList):
    """Rows that keep their index, so that a fault names the row the person sees."""

    def _compact_indices(self) -> None:
        """Do nothing. `FieldList` splits `invoices-0-amount` by its row, then would renumber the rows here."""

    @property
    def next_index(self) -> int:
        """Return the index a new row would have."""
        return self.last_index + 1


def all_questions(form: BaseForm, *, blank_rows: bool = True) -> Iterator[Question]:
    """Yield every question of a form, in its order, those of its parts and rows included."""
    for field in form:
        if isinstance(field, Question):
            yield field
        elif isinstance(field, FormField):
            yield from all_questions(field.form, blank_rows=blank_rows)
        elif isinstance(field, Rows):
            for row in field.entries if blank_rows else filled_rows(field):
                yield from all_questions(row.form, blank_rows=blank_rows)


def filled_rows(rows: Rows) -> list[RowField]:
    """Return the rows where something was typed."""
    return [
        row for row in rows.entries if any(question.text for question in all_questions(row.form))
    ]


class PaymentForm(Form):
    """Un paiement reçu."""

    paid_on = Day(
        "Reçu le",
        required="Indiquez le jour où ce paiement est arrivé.",
        in_links="always",
        counted=True,
    )
    amount = Euros("Montant reçu", required="Indiquez le montant de ce paiement.", counted=True)


class InvoiceForm(Form):
    """Une facture."""

    number = Question(
        "Numéro de la facture",
        required="Indiquez le numéro de la facture.",
        longest=40,
        size="half",
        counted=True,
    )
    service = Question(
        "Ce que vous avez fourni",
        hint="En quelques mots, par exemple « refonte du site internet ».",
        required="Indiquez en quelques mots ce que vous avez fourni.",
        longest=90,
    )
    amount = Euros(
        "Montant de la facture",
        hint="En euros, TVA comprise s’il y en a une.",
        required="Indiquez le montant de la facture.",
        counted=True,
    )
    issued_on = Day(
        "Date de la facture",
        required="Indiquez la date de la facture.",
        in_links="always",
        counted=True,
    )
    due_on = Day(
        "Date d’échéance",
        hint="Le dernier jour prévu pour payer.",
        required="Indiquez la date d’échéance de la facture.",
        in_links="always",
        counted=True,
    )
    performed_on = Day(
        "Fin de la prestation ou livraison",
        hint="Le délai de prescription peut en partir.",
        in_links="always",
        counted=True,
    )
    order_ref = Question(
        "Référence de votre client",
        hint="Bon de commande, devis, contrat ou numéro d’engagement.",
        longest=50,
        size="half",
    )
    credit = Euros(
        "Avoirs déduits",
        hint="Le total des avoirs émis sur cette facture.",
        zero=True,
        counted=True,
    )
    payments = Rows(FormField(PaymentForm), min_entries=1)
    nature = Choice(
        "Nature", choices=(CHOOSE, *NATURES.items()), size="half", in_links="always", counted=True
    )
    received_on = Day(
        "Reçue par l’administration le",
        hint="La date de dépôt sur Chorus Pro, par exemple.",
        in_links="always",
        counted=True,
        when="debtor-kind: public",
    )
    disputed = Euros(
        "Part contestée",
        hint="Ce que votre client conteste sur cette facture.",
        only="à indiquer si une partie est contestée",
        zero=True,
        counted=True,
    )


class EarlierForm(Form):
    """Une démarche déjà faite."""

    step = Step(
        "Démarche",
        required="Choisissez de quelle démarche il s’agit.",
        size="half",
        in_links="always",
        counted=True,
    )
    channel = Choice(
        "Comment",
        choices=(CHOOSE, *CHANNELS.items()),
        required="Choisissez par quel moyen.",
        size="half",
        in_links="always",
        counted=True,
    )
    sent_on = Day(
        "Date d’envoi ou d’appel",
        required="Indiquez la date de cette démarche.",
        in_links="always",
        counted=True,
    )
    presented_on = Day(
        "Première présentation le",
        hint="Pour un recommandé : la date portée sur l’avis.",
        in_links="always",
        counted=True,
    )
    invoices = Question(
        "Factures concernées",
        hint="Leurs numéros, séparés par des virgules ; vide : celles alors échues.",
        longest=2000,
        counted=True,
    )


class EventForm(Form):
    """Un évènement qui touche à la prescription."""

    kind = Choice(
        "Ce qui s’est passé",
        choices=(CHOOSE, *EVENTS.items()),
        required="Choisissez ce qui s’est passé.",
        in_links="always",
        counted=True,
    )
    on = Day("Le", required="Indiquez la date de cet évènement.", in_links="always", counted=True)


class InstalmentForm(Form):
    """Une échéance du plan."""

    due_on = Day("Date", required="Indiquez la date de cette échéance.", in_links="always")
    amount = Euros("Montant", required="Indiquez le montant de cette échéance.")
