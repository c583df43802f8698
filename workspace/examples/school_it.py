"""What Schulträger of the demo keep about their school IT: profiles, schools, needs, offers, examinations."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from ikz.accounts.models import User
from municipalities.models import Municipality, Need, Offer, OfferReview, Profile, School
from municipalities.services import add_school, describe_need, enter_offer, record_review, save_profile
from municipalities.services.needs import NeedData
from municipalities.services.offers import OfferData
from municipalities.services.profiles import ProfileData
from municipalities.services.schools import SchoolData

Row = dict[str, Any]


@transaction.atomic
def load_school_it(rows: list[Row]) -> tuple[int, int]:
    """Enter what is missing; returns the numbers of schools and needs.

    A municipality that has schools, a profile or needs keeps its own: whoever changed them finds them again.
    """
    schools = needs = 0
    for row in rows:
        actor = User.objects.get(email=row["staff"])
        municipality = Municipality.objects.get(ags=row["ags"])
        if not Profile.objects.filter(municipality=municipality).exists():
            _enter_profile(actor, municipality, row["profile"])
        if not School.objects.filter(authority__municipality=municipality).exists():
            schools += _enter_schools(actor, municipality, row)
        if not Need.objects.filter(municipality=municipality).exists():
            for need in row["needs"]:
                describe_need(actor=actor, municipality=municipality, data=NeedData(**need))
                needs += 1
    return schools, needs


def _enter_profile(actor: User, municipality: Municipality, row: Row) -> None:
    data = ProfileData(**row | {"it_staff_fte": Decimal(row["it_staff_fte"])})
    save_profile(actor=actor, municipality=municipality, data=data, expected_version=0)


def _enter_schools(actor: User, municipality: Municipality, row: Row) -> int:
    """The sources tell only how many schools there are; their names say that they are made up."""
    schools = row.get("schools", [])
    for number, (form, pupils) in enumerate(schools, start=1):
        data = SchoolData(
            name=f"Demonstrationsschule {municipality} {number}",
            school_form=form,
            pupils=pupils,
            pupils_as_of=row["pupils_as_of"],
        )
        add_school(actor=actor, municipality=municipality, data=data)
    return len(schools)


@transaction.atomic
def load_offers(rows: list[Row], *, administrator: User) -> int:
    """Enter offers that were never entered, under whatever name they stand by now; returns their number."""
    history = Offer.pgh_event_model.objects  # type: ignore[attr-defined]
    missing = [row for row in rows if not history.filter(name=row["name"]).exists()]
    for row in missing:
        keys = [row.get("owner", ""), *row.get("serves", [])]
        places = {place.ags: place for place in Municipality.objects.filter(ags__in=keys)}
        plain = {name: value for name, value in row.items() if name not in ("owner", "staff", "serves")}
        enter_offer(
            actor=User.objects.get(email=row["staff"]) if "staff" in row else administrator,
            owner=places.get(row.get("owner", "")),
            data=OfferData(**plain, serves=[places[key] for key in row.get("serves", [])]),
        )
    return len(missing)


@transaction.atomic
def load_reviews(rows: list[Row], municipalities: list[Row]) -> None:
    """Note what examinations of offers came to, where need and offer are still as entered and nothing was noted."""
    staff = {row["ags"]: row["staff"] for row in municipalities}
    history = OfferReview.pgh_event_model.objects  # type: ignore[attr-defined]
    for row in rows:
        need = Need.objects.open().filter(municipality__ags=row["ags"], task_area=row["task_area"]).first()
        offer = Offer.objects.available().filter(name=row["offer"]).first()
        if need is None or offer is None or history.filter(need_id=need.pk, offer_id=offer.pk).exists():
            continue
        record_review(
            actor=User.objects.get(email=staff[row["ags"]]),
            need=need,
            offer=offer,
            outcome=row["outcome"],
            note=row["note"],
            expected_version=0,
        )
