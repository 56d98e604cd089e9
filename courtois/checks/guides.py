"""The guides that a fault or a warning may name, by title. A test compares the titles with the pages."""

from courtois.french.typography import french

GUIDES = {
    "Votre client conteste la facture : que faire ?": "facture-contestee",
    "La prescription : jusqu’à quand peut-on réclamer une facture ?": "prescription",
}
SLUGS = {french(title): slug for title, slug in GUIDES.items()}


def see(slug: str) -> str:
    """« Voyez le guide « … ». », by its title. Raises StopIteration for a guide not listed above."""
    title = next(title for title, known in GUIDES.items() if known == slug)
    return f"Voyez le guide « {title} »."
