"""What governance brings to the pages that join everything: start page, phase change, handover, portfolio, reminders."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.models import Cooperation
from cooperations.selectors.relations import with_partners
from governance.models import ActionItem, Ballot, BodyKind, MeetingState, Resolution
from governance.services.actions import ActionData, create_action
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from ikz.ui.formatting import de_date
from tests.governance.world import body_of, in_days, meeting_of
from workspace.reminders import send_due_reminders
from workspace.selectors.handover import handover
from workspace.selectors.open_items import open_items

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def worked(cooperation: Cooperation, coordinator: User) -> Cooperation:
    """An invited meeting, a resolution that is not carried out, an action item of Kusel that is overdue."""
    body = body_of(cooperation, kind=BodyKind.STEERING_CIRCLE)
    meeting_of(body, state=MeetingState.INVITED, title="Frühjahrssitzung", starts_at=in_days(12))
    meeting_of(body, title="Nur ein Entwurf", starts_at=in_days(3))
    ballot = Ballot.objects.create(
        body=body,
        title="B",
        motion="B",
        rule="simple",
        quorum="none",
        electorate=[],
        closes_at=timezone.now(),
    )
    Resolution.objects.create(
        cooperation=cooperation,
        year=2026,
        number=7,
        body=body,
        ballot=ballot,
        title="Service-Desk aufbauen",
        text="Der Service-Desk wird aufgebaut.",
        decided_on=timezone.localdate() - timedelta(days=900),
    )
    kusel = cooperation.partners.get(municipality__ags="07336")
    data = ActionData(
        title="Stelle ausschreiben", partner=kusel.pk, function="Personalstelle", due_on=in_days(5).date()
    )
    row = create_action(actor=coordinator, cooperation=cooperation, data=data)
    ActionItem.objects.filter(pk=row.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    return with_partners(Cooperation.objects.all()).get(pk=cooperation.pk)


def test_the_start_page_names_ones_own_tasks(
    sign_in: SignIn, worked: Cooperation, kusel_staff: User, coordinator: User
) -> None:
    shown = sign_in(kusel_staff).get("/start/").content.decode()
    assert "Aufgaben Ihrer Kommune" in shown
    assert "Stelle ausschreiben" in shown
    assert "seit 2 Tagen überfällig" in shown
    assert "Aufgaben Ihrer Kommune" not in sign_in(coordinator).get("/start/").content.decode()


def test_what_is_not_carried_out_is_named_before_the_phase_changes(
    sign_in: SignIn, worked: Cooperation, coordinator: User
) -> None:
    lines = open_items(worked).lines
    assert "Beschluss: 2026/7 Service-Desk aufbauen – offen" in lines
    assert any(line.startswith("Aufgabe: Stelle ausschreiben – überfällig seit") for line in lines)
    shown = sign_in(coordinator).get("/kooperationen/donnersberg/phasen/wechsel/").content.decode()
    assert "1 Beschluss noch nicht umgesetzt" in shown
    assert "1 Aufgabe überfällig" in shown


def test_the_handover_names_meeting_tasks_and_resolutions(
    sign_in: SignIn, worked: Cooperation, coordinator: User
) -> None:
    sheet = handover(coordinator, worked)
    assert sheet.meeting is not None
    assert sheet.meeting.title == "Steuerkreis: Frühjahrssitzung"
    assert [row.title for row in sheet.actions] == ["Stelle ausschreiben"]
    assert [row.title for row in sheet.resolutions] == ["2026/7 Service-Desk aufbauen"]
    assert any("Aufgabe: Stelle ausschreiben" in row.title and row.word for row in sheet.deadlines)
    shown = sign_in(coordinator).get("/kooperationen/donnersberg/uebergabe/").content.decode()
    for words in ("Nächste Sitzung", "Frühjahrssitzung", "Offene Aufgaben", "2026/7 Service-Desk aufbauen"):
        assert words in shown
    assert "Nur ein Entwurf" not in shown


def test_the_portfolio_names_the_next_meeting_and_overdue_tasks(
    sign_in: SignIn, worked: Cooperation, kusel_staff: User
) -> None:
    client = sign_in(kusel_staff)
    with CaptureQueriesContext(connection) as queries:
        shown = client.get("/kooperationen/").content.decode()
    before = len(queries)
    assert f"Nächste Sitzung: {de_date(in_days(12).date())}" in shown
    assert "aufgaben/?state=overdue" in shown
    assert "Eine Aufgabe überfällig." in shown
    assert "Eine Aufgabe überfällig" in client.get("/kooperationen/?format=csv").content.decode()
    body = worked.bodies.get()
    for days in range(4, 9):
        meeting_of(body, state=MeetingState.INVITED, title="Noch eine", starts_at=in_days(days))
    with CaptureQueriesContext(connection) as queries:
        again = client.get("/kooperationen/").content.decode()
    assert f"Nächste Sitzung: {de_date(in_days(4).date())}" in again
    assert len(queries) == before


def test_overdue_tasks_are_among_the_daily_reminders(worked: Cooperation, kusel_staff: User) -> None:
    send_due_reminders()
    send_due_reminders()
    mails = OutgoingMail.objects.filter(dedupe_key__startswith="action-overdue:")
    assert [mail.to for mail in mails] == [kusel_staff.email]
