"""Money and days as the French type and read them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courtois.french import dates, euros

amounts = st.decimals("0.01", "9999999.99", places=2)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1200", "1200.00"),
        ("1 200,5", "1200.50"),
        ("1\u202f200,50 €", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("0,07", "0.07"),
        (" 12 euros ", "12.00"),
        ("€12", "12.00"),
        ("1.000.000", "1000000.00"),
        ("1 234 567,8", "1234567.80"),
    ],
)
def test_an_amount_is_read_however_people_type_it(typed: str, read: str) -> None:
    assert euros.parse(typed) == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1.200", "deux façons"),
        ("1,200", "deux façons"),
        ("12 $", "en euros"),
        ("12 CHF", "en euros"),
        ("douze", "en chiffres"),
        ("", "en chiffres"),
        ("1e9", "en chiffres"),
        ("١٢", "en chiffres"),
        ("NaN", "en chiffres"),
        ("10,555", "deux façons"),
        ("0,001", "centimes"),
        ("12 50", "en chiffres"),
        ("12,34.56", "en chiffres"),
        ("1.20,50", "en chiffres"),
        ("1,5,0.00", "en chiffres"),
        ("9" * 30, "trop grand"),
        ("1000,555", "centimes"),
        ("10000000000", "trop grand"),
    ],
)
def test_an_amount_that_cannot_be_read_says_how_to_mend_it(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        euros.parse(typed)


@given(amounts)
def test_a_written_amount_is_read_back_to_the_cent(amount: Decimal) -> None:
    assert euros.parse(euros.write(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1", "un euro"),
        ("0.01", "zéro euro et un centime"),
        ("1860", "mille huit cent soixante euros"),
        ("80.80", "quatre-vingts euros et quatre-vingts centimes"),
        ("281.21", "deux cent quatre-vingt-un euros et vingt et un centimes"),
        ("2", "deux euros"),
        ("0.02", "zéro euro et deux centimes"),
        ("1000000", "un million d’euros"),
        ("2000000", "deux millions d’euros"),
        ("2000300", "deux millions trois cents euros"),
    ],
)
def test_an_amount_in_full_is_the_french_of_a_notary(amount: str, words: str) -> None:
    assert euros.write_in_full(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("typed", "read"), [("-1,5 %", "-1.5"), ("-0", "0"), ("0,0", "0.0"), ("18 %", "18")]
)
def test_a_rate_keeps_its_sign_and_zero_has_none(typed: str, read: str) -> None:
    assert str(euros.parse_percent(typed)) == read


def test_cents_are_rounded_half_up() -> None:
    assert euros.cents(Decimal("2.345")) == Decimal("2.35")
    assert euros.cents(Decimal("2.344")) == Decimal("2.34")


@pytest.mark.parametrize("typed", ["2026-11-21", "21/11/2026", "21-11-2026", " 21.11.2026 "])
def test_a_day_is_read_in_iso_or_in_french(typed: str) -> None:
    assert dates.parse(typed) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("30/02/2026", "n’existe pas"),
        ("2026-13-01", "n’existe pas"),
        ("21/11/26", "en chiffres"),
        ("hier", "en chiffres"),
        ("21/11/1926", "l’année"),
        ("٢٠٢٦-١١-٢١", "en chiffres"),
    ],
)
def test_a_day_that_cannot_be_read_says_how_to_mend_it(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        dates.parse(typed)


def test_a_day_is_read_from_1990_to_2099() -> None:
    for day in (date(1990, 1, 1), date(2099, 12, 31)):
        assert dates.parse(day.isoformat()) == day
    for day in (date(1989, 12, 31), date(2100, 1, 1)):
        with pytest.raises(ValueError, match="l’année"):
            dates.parse(day.isoformat())


def test_only_the_first_of_a_month_is_an_ordinal() -> None:
    assert dates.write(date(2026, 12, 1)) == "1er\u00a0décembre\u00a02026"
    assert dates.write(date(2026, 8, 2)) == "2\u00a0août\u00a02026"


def test_a_year_after_29_february_is_28_february() -> None:
    assert dates.add_years(date(2024, 2, 29), 2) == date(2026, 2, 28)
    assert dates.add_years(date(2024, 2, 29), 4) == date(2028, 2, 29)
