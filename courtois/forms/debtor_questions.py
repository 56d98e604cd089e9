"""The questions about the debtor."""

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
)
from courtois.forms.fields import Choice, Question, Yes
from courtois.forms.formats import (
    Day,
    Postcode,
    Siren,
)


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
    name = Question(
        "Nom ou raison sociale de votre client",
        hint="Le nom exact, comme sur le contrat, le devis ou le registre.",
        required="Indiquez le nom de votre client.",
        autocomplete="off",
    )
    legal_form = Question(
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
    contact = Question(
        "À l’attention de", hint="La personne ou le service à qui vous écrivez.", longest=60
    )
    street = Question("Numéro et rue", required="Indiquez le numéro et la rue de votre client.")
    complement = Question("Complément d’adresse", longest=60)
    postcode = Postcode(
        "Code postal",
        required="Indiquez le code postal de votre client.",
        longest=12,
        size="short",
    )
    city = Question("Ville", required="Indiquez la ville de votre client.", longest=50, size="half")
    country = Question("Pays", hint="Seulement si ce n’est pas la France.", longest=40, size="half")
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
    signatory = Question(
        "Qui signera pour votre client",
        hint="Son nom ; vide, une ligne l’attendra sur le document.",
        longest=60,
    )
    capacity = Question("En quelle qualité", hint="Par exemple gérante ou président.", longest=60)
