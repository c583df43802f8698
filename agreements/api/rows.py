"""Agreements with what the API tells of them: to partners by the draft, to supervision by the version submitted last.

Filters and search read the same columns, so that no question to the API finds out what a reader does not see.
"""

from typing import Any

from django.db.models import F, JSONField, Prefetch, QuerySet, Subquery, TextField
from django.db.models.expressions import Combinable, OuterRef
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from agreements.models import Agreement, AgreementVersion
from agreements.path import State
from cooperations.models import Partner
from ikz.accounts.models import User


def agreements_for(user: User) -> "QuerySet[Agreement]":
    """Agreements that ``user`` sees, with ``shown_*`` columns, and state and numbers of the versions they see."""
    seen = AgreementVersion.objects.visible_to(user).filter(agreement=OuterRef("pk"))
    latest = seen.order_by("-number")
    shown = _frozen(latest) if user.read_only else _drafted()
    rows = Agreement.objects.visible_to(user).annotate(
        latest_number=Subquery(latest.values("number")[:1]),
        latest_state=Subquery(latest.values("state")[:1]),
        in_force_number=Subquery(seen.filter(state=State.IN_FORCE).values("number")[:1]),
        **shown,
    )
    confirmed = Partner.objects.confirmed().select_related("municipality")
    return rows.select_related("cooperation").prefetch_related(
        Prefetch("cooperation__partners", confirmed, to_attr="parties")
    )


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
