"""Finding a date: ask, answer, choose."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.forms.polls import AnswerForm, PollForm
from governance.models import DatePoll, Member, PollOption
from governance.selectors.people import members_on
from governance.selectors.polls import given, matrix
from governance.selectors.series import laender_of
from governance.services.polls import answer_poll, choose_date, close_poll, create_poll
from governance.views.lookup import Here, edited_here, here, working_bodies
from governance.views.meeting_edit import chosen_body, start_values
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors
from municipalities.public_holidays import hint

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _poll(request: HttpRequest, at: Here, pk: int) -> DatePoll:
    rows = DatePoll.objects.filter(body__cooperation=at.cooperation).select_related("body", "meeting")
    row: DatePoll = get_visible(rows, actor_of(request), pk=pk)
    row.body.cooperation = at.cooperation
    return row


@form_page
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the members of a body for dates."""
    at = edited_here(request, slug)
    bodies = working_bodies(request, at)
    form = PollForm(
        request.POST if request.method == "POST" else None,
        bodies=bodies,
        initial=start_values(chosen_body(request, bodies)),
    )
    if request.method == "POST" and form.is_valid():
        body = form.bodies[form.cleaned_data["body"]]
        try:
            row = create_poll(actor=actor_of(request), body=body, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Umfrage ist offen. Die Mitglieder bekommen eine E-Mail.")
            return redirect("governance:poll", slug, row.pk)
    context = {"cooperation": at.cooperation, "form": form, "bodies": bodies}
    return render(request, "governance/polls/form.html", context)


@require_safe
@login_required
def poll(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The matrix of a poll: who can when."""
    at = here(request, slug)
    row = _poll(request, at, pk)
    found = matrix(row, actor_of(request), may_edit=at.may_edit)
    laender = laender_of(at.cooperation)
    context = {
        "cooperation": at.cooperation,
        "poll": row,
        "may_edit": at.may_edit,
        "matrix": found,
        "sums": [(one, hint(timezone.localdate(one.option.starts_at), laender)) for one in found.sums],
        "mine": next((line for line in found.lines if line.mine and line.may_answer), None),
    }
    return render(request, "governance/polls/detail.html", context)


@form_page
@login_required
def answer(request: HttpRequest, slug: str, pk: int, member: int) -> HttpResponse:
    """A member's own answers, or those the coordination was told."""
    at = here(request, slug)
    row, user = _poll(request, at, pk), actor_of(request)
    who: Member | None = members_on(row.body, timezone.localdate()).filter(pk=member).first()
    if who is None:
        raise Http404
    if user.read_only or (who.user_id != user.pk and not at.may_edit):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, options=list(row.options.all()), given=given(row, who))
    if request.method == "POST" and form.is_valid():
        try:
            answer_poll(actor=user, poll=row, member=who, choices=form.choices())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Antworten sind gespeichert.")
            return redirect("governance:poll", slug, pk)
    context = {
        "cooperation": at.cooperation,
        "poll": row,
        "member": who,
        "form": form,
        "own": who.user_id == user.pk,
    }
    return render(request, "governance/polls/answer.html", context)


@require_POST
@login_required
def finish(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Choose a date, which becomes a draft meeting, or end the poll without one."""
    at = edited_here(request, slug)
    row, user = _poll(request, at, pk), actor_of(request)
    wanted = request.POST.get("option", "")
    try:
        if wanted:
            key = int(wanted[:12]) if wanted.isascii() and wanted.isdecimal() else 0
            option = get_visible(PollOption.objects.filter(poll=row), user, pk=key)
            meeting = choose_date(actor=user, poll=row, option=option)
            messages.success(
                request, "Der Termin steht, die Sitzung ist als Entwurf angelegt. Verschickt ist noch nichts."
            )
            return redirect("governance:meeting", meeting.pk)
        close_poll(actor=user, poll=row)
        messages.success(request, "Die Umfrage ist beendet, ohne dass eine Sitzung daraus wurde.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("governance:poll", slug, pk)
