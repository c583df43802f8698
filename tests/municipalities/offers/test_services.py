"""Offers are kept by their owner; examinations by the municipality of the need."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Municipality, Need, Offer, OfferReview
from municipalities.services import (
    change_offer,
    enter_offer,
    record_review,
    remove_review,
    restore_offer,
    withdraw_offer,
)
from municipalities.services.offers import OfferData
from tests.municipalities.offers.conftest import Enter

DATA = OfferData(
    name="  Kreismedienzentrum   Kusel ",
    kind="media-centre",
    task_areas=["training", "mdm", "training"],
    modules="Schulungen\r\nGeräteverwaltung\r\n",
)


def test_staff_enter_offers_for_their_municipality(
    kusel_staff: User, kusel: Municipality, donnersberg: Municipality
) -> None:
    row = enter_offer(
        actor=kusel_staff, owner=kusel, data=OfferData(**{**vars(DATA), "serves": [kusel, donnersberg]})
    )
    assert (row.name, row.folded_name) == ("Kreismedienzentrum Kusel", "kreismedienzentrum kusel")
    assert row.task_areas == ["mdm", "training"]
    assert row.modules == "Schulungen\nGeräteverwaltung"
    assert set(row.serves.all()) == {kusel, donnersberg}
    assert row.served_area == ["Donnersbergkreis", "Landkreis Kusel"]


def test_nobody_enters_offers_for_others(
    kusel_staff: User, donnersberg: Municipality, supervisor: User, administrator: User
) -> None:
    for actor, owner in (
        (kusel_staff, donnersberg),
        (kusel_staff, None),
        (supervisor, None),
        (supervisor, donnersberg),
        (administrator, donnersberg),
    ):
        with pytest.raises(PermissionDenied):
            enter_offer(actor=actor, owner=owner, data=DATA)
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "word"),
    [
        ({"task_areas": []}, "task_areas", "mindestens einen Aufgabenbereich"),
        ({"task_areas": ["kaffee"]}, "task_areas", "Unbekannte Auswahl: kaffee."),
        ({"land_keys": ["99"]}, "land_keys", "Unbekannte Auswahl: 99."),
        ({"kind": "verein"}, "kind", "keine gültige"),
        ({"website": "javascript:alert(1)"}, "website", "gültige Adresse"),
        ({"name": " "}, "name", "darf nicht leer sein"),
    ],
)
def test_what_makes_no_offer_is_refused_by_field(
    administrator: User, changed: dict[str, object], field: str, word: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        enter_offer(actor=administrator, data=OfferData(**{**vars(DATA), **changed}))
    assert word in " ".join(refused.value.message_dict[field])


def test_a_land_is_chosen_among_the_laender(administrator: User, land_rlp: Municipality) -> None:
    with pytest.raises(ValidationError) as refused:
        enter_offer(actor=administrator, data=OfferData(**{**vars(DATA), "serves": [land_rlp]}))
    assert "Rheinland-Pfalz: Bitte wählen Sie Länder" in refused.value.message_dict["serves"][0]


def test_a_name_is_given_once(enter: Enter) -> None:
    enter("KAAW")
    with pytest.raises(ValidationError, match="Namen gibt es schon"):
        enter("KAAW")


def test_changes_are_checked_by_version_and_right(
    enter: Enter, kusel_staff: User, kusel: Municipality, coordinator: User, administrator: User
) -> None:
    row = enter("Medienzentrum", actor=kusel_staff, owner=kusel, serves=[kusel])
    change_offer(actor=administrator, offer=row, data=DATA, expected_version=1)
    row.refresh_from_db()
    assert (row.version, row.name, row.serves.count()) == (2, "Kreismedienzentrum Kusel", 0)
    with pytest.raises(EditConflict):
        change_offer(actor=kusel_staff, offer=row, data=DATA, expected_version=1)
    for service in (withdraw_offer, restore_offer):
        with pytest.raises(PermissionDenied):
            service(actor=coordinator, offer=row)
    with pytest.raises(PermissionDenied):
        change_offer(actor=coordinator, offer=row, data=DATA, expected_version=2)


def test_a_withdrawal_is_taken_back(enter: Enter, administrator: User) -> None:
    row = enter("KAAW")
    since = withdraw_offer(actor=administrator, offer=row).withdrawn_at
    assert withdraw_offer(actor=administrator, offer=row).withdrawn_at == since
    assert not Offer.objects.available().exists()
    assert restore_offer(actor=administrator, offer=row).withdrawn_at is None


def review(
    actor: User, need: Need, offer: Offer, outcome: str = "fits", note: str = "Telefonat", version: int = 0
) -> OfferReview:
    return record_review(
        actor=actor, need=need, offer=offer, outcome=outcome, note=note, expected_version=version
    )


def test_one_examination_for_a_need_and_an_offer(
    enter: Enter, need: Need, kusel_staff: User, staff_of: object, kusel: Municipality
) -> None:
    offer = enter("KAAW")
    row = review(kusel_staff, need, offer)
    assert (row.version, row.reviewed_by) == (1, kusel_staff)
    assert review(kusel_staff, need, offer).pk == row.pk
    with pytest.raises(EditConflict) as conflict:
        review(kusel_staff, need, offer, outcome="unfit")
    assert conflict.value.current.outcome == "fits"
    assert review(kusel_staff, need, offer, outcome="unfit", version=1).version == 2
    with pytest.raises(EditConflict):
        remove_review(actor=kusel_staff, review=row, expected_version=1)
    remove_review(actor=kusel_staff, review=row, expected_version=2)
    assert not OfferReview.objects.exists()
    with pytest.raises(EditConflict) as gone:
        review(kusel_staff, need, offer, version=2)
    assert gone.value.current.pk is None


def test_only_the_own_municipality_examines_and_reads(
    enter: Enter, need: Need, kusel_staff: User, coordinator: User, administrator: User, supervisor: User
) -> None:
    offer = enter("KAAW")
    row = review(kusel_staff, need, offer)
    for other in (coordinator, administrator, supervisor):
        with pytest.raises(PermissionDenied):
            review(other, need, offer, version=1)
        with pytest.raises(Http404):
            remove_review(actor=other, review=row, expected_version=1)
        assert not OfferReview.objects.visible_to(other).exists()


def test_what_an_examination_needs(enter: Enter, need: Need, kusel_staff: User, administrator: User) -> None:
    offer = enter("KAAW")
    with pytest.raises(ValidationError) as refused:
        review(kusel_staff, need, offer, outcome="vielleicht", note=" ")
    assert set(refused.value.message_dict) == {"outcome", "note"}
    withdraw_offer(actor=administrator, offer=offer)
    with pytest.raises(ValidationError, match="zurückgezogen"):
        review(kusel_staff, need, offer)


def test_a_dissolved_municipality_keeps_no_new_offer(kusel_staff: User, kusel: Municipality) -> None:
    Municipality.objects.filter(pk=kusel.pk).update(dissolved_as_of=date(2023, 11, 30))
    with pytest.raises(ValidationError, match="nicht mehr im amtlichen Verzeichnis"):
        enter_offer(actor=kusel_staff, owner=kusel, data=DATA)
