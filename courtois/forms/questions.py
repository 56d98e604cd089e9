"""The whole form: the one definition of every question, whatever the letter (docs/rules.md, §1).

A letter or a calculator asks some of them: see `scope`.
"""

from functools import cached_property
from typing import cast

from wtforms import Form
from wtforms.fields import FormField

from courtois.catalogue.letters import LetterCatalogue
from courtois.checks.guide_links import split_at_guides
from courtois.errors import Fault
from courtois.forms.choices import (
    CHOOSE,
    COVERS,
    DISPUTES,
    LATE_RATES,
    PENALTIES,
    PLAN_PENALTIES,
)
from courtois.forms.creditor_questions import CreditorForm
from courtois.forms.debtor_questions import DebtorForm
from courtois.forms.field_names import MOST_ROWS
from courtois.forms.fields import Choice, LongText, Question, Yes
from courtois.forms.formats import Day, Percent
from courtois.forms.row_questions import (
    EarlierForm,
    EventForm,
    InstalmentForm,
    InvoiceForm,
    RowField,
    Rows,
    all_questions,
)
from courtois.forms.scope import QuestionScope
from courtois.french.typography import french

SIGNATORY = "creditor-signatory"  # a sole trader may leave it blank
ROW_TITLES = {
    "invoices": "Facture",
    "earlier": "Démarche",
    "events": "Évènement",
    "instalments": "Échéance",
}


class LetterForm(Form):
    """Every question, in the order in which a person answers them."""

    debtor = FormField(DebtorForm)
    invoices = Rows(FormField(InvoiceForm), min_entries=1)
    earlier = Rows(FormField(EarlierForm), min_entries=1)
    creditor = FormField(CreditorForm)
    instalments = Rows(FormField(InstalmentForm), min_entries=1)
    plan_covers = Choice("Le plan porte sur", choices=COVERS.items(), in_links="always")
    plan_penalties = Choice(
        "Les pénalités de retard",
        choices=PLAN_PENALTIES.items(),
        in_links="always",
        when="debtor-kind: professional",
    )
    place = Question(
        "Fait à", hint="Vide : votre ville.", longest=50, size="half", autocomplete="off"
    )
    dated_on = Day("Date de la lettre", hint="Vide : aujourd’hui.", in_links="always")
    pay_by = Day("Date limite de paiement", in_links="always")
    penalties = Choice(
        "Les pénalités de retard",
        hint="Vide : rappelées à un professionnel ou à une administration, sans chiffre.",
        choices=(CHOOSE, *PENALTIES.items()),
        in_links="always",
        counted=True,
        when="debtor-kind: professional public",
    )
    late_rate = Choice(
        "Que dit votre facture ou votre contrat du taux ?",
        hint="Le taux convenu s’applique, même plus bas que celui de la loi.",
        only="à indiquer si vous réclamez des pénalités",
        choices=(CHOOSE, *LATE_RATES.items()),
        in_links="always",
        counted=True,
        when="debtor-kind: professional",
    )
    fixed_rate = Percent(
        "Taux fixe, en pour cent par an",
        hint="Un taux par mois se multiplie par douze.",
        only="si votre contrat dit un taux fixe",
        counted=True,
        when="late_rate: fixed",
    )
    late_points = Percent(
        "Points ajoutés au taux de la BCE",
        only="si votre contrat dit « BCE plus des points »",
        counted=True,
        when="late_rate: ecb_plus",
    )
    annex = Yes("Joindre le décompte, ligne par ligne, sur une seconde page", in_links="always")
    note = LongText(
        "Un mot de vous",
        hint="Il figurera tel quel dans la lettre ; 1 500 caractères au plus.",
        longest=1500,
    )
    qr = Yes("Ajouter un QR code qui remplit le virement")
    disputed = Choice(
        "Votre client conteste-t-il ce que vous demandez ?",
        choices=(CHOOSE, *DISPUTES.items()),
        size="half",
        in_links="always",
        counted=True,
    )
    disputed_what = LongText(
        "Ce qu’il conteste, en une phrase",
        hint="Sans jugement, par exemple « le nombre de photographies livrées ».",
        only="à indiquer si une partie est contestée",
        longest=300,
        when="disputed: part",
    )
    plan_in_course = Yes(
        "Un échéancier est déjà en cours avec ce client", in_links="always", counted=True
    )
    grace_until = Day(
        "Un délai lui a été accordé jusqu’au",
        hint="Par vous, par écrit, ou par un juge.",
        in_links="always",
        counted=True,
    )
    events = Rows(FormField(EventForm), min_entries=1)
    straight = Yes("Passer directement à la mise en demeure")
    assigned = Yes(
        "La facture a été cédée ou confiée à une société d’affacturage", in_links="always"
    )
    confirm_limitation = Yes(
        "J’ai compris et je souhaite quand même écrire cette lettre", in_links="never"
    )

    faults: tuple[Fault, ...] = ()
    scope = QuestionScope()

    @cached_property
    def questions(self) -> list[Question]:
        """Every question, those of every row included, in the form's order."""
        return list(all_questions(self))

    @property
    def answered(self) -> list[Question]:
        """The questions where something was typed."""
        return [question for question in self.questions if question.text]

    def is_ticked(self, name: str) -> bool:
        """True when a box of the form is ticked."""
        return bool(self[name].data)

    def asks(self, name: str) -> bool:
        """True when the question of this flat name is asked here."""
        return self.scope.asks(name)

    def requires(self, question: Question) -> bool:
        """True when the question may not stay blank."""
        return self.scope.requires(question)

    def needs(self, question: Question) -> bool:
        """True when the question may not stay blank, whatever the other answers are."""
        return self.requires(question) and question.name != SIGNATORY

    def offer(self, catalogue: LetterCatalogue) -> None:
        """Offer every letter of the catalogue as an earlier step."""
        titles = [(letter.slug, french(letter.title)) for letter in catalogue]
        for row in self.rows("earlier"):
            cast(Choice, row.form["step"]).choices = (CHOOSE, *titles)

    def touched(self, *starts: str) -> bool:
        """True when a question whose name begins so holds an answer or a fault."""
        names = [*(question.name for question in self.answered), *(f.name for f in self.faults)]
        return any(name.startswith(starts) for name in names)

    def error_of(self, name: str) -> str:
        """Return what is wrong with one answer, in one or several sentences, or nothing."""
        return " ".join(fault.sentence for fault in self.faults if fault.name == name)

    split_at_guides = staticmethod(split_at_guides)

    def row_title(self, name: str) -> str:
        """Return the title of the row that a name belongs to, « Facture 2 », when its group shows several rows."""
        for group, title in ROW_TITLES.items():
            shown = [row.name for row in self.rows(group)]
            for place, row in enumerate(shown, start=1):
                if len(shown) > 1 and name.startswith(f"{row}-"):
                    return f"{title} {place}"
        return ""

    def has_room(self, group: str) -> bool:
        """True when one more row may be added to a group."""
        return len(self.rows(group)) < MOST_ROWS[group]

    def rows(self, group: str) -> list[RowField]:
        """Return the rows of a group, blank ones included."""
        return cast(Rows, self[group]).entries
