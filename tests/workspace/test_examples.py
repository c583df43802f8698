"""load_examples: only in the demo, complete, and the second run changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from psycopg import sql
from pytest_django import Settings

from cooperations.models import Cooperation, Partner, PartnerStatus
from ikz.accounts.models import User
from municipalities.models import Municipality
from quickcheck.models import Rating
from steckbriefe.models import Steckbrief
from workspace.access_proof import prove

CASE = "schul-it-support-donnersberg-kusel-kaiserslautern"
PASSWORD = "demo-ikz-2026"

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("load_examples", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True


def counted_rows() -> dict[str, int]:
    """Rows of every table, history included."""
    counts = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
            counts[table] = cursor.fetchone()[0]
    return counts


def figures(cooperation: Cooperation) -> tuple[int, int, int]:
    """Partners, schools and pupils."""
    partners = cooperation.partners.all()
    return len(partners), sum(p.schools or 0 for p in partners), sum(p.pupils or 0 for p in partners)


def test_refuses_outside_the_demo() -> None:
    with pytest.raises(CommandError, match="nur in der Demonstration"):
        load()
    assert not User.objects.exists()


@pytest.mark.usefixtures("demo")
def test_second_run_changes_nothing() -> None:
    assert load() == "Beispieldaten: 53 Kommunen, 7 Konten und 2 Kooperationen neu angelegt.\n"
    before = counted_rows()
    assert load() == "Beispieldaten: 0 Kommunen, 0 Konten und 0 Kooperationen neu angelegt.\n"
    assert counted_rows() == before


@pytest.mark.usefixtures("demo")
def test_the_cases_are_complete() -> None:
    load()
    case = Cooperation.objects.get(slug=CASE)
    assert figures(case) == (3, 21, 12857)
    assert case.phase == "consolidation"
    assert case.model_labels == ["Mandatierende öffentlich-rechtliche Vereinbarung"]
    assert Rating.objects.filter(cooperation=case, partner=None).count() == 12
    assert not Steckbrief.objects.get(cooperation=case).published
    assert set(Partner.objects.values_list("status", flat=True)) == {PartnerStatus.CONFIRMED}
    assert Municipality.objects.get(ags="150855051").kind == "association"
    harz = Cooperation.objects.get(slug="erfahrungsaustausch-landkreis-harz")
    assert figures(harz)[0] == 14
    published = Steckbrief.objects.get(cooperation=harz).published
    assert published is not None
    with published.pdf.open() as file:
        assert file.read(5) == b"%PDF-"
    assert prove().differences == []


@pytest.mark.usefixtures("demo")
def test_accounts_sign_in_and_see_what_they_should() -> None:
    load()
    for name in ("koordination", "kusel", "kaiserslautern", "fremd", "aufsicht", "admin"):
        browser, email = Client(), f"{name}@demo.ikz.example"
        browser.post("/konto/login/", {"login": email, "password": PASSWORD})
        user = User.objects.get(email=email)
        assert browser.session.get("_auth_user_id") == str(user.pk)
        sees = Cooperation.objects.visible_to(user).filter(slug=CASE).exists()
        assert sees is (name in {"koordination", "kusel", "kaiserslautern"})
        assert user.read_only is (name == "aufsicht")
    nobody = User.objects.get(email="gemeinden-harz@demo.ikz.example")
    assert not nobody.has_usable_password()


@pytest.mark.usefixtures("demo")
def test_changes_of_people_survive_another_run() -> None:
    load()
    Cooperation.objects.filter(slug=CASE).update(title="Neu benannt")
    load()
    assert Cooperation.objects.get(slug=CASE).title == "Neu benannt"
