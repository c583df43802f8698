"""Periods of retention with what they would remove today, and the records whose period is over."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import DateField, F, Max, Q
from django.db.models.functions import Greatest, TruncDate
from django.utils import timezone

from agreements.models import Agreement
from cooperations.models import Cooperation
from ikz.accounts.models import ApiToken, User
from ikz.accounts.services.replacements import GONE_DOMAIN
from workspace.retention.catalog import Kind, kinds
from workspace.retention.removals import REMOVALS

ENDED = ("terminated", "expired")


@dataclass(frozen=True)
class Period:
    """A kind of record; ``due`` is how many rows go with the next run, None where nothing goes by itself."""

    kind: Kind
    due: int | None


@dataclass(frozen=True)
class Due:
    """A record whose period is over since ``over_on``; ``href`` leads to it where the administration may go."""

    kind: str
    title: str
    ended_on: date
    over_on: date
    href: str = ""


def periods(viewer: User) -> list[Period]:
    """Every kind in the order of the catalog, for administrators; one query per table that something goes from."""
    if not (viewer.is_valid_today and viewer.is_administrator):
        return []
    now = timezone.now()
    counts = {key: sum(rows.count() for rows in removal.due(now)) for key, removal in REMOVALS.items()}
    return [Period(kind, counts.get(kind.key)) for kind in kinds().values()]


def due_records(viewer: User) -> list[Due]:
    """Records that are listed and never removed by themselves, those longest over first; three queries."""
    if not (viewer.is_valid_today and viewer.is_administrator):
        return []
    today = timezone.localdate()
    found = [*_cooperations(), *_agreements(), *_accounts()]
    return sorted((row for row in found if row.over_on < today), key=lambda row: (row.over_on, row.title))


def _year_end(ended_on: date, years: int) -> date:
    # "Unlimited" is often entered as the last day that calendars know.
    return date(min(ended_on.year + years, date.max.year), 12, 31)


def _label(key: str) -> str:
    """The short name: what belongs to the record is told where the period is explained."""
    return kinds()[key].label.split(" mit ")[0]


def _cooperations() -> list[Due]:
    # Names only: the administration is reminded that the partners have to decide, and reads nothing else.
    rows = Cooperation.objects.filter(ends_on__isnull=False).values_list("title", "ends_on")
    years = settings.RETENTION_COOPERATION_YEARS
    return [Due(_label("cooperations"), title, day, _year_end(day, years)) for title, day in rows if day]


def _agreements() -> list[Due]:
    rows = (
        Agreement.objects.exclude(versions__state="in_force")
        .annotate(ended=Max("versions__ended_on", filter=Q(versions__state__in=ENDED)))
        .filter(ended__isnull=False)
    )
    return [
        Due(_label("agreements"), title, day, _year_end(day, years))
        for title, day, years in rows.values_list("title", "ended", "retention_years")
        if day is not None
    ]


def _accounts() -> list[Due]:
    days = settings.RETENTION_UNUSED_ACCOUNT_DAYS
    last_used = TruncDate(Greatest(F("last_login"), F("date_joined")), output_field=DateField())
    rows = User.objects.annotate(used=last_used).exclude(email__endswith=GONE_DOMAIN)
    first_day = timezone.localdate() - timedelta(days=days)
    # A program that fetches data with a key uses the account too.
    fetching = ApiToken.objects.filter(last_used_on__gte=first_day)
    rows = rows.filter(used__lt=first_day).exclude(pk__in=fetching.values("user"))
    return [
        Due(_label("unused_accounts"), str(row), row.used, row.used + timedelta(days=days), _account(row.pk))
        for row in rows
    ]


def _account(pk: int) -> str:
    return f"/verwaltung/konten/{pk}/"
