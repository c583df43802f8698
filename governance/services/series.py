"""Series of meetings: a rhythm, the drafts made from it, and dates that are skipped or moved."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from governance.models import Body, Meeting, MeetingSeries
from governance.recurrence import RHYTHMS, Rhythm, days_between, from_rrule, moment, next_days, to_rrule
from governance.services.bodies import working_body
from governance.services.first_items import place_approvals, waiting_minutes
from governance.services.meetings import NO_PURPOSE, MeetingData, add_draft, delete_draft
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

MOST_DRAFTS = 12
FURTHEST = timedelta(days=366 * 5)
NOT_OF_SERIES = "Auf diesen Tag fällt kein Termin der Reihe."


@dataclass(frozen=True, kw_only=True)
class SeriesData:
    """What the coordination enters: what for, in which rhythm from which day on, when and where."""

    title: str
    purpose: str
    every: str
    weekday: int
    nth: int
    starts_on: date
    until: date | None
    begins_at: time
    minutes: int
    place: str
    link: str

    @property
    def rhythm(self) -> Rhythm:
        """The rhythm alone."""
        return Rhythm(every=self.every, weekday=self.weekday, nth=self.nth, until=self.until)


OWN = ("title", "purpose", "starts_on", "begins_at", "minutes", "place", "link")


def stored_series(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`SeriesData`; also of a row of the history."""
    rhythm = from_rrule(row.rrule) or Rhythm(every="quarterly", weekday=0)
    own = {name: getattr(row, name) for name in OWN}
    return own | {name: getattr(rhythm, name) for name in ("every", "weekday", "nth", "until")}


def tidy(data: SeriesData) -> SeriesData:
    """The data as it is stored: no spaces around, and a place in the month only where months are counted."""
    texts: dict[str, Any] = {
        item.name: "\n".join(value.strip().splitlines())
        for item in fields(data)
        if isinstance(value := getattr(data, item.name), str)
    }
    whole = replace(data, **texts)
    return whole if whole.every in RHYTHMS and whole.rhythm.of_months else replace(whole, nth=1)


@transaction.atomic
def create_series(*, actor: User, body: Body, data: SeriesData) -> MeetingSeries:
    """Plan a series; drafts are made afterwards. Raises ValidationError by field."""
    row = MeetingSeries(body=working_body(actor, body))
    _fill(row, data)
    row.save()
    return row


@transaction.atomic
def change_series(
    *, actor: User, series: MeetingSeries, data: SeriesData, expected_version: int
) -> MeetingSeries:
    """Store changed data, for dates that have no draft yet; meetings that exist stay as they are.

    Raises EditConflict when somebody saved in between, ValidationError by field.
    """
    row = _locked(actor, series)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    _fill(row, data)
    return _saved(row)


@transaction.atomic
def make_drafts(*, actor: User, series: MeetingSeries, count: int) -> list[Meeting]:
    """Make drafts for the next ``count`` dates that have no meeting; nothing is sent.

    Raises ValidationError where the series has ended or has no such date left.
    """
    row = _running(actor, series)
    if not 1 <= count <= MOST_DRAFTS:
        raise ValidationError({"count": f"Bitte wählen Sie 1 bis {MOST_DRAFTS} Termine."})
    found = open_days(row, count)
    if not found:
        raise ValidationError("Zu jedem Termin dieser Reihe gibt es schon eine Sitzung.")
    made = [_draft(actor, row, day, moment(day, row.begins_at)) for day in found]
    place_approvals(row.body)
    return made


def open_days(series: MeetingSeries, count: int) -> list[date]:
    """The next dates of a series, from now on, that are neither skipped nor have a meeting."""
    taken = {day for day in series.meetings.values_list("recurrence_on", flat=True) if day}
    now = timezone.localtime()
    if moment(now.date(), series.begins_at) <= now:
        taken.add(now.date())
    return next_days(
        series.rrule, series.starts_on, after=now.date(), count=count, skipped={*series.skipped, *taken}
    )


@transaction.atomic
def skip_date(*, actor: User, series: MeetingSeries, day: date) -> MeetingSeries:
    """Leave one date out; a draft of it is deleted, what was entered in it by hand goes to the backlog.

    Raises ValidationError for a day of another rhythm and where members were invited already.
    """
    row = _running(actor, series)
    _check_day(row, day)
    waiting_minutes(row.body)
    draft = Meeting.objects.select_for_update().filter(series=row, recurrence_on=day).first()
    if draft is not None:
        delete_draft(draft)
    row.skipped = sorted({*row.skipped, day})
    saved = _saved(row)
    place_approvals(row.body)
    return saved


@transaction.atomic
def restore_date(*, actor: User, series: MeetingSeries, day: date) -> MeetingSeries:
    """Take a date in again that was left out."""
    row = _running(actor, series)
    row.skipped = [one for one in row.skipped if one != day]
    return _saved(row)


@transaction.atomic
def move_date(*, actor: User, series: MeetingSeries, day: date, starts_at: datetime) -> Meeting:
    """Put one date, which has no meeting yet, on another day or time: as a draft that keeps its place in the series.

    A meeting that exists is moved by changing it. Raises ValidationError by field.
    """
    row = _running(actor, series)
    _check_day(row, day)
    if row.meetings.filter(recurrence_on=day).exists():
        raise ValidationError("Zu diesem Termin gibt es schon eine Sitzung. Bitte ändern Sie sie dort.")
    if day in row.skipped:
        row.skipped = [one for one in row.skipped if one != day]
        _saved(row)
    made = _draft(actor, row, day, starts_at)
    place_approvals(row.body)
    return made


@transaction.atomic
def end_series(*, actor: User, series: MeetingSeries) -> MeetingSeries:
    """Make no more drafts from a series; meetings that exist stay."""
    row = _locked(actor, series)
    row.ended = True
    return _saved(row)


def _draft(actor: User, series: MeetingSeries, day: date, starts_at: datetime) -> Meeting:
    data = MeetingData(
        title=series.title,
        purpose=series.purpose,
        starts_at=starts_at,
        minutes=series.minutes,
        place=series.place,
        link=series.link,
        is_public=series.body.is_public,
    )
    return add_draft(actor, series.body, data, series=series, recurrence_on=day)


def _check_day(series: MeetingSeries, day: date) -> None:
    if day < timezone.localdate():
        raise ValidationError("Dieser Termin ist vorbei.")
    if day > timezone.localdate() + FURTHEST or not days_between(series.rrule, series.starts_on, day, day):
        raise ValidationError(NOT_OF_SERIES)


def _locked(actor: User, series: MeetingSeries) -> MeetingSeries:
    seen: MeetingSeries = get_editable(MeetingSeries.objects, actor, pk=series.pk)
    # First the body, as everywhere: items and meetings of it are ordered by its lock.
    body = working_body(actor, seen.body)
    row: MeetingSeries = get_editable(MeetingSeries.objects, actor, lock=True, pk=series.pk)
    row.body = body
    return row


def _running(actor: User, series: MeetingSeries) -> MeetingSeries:
    row = _locked(actor, series)
    if row.ended:
        raise ValidationError("Diese Reihe ist beendet.")
    return row


def _saved(row: MeetingSeries) -> MeetingSeries:
    row.version += 1
    row.save()
    return row


def check_series(data: SeriesData) -> None:
    """Raise ValidationError by field where no series could be made of the data; also before a preview."""
    whole = tidy(data)
    errors = {}
    if not whole.purpose:
        errors["purpose"] = NO_PURPOSE
    if whole.every not in RHYTHMS:
        errors["every"] = "Bitte wählen Sie, wie oft die Sitzung stattfindet."
    if abs(whole.starts_on - timezone.localdate()) > FURTHEST:
        errors["starts_on"] = "Bitte prüfen Sie das Jahr."
    if whole.until is not None and whole.until < whole.starts_on:
        errors["until"] = "Das Ende liegt vor dem Anfang."
    if errors:
        raise ValidationError(errors)
    if not next_days(to_rrule(whole.rhythm), whole.starts_on, after=whole.starts_on, count=1):
        raise ValidationError(
            {"until": "In diese Zeit fällt kein Termin. Bitte wählen Sie ein späteres Ende."}
        )


def _fill(row: MeetingSeries, data: SeriesData) -> None:
    check_series(data)
    whole = tidy(data)
    for name in OWN:
        setattr(row, name, getattr(whole, name))
    row.rrule = to_rrule(whole.rhythm)
    row.full_clean(validate_constraints=False)
