"""The questions about the creditor."""

from wtforms import Form

from courtois.forms.choices import (
    ACTIVITIES,
    CHOOSE,
    STATUSES,
    VAT,
)
from courtois.forms.fields import Choice, Question
from courtois.forms.formats import (
    Bic,
    Email,
    Euros,
    FrenchPostcode,
    Iban,
    Phone,
    Siret,
)


class CreditorForm(Form):
    """Vous."""

    status = Choice(
        "Vous êtes",
        choices=STATUSES.items(),
        look="radios",
        required="Indiquez sous quelle forme vous exercez.",
        in_links="always",
    )
    name = Question(
        "Votre nom (entrepreneur individuel : prénom et nom)",
        hint="Pour une société ou une association, son nom exact, comme sur vos factures.",
        required="Indiquez votre nom, tel qu’il figure sur vos factures.",
        autocomplete="organization",
    )
    signatory = Question(
        "Nom de la personne qui signe",
        hint="Un entrepreneur individuel peut laisser vide : ce sera son nom.",
        required="Indiquez qui signera la lettre.",
        autocomplete="name",
    )
    capacity = Question(
        "Qualité du signataire", hint="Par exemple gérante, président, trésorier.", longest=60
    )
    siret = Siret("Numéro SIRET", hint="14 chiffres.", longest=30, inputmode="numeric", size="half")
    legal_form = Question(
        "Forme juridique", hint="Par exemple SARL, SAS, association.", longest=40, size="half"
    )
    capital = Euros(
        "Capital social", hint="En euros, pour une société.", when="creditor-status: company"
    )
    rcs = Question(
        "Ville du registre du commerce",
        hint="Si votre entreprise y est immatriculée, par exemple Lyon.",
        longest=40,
        size="half",
        when="creditor-status: !association",
    )
    street = Question(
        "Numéro et rue",
        required="Indiquez le numéro et la rue de votre adresse.",
        autocomplete="address-line1",
    )
    complement = Question("Complément d’adresse", autocomplete="address-line2", longest=60)
    postcode = FrenchPostcode(
        "Code postal",
        required="Indiquez votre code postal.",
        longest=10,
        size="short",
        autocomplete="postal-code",
        inputmode="numeric",
    )
    city = Question(
        "Ville",
        required="Indiquez votre ville.",
        longest=50,
        size="half",
        autocomplete="address-level2",
    )
    phone = Phone(
        "Téléphone",
        hint="Pour que votre client puisse vous joindre sans chercher.",
        longest=30,
        size="half",
        autocomplete="tel",
        input_type="tel",
    )
    email = Email(
        "Adresse électronique",
        longest=100,
        size="half",
        autocomplete="email",
        input_type="email",
        inputmode="email",
    )
    iban = Iban("IBAN", hint="Pour être payé par virement.", longest=42)
    bic = Bic("BIC", longest=14, size="short")
    vat = Choice(
        "TVA sur vos factures", choices=(CHOOSE, *VAT.items()), size="half", in_links="always"
    )
    mediator = Question(
        "Médiateur de la consommation",
        hint="Nom et site du médiateur dont vous relevez, si votre client est un particulier.",
        longest=160,
        when="debtor-kind: consumer",
    )
    activity = Choice("Votre activité", choices=(CHOOSE, *ACTIVITIES.items()), in_links="always")
