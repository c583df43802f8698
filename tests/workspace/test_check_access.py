"""check_access: silent agreement, German findings, repair."""

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import Agreement, AgreementGroupPermission
from cooperations.models import Cooperation, CooperationGroupPermission, CooperationUserPermission
from cooperations.services import create_cooperation
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Authority, Municipality
from municipalities.services import end_membership
from tests.agreements.world import agreement_of, proceeding_of, version_of
from workspace.access_proof import prove


def run(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_access", *arguments, stdout=out)
    except SystemExit as stop:
        return int(str(stop.code)), out.getvalue()
    return 0, out.getvalue()


def permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="cooperations", codename=codename)


def test_agreement(cooperation: Cooperation, supervisor: User) -> None:
    code, said = run()
    assert code == 0
    assert said == "Zugriffsrechte stimmen: 1 Kooperationen, 0 Vereinbarungen, 7 Rechte geprüft.\n"


def test_missing_grant_is_found_and_repaired(cooperation: Cooperation, kusel_staff: User) -> None:
    CooperationGroupPermission.objects.filter(
        group__municipality__ags="07336", permission__codename="view_cooperation"
    ).delete()
    code, said = run()
    assert code == 1
    assert "Kooperation donnersberg: view_cooperation für Gruppe „Kommune 07336“ fehlt." in said
    code, said = run("--repair")
    assert code == 0
    assert "Repariert: 1 Rechte ergänzt, 0 entfernt." in said
    assert Cooperation.objects.visible_to(kusel_staff).exists()


def test_surplus_grants_are_found_and_removed(
    cooperation: Cooperation, stranger: User, halberstadt: Municipality, authority: Authority
) -> None:
    CooperationGroupPermission.objects.create(
        content_object=cooperation, group=halberstadt.group, permission=permission("view_cooperation")
    )
    CooperationGroupPermission.objects.create(
        content_object=cooperation, group=authority.group, permission=permission("contribute_cooperation")
    )
    CooperationUserPermission.objects.create(
        content_object=cooperation, user=stranger, permission=permission("coordinate_cooperation")
    )
    assert Cooperation.objects.visible_to(stranger).exists()
    code, said = run()
    assert code == 1
    assert said.count("ist zu viel.") == 3
    assert "coordinate_cooperation für Konto „Schul-IT Halberstadt“ ist zu viel." in said
    assert run("--repair")[0] == 0
    assert not Cooperation.objects.visible_to(stranger).exists()


def test_supervision_reads_exactly_what_was_submitted(
    cooperation: Cooperation, authority: Authority, supervisor: User, administrator: User
) -> None:
    submitted = version_of(agreement_of(cooperation, title="Vorgelegt"))
    proceeding_of(submitted, authority)
    kept = agreement_of(cooperation, title="Entwurf")
    assert "2 Vereinbarungen, 8 Rechte" in run()[1]
    AgreementGroupPermission.objects.all().delete()
    codename = Permission.objects.get(codename="supervise_agreement")
    AgreementGroupPermission.objects.create(content_object=kept, group=authority.group, permission=codename)
    code, said = run()
    assert code == 1
    assert f"Vereinbarung „Vorgelegt“ ({submitted.agreement_id}): supervise_agreement für Gruppe" in said
    assert said.count("fehlt.") == said.count("ist zu viel.") == 1
    code, said = run("--repair")
    assert code == 0
    assert "Repariert: 1 Rechte ergänzt, 1 entfernt." in said
    assert list(Agreement.objects.visible_to(supervisor)) == [submitted.agreement]


def test_accounts_that_only_read_are_those_with_a_mandate(
    coordinator: User, supervisor: User, kusel_staff: User
) -> None:
    User.objects.filter(pk=supervisor.pk).update(read_only=False)
    User.objects.filter(pk=kusel_staff.pk).update(read_only=True)
    code, said = run("--repair")
    assert code == 1
    assert "„Kommunalaufsicht“ hat ein Mandat der Aufsicht, ist aber nicht auf Lesen beschränkt." in said
    assert "„Schul-IT Landkreis Kusel“ ist auf Lesen beschränkt, hatte aber nie ein Mandat" in said
    assert "„Schul-IT Landkreis Kusel“ gehört zur Aufsicht und zugleich einer Kommune an." in said


def test_coordination_without_partner_is_a_hint_only(
    cooperation: Cooperation, coordinator: User, administrator: User
) -> None:
    membership = coordinator.memberships.get()
    yesterday = timezone.localdate() - timedelta(days=1)
    end_membership(actor=administrator, membership_id=membership.pk, valid_until=yesterday)
    code, said = run()
    assert code == 0
    assert "Hinweis: Kooperation donnersberg: „Schul-IT Donnersbergkreis“ koordiniert, arbeitet aber" in said


@pytest.mark.parametrize("rows", [2, 20])
def test_queries_do_not_grow(
    coordinator: User,
    donnersberg: Municipality,
    kusel: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for number in range(rows):
        create_cooperation(
            actor=coordinator,
            data=CooperationData(title=f"Kooperation {number}"),
            lead=donnersberg,
            partners=[donnersberg, kusel],
        )
    CooperationGroupPermission.objects.all().delete()
    # Three reads of ids, one of them of agreements; four of grants, two of names, three of accounts, one of coordinators.
    with django_assert_num_queries(13):
        assert len(prove().differences) == 3 * rows


def test_membership_of_yesterday_is_no_mixture(
    supervisor: User, kusel: Municipality, administrator: User, staff_of: Callable[[Municipality, str], User]
) -> None:
    user = staff_of(kusel, "ehemals@test.example")
    end_membership(actor=administrator, membership_id=user.memberships.get().pk, valid_until=date(2021, 1, 1))
    assert prove().differences == []
