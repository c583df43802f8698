"""Writes a plan in a few statements; triggers keep the history of every row."""

from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.db import connection

from municipalities.models import Kind, Municipality, RegisterState
from municipalities.register.plan import WRITTEN, Plan, Stored, facts
from municipalities.register.tree import Row

BATCH = 1000
# Any number that nothing else in this database locks.
LOCK = 7_313_100_2023


def queue_up() -> None:
    """Wait until no other import of the register is being written; holds until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def read_register() -> Stored:
    """The register as it stands."""
    state = RegisterState.objects.first()
    return Stored(
        rows={row.ags: row for row in Municipality.objects.all()}, as_of=state.as_of if state else None
    )


def write(plan: Plan, stored: Stored) -> None:
    """Carry the plan out, inside the caller's transaction."""
    pks = {key: row.pk for key, row in stored.rows.items()}
    _create(plan.created, pks)
    for update in plan.updated:
        for name, value in update.values.items():
            setattr(update.row, name, value)
        update.row.parent_id = pks.get(update.target.parent)
    _save([update.row for update in plan.updated], WRITTEN)
    for row in plan.dissolved:
        row.dissolved_as_of = plan.as_of
    _save(plan.dissolved, ("dissolved_as_of",))
    if plan.created or plan.updated:
        # Pages are asked at once, before the database would look by itself how much there is now.
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE municipalities_municipality")
    if stored.as_of != plan.as_of:
        RegisterState.objects.update_or_create(defaults={"as_of": plan.as_of})


def _create(rows: Iterable[Row], pks: dict[str, int]) -> None:
    """Level by level, so that every parent has its primary key; ``pks`` learns the new ones."""
    by_kind: dict[str, list[Row]] = {kind: [] for kind in Kind.values}
    for row in rows:
        by_kind[row.kind].append(row)
    for level in by_kind.values():
        groups = _groups([row.ags for row in level])
        created = Municipality.objects.bulk_create(
            [
                Municipality(ags=row.ags, parent_id=pks.get(row.parent), group=groups[row.ags], **facts(row))
                for row in level
            ],
            batch_size=BATCH,
        )
        pks.update({row.ags: row.pk for row in created})


def _groups(keys: list[str]) -> dict[str, Group]:
    """The group of each key, created where it is missing."""
    names = {f"Kommune {key}": key for key in keys}
    present = set(Group.objects.filter(name__in=names).values_list("name", flat=True))
    Group.objects.bulk_create([Group(name=name) for name in names if name not in present], batch_size=BATCH)
    return {names[group.name]: group for group in Group.objects.filter(name__in=names)}


def _save(rows: list[Municipality], fields: Iterable[str]) -> None:
    """Update rows in bulk: each exists, so every insert becomes an update, much quicker than a CASE per value."""
    Municipality.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[name.removesuffix("_id") for name in fields],
    )
