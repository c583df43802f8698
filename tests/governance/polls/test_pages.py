"""Pages of date polls: asked, answered, chosen."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cooperations.models import Cooperation
from governance.models import DatePoll, Meeting
from ikz.accounts.models import User
from ikz.ui.formatting import de_date, de_datetime
from tests.governance.world import body_of, in_days, member_of

SignIn = Callable[[User], Client]
ALL = "/kooperationen/donnersberg/sitzungen/umfragen/"


@pytest.fixture
def office(sign_in: SignIn, coordinator: User, cooperation: Cooperation) -> Client:
    """The coordination's browser."""
    return sign_in(coordinator)


def test_a_poll_from_the_question_to_the_draft(
    office: Client, sign_in: SignIn, cooperation: Cooperation, kusel_staff: User
) -> None:
    body = body_of(cooperation)
    first, second = in_days(20, 9), in_days(21, 14, 30)
    sent = {
        "body": body.pk,
        "title": "Sondersitzung",
        "purpose": "Haushalt",
        "options": f"{de_date(first)} 9 Uhr\n\n{de_date(second)}, 14:30\nirgendwann",
        "minutes": "60",
        "place": "",
        "answer_until": de_date(timezone.localdate() + timedelta(days=7)),
    }
    page = office.post(f"{ALL}neu/", sent).content.decode()
    assert "„irgendwann“ ist kein Termin. Bitte schreiben Sie Tag und Uhrzeit wie 14.03.2027 10:00." in page
    sent["options"] = str(sent["options"]).replace("\nirgendwann", "")
    office.post(f"{ALL}neu/", sent)
    poll = DatePoll.objects.get()
    assert [option.starts_at for option in poll.options.all()] == [first, second]
    one = f"{ALL}{poll.pk}/"
    kusel = sign_in(kusel_staff)
    assert "wartet auf Sie" in kusel.get("/kooperationen/donnersberg/sitzungen/").content.decode()
    own = f"{one}antwort/{member_of(body, '07336').pk}/"
    assert own in kusel.get(one).content.decode()
    keys = [option.pk for option in poll.options.all()]
    page = kusel.post(own, {f"option-{keys[0]}": "yes"}).content.decode()
    assert "Bitte wählen Sie eine der Antworten." in page
    kusel.post(own, {f"option-{keys[0]}": "no", f"option-{keys[1]}": "yes"})
    assert "wartet auf Sie" not in kusel.get("/kooperationen/donnersberg/sitzungen/").content.decode()
    other = f"{one}antwort/{member_of(body, '07335').pk}/"
    assert kusel.get(other).status_code == 403
    office.post(other, {f"option-{keys[0]}": "maybe", f"option-{keys[1]}": "yes"})
    page = office.get(one).content.decode()
    assert "1 Antwort fehlt" in page
    assert page.count("passt am besten") == 1
    assert kusel.post(f"{one}beenden/", {"option": keys[1]}).status_code == 403
    assert office.post(f"{one}beenden/", {"option": "unsinn"}).status_code == 404
    page = office.post(f"{one}beenden/", {"option": keys[1]}, follow=True).content.decode()
    assert "Der Termin steht, die Sitzung ist als Entwurf angelegt." in page
    assert Meeting.objects.get().starts_at == second
    page = office.get(one).content.decode()
    assert f"Sondersitzung, {de_datetime(second)}" in page
    assert "Diese Umfrage ist beendet." in office.post(f"{one}beenden/", {}, follow=True).content.decode()
