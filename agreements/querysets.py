"""Who sees and changes agreements, and what belongs to them.

Partners see an agreement with their cooperation; its coordination changes it. Supervision sees what was submitted to
its authority and nothing else: it never meets the cooperation, so every answer here has a second, separate branch.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.apps import apps
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from ikz.access.querysets import AccessQuerySet, M
from ikz.accounts.models import User

if TYPE_CHECKING:
    from cooperations.querysets import CooperationQuerySet

# Proceedings before an authority for which somebody has a mandate today, within the mandate's area, and by grant.
_SUPERVISED = """
    SELECT proceeding.id
      FROM agreements_proceeding proceeding
      JOIN agreements_agreementversion version ON version.id = proceeding.version_id
      JOIN agreements_agreement agreement ON agreement.id = version.agreement_id
      JOIN municipalities_authority authority ON authority.id = proceeding.authority_id
      JOIN municipalities_mandate mandate ON mandate.authority_id = authority.id
      JOIN agreements_agreementgrouppermission held
        ON held.content_object_id = agreement.id AND held.group_id = authority.group_id
      JOIN auth_permission permission
        ON permission.id = held.permission_id AND permission.codename = 'supervise_agreement'
     WHERE mandate.user_id = %s
       AND %s BETWEEN mandate.valid_from AND mandate.valid_until
       AND (cardinality(mandate.area) = 0 OR EXISTS (
            SELECT 1
              FROM cooperations_partner partner
              JOIN municipalities_municipality municipality ON municipality.id = partner.municipality_id
              JOIN unnest(mandate.area) AS prefix ON municipality.ags LIKE prefix || '%%'
             WHERE partner.cooperation_id = agreement.cooperation_id AND partner.status = 'confirmed'
       ))
"""


def supervised_by(user: User) -> RawSQL:
    """Ids of the proceedings that ``user`` reads for an authority today."""
    values = (user.pk, timezone.localdate())
    return RawSQL(_SUPERVISED, values)  # noqa: S611 - constant text, the values are parameters


def _cooperations() -> "CooperationQuerySet[Any]":
    found: CooperationQuerySet[Any] = apps.get_model("cooperations", "Cooperation").objects.all()
    return found


def _versions_of_proceedings(user: User) -> Q:
    proceedings = apps.get_model("agreements", "Proceeding").objects.filter(pk__in=supervised_by(user))
    return Q(pk__in=proceedings.values("version_id"))


def _submitted_versions(user: User) -> Any:
    versions = apps.get_model("agreements", "AgreementVersion").objects.filter(_versions_of_proceedings(user))
    return versions.values("pk")


class AgreementsQuerySet(AccessQuerySet[M]):
    """``path`` leads to the cooperation; ``version_path`` to the version through which supervision may see the row.

    Where ``version_path`` is empty, the row is the partners' own and supervision never sees it.
    """

    path: ClassVar[str] = "agreement__cooperation"
    version_path: ClassVar[str] = ""

    def _visible(self, user: User) -> Self:
        if user.read_only:
            return self._supervised(user)
        return self.filter(**{f"{self.path}__in": _cooperations().visible_to(user)})

    def _editable(self, user: User) -> Self:
        return self.filter(**{f"{self.path}__in": _cooperations().editable_by(user)})

    def _supervised(self, user: User) -> Self:
        if not self.version_path:
            return self.none()
        return self.filter(**{f"{self.version_path}__in": _submitted_versions(user)})

    def contributable_by(self, user: User) -> Self:
        """Rows of cooperations to which ``user`` contributes: as coordination, or for a confirmed partner."""
        if not user.is_valid_today or user.read_only:
            return self.none()
        return self.filter(**{f"{self.path}__in": _cooperations().contributable_by(user)})


class AgreementQuerySet(AgreementsQuerySet[M]):
    """Agreements; supervision sees those of which a version was submitted to its authority."""

    path = "cooperation"

    def _supervised(self, user: User) -> Self:
        # Named by key: a join would need DISTINCT, which compares every column of every row before any is left out.
        return self.filter(pk__in=_submitted_versions(user).values("agreement"))

    def pursued(self) -> Self:
        """Agreements that somebody still works on or that hold."""
        return self.filter(dropped_on=None)


class BelowAgreementQuerySet(AgreementsQuerySet[M]):
    """Rows that name their agreement and are the partners' own: clauses, proposals, what supervision opened."""


class ThreadQuerySet(AgreementsQuerySet[M]):
    """Threads of comments: the partners' own; whoever contributes opens and settles them."""

    path = "clause__agreement__cooperation"


class CommentQuerySet(AgreementsQuerySet[M]):
    """Comments, by their thread."""

    path = "thread__clause__agreement__cooperation"


class VersionQuerySet(AgreementsQuerySet[M]):
    """Versions; supervision sees those submitted to its authority, no others."""

    path = "agreement__cooperation"
    version_path = "pk"


class BelowVersionQuerySet(AgreementsQuerySet[M]):
    """Rows that name their version, and are seen with it."""

    path = "version__agreement__cooperation"
    version_path = "version"


class DocumentQuerySet(BelowVersionQuerySet[M]):
    """Documents of versions: seen with the version, started again by the administration."""

    def administered_by(self, user: User) -> Self:
        """Documents that ``user`` may start again as work that failed; what they say stays with the partners."""
        administers = user.is_valid_today and user.is_administrator and not user.read_only
        return self.all() if administers else self.none()


class CouncilResolutionQuerySet(BelowVersionQuerySet[M]):
    """Resolutions of councils: the coordination records all, staff those of their own municipality."""

    def _editable(self, user: User) -> Self:
        partners = apps.get_model("cooperations", "Partner").objects.answerable_by(user)
        return self.filter(partner__in=partners)


class ReturnedQuerySet(AgreementsQuerySet[M]):
    """Documents that came back to a version; they never go to supervision."""

    path = "version__agreement__cooperation"


class ProceedingQuerySet(AgreementsQuerySet[M]):
    """Proceedings; supervision sees its own authority's only."""

    path = "version__agreement__cooperation"

    def _supervised(self, user: User) -> Self:
        return self.filter(pk__in=supervised_by(user))

    def open(self) -> Self:
        """Proceedings that wait for a decision."""
        return self.filter(decision="")


class BelowProceedingQuerySet(AgreementsQuerySet[M]):
    """What happened in proceedings; notes of the coordination stay with the partners."""

    path = "proceeding__version__agreement__cooperation"

    def _supervised(self, user: User) -> Self:
        return self.filter(proceeding__in=supervised_by(user)).exclude(kind="note")
