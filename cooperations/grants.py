"""What partners and coordinators imply in grants, and how stored grants are brought in line.

Services call :func:`sync` in the transaction that changes a partner or coordinator; ``check_access`` compares.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db import transaction

from cooperations.models import (
    PRESENT,
    Cooperation,
    CooperationGroupPermission,
    CooperationUserPermission,
    Coordinator,
    Partner,
    PartnerStatus,
)


@dataclass(frozen=True, order=True)
class Grant:
    """``holder`` ("group" or "user") with id ``holder_id`` holds ``codename`` on a cooperation."""

    cooperation_id: int
    holder: str
    holder_id: int
    codename: str


def implied(cooperations: Iterable[int]) -> set[Grant]:
    """Grants that the partner and coordinator rows of these cooperations imply."""
    ids = list(cooperations)
    grants = set()
    partners = Partner.objects.filter(cooperation_id__in=ids, status__in=PRESENT)
    for cooperation, group, status in partners.values_list(
        "cooperation_id", "municipality__group_id", "status"
    ):
        grants.add(Grant(cooperation, "group", group, "view_cooperation"))
        if status == PartnerStatus.CONFIRMED:
            grants.add(Grant(cooperation, "group", group, "contribute_cooperation"))
    coordinators = Coordinator.objects.filter(cooperation_id__in=ids)
    for cooperation, user in coordinators.values_list("cooperation_id", "user_id"):
        grants.add(Grant(cooperation, "user", user, "coordinate_cooperation"))
    return grants


def stored(cooperations: Iterable[int]) -> set[Grant]:
    """Grants that are in the tables."""
    ids = list(cooperations)
    to_groups = CooperationGroupPermission.objects.filter(content_object_id__in=ids)
    to_users = CooperationUserPermission.objects.filter(content_object_id__in=ids)
    return {
        Grant(row[0], "group", row[1], row[2])
        for row in to_groups.values_list("content_object_id", "group_id", "permission__codename")
    } | {
        Grant(row[0], "user", row[1], row[2])
        for row in to_users.values_list("content_object_id", "user_id", "permission__codename")
    }


@transaction.atomic
def sync(cooperations: Iterable[int]) -> tuple[set[Grant], set[Grant]]:
    """Make stored grants equal the implied ones; returns (added, removed)."""
    ids = sorted(set(cooperations))
    # The lock keeps two changes of the same cooperation from undoing each other's grants.
    list(Cooperation.objects.filter(pk__in=ids).order_by("pk").select_for_update().values_list("pk"))
    wanted, present = implied(ids), stored(ids)
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__app_label="cooperations", content_type__model="cooperation"
        )
    }
    added, removed = sorted(wanted - present), sorted(present - wanted)
    # In bulk: guardian's save() would fetch the cooperation once per grant.
    CooperationGroupPermission.objects.bulk_create(
        CooperationGroupPermission(
            content_object_id=grant.cooperation_id,
            group_id=grant.holder_id,
            permission=permissions[grant.codename],
        )
        for grant in added
        if grant.holder == "group"
    )
    CooperationUserPermission.objects.bulk_create(
        CooperationUserPermission(
            content_object_id=grant.cooperation_id,
            user_id=grant.holder_id,
            permission=permissions[grant.codename],
        )
        for grant in added
        if grant.holder == "user"
    )
    for grant in removed:
        if grant.holder == "group":
            CooperationGroupPermission.objects.filter(
                content_object_id=grant.cooperation_id,
                group_id=grant.holder_id,
                permission__codename=grant.codename,
            ).delete()
        else:
            CooperationUserPermission.objects.filter(
                content_object_id=grant.cooperation_id,
                user_id=grant.holder_id,
                permission__codename=grant.codename,
            ).delete()
    return wanted - present, present - wanted
