"""The answers that each choice offers, and the words a person reads for them.

Their keys are the values of `case.py`: mypy refuses any other key, and a test fails for a value that
is not offered.
"""

from courtois.case import (
    Activity,
    Ccag,
    Channel,
    Civility,
    ComptablePublic,
    CreditorStatus,
    DebtorKind,
    Dispute,
    EventKind,
    Insolvency,
    LateRate,
    Nature,
    Penalties,
    PlanCovers,
    PlanPenalties,
    PublicTerm,
    Vat,
)

CHOOSE = ("", "Choisissez")  # first in a list: nothing is chosen yet

STATUSES: dict[CreditorStatus, str] = {
    "sole_trader": "Entrepreneur individuel, micro-entreprise comprise",
    "company": "Société",
    "association": "Association",
}
ACTIVITIES: dict[Activity, str] = {
    "commercant": "Commerçant",
    "artisan": "Artisan",
    "liberale": "Profession libérale",
    "agricole": "Agricole",
    "civile": "Société civile",
    "unknown": "Je ne sais pas",
}
VAT: dict[Vat, str] = {
    "yes": "Avec TVA",
    "exempt": "Sans TVA : franchise, exonération",
    "reverse_charge": "Autoliquidation par le client",
}
KINDS: dict[DebtorKind, str] = {
    "professional": "Oui : une entreprise, un indépendant, une profession libérale",
    "consumer": "Non : un particulier, ou un indépendant pour son usage privé",
    "non_professional": "Non : une association, une copropriété, un CSE",
    "public": "C’est une administration : État, collectivité, établissement public",
}
CIVILITIES: dict[Civility, str] = {
    "none": "Madame, Monsieur",
    "mme": "Madame",
    "m": "Monsieur",
}
INSOLVENCIES: dict[Insolvency, str] = {
    "no": "Non, j’ai vérifié au Bodacc",
    "unknown": "Je ne sais pas",
    "sauvegarde": "Oui, une sauvegarde",
    "redressement": "Oui, un redressement judiciaire",
    "liquidation": "Oui, une liquidation judiciaire",
    "surendettement": "Oui, un surendettement recevable",
    "closed": "Oui, une liquidation clôturée",
}
# What the law says of these terms is in its files.
TERMS: tuple[PublicTerm, ...] = ("30", "50", "60")
PUBLIC_TERMS = {days: f"{days} jours" for days in TERMS}
CCAG: dict[Ccag, str] = {"yes": "Oui", "no": "Non", "unknown": "Je ne sais pas"}
COMPTABLE: dict[ComptablePublic, str] = {"yes": "Oui", "no": "Non"}

NATURES: dict[Nature, str] = {
    "service": "Une prestation de service",
    "goods": "Des marchandises",
    "works": "Des travaux",
    "carriage": "Un transport de marchandises",
}
CHANNELS: dict[Channel, str] = {
    "phone": "Par téléphone",
    "email": "Par courriel",
    "post": "Par courrier simple ou suivi",
    "lrar": "En recommandé avec avis",
}
EVENTS: dict[EventKind, str] = {
    "acknowledgement": "Dette reconnue par écrit",
    "signed_plan": "Échéancier signé",
    "conciliation": "Conciliation ou médiation",
    "court_claim": "Assignation, signification",
    "enforcement": "Saisie ou mesure conservatoire",
}

PENALTIES: dict[Penalties, str] = {
    "mention": "Rappeler ce droit, sans chiffre",
    "claim": "Les réclamer, calculées au centime",
    "none": "Ne pas en parler",
}
LATE_RATES: dict[LateRate, str] = {
    "legal": "Rien, ou le taux que prévoit la loi",
    "fixed": "Un taux annuel fixe",
    "triple_legal": "Trois fois le taux d’intérêt légal",
    "ecb_plus": "Le taux de la BCE, plus des points",
}
DISPUTES: dict[Dispute, str] = {
    "no": "Non, rien par écrit",
    "part": "Oui, une partie de la somme",
    "all": "Oui, toute la somme",
}
COVERS: dict[PlanCovers, str] = {
    "principal": "Le reste dû",
    "total": "Le reste dû et ce qui s’y ajoute",
}
PLAN_PENALTIES: dict[PlanPenalties, str] = {
    "": "Ne pas en parler",
    "run": "Elles continuent de courir",
    "suspended": "Suspendues si le plan est suivi",
    "waived_if_kept": "Abandonnées si tout est payé",
}
