"""Values as the sheet prints them: days, sums, rates, lists, each marked when a draft borrows it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from courtois.french import dates, euros
from courtois.french.typography import NBSP, THIN

LONGEST_UNBREAKABLE = 20  # characters


def french_list(items: Iterable[object], last: str = "et") -> str | Markup:
    """« A, B et C ».

    >>> french_list(["un", "deux", "trois"])
    Markup('un, deux et trois')
    """
    *head, tail = [mark_as(item, item) for item in items]
    return Markup(f" {last} ").join([Markup(", ").join(head), tail]) if head else tail


def mark(value: object) -> object:
    """Mark a value that a draft borrows from the example."""
    return value if getattr(value, "example_of", None) is None else mark_as(value, value)


def mark_as(value: object, shown: object) -> Markup:
    """Return `shown`, the text of `value`, marked when a draft borrows that value."""
    name = getattr(value, "example_of", None)
    if name is None:
        return escape(shown)
    return Markup('<mark class="exemple" data-name="{}">{}</mark>').format(name, shown)


def unbreakable(text: str) -> Markup:
    """A number that no line break cuts at its hyphen, unless it is too long for a column."""
    if len(text) > LONGEST_UNBREAKABLE:
        return mark_as(text, text)
    return Markup('<span class="whole">{}</span>').format(mark(text))


def sum_of(amount: Decimal) -> Markup:
    """An amount; its thousands separators stand in spans, which the stylesheet widens a little."""
    parts = euros.write(amount).split(THIN)
    return mark_as(amount, Markup(f'<span class="mille">{THIN}</span>').join(parts))


def day_of(day: date) -> Markup:
    """A day in full; the « er » of the first is raised with real letters."""
    number, rest = dates.write(day).split("\u00a0", 1)
    if number == "1er":
        written = Markup("1<sup>er</sup>\u00a0{}").format(rest)
    else:
        written = Markup("{}\u00a0{}").format(number, rest)
    return mark_as(day, written)


def named_day_of(day: date) -> Markup:
    """A day with its name, « lundi 8 juin 2026 »."""
    return Markup("{}\u00a0{}").format(dates.DAY_NAMES[day.weekday()], day_of(day))


def counted(number: int, singular: str, plural: str) -> str:
    """« 1 jour », « 1 204 jours ».

    >>> counted(1204, "jour", "jours")
    '1\u202f204\xa0jours'
    """
    return f"{euros.french_number(Decimal(number))}{NBSP}{singular if number < 2 else plural}"


def points_of(points: Decimal) -> str:
    """Points added to a rate, with the decimals they have.

    >>> points_of(Decimal("1.5")), points_of(Decimal("10.00"))
    ('1,5\xa0point', '10\xa0points')
    """
    number = euros.french_number(Decimal(f"{points.normalize():f}"))
    return f"{number}{NBSP}{'point' if points < 2 else 'points'}"
