"""A JSON document becomes the pairs of a form: its keys are the parts of the questions' names."""

from collections.abc import Iterator

from courtois.errors import AnswersRefused, Fault

DEEPEST = 5  # invoices, 0, payments, 0, amount
LONGEST_NAME = 80  # characters: a name of the form has half as many, and every leaf repeats it
NOT_AN_OBJECT = "Envoyez un objet JSON dont les clés sont les noms des questions."
TOO_DEEP = "Cette réponse est trop imbriquée : suivez les noms des questions."
NOT_TEXT = 'Envoyez un texte entre guillemets ou un booléen, par exemple "1200.00" pour un montant.'
NOT_ROWS = "Envoyez un seul texte, ou une liste d’objets."


def flatten(document: object) -> list[tuple[str, str]]:
    """Return the pairs of a JSON document: `{"place": "Lyon"}` gives `("place", "Lyon")`.

    True becomes `yes`, false `no`. Raises AnswersRefused with every value that is neither a text nor
    a boolean.

    >>> flatten({"invoices": [{"number": "F1"}], "qr": True})
    [('invoices-0-number', 'F1'), ('qr', 'yes')]
    """
    if not isinstance(document, dict):
        raise AnswersRefused([Fault.french("", NOT_AN_OBJECT)])
    leaves = list(_leaves("", document, 0))
    faults = [leaf for leaf in leaves if isinstance(leaf, Fault)]
    if faults:
        raise AnswersRefused(faults)
    return [leaf for leaf in leaves if not isinstance(leaf, Fault)]


def _leaves(name: str, value: object, depth: int) -> Iterator[tuple[str, str] | Fault]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, bool):
        yield name, "yes" if value else "no"
    elif not isinstance(value, dict | list):
        yield Fault.french(name[:LONGEST_NAME], NOT_TEXT)
    elif depth == DEEPEST or len(name) > LONGEST_NAME:
        yield Fault.french(name[:LONGEST_NAME], TOO_DEEP)
    elif isinstance(value, list) and not all(isinstance(row, dict) for row in value):
        yield Fault.french(name, NOT_ROWS)
    else:
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from _leaves(f"{name}-{key}" if name else str(key), part, depth + 1)
