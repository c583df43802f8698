"""What submissions imply in grants, and how stored grants are brought in line.

Services call :func:`sync` in the transaction that submits; ``check_access`` compares. A submission opens an agreement
to the authority for good: what was submitted belongs to its files, also once decided or withdrawn.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Permission
from django.db import transaction

from agreements.models import Agreement, AgreementGroupPermission, Proceeding


@dataclass(frozen=True, order=True)
class Grant:
    """The group of an authority may read what was submitted of an agreement."""

    agreement_id: int
    group_id: int


def implied(agreements: Iterable[int]) -> set[Grant]:
    """Grants that the proceedings of these agreements imply."""
    rows = Proceeding.objects.filter(version__agreement__in=list(agreements))
    return {Grant(*row) for row in rows.values_list("version__agreement_id", "authority__group_id")}


def stored(agreements: Iterable[int]) -> set[Grant]:
    """Grants that are in the table."""
    rows = AgreementGroupPermission.objects.filter(content_object_id__in=list(agreements))
    return {Grant(*row) for row in rows.values_list("content_object_id", "group_id")}


@transaction.atomic
def sync(agreements: Iterable[int]) -> tuple[set[Grant], set[Grant]]:
    """Make stored grants equal the implied ones; returns (added, removed)."""
    ids = sorted(set(agreements))
    # The lock keeps two submissions of the same agreement from undoing each other's grants.
    list(Agreement.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    wanted, present = implied(ids), stored(ids)
    permission = Permission.objects.get(content_type__app_label="agreements", codename="supervise_agreement")
    AgreementGroupPermission.objects.bulk_create(
        AgreementGroupPermission(
            content_object_id=grant.agreement_id, group_id=grant.group_id, permission=permission
        )
        for grant in sorted(wanted - present)
    )
    for grant in present - wanted:
        AgreementGroupPermission.objects.filter(
            content_object_id=grant.agreement_id, group_id=grant.group_id
        ).delete()
    return wanted - present, present - wanted
