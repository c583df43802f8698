"""How somebody stands to a cooperation: coordinating, taking part for a municipality, or invited."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from cooperations.models import Cooperation, Partner, PartnerStatus
from cooperations.querysets import CooperationQuerySet
from ikz.access.querysets import Viewer
from ikz.accounts.models import User
from municipalities.models import Municipality


@dataclass(frozen=True)
class Relation:
    """``own`` are the present partners whose municipality the person works for."""

    coordinates: bool
    own: tuple[Partner, ...]

    @property
    def invitations(self) -> tuple[Partner, ...]:
        """Invitations that wait for the person's answer."""
        return tuple(partner for partner in self.own if partner.status == PartnerStatus.INVITED)

    @property
    def contributes(self) -> bool:
        """Whether the person answers and rates: as coordination or for a confirmed partner."""
        return self.coordinates or any(partner.is_confirmed for partner in self.own)

    @property
    def label(self) -> str:
        """The person's role in one word."""
        if self.coordinates:
            return "Koordination"
        if any(partner.is_confirmed for partner in self.own):
            return "Mitarbeit"
        return "eingeladen" if self.own else "lesend"


def may_create(user: Viewer) -> bool:
    """Whether somebody may found a cooperation: signed in, not only reading, working for a municipality."""
    return (
        isinstance(user, User)
        and user.is_valid_today
        and not user.read_only
        and Municipality.objects.represented_by(user).exists()
    )


def with_partners(rows: CooperationQuerySet[Cooperation]) -> CooperationQuerySet[Cooperation]:
    """Fetch partners and their municipalities along: two queries, however many rows."""
    partners = Partner.objects.select_related("municipality")
    return rows.prefetch_related(Prefetch("partners", queryset=partners))


def relations(user: User, rows: Iterable[Cooperation]) -> dict[int, Relation]:
    """The relation of ``user`` to each cooperation by id; two queries. Rows come from :func:`with_partners`."""
    fetched = list(rows)
    mine = set(Municipality.objects.represented_by(user).values_list("pk", flat=True))
    editable = Cooperation.objects.editable_by(user).filter(pk__in=[row.pk for row in fetched])
    coordinated = set(editable.values_list("pk", flat=True))
    return {
        row.pk: Relation(
            coordinates=row.pk in coordinated,
            own=tuple(
                partner
                for partner in row.partners.all()
                if partner.municipality_id in mine
                and partner.status in (PartnerStatus.INVITED, PartnerStatus.CONFIRMED)
            ),
        )
        for row in fetched
    }


def relation(user: User, row: Cooperation) -> Relation:
    """The relation of ``user`` to one cooperation."""
    return relations(user, [row])[row.pk]
