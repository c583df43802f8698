"""How somebody stands to a cooperation: coordinating, taking part for a municipality, or invited."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import BooleanField, Prefetch
from django.db.models.expressions import RawSQL

from cooperations.models import Cooperation, Partner, PartnerStatus
from cooperations.querysets import CooperationQuerySet
from ikz.access.querysets import Viewer
from ikz.accounts.models import User
from municipalities.models import Municipality
from municipalities.querysets import represented


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
        return role(coordinates=self.coordinates, statuses=[partner.status for partner in self.own])


def role(*, coordinates: bool, statuses: Collection[str]) -> str:
    """How somebody stands to a cooperation, in one word; ``statuses`` are those of their own municipalities."""
    if coordinates:
        return "Koordination"
    if PartnerStatus.CONFIRMED in statuses:
        return "Mitarbeit"
    return "eingeladen" if PartnerStatus.INVITED in statuses else "lesend"


@dataclass(frozen=True)
class Standing:
    """The municipalities that somebody works for today, and whether one of them is invited somewhere."""

    municipalities: frozenset[int]
    is_invited: bool


# Asked for every list: put together by the ORM, it takes longer to write than to run.
_INVITED = """EXISTS (
    SELECT 1 FROM cooperations_partner invited
     WHERE invited.municipality_id = municipalities_membership.municipality_id AND invited.status = 'invited')"""


def standing(user: User) -> Standing:
    """What decides which parts of a list concern somebody; one query."""
    invited = RawSQL(_INVITED, (), output_field=BooleanField())  # noqa: S611 - constant text
    rows = list(represented(user).annotate(invited=invited).values_list("municipality_id", "invited"))
    return Standing(frozenset(pk for pk, _ in rows), any(invited for _, invited in rows))


def may_create(user: Viewer, known: Standing | None = None) -> bool:
    """Whether somebody may found a cooperation: signed in, not only reading, working for a municipality.

    ``known`` spares the query where the answer is at hand.
    """
    return (
        isinstance(user, User)
        and user.is_valid_today
        and not user.read_only
        and bool((known or standing(user)).municipalities)
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
