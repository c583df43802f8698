"""Proceedings: what opens a version to the authority, what may be decided, and where the version goes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.models import Agreement, AgreementVersion, Decision, Proceeding, ProceedingEntry
from agreements.path import State
from agreements.services.proceedings import (
    DecisionData,
    EntryData,
    add_entry,
    record_decision,
    record_receipt,
    submit_version,
)
from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, Municipality
from municipalities.services import create_authority
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of

DAY = date(2026, 3, 2)


def submit(actor: User, version: AgreementVersion, authority: Authority, kind: str = "approval", reason: str = "") -> Proceeding:  # fmt: skip
    return submit_version(
        actor=actor,
        version=version,
        authority=authority,
        kind=kind,
        submitted_on=DAY,
        missing_reason=reason,
    )


def decide(actor: User, row: Proceeding, decision: str, note: str = "", on: date = date(2026, 4, 20)) -> None:
    data = DecisionData(decision=decision, decided_on=on, file_number="17-1/2026", note=note)
    record_decision(actor=actor, proceeding=row, data=data)


def state_of(version: AgreementVersion) -> str:
    version.refresh_from_db()
    return version.state


def test_submission_alone_opens_the_version(
    cooperation: Cooperation, coordinator: User, authority: Authority, supervisor: User
) -> None:
    version = version_of(agreement_of(cooperation, forms=("delegating",)), state=State.ADOPTED)
    resolutions_of(version)
    assert not Agreement.objects.visible_to(supervisor).exists()
    row = submit(coordinator, version, authority)
    assert Agreement.objects.visible_to(supervisor).exists()
    assert state_of(version) == State.SUBMITTED
    assert version.submitted_on == DAY
    mails = dict(OutgoingMail.objects.filter(dedupe_key__contains="submitted").values_list("to", "subject"))
    assert mails.keys() == {"aufsicht@test.example", "kusel@test.example", "kaiserslautern@test.example"}
    assert "Genehmigung" in mails["aufsicht@test.example"]
    with pytest.raises(ValidationError, match="liegt ADD Trier schon vor"):
        submit(coordinator, version, authority)

    record_receipt(actor=coordinator, proceeding=row, on=date(2026, 3, 4))
    with pytest.raises(ValidationError, match="Inzwischen"):
        record_receipt(actor=coordinator, proceeding=row, on=date(2026, 3, 5), expected=1)
    decide(coordinator, row, "approved")
    assert (state_of(version), version.decided_on) == (State.APPROVED, date(2026, 4, 20))
    with pytest.raises(ValidationError, match="schon entschieden"):
        decide(coordinator, row, "refused", "doch nicht")


def test_missing_resolutions_need_a_reason(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, authority: Authority
) -> None:
    version = version_of(agreement_of(cooperation, forms=("delegating",)))
    with pytest.raises(ValidationError) as refused:
        submit(coordinator, version, authority)
    assert "Landkreis Kusel" in refused.value.message_dict["missing_reason"][0]
    with pytest.raises(PermissionDenied):
        submit(kusel_staff, version, authority, reason="eilt")
    row = submit(coordinator, version, authority, reason="Der Kreistag tagt erst im Mai.")
    assert row.missing_reason == "Der Kreistag tagt erst im Mai."
    assert version.steps.get().reason == row.missing_reason


def test_authorities_outside_the_area_are_refused_by_name(
    cooperation: Cooperation, coordinator: User, administrator: User
) -> None:
    version = version_of(agreement_of(cooperation, forms=("delegating",)))
    small = create_authority(actor=administrator, name="Kreisverwaltung Kusel", land="07")
    small.area = ["07336"]
    small.save()
    elsewhere = create_authority(actor=administrator, name="Landesverwaltungsamt", land="15")
    for office, word in ((small, "Donnersbergkreis"), (elsewhere, "Sachsen-Anhalt nimmt niemand teil")):
        with pytest.raises(ValidationError) as refused:
            submit(coordinator, version, office, reason="eilt")
        assert word in refused.value.message_dict["authority"][0]
    assert not Proceeding.objects.exists()


@pytest.mark.parametrize(
    ("forms", "kind", "word"),
    [
        (("delegating",), "notification", "passt nicht"),
        (("delegating",), "establishment", "passt nicht"),
        (("special-purpose-association",), "approval", "passt nicht"),
        (("informal",), "approval", "weder eine Genehmigung noch eine Anzeige"),
    ],
)
def test_kinds_that_do_not_fit_the_law(
    cooperation: Cooperation,
    coordinator: User,
    authority: Authority,
    forms: tuple[str, ...],
    kind: str,
    word: str,
) -> None:
    version = version_of(agreement_of(cooperation, forms=forms), state=State.ADOPTED)
    with pytest.raises(ValidationError, match=word):
        submit(coordinator, version, authority, kind, reason="eilt")


def test_a_preview_comes_before_the_councils_and_moves_nothing_after(
    cooperation: Cooperation, coordinator: User, authority: Authority
) -> None:
    version = version_of(agreement_of(cooperation))
    row = submit(coordinator, version, authority, "preview")
    assert state_of(version) == State.PREVIEW
    with pytest.raises(ValidationError, match="zu diesem Verfahren passt"):
        decide(coordinator, row, "approved")
    decide(coordinator, row, "commented", "Zwei Anmerkungen zu § 4.")
    assert state_of(version) == State.PREVIEW
    resolutions_of(version)
    again = submit(coordinator, version, authority, "clarification")
    assert state_of(version) == State.SUBMITTED
    decide(coordinator, again, "not-due", "Telefonat mit dem Referat 17 am 20.04.2026")
    assert state_of(version) == State.CLEARED


@pytest.mark.parametrize(
    ("decision", "note", "state"),
    [
        ("approved-if", "Jährlich berichten.", State.APPROVED),
        ("returned", "Kosten klären.", State.REFUSED),
        ("refused", "Rechtswidrig.", State.REFUSED),
        ("withdrawn", "Falsche Behörde.", State.SUBMITTED),
    ],
)
def test_decisions_and_their_words(
    cooperation: Cooperation, coordinator: User, authority: Authority, decision: str, note: str, state: State
) -> None:
    version = version_of(agreement_of(cooperation, forms=("delegating",)), state=State.ADOPTED)
    resolutions_of(version)
    row = submit(coordinator, version, authority)
    with pytest.raises(ValidationError) as refused:
        decide(coordinator, row, decision)
    assert "note" in refused.value.message_dict
    decide(coordinator, row, decision, note)
    assert state_of(version) == state
    if decision == "withdrawn":
        submit(coordinator, version, authority)
        assert Proceeding.objects.open().count() == 1


def test_two_laender_both_decide(
    cooperation: Cooperation,
    coordinator: User,
    authority: Authority,
    administrator: User,
    halberstadt: Municipality,
) -> None:
    other = cooperation.partners.get(municipality__ags="07335")
    other.municipality = halberstadt
    other.save()
    version = version_of(agreement_of(cooperation, forms=("delegating",)), state=State.ADOPTED)
    resolutions_of(version)
    elsewhere = create_authority(actor=administrator, name="Landesverwaltungsamt", land="15")
    own = submit(coordinator, version, authority)
    foreign = submit(coordinator, version, elsewhere, "clarification")
    decide(coordinator, own, "approved")
    assert state_of(version) == State.SUBMITTED
    decide(coordinator, foreign, "noted", on=date(2026, 5, 4))
    assert (state_of(version), version.decided_on) == (State.APPROVED, date(2026, 5, 4))


def test_silence_counts_after_the_period_only(
    cooperation: Cooperation, coordinator: User, authority: Authority
) -> None:
    today = timezone.localdate()
    Municipality.objects.filter(ags="07333").update(ags="05333")
    Municipality.objects.filter(ags="07336").update(ags="05336")
    Municipality.objects.filter(ags="07335").update(ags="05335")
    Authority.objects.filter(pk=authority.pk).update(land="05")
    version = version_of(agreement_of(cooperation, forms=("delegating",), land="05"), state=State.SUBMITTED)
    row = proceeding_of(version, authority, submitted_on=today - timedelta(days=90))

    def deemed(note: str = "") -> None:
        decide(coordinator, row, Decision.DEEMED, note, on=today)

    with pytest.raises(ValidationError, match="zuerst den Eingang"):
        deemed()
    record_receipt(actor=coordinator, proceeding=row, on=today - timedelta(days=40))
    with pytest.raises(ValidationError, match="Die Frist läuft bis zum"):
        deemed()
    # Agreed on within the period, it counts though it takes place after it.
    agreed = EntryData(
        kind="hearing", happened_on=today + timedelta(days=40), text="Einladung zur Erörterung"
    )
    agreed_on = add_entry(actor=coordinator, proceeding=row, data=agreed)
    with pytest.raises(ValidationError, match="Durch Schweigen"):
        deemed("Frist abgelaufen")
    ProceedingEntry.objects.filter(pk=agreed_on.pk).delete()
    record_receipt(actor=coordinator, proceeding=row, on=today - timedelta(days=80))
    with pytest.raises(ValidationError, match="worauf Sie sich stützen"):
        deemed()
    hearing = add_entry(
        actor=coordinator,
        proceeding=row,
        data=EntryData(kind="hearing", happened_on=today - timedelta(days=50), text="Erörterung"),
    )
    with pytest.raises(ValidationError, match="Durch Schweigen"):
        deemed("Frist abgelaufen")
    ProceedingEntry.objects.filter(pk=hearing.pk).delete()
    deemed("Acht Wochen ohne Mitteilung; mit dem Rechtsamt geklärt.")
    assert state_of(version) == State.APPROVED


def test_entries_are_checked_and_kept(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, authority: Authority, supervisor: User
) -> None:
    row = proceeding_of(version_of(agreement_of(cooperation), state=State.SUBMITTED), authority)
    future = timezone.localdate() + timedelta(days=9)

    def enter(actor: User = coordinator, content: bytes | None = None, **values: object) -> ProceedingEntry:
        data = EntryData(**{"kind": "request", "happened_on": DAY, "text": "Bitte ergänzen.", **values})  # type: ignore[arg-type]
        upload = SimpleUploadedFile("brief.pdf", content) if content else None
        return add_entry(actor=actor, proceeding=row, data=data, upload=upload)

    for values, field in (
        ({"kind": "phone"}, "kind"),
        ({"text": " "}, "text"),
        ({"happened_on": future}, "happened_on"),
        ({"happened_on": date(2026, 3, 1)}, "happened_on"),
        ({"answer_due_on": date(2026, 3, 1)}, "answer_due_on"),
        ({"kind": "message", "answer_due_on": future}, "answer_due_on"),
        ({"content": b"kein PDF"}, "file"),
    ):
        with pytest.raises(ValidationError) as refused:
            enter(**values)
        assert field in refused.value.message_dict
    with pytest.raises(PermissionDenied):
        enter(kusel_staff)
    shown = enter(content=b"%PDF-1.7 Schreiben", answer_due_on=future)
    enter(kind="note", text="Intern: Rechtsamt fragen")
    enter(kind="hearing", happened_on=future)
    assert {entry.kind for entry in ProceedingEntry.objects.visible_to(supervisor)} == {"request", "hearing"}
    assert StoredFile.objects.visible_to(supervisor).get() == shown.file
