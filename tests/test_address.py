"""The addressee's lines: at most six, of 38 characters, in a window 85 mm wide."""

from dataclasses import replace
from pathlib import Path

import pytest
from cases import DEBTORS
from hypothesis import given
from hypothesis import strategies as st

from courtois.case import Address, Debtor
from courtois.errors import AddressTooLong
from courtois.french.typography import postal_capitals
from courtois.letter.head import addressee
from courtois.letter.typeface import Typeface

BOULANGERIE = DEBTORS["professional"]


@pytest.fixture(scope="session")
def typeface(root: Path) -> Typeface:
    return Typeface.read(root / "templates")


def test_the_last_lines_are_unaccented_capitals_without_punctuation() -> None:
    assert postal_capitals("12 bis, rue de l’Œuvre, Z.I. n° 3") == "12 BIS RUE DE L OEUVRE Z I N 3"
    assert postal_capitals("44800 Saint-Herblain") == "44800 SAINT HERBLAIN"


def test_a_companys_lines_are_name_representative_and_street(typeface: Typeface) -> None:
    assert addressee(BOULANGERIE, typeface, "À l’attention du représentant légal").lines == (
        "Boulangerie Moderne",
        "À l’attention du représentant légal",
        "27 AVENUE DE LA REPUBLIQUE",
        "75011 PARIS",
    )


def test_a_person_bears_a_civility_and_a_foreigner_a_country(typeface: Typeface) -> None:
    claire = replace(
        DEBTORS["consumer"], address=Address("Rue Neuve 4", "1000", "Bruxelles", country="Belgique")
    )
    assert addressee(claire, typeface).lines == (
        "Mme Claire Dubois",
        "RUE NEUVE 4",
        "1000 BRUXELLES",
        "BELGIQUE",
    )


def test_france_is_not_written_on_a_letter_posted_in_france(typeface: Typeface) -> None:
    here = replace(BOULANGERIE, address=replace(BOULANGERIE.address, country="France"))
    assert addressee(here, typeface).lines[-1] == "75011 PARIS"


def test_a_line_of_wide_letters_is_set_smaller_before_it_is_folded(typeface: Typeface) -> None:
    wide = replace(BOULANGERIE, name="GROUPEMENT COMMERCIAL MODERNE DU MAINE")
    folded = addressee(wide, typeface)
    assert folded.lines[0] == wide.name
    assert folded.points < 10


def test_a_line_that_cannot_be_folded_is_refused(typeface: Typeface) -> None:
    long = Address("1 rue " + "longue " * 12, "75011", "Paris", complement="Escalier " * 9)
    with pytest.raises(AddressTooLong):
        addressee(replace(BOULANGERIE, address=long), typeface)
    with pytest.raises(AddressTooLong):
        addressee(replace(BOULANGERIE, name="M" * 60), typeface)


words = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzABCWMÉÀŒ' -0123456789"), max_size=60)


@given(name=words, contact=words, street=words, complement=words, city=words)
def test_any_address_fits_the_window_or_is_refused(
    typeface: Typeface, name: str, contact: str, street: str, complement: str, city: str
) -> None:
    where = Address(street, "75011", city, complement)
    try:
        folded = addressee(Debtor("professional", name, where), typeface, contact)
    except AddressTooLong:
        return
    assert len(folded.lines) <= 6
    for line in folded.lines:
        assert len(line) <= 38
        assert typeface.width_mm(line, folded.points) <= 85


@pytest.mark.parametrize("typed", ["Claire Dubois", "Mme Claire Dubois", "madame Claire Dubois"])
def test_a_civility_typed_with_the_name_is_not_repeated(typeface: Typeface, typed: str) -> None:
    claire = replace(DEBTORS["consumer"], name=typed)
    assert addressee(claire, typeface).lines[0] == "Mme Claire Dubois"
