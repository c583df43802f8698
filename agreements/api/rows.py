"""Agreements with what the API tells of them: to partners by the draft, to supervision by the version submitted last.

Filters and search read the same columns, so that no question to the API finds out what a reader does not see.
"""

from datetime import date
from typing import Any

from django.db.models import F, JSONField, Prefetch, QuerySet, Subquery, TextField
from django.db.models.expressions import Combinable, OuterRef
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import JSONObject

from agreements.deadlines import Deadline
from agreements.models import Agreement, AgreementVersion
from agreements.path import State
from agreements.selectors.deadlines import first_day
from cooperations.models import Partner
from ikz.accounts.models import User


def agreements_for(user: User) -> "QuerySet[Agreement]":
    """Agreements that ``user`` sees, with ``shown_*`` columns, and state and numbers of the versions they see."""
    seen = AgreementVersion.objects.visible_to(user).filter(agreement=OuterRef("pk"))
    latest, in_force = seen.order_by("-number"), seen.filter(state=State.IN_FORCE)
    shown = _frozen(latest) if user.read_only else _drafted()
    rows = Agreement.objects.visible_to(user).annotate(
        latest_number=Subquery(latest.values("number")[:1]),
        latest_state=Subquery(latest.values("state")[:1]),
        in_force_number=Subquery(in_force.values("number")[:1]),
        in_force_terms=Subquery(_terms(in_force).values("found")[:1], output_field=JSONField()),
        **shown,
    )
    confirmed = Partner.objects.confirmed().select_related("municipality")
    return rows.select_related("cooperation").prefetch_related(
        Prefetch("cooperation__partners", confirmed, to_attr="parties")
    )


def _terms(versions: "QuerySet[AgreementVersion]") -> "QuerySet[Any]":
    """What deadlines are computed from, without the wording."""
    found = JSONObject(
        terms=KeyTransform("terms", "content"),
        forms=KeyTransform("forms", "content"),
        in_force_on="in_force_on",
        ended_on="ended_on",
    )
    return versions.annotate(found=found)


def next_deadline(row: Any, today: date) -> Deadline | None:
    """The next deadline of a row of :func:`agreements_for`, by the version in force that its reader sees."""
    return first_day([row.in_force_terms], today) if row.in_force_terms else None


def _drafted() -> dict[str, Combinable]:
    return {
        "shown_title": F("title"),
        "shown_land": F("land"),
        "shown_forms": F("form_keys"),
        "shown_cooperation": F("cooperation__title"),
    }


def _frozen(latest: "QuerySet[AgreementVersion]") -> dict[str, Combinable]:
    def text(key: str) -> Subquery:
        found = latest.annotate(found=KeyTextTransform(key, "content")).values("found")[:1]
        return Subquery(found, output_field=TextField())

    def data(key: str) -> Subquery:
        found = latest.annotate(found=KeyTransform(key, "content")).values("found")[:1]
        return Subquery(found, output_field=JSONField())

    return {
        "shown_title": text("title"),
        "shown_land": text("land"),
        "shown_forms": data("forms"),
        "shown_cooperation": text("cooperation"),
        "shown_instrument": text("instrument"),
        "shown_partners": data("partners"),
    }


def instrument(row: Any) -> str:
    """The key of the document of a row of :func:`agreements_for`."""
    if hasattr(row, "shown_instrument"):
        return str(row.shown_instrument)
    return str(row.instrument.value)


def parties(row: Any) -> list[dict[str, str]]:
    """The parties of a row of :func:`agreements_for`: those of the submitted version, or the confirmed partners."""
    if hasattr(row, "shown_partners"):
        return [{key: one[key] for key in ("ags", "name", "role")} for one in row.shown_partners]
    return [
        {"ags": one.municipality.ags, "name": str(one.municipality), "role": one.role}
        for one in row.cooperation.parties
    ]
