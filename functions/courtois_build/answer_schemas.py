"""JSON Schemas of the answers to programs: a problem, a statement, a short link, the function's health."""

from courtois.forms.schemas import Schema
from courtois_api.shares import ID

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
DAY: Schema = {"type": "string", "format": "date"}
DECIMAL: Schema = {"type": "string", "format": "decimal"}


def closed(**properties: Schema) -> Schema:
    """An object with all of these properties, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: Schema) -> Schema:
    """A list of any length."""
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    """A value of this schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


FINDING = closed(name=TEXT, sentence=TEXT)
PROBLEM = closed(
    type={"const": "about:blank"},
    title=TEXT,
    status=WHOLE,
    errors=list_of(FINDING),
    warnings=list_of(FINDING),
)
STATEMENT_LINE = closed(
    **{"invoice": TEXT, "from": DAY, "to": DAY, "days": WHOLE},
    **{"base": DECIMAL, "rate": DECIMAL, "interest": DECIMAL},
)
STATEMENT = closed(
    as_of=DAY,
    principal=DECIMAL,
    late_interest=DECIMAL,
    compensation=DECIMAL,
    total=DECIMAL,
    lines=list_of(STATEMENT_LINE),
    limitation=closed(safe=DAY, safe_sure={"type": "boolean"}, late=DAY),
    next_step=or_null(closed(slug=TEXT, on=DAY)),
    unknown_after=or_null(DAY),
)
HEALTH = closed(status={"const": "ok"}, letters=list_of(TEXT), law_valid_until=or_null(DAY))
SHARED = closed(
    id={"type": "string", "pattern": f"^{ID.pattern}$"},
    until={"type": "string", "format": "date-time"},
)
