"""Two versions of minutes side by side: whatever differs is shown."""

from governance.models import AgendaItem, Attendance, Body, Meeting, Paper
from governance.selectors.minutes_versions import compared
from governance.services.minutes import approve_minutes, send_minutes
from governance.services.recording import write_record
from ikz.accounts.models import User
from ikz.files.models import StoredFile
from tests.governance.minutes.steps import approval, run
from tests.governance.world import member_of


def test_versions_that_differ_never_compare_as_the_same(
    coordinator: User, body: Body, meeting: Meeting, item: AgendaItem, later: Meeting
) -> None:
    """Whatever the minutes say stands in the comparison as well, not only the written text."""
    old = send_minutes(actor=coordinator, meeting=meeting).content
    file = StoredFile.objects.create(
        name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64, uploaded_by=coordinator
    )
    Paper.objects.create(item=item, file=file, title="Angebotsvergleich")
    Attendance.objects.create(meeting=meeting, member=member_of(body, "07333"))
    AgendaItem.objects.filter(pk=item.pk).update(quorate=True, quorum_note="1 von 3 anwesend")
    new = send_minutes(actor=coordinator, meeting=meeting).content
    shown = {
        section.heading: "".join(piece.text for piece in section.pieces) for section in compared(old, new)
    }
    assert set(shown) == {"Kopf", "Anwesenheit", "TOP 1: Gemeinsamer Service-Desk"}
    assert "Leitung: Leitung Schul-IT" in shown["Kopf"]
    assert "Angebotsvergleich" in shown["TOP 1: Gemeinsamer Service-Desk"]
    assert "1 von 3 anwesend" in shown["TOP 1: Gemeinsamer Service-Desk"]
    run(later)
    approved = approve_minutes(actor=coordinator, meeting=meeting, item=approval(meeting)).content
    (section,) = compared(new, approved)
    assert section.heading == "Genehmigung"


def test_two_versions_are_compared_part_by_part(
    coordinator: User, meeting: Meeting, item: AgendaItem
) -> None:
    write_record(actor=coordinator, item=item, text="Wir kaufen zwölf Geräte.", expected_version=1)
    old = send_minutes(actor=coordinator, meeting=meeting).content
    write_record(actor=coordinator, item=item, text="Wir kaufen zwanzig Geräte.", expected_version=2)
    new = send_minutes(actor=coordinator, meeting=meeting).content
    (section,) = compared(old, new)
    assert section.heading == "TOP 1: Gemeinsamer Service-Desk"
    assert [(piece.kind, piece.text.strip()) for piece in section.pieces] == [
        ("same", "Wir kaufen"),
        ("removed", "zwölf"),
        ("added", "zwanzig"),
        ("same", "Geräte."),
    ]
