"""The whole form: one definition of every question, whatever the letter (docs/rules.md, §1).

A letter or a calculator asks some of them: see `asking`.
"""

import re
from typing import cast

from wtforms import Form
from wtforms.fields import FormField
from wtforms.form import BaseForm

from courtois.catalogue.letters import LetterCatalogue
from courtois.checks.guides import SLUGS
from courtois.errors import Fault
from courtois.forms.asking import Asking
from courtois.forms.claims import EarlierForm, EventForm, InstalmentForm, InvoiceForm
from courtois.forms.fields import Answer, Choice, Day, LongText, Percent, Yes
from courtois.forms.names import MOST
from courtois.forms.parties import CreditorForm, DebtorForm
from courtois.forms.rows import RowField, Rows, is_blank, leaves
from courtois.french.typography import french

_GUIDE = re.compile(f"(Voyez le guide «\u00a0)({'|'.join(map(re.escape, SLUGS))})")

PENALTIES = (
    ("", "Choisissez"),
    ("mention", "Rappeler ce droit, sans chiffre"),
    ("claim", "Les réclamer, calculées au centime"),
    ("none", "Ne pas en parler"),
)
LATE_RATES = (
    ("", "Choisissez"),
    ("legal", "Rien, ou le taux que prévoit la loi"),
    ("fixed", "Un taux annuel fixe"),
    ("triple_legal", "Trois fois le taux d’intérêt légal"),
    ("ecb_plus", "Le taux de la BCE, plus des points"),
)
DISPUTES = (
    ("", "Choisissez"),
    ("no", "Non, rien par écrit"),
    ("part", "Oui, une partie de la somme"),
    ("all", "Oui, toute la somme"),
)
COVERS = (
    ("principal", "Le reste dû"),
    ("total", "Le reste dû et ce qui s’y ajoute"),
)
PLAN_PENALTIES = (
    ("", "Ne pas en parler"),
    ("run", "Elles continuent de courir"),
    ("suspended", "Suspendues si le plan est suivi"),
    ("waived_if_kept", "Abandonnées si tout est payé"),
)

ROW_TITLES = {
    "invoices": "Facture",
    "earlier": "Démarche",
    "events": "Évènement",
    "instalments": "Échéance",
}


class LetterForm(Form):
    """Every question, in the order a person thinks."""

    debtor = FormField(DebtorForm)
    invoices = Rows(FormField(InvoiceForm), min_entries=1)
    earlier = Rows(FormField(EarlierForm), min_entries=1)
    creditor = FormField(CreditorForm)
    instalments = Rows(FormField(InstalmentForm), min_entries=1)
    plan_covers = Choice("Le plan porte sur", choices=COVERS)
    plan_penalties = Choice("Les pénalités de retard", choices=PLAN_PENALTIES)
    place = Answer(
        "Fait à", hint="Vide : votre ville.", longest=50, size="half", autocomplete="off"
    )
    dated_on = Day("Date de la lettre", hint="Vide : aujourd’hui.")
    pay_by = Day("Date limite de paiement")
    penalties = Choice(
        "Les pénalités de retard",
        hint="Vide : rappelées à un professionnel ou à une administration, sans chiffre.",
        choices=PENALTIES,
    )
    late_rate = Choice(
        "Que dit votre facture ou votre contrat du taux ?",
        hint="Le taux convenu s’applique, même plus bas que celui de la loi.",
        only="à indiquer si vous réclamez des pénalités",
        choices=LATE_RATES,
    )
    fixed_rate = Percent(
        "Taux fixe, en pour cent par an",
        hint="Un taux par mois se multiplie par douze.",
        only="si votre contrat dit un taux fixe",
    )
    late_points = Percent(
        "Points ajoutés au taux de la BCE", only="si votre contrat dit « BCE plus des points »"
    )
    annex = Yes("Joindre le décompte, ligne par ligne, sur une seconde page")
    note = LongText(
        "Un mot de vous",
        hint="Il figurera tel quel dans la lettre ; 1 500 caractères au plus.",
        longest=1500,
    )
    qr = Yes("Ajouter un QR code qui remplit le virement")
    disputed = Choice(
        "Votre client conteste-t-il ce que vous demandez ?", choices=DISPUTES, size="half"
    )
    disputed_what = LongText(
        "Ce qu’il conteste, en une phrase",
        hint="Sans jugement, par exemple « le nombre de photographies livrées ».",
        only="à indiquer si une partie est contestée",
        longest=300,
    )
    plan_in_course = Yes("Un échéancier est déjà en cours avec ce client")
    grace_until = Day(
        "Un délai lui a été accordé jusqu’au", hint="Par vous, par écrit, ou par un juge."
    )
    events = Rows(FormField(EventForm), min_entries=1)
    straight = Yes("Passer directement à la mise en demeure")
    assigned = Yes("La facture a été cédée ou confiée à une société d’affacturage")
    confirm_limitation = Yes("J’ai compris et je souhaite quand même écrire cette lettre")

    faults: tuple[Fault, ...] = ()
    asking = Asking(frozenset())

    def asks(self, name: str) -> bool:
        """True when the question of this flat name is asked here."""
        return self.asking.asks(name)

    def requires(self, question: Answer) -> bool:
        """True when the question may not stay blank."""
        return self.asking.requires(question)

    def offer(self, catalogue: LetterCatalogue) -> None:
        """Offer every letter there is as an earlier step."""
        titles = ((letter.slug, french(letter.title)) for letter in catalogue)
        steps = (("", "Choisissez"), *titles)
        for row in rows(self, "earlier"):
            cast(Choice, row.form["step"]).choices = steps

    def told(self) -> list[Answer]:
        """The questions that were answered."""
        return [leaf for leaf in leaves(self) if leaf.told]

    def touched(self, *starts: str) -> bool:
        """True when a question whose name begins so holds an answer or a fault."""
        return any(leaf.told for leaf in leaves(self) if leaf.name.startswith(starts)) or any(
            fault.name.startswith(starts) for fault in self.faults
        )

    def said_of(self, name: str) -> str:
        """What is wrong with one answer, in one or several sentences; nothing when it is right."""
        return " ".join(fault.sentence for fault in self.faults if fault.name == name)

    @staticmethod
    def parts(sentence: str) -> list[tuple[str, str]]:
        """A sentence cut where it names a guide: words, and the guide's slug or nothing."""
        return [(part, SLUGS.get(part, "")) for part in _GUIDE.split(sentence) if part]

    def where(self, name: str) -> str:
        """The row a name lies in, « Facture 2 », when its group shows several."""
        for group, title in ROW_TITLES.items():
            shown = [row.name for row in rows(self, group)]
            for place, row in enumerate(shown, start=1):
                if len(shown) > 1 and name.startswith(f"{row}-"):
                    return f"{title} {place}"
        return ""

    def has_room(self, group: str) -> bool:
        """True when one more row may be added to a group."""
        return len(rows(self, group)) < MOST[group]


def rows(form: BaseForm, group: str) -> list[RowField]:
    """The rows of a group, blank ones included."""
    return cast(Rows, form[group]).entries


def filled(form: BaseForm, group: str) -> list[RowField]:
    """The rows where something was typed."""
    return [row for row in rows(form, group) if not is_blank(row)]
