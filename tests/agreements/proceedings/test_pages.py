"""The pages of resolutions and proceedings: what is next, what is asked for, and nothing typed is lost."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from agreements.models import AgreementVersion, CouncilResolution, Proceeding, ProceedingEntry
from agreements.path import State
from cooperations.models import Cooperation, LawNote
from ikz.accounts.models import User
from municipalities.models import Authority
from municipalities.services import create_authority
from tests.agreements.world import agreement_of, proceeding_of, resolutions_of, version_of
from tests.ui.markup import only, tree, words

DAY = date(2026, 3, 2)
SignIn = Callable[[User], Client]


@pytest.fixture
def version(cooperation: Cooperation) -> AgreementVersion:
    return version_of(agreement_of(cooperation, forms=("delegating",)))


def base(version: AgreementVersion) -> str:
    return f"/vereinbarungen/{version.agreement_id}"


def text_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return words(only(tree(response.content.decode()), ".//main"))


def said(response: Any) -> str:
    assert response.status_code == 200
    return words(only(tree(response.content.decode()), ".//main"))


def test_the_whole_way_by_hand(
    version: AgreementVersion,
    coordinator: User,
    kusel_staff: User,
    authority: Authority,
    sign_in: SignIn,
) -> None:
    client, staff = sign_in(coordinator), sign_in(kusel_staff)
    page = f"{base(version)}/verfahren/"
    assert "Die Beschlüsse der Räte eintragen" in text_of(client, page)
    own = staff.get(f"{base(version)}/beschluesse/neu/")
    assert b'type="hidden" name="partner"' in own.content
    sent = {"decided_on": "10.02.2026", "body": "Kreistag", "result": "adopted"}
    wrong = SimpleUploadedFile("auszug.pdf", b"kein PDF")
    refused = staff.post(
        f"{base(version)}/beschluesse/neu/",
        {**sent, "partner": own.context["only"].pk, "file": wrong, "reference": "KT 7"},
    )
    assert "Der Inhalt passt nicht zur Endung „.pdf“" in said(refused)
    assert b'value="KT 7"' in refused.content
    for partner in version.agreement.cooperation.partners.all():
        client.post(f"{base(version)}/beschluesse/neu/", {**sent, "partner": partner.pk})
    assert "Alle haben zugestimmt" in text_of(client, f"{base(version)}/beschluesse/")
    assert "Der Aufsicht vorlegen" in text_of(client, page)
    assert "ADD" in text_of(client, f"{page}vorlegen/")
    client.post(
        f"{page}vorlegen/", {"authority": authority.pk, "kind": "approval", "submitted_on": "02.03.2026"}
    )
    row = Proceeding.objects.get()
    assert "Den Eingang eintragen" in text_of(client, page)
    client.post(f"{page}{row.pk}/eingang/", {"on": "03.03.2026", "expected": 1})
    late = client.post(f"{page}{row.pk}/eingang/", {"on": "04.03.2026", "expected": 1})
    assert "Inzwischen wurde zu diesem Verfahren etwas eingetragen" in said(late)
    # What was typed stays, and may be saved by whoever has seen that something changed.
    assert b'value="04.03.2026"' in late.content
    assert b'name="expected" value="2"' in late.content
    client.post(f"{page}{row.pk}/eingang/", {"on": "04.03.2026", "expected": 2})
    client.post(
        f"{page}{row.pk}/eintrag/",
        {"kind": "request", "happened_on": "09.03.2026", "text": "Kosten?", "answer_due_on": "30.03.2026"},
    )
    assert "erwartet bis zum 30.03.2026 eine Antwort" in text_of(client, page)
    client.post(f"{page}{row.pk}/eintrag/", {"kind": "reply", "happened_on": "12.03.2026", "text": "So: …"})
    assert "Auf die Entscheidung warten" in text_of(client, page)
    client.post(
        f"{page}{row.pk}/entscheidung/",
        {"decision": "approved", "decided_on": "20.04.2026", "file_number": "17-1", "expected": 3},
    )
    assert "Die Bekanntmachung eintragen" in text_of(client, page)
    client.post(f"{page}bekanntmachung/", {"on": "30.04.2026", "where": "Amtsblatt 4/2026"})
    answer = client.post(f"{page}inkrafttreten/", {"on": "01.04.2026"})
    assert "Vor dem 30.04.2026 kann die Fassung nicht gelten" in said(answer)
    client.post(f"{page}inkrafttreten/", {"on": "01.05.2026"})
    version.refresh_from_db()
    assert (version.state, version.in_force_on) == (State.IN_FORCE, date(2026, 5, 1))
    final = text_of(staff, page)
    assert "Die Fassung gilt seit dem 01.05.2026" in final
    assert "Amtsblatt 4/2026" in final
    assert "17-1" in final
    assert "Kündigung oder Aufhebung eintragen" not in final
    LawNote.objects.create(
        land="07",
        topic="termination",
        text="Vier Wochen vorher melden.",
        source="Rundschreiben",
        dated_on=DAY,
    )
    ending = text_of(client, f"{page}ende/")
    assert "§ 12 Abs. 2 S. 2" in ending
    assert "Vier Wochen vorher melden." in ending
    client.post(f"{page}ende/", {"on": "31.12.2040", "reason": "Kusel hat am 01.06. gekündigt."})
    assert "Endet mit dem 31.12.2040" in text_of(client, page)
    assert "Ende zurücknehmen" in text_of(client, page)
    client.post(f"{page}ende/zuruecknehmen/")
    assert "Die Fassung gilt seit dem 01.05.2026" in text_of(client, page)
    assert "kein Ende vorgemerkt" in said(client.post(f"{page}ende/zuruecknehmen/"))


def test_a_second_saver_chooses(version: AgreementVersion, coordinator: User, sign_in: SignIn) -> None:
    resolutions_of(version)
    row = CouncilResolution.objects.first()
    assert row is not None
    client, url = sign_in(coordinator), f"{base(version)}/beschluesse/{row.pk}/"
    sent = {"decided_on": "10.02.2026", "body": "Kreisausschuss", "result": "adopted", "version": 1}
    assert client.post(url, sent).status_code == 302
    conflict = client.post(url, {**sent, "body": "Kreistag des Kreises"})
    assert "Entscheiden Sie, was gilt" in said(conflict)
    assert b"Kreistag des Kreises" in conflict.content
    again = {**sent, "body": "Kreistag des Kreises", "version": 2, "choice_body": "mine"}
    assert client.post(url, again).status_code == 302
    row.refresh_from_db()
    assert row.body == "Kreistag des Kreises"
    assert "als von allen beschlossen" in said(client.post(f"{url}entfernen/"))
    AgreementVersion.objects.filter(pk=version.pk).update(state=State.FIXED.value)
    client.post(f"{url}entfernen/")
    assert not CouncilResolution.objects.filter(pk=row.pk).exists()


def test_submission_says_why_an_authority_does_not_fit(
    version: AgreementVersion, coordinator: User, administrator: User, sign_in: SignIn
) -> None:
    small = create_authority(actor=administrator, name="Kreisverwaltung Kusel", land="07")
    small.area = ["07336"]
    small.save()
    client = sign_in(coordinator)
    sent = {"authority": small.pk, "kind": "approval", "submitted_on": "02.03.2026", "missing_reason": "eilt"}
    answer = said(client.post(f"{base(version)}/verfahren/vorlegen/", sent))
    assert "beaufsichtigt nicht alle Beteiligten: Donnersbergkreis und Landkreis Kaiserslautern" in answer
    assert "eilt" in answer
    assert "Es fehlen noch Beschlüsse" in answer


def test_supervision_and_partners_meet_no_control(
    version: AgreementVersion,
    authority: Authority,
    supervisor: User,
    kusel_staff: User,
    sign_in: SignIn,
) -> None:
    row = proceeding_of(version, authority)
    AgreementVersion.objects.filter(pk=version.pk).update(state=State.SUBMITTED.value)
    reader, staff = sign_in(supervisor), sign_in(kusel_staff)
    for path in ("beschluesse/", "verfahren/", f"verfahren/{row.pk}/eingang/", "verfahren/vorlegen/"):
        assert reader.get(f"{base(version)}/{path}").status_code == 404
    assert staff.get(f"{base(version)}/verfahren/vorlegen/").status_code == 403
    page = staff.get(f"{base(version)}/verfahren/").content.decode()
    assert f"/verfahren/{row.pk}/" not in page
    assert "ADD Trier" in page


def test_what_is_unclear_says_how_to_clear_it(
    cooperation: Cooperation, coordinator: User, sign_in: SignIn
) -> None:
    agreement = agreement_of(cooperation)
    client = sign_in(coordinator)
    page = text_of(client, f"/vereinbarungen/{agreement.pk}/verfahren/")
    assert "So klären Sie das" in page
    assert "bitte prüfen" in page
    assert "Noch keine Fassung" in page
    assert text_of(client, f"/vereinbarungen/{agreement.pk}/beschluesse/")
    assert client.get(f"/vereinbarungen/{agreement.pk}/verfahren/vorlegen/").status_code == 404
    assert client.get(f"/vereinbarungen/{agreement.pk}/verfahren/?fassung=x").status_code == 404


def test_pages_take_constant_queries(
    version: AgreementVersion,
    coordinator: User,
    authority: Authority,
    sign_in: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    row = proceeding_of(version, authority)
    AgreementVersion.objects.filter(pk=version.pk).update(state=State.SUBMITTED.value)
    client = sign_in(coordinator)
    counts = []
    for number in (2, 20):
        for _ in range(number):
            ProceedingEntry.objects.create(
                proceeding=row,
                kind="message",
                happened_on=timezone.localdate() - timedelta(days=1),
                text="Nachricht",
            )
            resolutions_of(version)
        with django_assert_max_num_queries(60) as asked:
            client.get(f"{base(version)}/verfahren/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
