"""The guides that a fault or a warning may name, by title. A test compares the titles with the pages."""

import re

from courtois.french.typography import french

GUIDES = {
    "Votre client conteste la facture : que faire ?": "facture-contestee",
    "La prescription : jusqu’à quand peut-on réclamer une facture ?": "prescription",
}
SLUGS = {french(title): slug for title, slug in GUIDES.items()}
_GUIDE = re.compile(f"(Voyez le guide «\u00a0)({'|'.join(map(re.escape, SLUGS))})")


def see_guide(slug: str) -> str:
    """Return « Voyez le guide « … ». » with the guide's title. Raises StopIteration for a guide that GUIDES lacks."""
    title = next(title for title, known in GUIDES.items() if known == slug)
    return f"Voyez le guide « {title} »."


def split_at_guides(sentence: str) -> list[tuple[str, str]]:
    """Split a sentence at the titles of guides: return each part with its guide's slug, or with an empty text."""
    return [(part, SLUGS.get(part, "")) for part in _GUIDE.split(sentence) if part]
