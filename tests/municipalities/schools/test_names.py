import pytest
from hypothesis import given
from hypothesis import strategies as st

from municipalities.schools.names import join_name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Rudolf Steiner Schu-", "le und Förder-", "schule"), "Rudolf Steiner Schule und Förderschule"),
        (("Anne-Frank-", "Schule", ""), "Anne-Frank-Schule"),
        (
            ("Städt. Reinhard-und-Max-", "Mannesmann-Gymnasium"),
            "Städt. Reinhard-und-Max-Mannesmann-Gymnasium",
        ),
        (("Montessori-", "Grundschule  - Primarstufe -"), "Montessori-Grundschule - Primarstufe -"),
        (("Realschule für Mädchen-", "u. Jungenklassen"), "Realschule für Mädchen- u. Jungenklassen"),
        (
            ("- Sekundarstufen I und II -", "der Stadt Musterstadt"),
            "- Sekundarstufen I und II - der Stadt Musterstadt",
        ),
        (("Schule -Primarstufe-", "Gem. Grundschule"), "Schule -Primarstufe- Gem. Grundschule"),
        (("Technik - Chemie-", "technik-der Werke"), "Technik - Chemietechnik-der Werke"),
        (("Gymnasium am Park Privat", "schule im Aufbau"), "Gymnasium am Park Privatschule im Aufbau"),
        (("Grundschule Oberdorf/", "Unterdorf"), "Grundschule Oberdorf/Unterdorf"),
        (("Gesamtschule", "", "Nord"), "Gesamtschule Nord"),
    ],
)
def test_columns_become_one_name(parts: tuple[str, ...], name: str) -> None:
    assert join_name(parts) == name


@given(st.lists(st.text(alphabet="abcÄ -/(.,", max_size=40), max_size=3))
def test_no_letter_is_lost_and_none_invented(parts: list[str]) -> None:
    letters = [char for char in join_name(parts) if char.isalpha()]
    assert letters == [char for part in parts for char in part if char.isalpha()]
