"""Reminders of days in proceedings: an answer that the authority expects, and the end of a period of silence."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from agreements.clock import Standing
from agreements.models import Proceeding
from agreements.path import FINAL, State
from agreements.selectors.proceedings import clock_for, open_requests
from agreements.services.lifecycle import held
from cooperations.models import Coordinator
from ikz.jobs.apart import each_apart
from ikz.notifications.models import OutgoingMail
from ikz.notifications.services import enqueue_mail
from ikz.ui.formatting import de_date

BEFORE = timedelta(days=7)
_OVER = [state.value for state in (*FINAL, State.REFUSED)]


def remind_of_proceedings(today: date | None = None) -> int:
    """Put what is due within a week into the outbox, for the coordination; return how many were new.

    Safe to run twice and in parallel: every mail has a key of request or period, day and receiver. Proceedings that
    cannot be reminded of are logged and keep nobody else's mail back.
    """
    day = today or timezone.localdate()
    rows = Proceeding.objects.open().filter(version__agreement__dropped_on=None)
    rows = rows.exclude(version__state__in=_OVER).order_by("pk")
    return each_apart(
        list(rows.values_list("pk", flat=True)),
        lambda pk: _remind(pk, day),
        failure="proceedings %s could not be reminded of",
    )


@transaction.atomic
def _remind(pk: int, today: date) -> int:
    seen = Proceeding.objects.select_related("version").get(pk=pk)
    # The lock that every step of a version takes: a decision entered at this moment is seen.
    version = held(seen.version, None)
    row = Proceeding.objects.select_related("authority").get(pk=pk)
    row.version = version
    if row.decision or version.state in _OVER:
        return 0
    sent = 0
    for request in open_requests(row):
        if (due := request.answer_due_on) and today <= due <= today + BEFORE:
            sent += _send(
                row,
                key=f"answer:{request.pk}",
                headline=f"Antwort an die Aufsicht bis {de_date(due)}",
                text=f"{row.authority} erwartet bis zum {de_date(due)} eine Antwort auf die Rückfrage vom {de_date(request.happened_on)}.",
            )
    clock = clock_for(row, today)
    if clock is not None and clock.standing is Standing.RUNNING and clock.runs:
        end = clock.runs[-1].ends_on
        if end <= today + BEFORE:
            sent += _send(
                row,
                key=f"silence:{row.pk}:{end.isoformat()}",
                headline=f"Frist der Aufsicht läuft am {de_date(end)} ab",
                text=f"{row.authority}: Die Frist läuft bis zum {de_date(end)}. {clock.follows} Bitte prüfen Sie vorher, ob etwas gekommen ist, das noch nicht eingetragen ist.",
            )
    return sent


def _send(row: Proceeding, *, key: str, headline: str, text: str) -> int:
    """Queue one mail per person who coordinates; how many are new."""
    agreement, new = row.version.agreement, 0
    rows = Coordinator.objects.filter(cooperation=agreement.cooperation_id).select_related("user")
    for user in [one.user for one in rows.order_by("user_id") if one.user.is_valid_today]:
        dedupe_key = f"agreement-proceeding:{row.pk}:{key}:{user.pk}"
        if OutgoingMail.objects.filter(dedupe_key=dedupe_key).exists():
            continue
        enqueue_mail(
            dedupe_key=dedupe_key,
            to=user.email,
            template="agreement_step",
            context={
                "headline": headline,
                "text": text,
                "title": agreement.title,
                "number": row.version.number,
                "cooperation": agreement.cooperation.title,
                "path": f"/vereinbarungen/{agreement.pk}/verfahren/?fassung={row.version.number}",
            },
        )
        new += 1
    return new
