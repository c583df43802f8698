"""Publication, entry into force and the end of a version; what a calendar day brings is done once a day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from agreements.content import VersionContent
from agreements.decisions import blocking
from agreements.event_mails import tell_partners
from agreements.models import AgreementVersion, Term
from agreements.path import State, may_become, refusal
from agreements.procedure import publication_of
from agreements.selectors.resolutions import councils_of
from agreements.services.deadlines import withdraw_outdated
from agreements.services.lifecycle import check_pursued, held, keep, path_for, step
from cooperations.law import Requirement
from ikz.accounts.models import User
from ikz.files.services import store_file
from ikz.jobs.apart import each_apart
from ikz.ui.formatting import de_date, join_de

DAY = timedelta(days=1)
DAY_AFTER = "day-after"
ADOPTION = "adoption"
NO_DAY = "Für diese Fassung ist kein Tag vorgemerkt."
NO_END = "Für diese Fassung ist kein Ende vorgemerkt."
PENDING = (
    State.ADOPTED,
    State.APPROVED,
    State.NOTIFIED,
    State.ESTABLISHED,
    State.CLEARED,
    State.PUBLISHED,
)


def day_after_rule(version: AgreementVersion) -> bool:
    """Whether the law puts the version in force the day after its publication, unless a later day is agreed."""
    content = VersionContent.from_json(version.content)
    return any(publication_of(content.land, form).effect == DAY_AFTER for form in content.forms)


def holds_by_adoption(version: AgreementVersion) -> bool:
    """Whether the law puts the version in force once all have adopted and signed, whatever the authority answers."""
    content = VersionContent.from_json(version.content)
    if path_for(version).requirement not in {Requirement.NONE, Requirement.NOTIFICATION}:
        return False
    return all(publication_of(content.land, form).effect == ADOPTION for form in content.forms)


def earliest_day(version: AgreementVersion) -> date | None:
    """The first day on which the version may come into force, by the steps before it; None before any of them."""
    if version.adopted_on is not None and holds_by_adoption(version):
        return version.adopted_on
    published = version.published_on
    if published is not None and day_after_rule(version):
        published += DAY
    return max((day for day in (version.adopted_on, version.decided_on, published) if day), default=None)


def without_consent(version: AgreementVersion) -> str:
    """The partners without whose consent the version would come into force; empty where there are none.

    Once it is adopted these are the ones that have resolved otherwise: whoever adopted it gave a reason for the rest.
    """
    councils = councils_of(version)
    lines = councils.missing if version.adopted_on is None else councils.dissenting
    return join_de([line.name for line in lines]) if lines else ""


@transaction.atomic
def record_publication(
    *,
    actor: User,
    version: AgreementVersion,
    on: date,
    where: str,
    link: str = "",
    upload: UploadedFile[Any] | None = None,
) -> AgreementVersion:
    """Keep where and when the version was made public.

    Raises ValidationError by field (``on``, ``where``, ``link``, ``file``), without field where it is not due yet.
    """
    row = held(version, actor)
    check_pursued(row)
    _check_decided(row)
    if why := refusal(path_for(row), State(row.state), State.PUBLISHED):
        raise ValidationError(why)
    where = " ".join(where.split())
    if not where:
        raise ValidationError({"where": "Bitte nennen Sie das Amtsblatt oder die andere Stelle."})
    before = max((day for day in (row.adopted_on, row.decided_on) if day), default=None)
    if before is not None and on < before:
        raise ValidationError({"on": f"Die Bekanntmachung folgt auf den {de_date(before)}."})
    row.published_in, row.published_link = where, link.strip()
    row.published_on = on
    row.full_clean(exclude=["agreement", "content", "published_file"], validate_constraints=False)
    if upload is not None:
        row.published_file = store_file(actor=actor, upload=upload)
    keep(row)
    row = step(row, State.PUBLISHED, on=on, actor=actor, reason=where)
    tell_partners(
        row,
        occasion="published",
        headline="Bekannt gemacht",
        text=f"Die Fassung wurde am {de_date(on)} bekannt gemacht: {where}.",
        actor=actor,
    )
    return row


@transaction.atomic
def put_in_force(*, actor: User, version: AgreementVersion, on: date, reason: str = "") -> AgreementVersion:
    """Say from which day the version holds; a day to come stays pending until :func:`advance_due` meets it.

    The version that held before is superseded the day before. Raises ValidationError by field (``on``; ``reason``
    where resolutions are missing), and without field where steps before it are not done.
    """
    row = held(version, actor)
    check_pursued(row)
    _check_decided(row)
    if why := refusal(path_for(row), State(row.state), State.IN_FORCE):
        raise ValidationError(why)
    missing = without_consent(row)
    if missing and not reason.strip():
        raise ValidationError(
            {
                "reason": f"Es fehlt noch der Beschluss von: {missing}. Bitte begründen Sie, warum sie trotzdem gilt."
            }
        )
    earliest = earliest_day(row)
    if earliest is not None and on < earliest:
        raise ValidationError({"on": f"Vor dem {de_date(earliest)} kann die Fassung nicht gelten."})
    _check_order(row, on)
    if on > timezone.localdate():
        row.in_force_on = on
        return keep(row)
    return _enter(row, on=on, actor=actor, reason=reason)


@transaction.atomic
def clear_day(*, actor: User, version: AgreementVersion) -> AgreementVersion:
    """Take back a day of entry into force that is still to come; the history keeps what was entered.

    Raises ValidationError where no day is pending.
    """
    row = held(version, actor)
    if row.in_force_on is None or State(row.state) not in PENDING:
        raise ValidationError(NO_DAY)
    row.in_force_on = None
    return keep(row)


@transaction.atomic
def terminate(*, actor: User, version: AgreementVersion, on: date, reason: str) -> AgreementVersion:
    """Keep the last day on which the version holds, by notice or by mutual agreement.

    A day that is not over stays pending. Raises ValidationError by field (``on``, ``reason``).
    """
    row = held(version, actor)
    if why := refusal(path_for(row), State(row.state), State.TERMINATED):
        raise ValidationError(why)
    if not reason.strip():
        raise ValidationError({"reason": "Bitte schreiben Sie, wer warum gekündigt oder aufgehoben hat."})
    if row.in_force_on is not None and on < row.in_force_on:
        raise ValidationError({"on": f"Die Fassung gilt erst seit dem {de_date(row.in_force_on)}."})
    row.ended_on, row.end_reason = on, reason.strip()
    row.full_clean(exclude=["agreement", "content", "published_file"], validate_constraints=False)
    row = keep(row)
    if on < timezone.localdate():
        row = step(row, State.TERMINATED, on=on, actor=actor, reason=row.end_reason)
    withdraw_outdated(row.agreement)
    tell_partners(
        row,
        occasion=f"ends:{row.save_count}",
        headline="Ende festgehalten",
        text=f"Die Vereinbarung endet mit dem {de_date(on)}. {row.end_reason}",
        actor=actor,
    )
    return row


@transaction.atomic
def take_back_end(*, actor: User, version: AgreementVersion) -> AgreementVersion:
    """Let a version hold on whose last day has not passed yet: notice was taken back, or entered by mistake.

    The history keeps what was entered. Raises ValidationError where there is no end to take back.
    """
    row = held(version, actor)
    if row.state != State.IN_FORCE or row.ended_on is None:
        raise ValidationError(NO_END)
    row.ended_on, row.end_reason = None, ""
    row = keep(row)
    tell_partners(
        row,
        occasion=f"holds-on:{row.save_count}",
        headline="Ende zurückgenommen",
        text="Das vorgemerkte Ende ist zurückgenommen; die Vereinbarung gilt weiter.",
        actor=actor,
    )
    return row


def advance_due(today: date | None = None) -> int:
    """Take the steps whose day has come: into force, terminated, expired; return how many. Twice changes nothing.

    A ``today`` that is still to come brings nothing: steps have happened, or they have not.
    """
    day = min(today or timezone.localdate(), timezone.localdate())
    waiting = AgreementVersion.objects.filter(in_force_on__lte=day, state__in=[one.value for one in PENDING])
    ending = AgreementVersion.objects.filter(state=State.IN_FORCE.value).filter(
        Q(ended_on__lt=day) | Q(content__terms__term=Term.FIXED.value)
    )
    entering = list(waiting.order_by("in_force_on", "pk").values_list("pk", flat=True))
    over = list(ending.order_by("pk").values_list("pk", flat=True))
    failure = "version %s could not go on"
    entered = each_apart(entering, lambda pk: _step(pk, day, _enter_when_due), failure=failure)
    return entered + each_apart(over, lambda pk: _step(pk, day, _end_when_due), failure=failure)


@transaction.atomic
def _step(pk: int, today: date, what: Callable[[AgreementVersion, date], bool]) -> int:
    row = held(AgreementVersion(pk=pk), None)
    return int(what(row, today))


def _enter_when_due(row: AgreementVersion, today: date) -> bool:
    on = row.in_force_on
    if on is None or on > today or row.agreement.dropped_on is not None:
        return False
    if not may_become(path_for(row), State(row.state), State.IN_FORCE):
        return False
    try:
        _check_decided(row)
        _check_order(row, on)
    except ValidationError:
        # What came in between (a refusal, a newer version in force) is for a person to look at.
        return False
    _enter(row, on=on, actor=None, reason="Der festgelegte Tag ist gekommen.")
    return True


def _end_when_due(row: AgreementVersion, today: date) -> bool:
    if row.state != State.IN_FORCE:
        return False
    if row.ended_on is not None:
        if row.ended_on >= today:
            return False
        step(row, State.TERMINATED, on=row.ended_on, actor=None, reason=row.end_reason)
        return True
    terms = VersionContent.from_json(row.content).terms
    # A term that renews itself ends by notice only.
    if terms.ends_on is None or terms.renewal_months or terms.ends_on >= today:
        return False
    step(row, State.EXPIRED, on=terms.ends_on, actor=None, reason="Die vereinbarte Laufzeit ist zu Ende.")
    return True


def _enter(row: AgreementVersion, *, on: date, actor: User | None, reason: str) -> AgreementVersion:
    before = _in_force(row)
    if before is not None:
        before.agreement = row.agreement
        step(
            before,
            State.SUPERSEDED,
            on=min(on - DAY, before.ended_on or on),
            actor=actor,
            reason=f"Fassung {row.number} gilt ab dem {de_date(on)}.",
        )
    row = step(row, State.IN_FORCE, on=on, actor=actor, reason=reason)
    tell_partners(
        row,
        occasion="in-force",
        headline="In Kraft",
        text=f"Die Fassung gilt ab dem {de_date(on)}.",
        actor=actor,
    )
    return row


def _check_decided(row: AgreementVersion) -> None:
    """A version that an authority still examines, or has refused, is neither published nor put into force."""
    found = blocking(row.proceedings.select_related("authority"))
    if found is not None and found.decision:
        raise ValidationError(f"{found.authority} hat nicht zugunsten dieser Fassung entschieden.")
    if found is not None:
        raise ValidationError(f"{found.authority} hat noch nicht entschieden ({found.get_kind_display()}).")


def _in_force(row: AgreementVersion) -> AgreementVersion | None:
    """The version of the same agreement that holds now, locked as all versions of a held agreement are."""
    rows = AgreementVersion.objects.filter(agreement=row.agreement_id, state=State.IN_FORCE.value)
    return rows.select_for_update(of=("self",), no_key=True).first()


def _check_order(row: AgreementVersion, on: date) -> None:
    before = _in_force(row)
    if before is None:
        return
    if before.number > row.number:
        raise ValidationError(f"In Kraft ist schon die neuere Fassung {before.number}.")
    if before.in_force_on is not None and on <= before.in_force_on:
        raise ValidationError(
            {
                "on": f"Fassung {before.number} gilt erst ab dem {de_date(before.in_force_on)}; die neue gilt danach."
            }
        )
