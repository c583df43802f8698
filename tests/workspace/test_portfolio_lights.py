"""How cooperations stand, on the portfolio: light, overdue measures and deadline in list, filter and file."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cooperations.evaluation import months_later
from cooperations.models import Cooperation, Duration, Measure, Partner, PartnerStatus, Phase
from cooperations.services import (
    add_partner,
    change_phase,
    create_cooperation,
    plan_measure,
    record_self_evaluation,
)
from cooperations.services.cooperations import CooperationData
from cooperations.services.measures import MeasureData
from ikz.accounts.models import User
from ikz.ui.formatting import de_date
from municipalities.models import Municipality
from quickcheck.models import Rating

URL = "/kooperationen/"
SignIn = Callable[[User], Client]
Make = Callable[..., Cooperation]


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def plan(actor: User, row: Cooperation, days: int) -> Measure:
    """A measure that is due so many days from now; the past is written past the service, which refuses it."""
    data = MeasureData(
        title="Gemeinsamer Service Desk",
        description="Alle Schulen melden Störungen an einer Stelle.",
        indicator="Tickets, die am selben Tag angenommen sind",
        target_value="90 %",
        benefit="Schulen warten kürzer.",
        resources="Zwei Stellen",
        due_on=in_days(200),
        partner=Partner.objects.get(cooperation=row, role="lead").pk,
        function="Leitung Schul-IT",
    )
    measure = plan_measure(actor=actor, cooperation=row, data=data)
    Measure.objects.filter(pk=measure.pk).update(due_on=in_days(days))
    return measure


@pytest.fixture
def make(coordinator: User, donnersberg: Municipality) -> Make:
    """A cooperation of one municipality, of which nothing is told yet."""

    def create(title: str, ends_on: date | None = None) -> Cooperation:
        duration = Duration.FIXED_TERM if ends_on else Duration.OPEN
        data = CooperationData(title=title, duration=duration, ends_on=ends_on)
        return create_cooperation(actor=coordinator, data=data, lead=donnersberg, partners=[donnersberg])

    return create


@pytest.fixture
def five(make: Make, coordinator: User, halberstadt: Municipality) -> None:
    """One cooperation for each thing that can stand out."""
    make("Ohne Angaben")
    plan(coordinator, make("Überfällig"), -3)
    plan(coordinator, make("Im Plan"), 90)
    add_partner(actor=coordinator, cooperation=make("Eingeladen"), municipality=halberstadt)
    make("Endet bald", ends_on=in_days(10))


def shown(page: str) -> set[str]:
    titles = ("Ohne Angaben", "Überfällig", "Im Plan", "Eingeladen", "Endet bald")
    return {title for title in titles if f'/">{title}</a>' in page}


@pytest.mark.usefixtures("five")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"light": "red"}, {"Überfällig"}),
        ({"light": "yellow"}, {"Eingeladen", "Endet bald"}),
        ({"light": "green"}, {"Im Plan"}),
        ({"light": "grey"}, {"Ohne Angaben"}),
        ({"light": "yellow", "search": "endet"}, {"Endet bald"}),
        ({"light": "yellow", "sort": "pupils"}, {"Eingeladen", "Endet bald"}),
        ({"overdue": "yes"}, {"Überfällig"}),
        ({"overdue": "no"}, {"Ohne Angaben", "Im Plan", "Eingeladen", "Endet bald"}),
        ({"overdue": "yes", "light": "green"}, set()),
    ],
)
def test_filters(sign_in: SignIn, coordinator: User, query: dict[str, str], found: set[str]) -> None:
    page = sign_in(coordinator).get(URL, query).content.decode()
    assert shown(page) == found
    assert ("Keine Kooperation gefunden" in page) == (not found)


@pytest.mark.usefixtures("five")
def test_the_light_has_a_word_and_a_reason_and_its_rule_is_told(sign_in: SignIn, coordinator: User) -> None:
    page = sign_in(coordinator).get(URL).content.decode()
    for words in (
        "handeln</span>",
        "beachten</span>",
        "im Plan</span>",
        "noch keine Angaben</span>",
        "Eine Maßnahme überfällig",
        "Eine Einladung ohne Antwort",
        f"Ende der Kooperation am {de_date(in_days(10))}",
        f'{de_date(in_days(90))}<span class="ikz-cell-note">Maßnahme</span>',
        "massnahmen/?due=overdue",
        "Wie die Ampel zustande kommt",
        "weniger als 50 % der Punkte",
    ):
        assert words in page


@pytest.mark.usefixtures("five")
def test_files_tell_it_too(sign_in: SignIn, coordinator: User) -> None:
    csv = sign_in(coordinator).get(URL, {"format": "csv", "light": "red"}).content.decode("utf-8-sig")
    header, *rows = csv.splitlines()
    assert (
        "Ampel;Gründe der Ampel;Überfällige Maßnahmen;Überfällige Aufgaben;Nächste Frist;Was dann fällig ist"
        in header
    )
    assert len(rows) == 1
    assert ";handeln;Eine Maßnahme überfällig;1;0;;;;" in rows[0]


def test_a_self_evaluation_turns_the_light(sign_in: SignIn, coordinator: User, make: Make) -> None:
    row = make("Verstetigt")
    for phase in (Phase.IMPLEMENTATION, Phase.CONSOLIDATION):
        change_phase(actor=coordinator, cooperation=row, phase=phase, reason="Weiter", open_items=[])
    client = sign_in(coordinator)
    assert "Verstetigt</a>" in client.get(URL, {"light": "green"}).content.decode()
    held_on = months_later(timezone.localdate(), -61)
    record_self_evaluation(actor=coordinator, cooperation=row, held_on=held_on, outcome="Trägt.")
    page = client.get(URL, {"light": "red"}).content.decode()
    assert f"Selbstevaluation war am {de_date(months_later(held_on, 60))} fällig" in page


def test_a_quick_check_counts_once_it_is_begun(sign_in: SignIn, coordinator: User, make: Make) -> None:
    row = make("Geprüft")
    client = sign_in(coordinator)
    assert "Geprüft</a>" in client.get(URL, {"light": "grey"}).content.decode()
    Rating.objects.create(cooperation=row, factor_key="clear-goals", value="fulfilled", evidence="Beschluss")
    page = client.get(URL, {"light": "yellow"}).content.decode()
    assert "Quick Check unter 50 % der Punkte" in page


def test_the_filter_shows_nothing_of_others(
    sign_in: SignIn, coordinator: User, stranger: User, make: Make
) -> None:
    plan(coordinator, make("Überfällig"), -3)
    for query in ({"light": "red"}, {"overdue": "yes"}):
        assert shown(sign_in(stranger).get(URL, query).content.decode()) == set()


@pytest.mark.parametrize(
    "url", [URL, f"{URL}?light=yellow", f"{URL}?light=yellow&sort=pupils", f"{URL}?overdue=no&format=csv"]
)
def test_as_many_queries_for_twenty_as_for_two(
    sign_in: SignIn, coordinator: User, make: Make, halberstadt: Municipality, url: str
) -> None:
    client = sign_in(coordinator)
    used = []
    for numbers in (range(2), range(2, 20)):
        for number in numbers:
            row = make(f"Vorhaben {number:02d}")
            Cooperation.objects.filter(pk=row.pk).update(phase=Phase.CONSOLIDATION)
            Partner.objects.create(
                cooperation=row, municipality=halberstadt, role="partner", status=PartnerStatus.INVITED
            )
            plan(coordinator, row, 20)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url)
        assert page.content.decode().count("Vorhaben") >= numbers.stop
        used.append(len(queries))
    assert used[0] == used[1]
