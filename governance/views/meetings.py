"""The meetings of a cooperation, and the overview of one."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from governance.forms.meetings import MeetingFilter, Rows
from governance.models import Body, DatePoll, Meeting, MeetingSeries, MeetingState, Minutes, Reply
from governance.next_step import NextStep, Situation, next_step
from governance.planning import SOURCE
from governance.recurrence import in_words
from governance.selectors.meetings import invite_by, meeting_cost, own_invitations, voices
from governance.selectors.polls import open_polls
from governance.selectors.series import laender_of, more_than_needed, series_lines
from governance.views.lookup import Here, here, meeting_of, working_bodies
from ikz.access.actors import actor_of
from ikz.ui.exports import Cell, export, wanted_format
from ikz.ui.htmx import render_page_or_partial
from municipalities.public_holidays import hint

PAGE_SIZE = 20
EXCERPT = 6
HEADER = (
    "Beginn",
    "Titel",
    "Gremium",
    "Stand",
    "Dauer in Minuten",
    "Ort",
    "Videokonferenz",
    "Zweck",
    "Punkte",
    "Adresse",
)
KINDS = {
    MeetingState.DRAFT: "draft",
    MeetingState.INVITED: "active",
    MeetingState.RUNNING: "active",
    MeetingState.HELD: "done",
    MeetingState.CANCELLED: "neutral",
}


@require_safe
@login_required
def meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """List the meetings, those ahead first; ``?format=csv`` and ``?format=xlsx`` answer with a file."""
    at = here(request, slug)
    user = actor_of(request)
    bodies = Body.objects.visible_to(user).filter(cooperation=at.cooperation)
    rows: Rows = Meeting.objects.visible_to(user).filter(body__cooperation=at.cooperation)
    found = MeetingFilter(request.GET, queryset=rows.select_related("body"), request=request, bodies=bodies)
    if fmt := wanted_format(request.GET.get("format")):
        listed = found.qs.prefetch_related("items")
        return export(fmt, name=f"sitzungen-{slug}", columns=HEADER, rows=_cells(listed))
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "cooperation": at.cooperation,
        "may_edit": at.may_edit,
        "filter": found,
        "page_obj": page,
        "rows": [(row, KINDS[MeetingState(row.state)]) for row in page],
        "total": page.paginator.count,
        "any": rows.exists(),
        "export_query": f"{kept.urlencode()}&" if kept else "",
    }
    if request.headers.get("HX-Request") != "true":
        context |= _beside(request, at)
    return render_page_or_partial(
        request,
        page="governance/meetings/list.html",
        partial="governance/meetings/partials/list.html",
        context=context,
    )


def _beside(request: HttpRequest, at: Here) -> dict[str, object]:
    """Series and polls, which stand beside the list."""
    user = actor_of(request)
    series = MeetingSeries.objects.visible_to(user).filter(body__cooperation=at.cooperation, ended=False)
    polls = DatePoll.objects.visible_to(user).filter(body__cooperation=at.cooperation, closed_at=None)
    return {
        "bodies": working_bodies(request, at),
        "series": [
            (row, in_words(row.rrule), day) for row, day in series_lines(list(series.select_related("body")))
        ],
        "polls": open_polls(user, polls),
    }


def _cells(rows: Rows) -> Iterator[list[Cell]]:
    for row in rows:
        yield [
            row.starts_at,
            row.title,
            row.body.title,
            row.get_state_display(),
            row.minutes,
            row.place,
            row.link,
            row.purpose,
            len(row.items.all()),
            f"{settings.BASE_URL}/sitzungen/{row.pk}/",
        ]


@require_safe
@login_required
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: what is next to do, when and where, the agenda in brief, who said what, what it costs."""
    row, at = meeting_of(request, pk)
    user = actor_of(request)
    found = voices(row)
    items = list(row.items.order_by("position"))
    minutes = Minutes.objects.filter(meeting=row).first()
    own = own_invitations(user, row)
    today, meets_on = timezone.localdate(), timezone.localdate(row.starts_at)
    cost = meeting_cost(row, found)
    step = next_step(
        Situation(
            state=row.state,
            may_edit=at.may_edit,
            records=Meeting.objects.recordable_by(user).filter(pk=pk).exists(),
            items=len(items),
            people=cost.people,
            today=today,
            meets_on=meets_on,
            invite_by=invite_by(row),
            asked=any(one.reply == Reply.NONE and one.member.user_id == user.pk for one in own),
            unanswered=found.open,
            minutes=minutes.state if minutes else "",
        )
    )
    context = {
        "cooperation": at.cooperation,
        "meeting": row,
        "kind": KINDS[MeetingState(row.state)],
        "may_edit": at.may_edit,
        "step": step,
        "step_href": _address(row, step),
        "items": items[:EXCERPT],
        "more_items": max(0, len(items) - EXCERPT),
        "planned_minutes": sum(item.minutes for item in items),
        "voices": found,
        "own": own,
        "cost": cost,
        "holiday": hint(meets_on, laender_of(at.cooperation)),
        "rhythm": in_words(row.series.rrule) if row.series else "",
        "more_than_needed": more_than_needed(row.body),
        "source": SOURCE,
    }
    return render(request, "governance/meetings/detail.html", context)


def _address(row: Meeting, step: NextStep) -> str:
    """Where the step is done; empty where there is no such page."""
    if not step.label:
        return ""
    if not step.page:
        return reverse("governance:body", args=(row.body.cooperation.slug, row.body_id))
    address = f"/sitzungen/{row.pk}/{step.page}"
    try:
        resolve(address)
    except Resolver404:
        return ""
    return address
