"""Resolutions: who records them, what follows from the last consent, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from agreements.models import AgreementVersion, CouncilResolution, CouncilResult
from agreements.path import State
from agreements.selectors.resolutions import councils_of
from agreements.services.lifecycle import adopt
from agreements.services.resolutions import (
    ResolutionData,
    change_resolution,
    record_resolution,
    remind_of_missing_resolutions,
    remove_resolution,
)
from cooperations.models import Cooperation, Partner
from cooperations.services import remove_partner
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from ikz.notifications.models import OutgoingMail
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of

YES = ResolutionData(body="Kreistag", decided_on=date(2026, 2, 10), result=CouncilResult.ADOPTED)


@pytest.fixture
def version(cooperation: Cooperation) -> AgreementVersion:
    return version_of(agreement_of(cooperation))


def partner(cooperation: Cooperation, ags: str) -> Partner:
    return cooperation.partners.get(municipality__ags=ags)


def record(actor: User, version: AgreementVersion, ags: str, data: ResolutionData = YES) -> CouncilResolution:
    who = partner(version.agreement.cooperation, ags)
    return record_resolution(actor=actor, version=version, partner=who, data=data)


def test_the_last_consent_adopts_the_version(
    version: AgreementVersion, coordinator: User, kusel_staff: User
) -> None:
    record(coordinator, version, "07333")
    record(coordinator, version, "07335", ResolutionData(**{**vars(YES), "result": "postponed"}))
    record(kusel_staff, version, "07336")
    version.refresh_from_db()
    assert version.state == State.FIXED
    assert [line.name for line in councils_of(version).missing] == ["Landkreis Kaiserslautern"]
    record(coordinator, version, "07335", ResolutionData(**{**vars(YES), "decided_on": date(2026, 3, 3)}))
    version.refresh_from_db()
    assert (version.state, version.adopted_on) == (State.ADOPTED, date(2026, 3, 3))
    step = version.steps.get()
    assert (step.from_state, step.to_state, step.recorded_by) == ("fixed", "adopted", None)


def test_staff_record_their_own_only(
    version: AgreementVersion, kusel_staff: User, supervisor: User, stranger: User
) -> None:
    with pytest.raises(PermissionDenied):
        record(kusel_staff, version, "07333")
    with pytest.raises(Http404):
        record(stranger, version, "07336")
    with pytest.raises(Http404):
        record(supervisor, version, "07336")
    proceeding_of(version, supervisor.mandates.get().authority)
    with pytest.raises(PermissionDenied):
        record(supervisor, version, "07336")
    assert not CouncilResolution.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"result": "adopted-if"}, "note", "Maßgaben"),
        ({"result": "not-needed"}, "note", "begründen"),
        ({"result": "maybe"}, "result", "wählen"),
        ({"decided_on": date(2031, 1, 1)}, "decided_on", "Zukunft"),
        ({"body": " "}, "body", "Feld"),
    ],
)
def test_what_is_refused(
    version: AgreementVersion, coordinator: User, change: dict[str, object], field: str, word: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        record(coordinator, version, "07333", ResolutionData(**{**vars(YES), **change}))
    assert word in refused.value.message_dict[field][0]


def test_a_file_is_checked_by_its_content_and_goes_with_the_resolution(
    version: AgreementVersion, coordinator: User, settings: Settings
) -> None:
    settings.FILE_MAX_BYTES = 1024**2
    who = partner(version.agreement.cooperation, "07333")
    for name, content, word in (
        ("auszug.pdf", b"kein PDF", "Inhalt passt nicht"),
        ("auszug.exe", b"MZ", "nehmen wir nicht an"),
        ("auszug.txt", b"", "leer"),
        ("auszug.txt", b"x" * (1024**2 + 1), "zu groß. Höchstens 1 MB"),
    ):
        with pytest.raises(ValidationError) as refused:
            record_resolution(
                actor=coordinator,
                version=version,
                partner=who,
                data=YES,
                upload=SimpleUploadedFile(name, content),
            )
        assert word in refused.value.message_dict["file"][0]
    row = record_resolution(
        actor=coordinator,
        version=version,
        partner=who,
        data=YES,
        upload=SimpleUploadedFile("auszug.txt", b"Auszug"),
    )
    assert StoredFile.objects.visible_to(coordinator).get() == row.file
    change_resolution(actor=coordinator, resolution=row, data=YES, expected_version=1, drop_file=True)
    remove_resolution(actor=coordinator, resolution=row)
    assert not StoredFile.objects.exists()


def test_corrections_end_with_submission_and_never_take_adoption_away(
    version: AgreementVersion, coordinator: User, kusel_staff: User
) -> None:
    rows = [record(coordinator, version, ags) for ags in ("07333", "07335", "07336")]
    no = ResolutionData(**{**vars(YES), "result": "rejected"})
    with pytest.raises(ValidationError, match="weiteren Beschluss"):
        change_resolution(actor=coordinator, resolution=rows[0], data=no, expected_version=1)
    with pytest.raises(ValidationError, match="weiteren Beschluss"):
        remove_resolution(actor=coordinator, resolution=rows[0])
    better = ResolutionData(**{**vars(YES), "reference": "KT 12/2026"})
    change_resolution(actor=kusel_staff, resolution=rows[2], data=better, expected_version=1)
    with pytest.raises(EditConflict):
        change_resolution(actor=coordinator, resolution=rows[2], data=YES, expected_version=1)
    record(coordinator, version, "07333", no)
    assert [line.name for line in councils_of(version).missing] == ["Donnersbergkreis"]
    AgreementVersion.objects.filter(pk=version.pk).update(state=State.SUBMITTED.value)
    with pytest.raises(ValidationError, match="schon vorgelegt"):
        change_resolution(actor=coordinator, resolution=rows[1], data=YES, expected_version=1)


def test_adoption_by_hand_needs_a_reason_while_somebody_is_missing(
    version: AgreementVersion, coordinator: User, kusel_staff: User
) -> None:
    record(coordinator, version, "07333")
    with pytest.raises(PermissionDenied):
        adopt(actor=kusel_staff, version=version, on=date(2026, 3, 1), reason="eilt")
    with pytest.raises(ValidationError) as refused:
        adopt(actor=coordinator, version=version, on=date(2026, 3, 1))
    assert "Landkreis Kusel" in refused.value.message_dict["reason"][0]
    adopt(actor=coordinator, version=version, on=date(2026, 3, 1), reason="Eilentscheidung liegt vor.")
    version.refresh_from_db()
    assert (version.state, version.adopted_on) == (State.ADOPTED, date(2026, 3, 1))


def test_who_left_is_not_waited_for_and_who_joined_is_named(
    version: AgreementVersion, coordinator: User, administrator: User, cooperation: Cooperation
) -> None:
    for ags in ("07333", "07335"):
        record(coordinator, version, ags)
    remove_partner(actor=coordinator, partner=partner(cooperation, "07336"))
    councils = councils_of(version, coordinator)
    assert not councils.missing
    assert [line.name for line in councils.left] == ["Landkreis Kusel"]
    # Everybody who is left has consented: the coordination takes the step, nobody has to give a reason.
    adopt(actor=coordinator, version=version, on=date(2026, 3, 1))
    content = dict(version.content, partners=version.content["partners"][:2])
    assert len(content["partners"]) == 2


def test_missing_partners_are_reminded_once_a_day(version: AgreementVersion, coordinator: User) -> None:
    record(coordinator, version, "07333")
    assert remind_of_missing_resolutions(actor=coordinator, version=version) == (2, [])
    assert remind_of_missing_resolutions(actor=coordinator, version=version)[0] == 2
    mails = OutgoingMail.objects.filter(dedupe_key__contains=":resolution:")
    assert sorted(mails.values_list("to", flat=True)) == ["kaiserslautern@test.example", "kusel@test.example"]
    resolutions_of(version)
    with pytest.raises(ValidationError, match="fehlt kein"):
        remind_of_missing_resolutions(actor=coordinator, version=version)


def test_the_table_takes_constant_queries(
    version: AgreementVersion,
    coordinator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    version = AgreementVersion.objects.select_related("agreement").get(pk=version.pk)
    for number in range(5):
        record(coordinator, version, "07333", ResolutionData(**{**vars(YES), "body": f"Ausschuss {number}"}))
    # Partners, resolutions with files, whom one may answer for.
    with django_assert_num_queries(3):
        councils_of(version, coordinator)
    assert timezone.localdate() > YES.decided_on - timedelta(days=1)
