"""Who sees and changes cooperations; rows below a cooperation inherit from it.

Grants are guardian's, in direct foreign-key tables. A grant to a municipality's group reaches those who work
there *today*, so an ended membership loses access by itself.
"""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Aggregate, BooleanField, Count, OuterRef, Q, Subquery, Sum, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User
from municipalities.querysets import valid_today

if TYPE_CHECKING:
    from cooperations.models import Cooperation
    from municipalities.models import Membership
    from municipalities.querysets import MembershipQuerySet


# Asked several times for every page: put together by the ORM, it takes longer to write than to run.
_GRANTED_TO_GROUPS = """
    SELECT held.content_object_id
      FROM cooperations_cooperationgrouppermission held
      JOIN auth_permission permission ON permission.id = held.permission_id
      JOIN municipalities_municipality municipality ON municipality.group_id = held.group_id
      JOIN municipalities_membership membership ON membership.municipality_id = municipality.id
     WHERE membership.user_id = %s
       AND %s BETWEEN membership.valid_from AND coalesce(membership.valid_until, 'infinity')
       AND permission.codename = %s
"""


def _granted(user: User, codename: str) -> RawSQL:
    """Ids of cooperations granted to a group that ``user`` belongs to today."""
    values = (user.pk, timezone.localdate(), codename)
    return RawSQL(_GRANTED_TO_GROUPS, values)  # noqa: S611 - constant text, the values are parameters


_GRANTED_IN_PERSON = """
    SELECT held.content_object_id
      FROM cooperations_cooperationuserpermission held
      JOIN auth_permission permission ON permission.id = held.permission_id
     WHERE held.user_id = %s
       AND permission.codename = 'coordinate_cooperation'
"""


def _coordinated(user: User) -> RawSQL:
    """Ids of cooperations granted to ``user`` in person."""
    return RawSQL(_GRANTED_IN_PERSON, (user.pk,))  # noqa: S611 - constant text, the values are parameters


# What with_coordination() adds to a row.
COORDINATED = "is_coordinated"


class CooperationQuerySet(AccessQuerySet[M]):
    """Partners' staff see a cooperation; its coordinators change it."""

    def _visible(self, user: User) -> Self:
        return self.filter(pk__in=_granted(user, "view_cooperation"))

    def _editable(self, user: User) -> Self:
        # Coordination is personal, but holds only while the person works for one of the partners.
        return self._visible(user).filter(pk__in=_coordinated(user))

    def contributable_by(self, user: User) -> Self:
        """Cooperations to which ``user`` contributes: as coordination or for a confirmed partner."""
        return self.visible_to(user).filter(
            Q(pk__in=_granted(user, "contribute_cooperation")) | Q(pk__in=self.editable_by(user).values("pk"))
        )

    def with_coordination(self, user: User) -> Self:
        """Annotate :data:`COORDINATED` for rows of ``visible_to(user)``: whether ``user`` may change them.

        Asked along with the rows of a list, it costs no query of its own.
        """
        if not user.is_valid_today or user.read_only:
            return self.annotate(**{COORDINATED: Value(value=False)})
        own = RawSQL(  # noqa: S611 - constant text, the values are parameters
            f"cooperations_cooperation.id IN ({_GRANTED_IN_PERSON})", (user.pk,), output_field=BooleanField()
        )
        return self.annotate(**{COORDINATED: own})

    def with_totals(self) -> Self:
        """Annotate ``partner_count``, ``school_count`` and ``pupil_count`` of the confirmed partners.

        Subqueries, not joins: PostgreSQL works them out for the rows of one page only, and counting drops them.
        """
        return self.annotate(
            partner_count=_total(Count("pk")),
            school_count=_total(Sum("schools", default=0)),
            pupil_count=_total(Sum("pupils", default=0)),
        )


def _total(value: Aggregate) -> Coalesce:
    partners = apps.get_model("cooperations", "Partner").objects.filter(
        cooperation=OuterRef("pk"), status="confirmed"
    )
    return Coalesce(
        Subquery(partners.order_by().values("cooperation").annotate(total=value).values("total")), 0
    )


class PartnerQuerySet(AccessQuerySet[M]):
    """Partners are seen with their cooperation and changed by its coordination."""

    def _visible(self, user: User) -> Self:
        return self.filter(cooperation__in=_cooperations().visible_to(user))

    def _editable(self, user: User) -> Self:
        return self.filter(cooperation__in=_cooperations().editable_by(user))

    def represented_by(self, user: User) -> Self:
        """Partners whose municipality ``user`` works for today."""
        if not user.is_valid_today:
            return self.none()
        return self.filter(municipality__in=_municipalities_of(user).values("municipality_id"))

    def answerable_by(self, user: User) -> Self:
        """Confirmed partners for which ``user`` may answer and rate: the own ones, or all as coordination."""
        if not user.is_valid_today or user.read_only:
            return self.none()
        seen = Q(cooperation__in=_cooperations().visible_to(user))
        own = Q(municipality__in=_municipalities_of(user).values("municipality_id"))
        return self.filter(
            (seen & own) | Q(cooperation__in=_cooperations().editable_by(user)), status="confirmed"
        )

    def present(self) -> Self:
        """Partners that take part or are asked to."""
        return self.filter(status__in=("invited", "confirmed"))

    def confirmed(self) -> Self:
        """Partners that count in Steckbrief, votes and costs."""
        return self.filter(status="confirmed")


def _municipalities_of(user: User) -> "MembershipQuerySet[Membership]":
    """The memberships of ``user`` that hold today."""
    model: type[Membership] = apps.get_model("municipalities", "Membership")
    return model.objects.filter(valid_today(), user=user)


class GuidingAnswerQuerySet(AccessQuerySet[M]):
    """Answers are seen with their cooperation; each partner changes its own, the coordination all."""

    def _visible(self, user: User) -> Self:
        return self.filter(cooperation__in=_cooperations().visible_to(user))

    def _editable(self, user: User) -> Self:
        partners = apps.get_model("cooperations", "Partner").objects.answerable_by(user)
        return self.filter(Q(cooperation__in=_cooperations().editable_by(user)) | Q(partner__in=partners))


def _cooperations() -> "CooperationQuerySet[Cooperation]":
    model: type[Cooperation] = apps.get_model("cooperations", "Cooperation")
    return model.objects.all()


class CooperationPartQuerySet(AccessQuerySet[M]):
    """Rows that are seen with their cooperation and changed by its coordination."""

    def _visible(self, user: User) -> Self:
        return self.filter(cooperation__in=_cooperations().visible_to(user))

    def _editable(self, user: User) -> Self:
        return self.filter(cooperation__in=_cooperations().editable_by(user))


class MeasureQuerySet(CooperationPartQuerySet[M]):
    """Measures are seen with their cooperation; the coordination changes all, staff their own municipality's."""

    def _editable(self, user: User) -> Self:
        own = apps.get_model("cooperations", "Partner").objects.confirmed().represented_by(user)
        contributable = _cooperations().contributable_by(user)
        return self.filter(
            Q(cooperation__in=_cooperations().editable_by(user))
            | Q(partner__in=own.values("pk"), cooperation__in=contributable)
        )

    def running(self) -> Self:
        """Measures that are neither done nor dropped."""
        return self.filter(state__in=("planned", "running"))

    def overdue(self) -> Self:
        """Running measures whose day has passed."""
        return self.running().filter(due_on__lt=timezone.localdate())


class CostPartQuerySet(AccessQuerySet[M]):
    """Rows below a cost plan are seen and changed with its cooperation."""

    def _visible(self, user: User) -> Self:
        return self.filter(plan__cooperation__in=_cooperations().visible_to(user))

    def _editable(self, user: User) -> Self:
        return self.filter(plan__cooperation__in=_cooperations().editable_by(user))


class ExchangeQuerySet(CooperationPartQuerySet[M]):
    """What partners give each other: the coordination changes all, staff what theirs gave or received."""

    def _editable(self, user: User) -> Self:
        own = apps.get_model("cooperations", "Partner").objects.answerable_by(user).values("pk")
        return self._visible(user).filter(
            Q(partner__in=own) | Q(receiver__in=own) | Q(cooperation__in=_cooperations().editable_by(user))
        )


class LawNoteQuerySet(AccessQuerySet[M]):
    """Notes on the law are public as long as they hold; administrators see and change all."""

    def in_force(self) -> Self:
        """Notes that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def _public(self) -> Self:
        return self.in_force()

    def _visible(self, user: User) -> Self:
        return self if user.is_administrator else self._public()

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()


class ModelSheetQuerySet(AccessQuerySet[M]):
    """Printed sheets are public, as the pages they are made from; administrators start failed ones again."""

    def _public(self) -> Self:
        return self

    def _editable(self, user: User) -> Self:
        return self if user.is_administrator else self.none()


class HandoverSheetQuerySet(CooperationPartQuerySet[M]):
    """Printed handover sheets belong to the coordination, which orders and reads them."""

    def administered_by(self, user: User) -> Self:
        """Sheets that ``user`` may start again as work that failed; what they say stays with the coordination."""
        administers = user.is_valid_today and user.is_administrator and not user.read_only
        return self.defer("content") if administers else self.none()
