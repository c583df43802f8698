"""Who sees what of an agreement: partners all, supervision what was submitted to it, nobody else anything."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agreements.content import VersionContent, fingerprint
from agreements.models import (
    Agreement,
    AgreementVersion,
    Clause,
    CouncilResolution,
    DocumentAccess,
    Proceeding,
)
from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.models import Authority
from municipalities.services import create_authority, grant_mandate
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of


def test_supervision_sees_submitted_versions_only(
    cooperation: Cooperation, authority: Authority, supervisor: User, kusel_staff: User, stranger: User
) -> None:
    agreement = agreement_of(cooperation)
    first, second = version_of(agreement), version_of(agreement)
    resolutions_of(second)
    assert not Agreement.objects.visible_to(supervisor).exists()
    proceeding_of(second, authority)

    assert list(Agreement.objects.visible_to(supervisor)) == [agreement]
    assert list(AgreementVersion.objects.visible_to(supervisor)) == [second]
    assert CouncilResolution.objects.visible_to(supervisor).count() == 3
    assert Proceeding.objects.visible_to(supervisor).count() == 1
    for hidden in (Clause, DocumentAccess):
        assert not hidden.objects.visible_to(supervisor).exists()
    assert not Agreement.objects.editable_by(supervisor).exists()

    assert set(AgreementVersion.objects.visible_to(kusel_staff)) == {first, second}
    assert not AgreementVersion.objects.editable_by(kusel_staff).exists()
    assert {row.partner.municipality.ags for row in CouncilResolution.objects.editable_by(kusel_staff)} == {
        "07336"
    }
    assert not Agreement.objects.visible_to(stranger).exists()


def test_mandate_of_another_authority_or_area_shows_nothing(
    cooperation: Cooperation, authority: Authority, administrator: User
) -> None:
    proceeding_of(version_of(agreement_of(cooperation)), authority)
    until = timezone.localdate() + timedelta(days=30)

    def reader(email: str, of: Authority, area: list[str]) -> User:
        user = User.objects.create_user(email, "ein-langes-Kennwort-7", label="Kommunalaufsicht")
        mandate = grant_mandate(
            actor=administrator, user=user, authority=of, valid_from=date(2020, 1, 1), valid_until=until
        )
        mandate.area = area
        mandate.save()
        user.refresh_from_db()
        return user

    elsewhere = create_authority(actor=administrator, name="Landesverwaltungsamt", land="15")
    assert not Agreement.objects.visible_to(reader("a@test.example", elsewhere, [])).exists()
    assert not Agreement.objects.visible_to(reader("b@test.example", authority, ["07339"])).exists()
    assert Agreement.objects.visible_to(reader("c@test.example", authority, ["07336", "07339"])).exists()


@pytest.mark.parametrize("change", [{"content": {}}, {"sha256": "0" * 64}, {"number": 7}])
def test_versions_never_change(cooperation: Cooperation, change: dict[str, object]) -> None:
    version = version_of(agreement_of(cooperation))
    with pytest.raises(DatabaseError), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        version.delete()


def test_content_reads_as_it_was_stored(cooperation: Cooperation) -> None:
    version = version_of(agreement_of(cooperation, term="fixed", ends_on=date(2031, 7, 31)))
    version.refresh_from_db()
    content = VersionContent.from_json(version.content)
    assert content.terms.ends_on == date(2031, 7, 31)
    assert [clause.heading for clause in content.clauses] == ["Handlungsfelder", "Kosten", "Kündigung"]
    assert content.as_json() == version.content
    assert fingerprint(version.content) == version.sha256
