"""What changed lately in somebody's cooperations."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from agreements.models import AgreementVersion, Proposal, ProposalState
from cooperations import catalog
from cooperations.models import Cooperation, GuidingAnswer, Measure, MeasureState, Partner, PartnerStatus
from ikz.accounts.models import User
from quickcheck import catalog as quickcheck_catalog
from quickcheck.models import Rating

MOST = 6


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something that happened: when, where, what, and by whom as far as it is known."""

    when: datetime
    cooperation: Cooperation
    what: str
    who: str
    href: str


def recent_changes(user: User, *, limit: int = MOST) -> list[Change]:
    """The latest answers, ratings, replies, measures, changed data and what happened to agreements; seven queries."""
    found = [
        *_answers(user, limit),
        *_ratings(user, limit),
        *_replies(user, limit),
        *_measures(user, limit),
        *_data(user, limit),
        *_proposals(user, limit),
        *_versions(user, limit),
    ]
    return sorted(found, key=lambda change: change.when, reverse=True)[:limit]


def _who(actor: User | None, user: User) -> str:
    if actor is None:
        return ""
    return "Sie" if actor.pk == user.pk else str(actor)


def _answers(user: User, limit: int) -> list[Change]:
    rows = GuidingAnswer.objects.visible_to(user).filter(question_key__in=catalog.questions())
    rows = rows.select_related("cooperation", "updated_by").order_by("-updated_at")[:limit]
    return [
        Change(
            when=row.updated_at,
            cooperation=row.cooperation,
            what=f"Antwort auf „{catalog.questions()[row.question_key].text}“",
            who=_who(row.updated_by, user),
            href=f"/kooperationen/{row.cooperation.slug}/phasen/?phase={_phase_of(row.question_key)}",
        )
        for row in rows
    ]


def _phase_of(question_key: str) -> str:
    phases = catalog.phases().values()
    return next(phase.key for phase in phases if question_key in {item.key for item in phase.questions})


def _ratings(user: User, limit: int) -> list[Change]:
    rows = Rating.objects.visible_to(user).filter(factor_key__in=quickcheck_catalog.factors())
    rows = rows.select_related("cooperation", "updated_by").order_by("-updated_at")[:limit]
    return [
        Change(
            when=row.updated_at,
            cooperation=row.cooperation,
            what=f"Bewertung „{quickcheck_catalog.factors()[row.factor_key].title}“ im Quick Check",
            who=_who(row.updated_by, user),
            href=f"/kooperationen/{row.cooperation.slug}/quickcheck/",
        )
        for row in rows
    ]


def _replies(user: User, limit: int) -> list[Change]:
    words = {PartnerStatus.CONFIRMED: "hat zugesagt", PartnerStatus.DECLINED: "hat abgelehnt"}
    # Whoever founds or invites confirms the own municipality at once: nobody needs to hear of that.
    rows = Partner.objects.visible_to(user).filter(status__in=words, responded_at__isnull=False)
    rows = rows.exclude(responded_by=F("invited_by"))
    rows = rows.select_related("cooperation", "municipality", "responded_by").order_by("-responded_at")[
        :limit
    ]
    return [
        Change(
            when=row.responded_at,
            cooperation=row.cooperation,
            what=f"{row.municipality} {words[PartnerStatus(row.status)]}",
            who=_who(row.responded_by, user),
            href=f"/kooperationen/{row.cooperation.slug}/partner/",
        )
        for row in rows
        if row.responded_at is not None
    ]


def _measures(user: User, limit: int) -> list[Change]:
    ended = {MeasureState.DONE: "erledigt", MeasureState.DROPPED: "aufgegeben"}
    rows = Measure.objects.visible_to(user).select_related("cooperation").order_by("-updated_at")[:limit]
    return [
        Change(
            when=row.updated_at,
            cooperation=row.cooperation,
            what=f"Maßnahme „{row.title}“ "
            + ("geplant" if row.version == 1 else ended.get(MeasureState(row.state), "fortgeschrieben")),
            who="",
            href=f"/kooperationen/{row.cooperation.slug}/massnahmen/{row.pk}/",
        )
        for row in rows
    ]


def _data(user: User, limit: int) -> list[Change]:
    rows = Cooperation.objects.visible_to(user).order_by("-updated_at")[:limit]
    return [
        Change(
            when=row.updated_at,
            cooperation=row,
            what="Kooperation angelegt" if row.version == 1 else "Angaben zur Kooperation geändert",
            who="",
            href=f"/kooperationen/{row.slug}/",
        )
        for row in rows
    ]


def _proposals(user: User, limit: int) -> list[Change]:
    words = {ProposalState.ACCEPTED: "übernommen", ProposalState.REFUSED: "nicht übernommen"}
    rows = Proposal.objects.visible_to(user).exclude(state=ProposalState.WITHDRAWN)
    rows = rows.select_related("agreement__cooperation", "proposed_by", "decided_by")
    latest = rows.annotate(latest=Coalesce("decided_at", "proposed_at")).order_by("-latest")[:limit]
    return [
        Change(
            when=row.decided_at or row.proposed_at,
            cooperation=row.agreement.cooperation,
            what=f"Formulierungsvorschlag zu „{row.heading}“ {words.get(ProposalState(row.state), 'gemacht')}",
            who=_who(row.decided_by if row.decided_at else row.proposed_by, user),
            href=f"/vereinbarungen/{row.agreement_id}/entwurf/vorschlaege/{row.pk}/",
        )
        for row in latest
    ]


def _versions(user: User, limit: int) -> list[Change]:
    rows = AgreementVersion.objects.visible_to(user).select_related("agreement__cooperation", "created_by")
    return [
        Change(
            when=row.created_at,
            cooperation=row.agreement.cooperation,
            what=f"Fassung {row.number} von „{row.agreement}“ festgeschrieben",
            who=_who(row.created_by, user),
            href=f"/vereinbarungen/{row.agreement_id}/",
        )
        for row in rows.defer("content").order_by("-created_at")[:limit]
    ]
