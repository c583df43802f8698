"""Which municipality somebody means by what they typed."""

import pytest
from django.core.exceptions import ValidationError

from cooperations.picking import pick
from ikz.accounts.models import User
from municipalities.models import Kind, Municipality
from municipalities.picking import label, suggest
from municipalities.services import register_municipality


@pytest.fixture
def kusel_town(kusel: Municipality) -> Municipality:
    return register_municipality(
        ags="07336055", kind=Kind.MUNICIPALITY, name="Kusel, Stadt", display_name="Kusel", parent=kusel
    )


@pytest.mark.parametrize(
    "typed", ["07336", "Landkreis Kusel", "  landkreis   KUSEL ", "Landkreis Kusel (07336)", "Kusel"]
)
def test_a_key_or_a_name_that_only_one_has_is_enough(
    coordinator: User, kusel: Municipality, typed: str
) -> None:
    assert pick(coordinator, typed) == kusel


@pytest.mark.usefixtures("kusel_town")
def test_a_name_of_two_is_refused_with_both(coordinator: User, kusel: Municipality) -> None:
    with pytest.raises(ValidationError) as refused:
        pick(coordinator, "Kusel")
    [message] = refused.value.messages
    assert message.startswith("„Kusel“ ist nicht eindeutig. Meinten Sie")
    assert "Landkreis Kusel (07336)" in message
    assert "Kusel (07336055)" in message
    assert pick(coordinator, label(kusel)) == kusel


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("99999", "Es gibt keine Kommune mit dem amtlichen Schlüssel 99999."),
        ("Atlantis", "Eine Kommune „Atlantis“ steht nicht im Verzeichnis."),
        ("kaisers", "Meinten Sie Landkreis Kaiserslautern (07335)?"),
        ("07", "Ein Land kann nicht Partner sein."),
        ("Rheinland-Pfalz", "Ein Land kann nicht Partner sein."),
    ],
)
@pytest.mark.usefixtures("kaiserslautern")
def test_what_is_unknown_is_refused_in_words(coordinator: User, typed: str, answer: str) -> None:
    with pytest.raises(ValidationError) as refused:
        pick(coordinator, typed)
    assert answer in " ".join(refused.value.messages)


@pytest.mark.usefixtures("kusel_town", "kaiserslautern")
def test_suggestions_begin_with_names_that_begin_so(coordinator: User) -> None:
    assert [row.ags for row in suggest(coordinator, "kus")] == ["07336055", "07336"]
    assert {row.ags for row in suggest(coordinator, "07336")} == {"07336", "07336055"}
    assert suggest(coordinator, "k") == []
