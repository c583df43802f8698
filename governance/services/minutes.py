"""The life of the minutes: sent for approval, approved at a later meeting, then locked but for addenda."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.http import Http404
from django.utils import timezone

from governance.models import (
    Addendum,
    AgendaItem,
    BallotResult,
    Meeting,
    MeetingState,
    Member,
    Minutes,
    MinutesState,
    MinutesVersion,
)
from governance.selectors import minutes as selector
from governance.services.first_items import approval_source, place_approval
from governance.services.recording import get_writable_minutes, locked_meeting, tidy
from ikz.accounts.models import User
from ikz.jobs import services as jobs
from ikz.jobs.wake import wake_on_commit
from ikz.notifications.services import enqueue_mail
from ikz.ui.formatting import de_date
from municipalities.querysets import valid_today

ADDENDUM_LENGTH = 4000
# The one draft that is set on request; it is made again when the text has changed.
DRAFT = 0


@transaction.atomic
def send_minutes(*, actor: User, meeting: Meeting) -> MinutesVersion:
    """Freeze the minutes as a version and send it to the members for approval; again after corrections.

    Raises ValidationError while the meeting has not ended, where an item is still being voted on, or where nothing
    has changed since it was sent.
    """
    row = locked_meeting(actor, meeting.pk)
    if row.state != MeetingState.HELD:
        raise ValidationError(
            "Bitte beenden Sie zuerst die Sitzung. Erst dann steht fest, was in die Niederschrift gehört."
        )
    minutes = get_writable_minutes(row)
    content = selector.content(row)
    last = minutes.versions.exclude(number=DRAFT).order_by("-number").first()
    if last is not None and last.content == content:
        raise ValidationError("Seit der letzten Versendung hat sich nichts geändert.")
    version = _freeze(minutes, "sent", content, actor)
    minutes.state, minutes.sent_at = MinutesState.SENT, timezone.now()
    minutes.save(update_fields=["state", "sent_at", "updated_at"])
    place_approval(minutes)
    _tell_members(row, version)
    return version


@transaction.atomic
def approve_minutes(*, actor: User, meeting: Meeting, item: AgendaItem) -> MinutesVersion:
    """Note that the minutes were approved at ``item`` of a later meeting; from then on they are locked.

    Raises ValidationError where they were not sent, were changed since, where the item is not theirs, or where the
    vote on it did not accept them.
    """
    row = locked_meeting(actor, meeting.pk)
    minutes = get_writable_minutes(row)
    if minutes.state != MinutesState.SENT:
        raise ValidationError("Bitte verschicken Sie die Niederschrift zuerst zur Genehmigung.")
    later = (
        AgendaItem.objects.filter(pk=item.pk, source=approval_source(minutes))
        .select_related("meeting")
        .first()
    )
    if later is None or later.meeting is None:
        raise Http404
    if later.meeting.state not in (MeetingState.RUNNING, MeetingState.HELD):
        raise ValidationError(
            "Die Sitzung, in der die Niederschrift genehmigt wird, hat noch nicht begonnen."
        )
    ballot = later.ballots.exclude(closed_at=None).order_by("closed_at").last()
    if later.ballots.filter(closed_at=None).exists():
        raise ValidationError("Über die Genehmigung wird gerade abgestimmt.")
    if ballot is not None and ballot.result != BallotResult.ACCEPTED:
        raise ValidationError(f"Die Abstimmung über die Genehmigung ergab: {ballot.get_result_display()}.")
    content = selector.content(row)
    sent = minutes.versions.filter(occasion="sent").latest("number")
    if selector.said_in_meeting(sent.content) != selector.said_in_meeting(content):
        raise ValidationError(
            "Die Niederschrift wurde seit der Versendung geändert. Bitte verschicken Sie die neue Fassung."
        )
    word = f"Genehmigt am {de_date(timezone.localdate())} in der Sitzung „{later.meeting.title}“."
    # What was sent is what was approved, word for word.
    version = _freeze(minutes, "approved", sent.content | {"approval": word}, actor)
    minutes.state, minutes.approved_at, minutes.approved_by_item = (
        MinutesState.APPROVED,
        timezone.now(),
        later,
    )
    minutes.save(update_fields=["state", "approved_at", "approved_by_item", "updated_at"])
    return version


@transaction.atomic
def add_addendum(*, actor: User, meeting: Meeting, text: str, item: AgendaItem | None = None) -> Addendum:
    """Add a note to approved minutes, which makes a new version; raises ValidationError (``text``)."""
    row = locked_meeting(actor, meeting.pk)
    minutes = Minutes.objects.select_for_update().filter(meeting=row, state=MinutesState.APPROVED).first()
    if minutes is None:
        raise ValidationError(
            "Nachträge gibt es erst zu einer genehmigten Niederschrift. Bis dahin ändern Sie den Text."
        )
    text = tidy(text)
    if not text:
        raise ValidationError({"text": "Bitte schreiben Sie, was nachzutragen ist."})
    if len(text) > ADDENDUM_LENGTH:
        raise ValidationError(
            {"text": f"Der Text ist zu lang: höchstens {ADDENDUM_LENGTH} Zeichen, es sind {len(text)}."}
        )
    if item is not None and item.meeting_id != row.pk:
        raise Http404
    addendum = Addendum.objects.create(minutes=minutes, item=item, text=text, created_by=actor)
    approved = minutes.versions.filter(occasion="approved").latest("number")
    # What was approved stays word for word; only the addenda come anew.
    _freeze(minutes, "addendum", approved.content | {"addenda": selector.content(row)["addenda"]}, actor)
    return addendum


@transaction.atomic
def order_draft(*, actor: User, meeting: Meeting) -> MinutesVersion:
    """The draft as it reads now, to be set as a PDF; the one already set where nothing has changed."""
    row = locked_meeting(actor, meeting.pk)
    minutes = get_writable_minutes(row)
    content = selector.content(row)
    present = minutes.versions.filter(number=DRAFT).first()
    if present is not None:
        if present.content == content:
            return present
        present.delete()
    return _freeze(minutes, "draft", content, actor)


@transaction.atomic
def renew(version: MinutesVersion) -> None:
    """Have a PDF made again whose file is gone, or whose setting failed a while ago."""
    row = MinutesVersion.objects.select_for_update().get(pk=version.pk)
    if jobs.order_again(row):
        version.state = row.state
        _wake(row.pk)


@transaction.atomic
def restart_minutes(*, actor: User, version_id: int) -> bool:
    """Try a PDF that failed again, for the administration; False when it has not failed (any more)."""
    if not MinutesVersion.objects.administered_by(actor).filter(pk=version_id).exists():
        raise Http404
    restarted = jobs.restart(MinutesVersion, version_id)
    if restarted:
        _wake(version_id)
    return restarted


def _freeze(minutes: Minutes, occasion: str, content: selector.Content, actor: User) -> MinutesVersion:
    last = minutes.versions.aggregate(last=Max("number"))["last"] or DRAFT
    version = MinutesVersion.objects.create(
        minutes=minutes,
        number=DRAFT if occasion == "draft" else last + 1,
        occasion=occasion,
        content=content,
        created_by=actor,
    )
    _wake(version.pk)
    return version


def _wake(version_id: int) -> None:
    from governance.tasks import render_minutes

    wake_on_commit(render_minutes, version_id)


def _tell_members(meeting: Meeting, version: MinutesVersion) -> None:
    """One mail per member; the minutes themselves stay behind the sign-in."""
    members = Member.objects.regular().representing()
    members = members.filter(valid_today(), valid_today("seat__"), seat__body=meeting.body_id)
    for member in members.select_related("user", "seat__partner__municipality"):
        if member.user is not None and not member.user.is_valid_today:
            continue
        enqueue_mail(
            dedupe_key=f"minutes:{version.minutes_id}:{version.number}:{member.pk}",
            to=member.address,
            template="minutes_sent",
            context={
                "title": meeting.title,
                "body": meeting.body.title,
                "day": de_date(timezone.localdate(meeting.starts_at)),
                "path": f"/sitzungen/{meeting.pk}/niederschrift/",
                "again": version.number > 1,
                "has_account": member.user_id is not None,
            },
        )
