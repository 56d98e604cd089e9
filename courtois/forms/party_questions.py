"""The questions about the two parties: the one who is owed and the one who owes."""

from wtforms import Form

from courtois.forms.choices import (
    ACTIVITIES,
    CCAG,
    CHOOSE,
    CIVILITIES,
    COMPTABLE,
    INSOLVENCIES,
    KINDS,
    PUBLIC_TERMS,
    STATUSES,
    VAT,
)
from courtois.forms.fields import Answer, Choice, Yes
from courtois.forms.formats import (
    Bic,
    Day,
    Email,
    Euros,
    FrenchPostcode,
    Iban,
    Phone,
    Postcode,
    Siren,
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
    name = Answer(
        "Votre nom (entrepreneur individuel : prénom et nom)",
        hint="Pour une société ou une association, son nom exact, comme sur vos factures.",
        required="Indiquez votre nom, tel qu’il figure sur vos factures.",
        autocomplete="organization",
    )
    signatory = Answer(
        "Nom de la personne qui signe",
        hint="Un entrepreneur individuel peut laisser vide : ce sera son nom.",
        required="Indiquez qui signera la lettre.",
        autocomplete="name",
    )
    capacity = Answer(
        "Qualité du signataire", hint="Par exemple gérante, président, trésorier.", longest=60
    )
    siret = Siret("Numéro SIRET", hint="14 chiffres.", longest=30, inputmode="numeric", size="half")
    legal_form = Answer(
        "Forme juridique", hint="Par exemple SARL, SAS, association.", longest=40, size="half"
    )
    capital = Euros(
        "Capital social", hint="En euros, pour une société.", when="creditor-status: company"
    )
    rcs = Answer(
        "Ville du registre du commerce",
        hint="Si votre entreprise y est immatriculée, par exemple Lyon.",
        longest=40,
        size="half",
        when="creditor-status: !association",
    )
    street = Answer(
        "Numéro et rue",
        required="Indiquez le numéro et la rue de votre adresse.",
        autocomplete="address-line1",
    )
    complement = Answer("Complément d’adresse", autocomplete="address-line2", longest=60)
    postcode = FrenchPostcode(
        "Code postal",
        required="Indiquez votre code postal.",
        longest=10,
        size="short",
        autocomplete="postal-code",
        inputmode="numeric",
    )
    city = Answer(
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
    mediator = Answer(
        "Médiateur de la consommation",
        hint="Nom et site du médiateur dont vous relevez, si votre client est un particulier.",
        longest=160,
        when="debtor-kind: consumer",
    )
    activity = Choice("Votre activité", choices=(CHOOSE, *ACTIVITIES.items()), in_links="always")


class DebtorForm(Form):
    """Votre client."""

    kind = Choice(
        "Votre client a-t-il commandé pour son activité professionnelle ?",
        hint="Cela change la loi applicable. Dans le doute, choisissez « un particulier » pour une "
        "personne, « une association » pour un groupement : vous demanderez moins, c’est plus prudent.",
        choices=KINDS.items(),
        look="radios",
        required="Indiquez pour quel usage votre client a commandé.",
        in_links="always",
        counted=True,
    )
    name = Answer(
        "Nom ou raison sociale de votre client",
        hint="Le nom exact, comme sur le contrat, le devis ou le registre.",
        required="Indiquez le nom de votre client.",
        autocomplete="off",
    )
    legal_form = Answer(
        "Forme juridique",
        hint="Par exemple SARL, SAS.",
        longest=40,
        size="half",
        when="debtor-kind: !consumer",
    )
    siren = Siren(
        "Numéro SIREN",
        hint="9 chiffres, sur ses factures ou sur l’Annuaire des entreprises.",
        longest=30,
        size="half",
        inputmode="numeric",
        when="debtor-kind: !consumer",
    )
    civility = Choice("Formule d’appel", choices=CIVILITIES.items(), size="half")
    contact = Answer(
        "À l’attention de", hint="La personne ou le service à qui vous écrivez.", longest=60
    )
    street = Answer("Numéro et rue", required="Indiquez le numéro et la rue de votre client.")
    complement = Answer("Complément d’adresse", longest=60)
    postcode = Postcode(
        "Code postal",
        required="Indiquez le code postal de votre client.",
        longest=12,
        size="short",
    )
    city = Answer("Ville", required="Indiquez la ville de votre client.", longest=50, size="half")
    country = Answer("Pays", hint="Seulement si ce n’est pas la France.", longest=40, size="half")
    head_office = Yes(
        "Cette adresse est bien celle du siège social",
        in_links="always",
        when="debtor-kind: !consumer",
    )
    activity = Choice(
        "Activité de votre client", choices=(CHOOSE, *ACTIVITIES.items()), in_links="always"
    )
    insolvency = Choice(
        "Une procédure est-elle ouverte contre votre client ?",
        hint="Sauvegarde, redressement ou liquidation : le Bodacc les publie toutes.",
        choices=(CHOOSE, *INSOLVENCIES.items()),
        in_links="always",
        counted=True,
    )
    insolvency_on = Day(
        "Date du jugement d’ouverture",
        hint="Elle figure sur l’annonce du Bodacc.",
        only="à indiquer si une procédure est ouverte",
        in_links="always",
        counted=True,
        when="debtor-insolvency: sauvegarde redressement liquidation",
    )
    public_term = Choice(
        "Délai de paiement de l’administration",
        choices=(CHOOSE, *PUBLIC_TERMS.items()),
        in_links="always",
        counted=True,
    )
    ccag = Choice(
        "Votre marché renvoie-t-il à un CCAG ?",
        hint="Cahier des clauses administratives générales : voyez l’acte d’engagement.",
        choices=(CHOOSE, *CCAG.items()),
        in_links="always",
        counted=True,
    )
    comptable_public = Choice(
        "Cette administration a-t-elle un comptable public ?",
        hint="Le plus souvent, oui.",
        choices=(CHOOSE, *COMPTABLE.items()),
        in_links="always",
        counted=True,
    )
    signatory = Answer(
        "Qui signera pour votre client",
        hint="Son nom ; vide, une ligne l’attendra sur le document.",
        longest=60,
    )
    capacity = Answer("En quelle qualité", hint="Par exemple gérante ou président.", longest=60)
