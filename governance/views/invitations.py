"""The invitation to a meeting: check list and preview, who comes, changes, cancellation."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from governance.forms.invitations import AnswerForm, CancelForm, InviteForm, TellForm
from governance.invitation_mails import mail_context
from governance.models import AgendaSnapshot, Invitation, Meeting, MeetingState
from governance.selectors import invitations as selector
from governance.selectors.agenda import changes_between, snapshot_content
from governance.services.answers import answer_invitation, is_open, may_answer
from governance.services.invitations import cancel_meeting, invite, tell_changes
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.notifications.rendering import RenderedMail, render_mail
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "governance:invitation"


def _seen(request: HttpRequest, pk: int) -> tuple[Meeting, bool]:
    user = actor_of(request)
    meeting = get_visible(Meeting.objects.select_related("body__cooperation"), user, pk=pk)
    return meeting, Meeting.objects.editable_by(user).filter(pk=pk).exists()


def _led(request: HttpRequest, pk: int) -> Meeting:
    meeting, may_edit = _seen(request, pk)
    if not may_edit:
        raise PermissionDenied
    return meeting


def _base(meeting: Meeting) -> dict[str, Any]:
    return {"meeting": meeting, "cooperation": meeting.body.cooperation}


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _preview(meeting: Meeting, content: dict[str, Any]) -> RenderedMail:
    return render_mail("meeting_invitation", mail_context(meeting, content))


def _renew(form: InviteForm | TellForm, mark: str) -> None:
    """What is shown from here on is what the next press of the button is about."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["seen"] = mark
    form.data = data


@form_page
@login_required
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft: what is missing, the mail as it will be, and the button. Later: who comes."""
    meeting, may_edit = _seen(request, pk)
    if meeting.state != MeetingState.DRAFT:
        if request.method == "POST":
            _led(request, pk)
            messages.info(request, "Zu dieser Sitzung ist schon eingeladen.")
            return redirect(PAGE, pk)
        return _answers(request, meeting, may_edit=may_edit)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    content = snapshot_content(meeting)
    short = not selector.notice_of(meeting).kept
    form = InviteForm(_sent(request), short_notice=short, initial={"seen": selector.seen_mark(content)})
    if request.method == "POST" and form.is_valid():
        try:
            invite(actor=actor_of(request), meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            _renew(form, selector.seen_mark(content))
        else:
            messages.success(request, "Die Einladungen sind im Postausgang und gehen jetzt hinaus.")
            return redirect(PAGE, pk)
    checks = selector.check_list(meeting, content)
    context = _base(meeting) | {
        "may_edit": may_edit,
        "form": form,
        "checks": checks,
        "ready": all(check.ok or check.hint for check in checks),
        "members": selector.members_to_invite(meeting),
        "preview": _preview(meeting, content) if may_edit else None,
    }
    return render(request, "governance/invitations/draft.html", context)


def _answers(request: HttpRequest, meeting: Meeting, *, may_edit: bool) -> HttpResponse:
    user = actor_of(request)
    rows = list(selector.invitations_of(meeting))
    seats = selector.answers_by_seat(meeting, rows)
    quorum = selector.expected_quorum(meeting, seats)
    snapshots = list(AgendaSnapshot.objects.filter(meeting=meeting).order_by("-number"))
    is_invited = meeting.state == MeetingState.INVITED
    untold = (
        changes_between(snapshots[0].content, snapshot_content(meeting)) if snapshots and is_invited else []
    )
    invited = {row.member_id for row in rows}
    context = _base(meeting) | {
        "may_edit": may_edit,
        "seats": seats,
        "quorum": quorum,
        "expected": quorum.words("haben zugesagt"),
        "own": [row for row in rows if row.member.user_id == user.pk],
        "open": is_open(meeting),
        "is_invited": is_invited,
        "snapshots": snapshots,
        "notice": next((row.content["notice"] for row in snapshots if _has_reason(row)), None),
        "untold": untold,
        "missing": [row for row in selector.members_to_invite(meeting) if row.pk not in invited]
        if is_invited
        else [],
    }
    return render(request, "governance/invitations/answers.html", context)


def _has_reason(snapshot: AgendaSnapshot) -> bool:
    return bool(snapshot.content.get("notice", {}).get("reason"))


@form_page
@login_required
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What has changed since the members last heard, and the button that tells them."""
    meeting = _led(request, pk)
    content, last = snapshot_content(meeting), selector.last_snapshot(meeting)
    mark = selector.seen_mark(content)
    close = last is not None and selector.is_moved_close(last.content, meeting)
    form = TellForm(_sent(request), short_notice=close, initial={"seen": mark})
    if request.method == "POST" and form.is_valid():
        try:
            lines = tell_changes(actor=actor_of(request), meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
            _renew(form, mark)
        else:
            told = "Die Änderungen" if lines else "Die E-Mails"
            messages.success(request, f"{told} sind im Postausgang und gehen jetzt hinaus.")
            return redirect(PAGE, pk)
    known = list(selector.invitations_of(meeting))
    invited = {row.member_id for row in known}
    context = _base(meeting) | {
        "form": form,
        "lines": changes_between(last.content, content) if last else [],
        "missing": [row for row in selector.members_to_invite(meeting) if row.pk not in invited],
        "gone": selector.not_expected(known, timezone.localdate(meeting.starts_at)),
        "notice": selector.notice_of(meeting) if close else None,
        "asks_again": last is not None and selector.asks_again(last.content, content),
    }
    return render(request, "governance/invitations/changes.html", context)


@form_page
@login_required
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason once, then cancel."""
    meeting = _led(request, pk)
    form = CancelForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            cancel_meeting(actor=actor_of(request), meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Sitzung ist abgesagt.")
            return redirect(PAGE, pk)
    count = Invitation.objects.filter(meeting=meeting).count()
    context = _base(meeting) | {"form": form, "count": count}
    return render(request, "governance/invitations/cancel.html", context)


@form_page
@login_required
def answer(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """One's own answer, or one that the coordination enters for somebody who called."""
    meeting, _ = _seen(request, pk)
    user = actor_of(request)
    row = get_visible(selector.invitations_of(meeting), user, pk=invitation_pk)
    if not may_answer(user, row):
        raise PermissionDenied
    form = AnswerForm(_sent(request), invitation=row)
    if request.method == "POST" and form.is_valid():
        try:
            answer_invitation(actor=user, invitation=row, **form.answer())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Antwort ist gespeichert.")
            return redirect(PAGE, pk)
    context = _base(meeting) | {"form": form, "invitation": row, "own": row.member.user_id == user.pk}
    return render(request, "governance/invitations/answer.html", context)
