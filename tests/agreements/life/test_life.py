"""The life of a version: steps in order only, days to come pending, one version in force, the end."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.models import AgreementVersion, VersionStep
from agreements.path import State, following
from agreements.services.force import advance_due, put_in_force, record_publication, terminate
from agreements.services.lifecycle import advance, path_for
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of

PAST = date(2026, 2, 1)


def state_of(version: AgreementVersion) -> str:
    version.refresh_from_db()
    return version.state


def approved(cooperation: Cooperation, **terms: Any) -> AgreementVersion:
    agreement = agreement_of(cooperation, forms=("delegating",), **terms)
    version = version_of(agreement, state=State.APPROVED, adopted_on=PAST, decided_on=PAST)
    resolutions_of(version, decided_on=PAST)
    return version


def in_force(cooperation: Cooperation, **terms: Any) -> AgreementVersion:
    version = approved(cooperation, **terms)
    AgreementVersion.objects.filter(pk=version.pk).update(state="in_force", in_force_on=date(2026, 3, 1))
    version.refresh_from_db()
    return version


@pytest.mark.parametrize(
    ("state", "target", "word"),
    [
        (State.FIXED, State.IN_FORCE, "In Kraft tritt"),
        (State.FIXED, State.PUBLISHED, "Bekannt gemacht wird"),
        (State.ADOPTED, State.APPROVED, "Entschieden wird nur"),
        (State.SUBMITTED, State.NOTIFIED, "passt nicht zum Verfahren"),
        (State.SUBMITTED, State.ADOPTED, "Beschlossen wird"),
        (State.APPROVED, State.OVERTAKEN, "nicht möglich"),
        (State.OVERTAKEN, State.SUBMITTED, "ändert sich nichts mehr"),
        (State.REFUSED, State.APPROVED, "Entschieden wird nur"),
    ],
)
def test_illegal_steps_are_refused_and_leave_no_trace(
    cooperation: Cooperation, coordinator: User, state: State, target: State, word: str
) -> None:
    version = version_of(agreement_of(cooperation, forms=("delegating",)), state=state)
    with pytest.raises(ValidationError, match=word):
        advance(version, target, on=PAST, actor=coordinator)
    assert state_of(version) == state
    assert not VersionStep.objects.exists()


def test_only_the_coordination_takes_steps_and_not_in_the_future(
    cooperation: Cooperation, coordinator: User, kusel_staff: User
) -> None:
    version = version_of(agreement_of(cooperation))
    with pytest.raises(PermissionDenied):
        advance(version, State.ADOPTED, on=PAST, actor=kusel_staff)
    with pytest.raises(ValidationError) as refused:
        advance(version, State.ADOPTED, on=timezone.localdate() + timedelta(days=1), actor=coordinator)
    assert "Zukunft" in refused.value.message_dict["on"][0]


def test_what_the_authority_answered_holds_unless_it_would_strand_the_version(
    cooperation: Cooperation,
) -> None:
    agreement = agreement_of(cooperation)
    early, late = version_of(agreement), version_of(agreement, state=State.SUBMITTED)
    agreement.clarified_requirement, agreement.clarified_on = "none", PAST
    agreement.clarification = "Keine Genehmigung nötig."
    agreement.save()
    for version in (early, late):
        version.refresh_from_db()
    assert not path_for(early).to_authority
    assert State.CLEARED in path_for(late).outcomes


def test_publication_comes_before_force_and_keeps_its_place(
    cooperation: Cooperation, coordinator: User
) -> None:
    version = approved(cooperation)
    with pytest.raises(ValidationError, match="alle Schritte davor"):
        put_in_force(actor=coordinator, version=version, on=PAST)
    for values, field in (
        ({"where": " "}, "where"),
        ({"on": PAST - timedelta(days=1)}, "on"),
        ({"on": timezone.localdate() + timedelta(days=1)}, "on"),
        ({"link": "kein Verweis"}, "published_link"),
        ({"upload": SimpleUploadedFile("blatt.pdf", b"kein PDF")}, "file"),
    ):
        sent = {"on": date(2026, 4, 1), "where": "Amtsblatt 4/2026", **values}
        with pytest.raises(ValidationError) as refused:
            record_publication(actor=coordinator, version=version, **sent)  # type: ignore[arg-type]
        assert field in refused.value.message_dict
    assert state_of(version) == State.APPROVED
    record_publication(
        actor=coordinator,
        version=version,
        on=date(2026, 4, 1),
        where="Amtsblatt 4/2026",
        link="https://amtsblatt.example/4",
        upload=SimpleUploadedFile("blatt.txt", b"Bekanntmachung"),
    )
    assert state_of(version) == State.PUBLISHED
    assert StoredFile.objects.visible_to(coordinator).get() == version.published_file


def test_the_day_after_publication_where_the_law_says_so(cooperation: Cooperation, coordinator: User) -> None:
    agreement = agreement_of(cooperation, forms=("delegating",), land="05")
    version = version_of(agreement, state=State.APPROVED, adopted_on=PAST, decided_on=PAST)
    version = record_publication(actor=coordinator, version=version, on=date(2026, 4, 1), where="Amtsblatt")
    with pytest.raises(ValidationError, match=r"02\.04\.2026"):
        put_in_force(actor=coordinator, version=version, on=date(2026, 4, 1))
    put_in_force(actor=coordinator, version=version, on=date(2026, 4, 2))
    assert state_of(version) == State.IN_FORCE


def test_mandating_in_hesse_holds_by_adoption(cooperation: Cooperation, coordinator: User) -> None:
    agreement = agreement_of(cooperation, land="06")
    version = version_of(
        agreement, state=State.NOTIFIED, adopted_on=date(2026, 2, 10), decided_on=date(2026, 4, 20)
    )
    with pytest.raises(ValidationError, match=r"10\.02\.2026"):
        put_in_force(actor=coordinator, version=version, on=PAST)
    put_in_force(actor=coordinator, version=version, on=date(2026, 2, 10))
    assert state_of(version) == State.IN_FORCE


def test_nothing_holds_while_an_authority_has_not_decided(
    cooperation: Cooperation, coordinator: User, authority: Authority
) -> None:
    version = approved(cooperation)
    proceeding_of(version, authority)
    with pytest.raises(ValidationError, match="ADD Trier hat noch nicht entschieden"):
        record_publication(actor=coordinator, version=version, on=date(2026, 4, 1), where="Amtsblatt")


def test_a_letter_of_intent_goes_from_adoption_into_force(
    cooperation: Cooperation, coordinator: User
) -> None:
    version = version_of(agreement_of(cooperation, forms=("informal",)), state=State.ADOPTED)
    with pytest.raises(ValidationError) as refused:
        put_in_force(actor=coordinator, version=version, on=PAST)
    assert "Landkreis Kusel" in refused.value.message_dict["reason"][0]
    put_in_force(actor=coordinator, version=version, on=PAST, reason="Die Landräte haben unterschrieben.")
    assert state_of(version) == State.IN_FORCE
    mails = OutgoingMail.objects.filter(dedupe_key__contains=":in-force:")
    assert mails.count() == 2


def test_a_day_to_come_is_met_once_and_supersedes(cooperation: Cooperation, coordinator: User) -> None:
    today = timezone.localdate()
    old = in_force(cooperation)
    new = version_of(old.agreement, state=State.PUBLISHED, adopted_on=PAST, published_on=PAST)
    with pytest.raises(ValidationError, match="die neue gilt danach"):
        put_in_force(actor=coordinator, version=new, on=date(2026, 3, 1))
    day = today + timedelta(days=10)
    put_in_force(actor=coordinator, version=new, on=day)
    assert (state_of(new), state_of(old)) == (State.PUBLISHED, State.IN_FORCE)
    assert advance_due(day - timedelta(days=1)) == 0
    # The clock of the database is not moved: what is due is due by the day that is asked for.
    AgreementVersion.objects.filter(pk=new.pk).update(in_force_on=today)
    assert advance_due(today) == 1
    assert advance_due(today) == 0
    assert (state_of(new), state_of(old)) == (State.IN_FORCE, State.SUPERSEDED)
    assert old.ended_on == today - timedelta(days=1)
    assert [row.recorded_by for row in VersionStep.objects.filter(version=new)] == [None]
    with pytest.raises(ValidationError, match="ändert sich nichts mehr"):
        terminate(actor=coordinator, version=old, on=today, reason="zu spät")


def test_an_older_version_does_not_replace_a_newer_one(cooperation: Cooperation, coordinator: User) -> None:
    first = approved(cooperation)
    AgreementVersion.objects.filter(pk=first.pk).update(state="published", published_on=PAST)
    version_of(first.agreement, state=State.IN_FORCE, in_force_on=date(2026, 3, 1))
    with pytest.raises(ValidationError, match="neuere Fassung 2"):
        put_in_force(actor=coordinator, version=first, on=date(2026, 5, 1))
    AgreementVersion.objects.filter(pk=first.pk).update(in_force_on=date(2026, 5, 1))
    assert advance_due() == 0


def test_notice_ends_it_after_its_last_day(cooperation: Cooperation, coordinator: User) -> None:
    today = timezone.localdate()
    version = in_force(cooperation)
    with pytest.raises(ValidationError) as refused:
        terminate(actor=coordinator, version=version, on=today, reason=" ")
    assert "reason" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        terminate(actor=coordinator, version=version, on=PAST, reason="Kündigung")
    assert "on" in refused.value.message_dict
    terminate(actor=coordinator, version=version, on=today, reason="Kusel hat gekündigt.")
    assert state_of(version) == State.IN_FORCE
    assert advance_due(today) == 0
    AgreementVersion.objects.filter(pk=version.pk).update(ended_on=today - timedelta(days=1))
    assert advance_due(today) == 1
    assert state_of(version) == State.TERMINATED
    assert version.end_reason == "Kusel hat gekündigt."


@pytest.mark.parametrize(("renewal", "state"), [(None, State.EXPIRED), (12, State.IN_FORCE)])
def test_a_term_ends_by_itself_unless_it_renews(
    cooperation: Cooperation, renewal: int | None, state: State
) -> None:
    version = in_force(cooperation, term="fixed", ends_on=date(2026, 7, 31), renewal_months=renewal)
    advance_due()
    assert state_of(version) == state
    if state is State.EXPIRED:
        assert version.ended_on == date(2026, 7, 31)


@pytest.mark.parametrize(
    ("form", "later", "state"),
    [
        ("special-purpose-association", "", State.APPROVED),
        ("mandating", "approval", State.ESTABLISHED),
        ("mandating", "establishment_by_authority", State.NOTIFIED),
    ],
)
def test_an_answer_that_is_corrected_later_strands_nobody(
    cooperation: Cooperation, form: str, later: str, state: State
) -> None:
    version = version_of(agreement_of(cooperation, forms=(form,)), state=state)
    version.agreement.clarified_requirement = later
    assert state in path_for(version).outcomes
    assert State.PUBLISHED in following(path_for(version), state)
