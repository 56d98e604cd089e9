"""Chance from a fixed seed, and the ways people type a day or an amount."""

import random
from datetime import date, timedelta
from decimal import Decimal

Answers = dict[str, str]
CENT = Decimal("0.01")


class Chance(random.Random):
    """Draws the same things for the same seed."""

    def maybe(self, percent: int) -> bool:
        """Return True `percent` times out of a hundred."""
        return self.randrange(100) < percent

    def day(self, first: date, last: date) -> date:
        """A day between two, both included; the first one when they are in the wrong order."""
        return first + timedelta(days=self.randint(0, max(0, (last - first).days)))

    def amount(self, least: int, most: int) -> Decimal:
        """An amount between two whole numbers of euros; half of them have cents."""
        cents = self.randrange(100) if self.maybe(50) else 0
        return Decimal(self.randrange(least, most)) + cents * CENT

    def part_of(self, amount: Decimal) -> Decimal:
        """More than nothing, and less than the whole of an amount above 0,02 €."""
        return max(CENT, (amount * self.randint(5, 95) / 100).quantize(CENT))

    def typed_day(self, day: date) -> str:
        """A day as a browser sends it, or as a person types it."""
        return self.choice((day.isoformat(), day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}"))

    def typed_amount(self, amount: Decimal) -> str:
        """An amount in one of the ways that the form reads."""
        plain = f"{amount:.2f}"
        french = plain.replace(".", ",")
        grouped = f"{amount:,.2f}".replace(",", " ").replace(".", ",")
        return self.choice(
            (plain, french, grouped, f"{grouped}\u00a0€", grouped.replace(" ", "\u202f"))
        )
