"""Ten thousand cooperations, written past the services: they would take an hour for what is only a crowd."""

from datetime import date

from django.contrib.auth.models import Group, Permission
from django.db import connection

from cooperations import catalog, grants
from cooperations.models import (
    Cooperation,
    CooperationGroupPermission,
    CooperationUserPermission,
    Coordinator,
    Partner,
    PartnerRole,
    PartnerStatus,
)
from ikz.accounts.models import ApiToken, User
from municipalities.models import Kind, Membership, Municipality

COOPERATIONS = 10_000
MUNICIPALITIES = 60
PARTNERS = 3


def populate() -> tuple[User, str]:
    """Fill the database; returns the visitor, who sees 500 cooperations, and a token of theirs."""
    municipalities = _municipalities()
    user = User.objects.create_user("bench@demo.ikz.example", label="Messung")
    Membership.objects.create(user=user, municipality=municipalities[0], valid_from=date(2020, 1, 1))
    models = list(catalog.models())
    cooperations = Cooperation.objects.bulk_create(
        [
            Cooperation(
                title=f"Kooperation {number:05d}",
                slug=f"kooperation-{number}",
                model_keys=[models[number % len(models)]],
                task_areas=["service-desk", "mdm"],
                goals=["Kosten senken", "Wissen teilen"],
            )
            for number in range(COOPERATIONS)
        ]
    )
    Partner.objects.bulk_create(
        [
            Partner(
                cooperation=row,
                municipality=municipality,
                role=PartnerRole.PARTNER if place else PartnerRole.LEAD,
                status=PartnerStatus.CONFIRMED,
                schools=5,
                pupils=2000,
            )
            for number, row in enumerate(cooperations)
            for place, municipality in enumerate(_partners(municipalities, number))
        ]
    )
    Coordinator.objects.bulk_create([Coordinator(cooperation=row, user=user) for row in cooperations[:100]])
    _grant([row.pk for row in cooperations])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _, token = ApiToken.objects.create(user=user, name="Messung")
    return user, token


def _municipalities() -> list[Municipality]:
    groups = Group.objects.bulk_create([Group(name=f"Messung {number}") for number in range(MUNICIPALITIES)])
    return Municipality.objects.bulk_create(
        [
            Municipality(
                ags=f"07{number:03d}",
                kind=Kind.DISTRICT,
                name=f"Kreis {number}",
                display_name=f"Kreis {number}",
                folded_name=f"kreis {number}",
                group=group,
            )
            for number, group in enumerate(groups)
        ]
    )


def _partners(municipalities: list[Municipality], number: int) -> list[Municipality]:
    """Three different ones; every twentieth cooperation is the visitor's."""
    others = len(municipalities) - 1
    first = 0 if number % 20 == 0 else 1 + number % others
    return [municipalities[first], *(municipalities[1 + (number + step) % others] for step in (7, 11))]


def _grant(ids: list[int]) -> None:
    """What the services would have granted, in two statements instead of thirty thousand."""
    permissions = {
        row.codename: row for row in Permission.objects.filter(content_type__app_label="cooperations")
    }
    implied = grants.implied(ids)
    CooperationGroupPermission.objects.bulk_create(
        CooperationGroupPermission(
            content_object_id=row.cooperation_id,
            group_id=row.holder_id,
            permission=permissions[row.codename],
        )
        for row in implied
        if row.holder == "group"
    )
    CooperationUserPermission.objects.bulk_create(
        CooperationUserPermission(
            content_object_id=row.cooperation_id,
            user_id=row.holder_id,
            permission=permissions[row.codename],
        )
        for row in implied
        if row.holder == "user"
    )
