"""At the same moment: two administrators, two workers; one goes first, nothing is lost and nothing breaks."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cooperations.models import Barrier, Cooperation
from ikz.accounts.models import NameReplacement, User
from ikz.jobs.models import JobState
from ikz.notifications.models import OutgoingMail
from tests.robustness.test_at_once import at_once, while_held
from workspace.retention.removals import NOBODY
from workspace.services.redaction import replace_person, replace_person_without_account
from workspace.services.retention import apply_retention

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_administrators_who_replace_each_other(administrator: User) -> None:
    other = User.objects.create_user("admin-2@test.example", label="Administration 2", is_administrator=True)
    results = at_once(
        lambda: replace_person(actor=administrator, user=other, function="ehemals"),
        lambda: replace_person(actor=other, user=administrator, function="ehemals"),
    )
    assert sorted(type(row).__name__ for row in results) == ["NameReplacement", "PermissionDenied"]
    assert User.objects.filter(is_administrator=True, is_active=True).count() == 1
    assert isinstance(next(row for row in results if isinstance(row, Exception)), PermissionDenied)


def test_two_administrators_with_the_same_person(
    administrator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    other = User.objects.create_user("admin-2@test.example", label="Administration 2", is_administrator=True)
    Barrier.objects.create(cooperation=cooperation, text="Frau Beispiel fehlt, Herr Muster auch")
    at_once(
        lambda: replace_person(
            actor=administrator, user=kusel_staff, function="ehemals Kusel", names=["Frau Beispiel"]
        ),
        lambda: replace_person_without_account(actor=other, function="ein Gast", names=["Herr Muster"]),
    )
    assert Barrier.objects.get().text == "ehemals Kusel fehlt, ein Gast auch"
    assert NameReplacement.objects.count() == 2


def test_what_is_due_goes_once_and_what_is_not_stays() -> None:
    for number, days in enumerate((400, 400, 1)):
        OutgoingMail.objects.create(
            dedupe_key=str(number),
            to="jemand@test.example",
            subject="S",
            body_text="T",
            state=JobState.DONE,
            finished_at=timezone.now() - timedelta(days=days),
        )
    counts = at_once(*(apply_retention for _ in range(3)))
    assert sum(row["mails"] for row in counts if isinstance(row, dict)) == 2
    assert OutgoingMail.objects.filter(to=NOBODY).count() == 2


def test_what_somebody_writes_meanwhile_is_kept(
    administrator: User, kusel_staff: User, cooperation: Cooperation
) -> None:
    row = Barrier.objects.create(cooperation=cooperation, text="Frau Beispiel fehlt")
    while_held(
        lambda: Barrier.objects.filter(pk=row.pk).update(text="Frau Beispiel fehlt, bis Mai"),
        lambda: replace_person(
            actor=administrator, user=kusel_staff, function="ehemals", names=["Frau Beispiel"]
        ),
    )
    assert Barrier.objects.get().text == "ehemals fehlt, bis Mai"
