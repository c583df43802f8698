"""load_examples: only in the demo, complete, and the second run changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, TestCase, override_settings
from psycopg import sql
from pytest_django import Settings

from agreements.models import Agreement, AgreementVersion
from cooperations.models import Cooperation, ModelAdvice, Partner, PartnerStatus
from ikz.accounts.models import User
from municipalities.models import Kind, Municipality, Need, Offer, School
from municipalities.offer_selectors import offers_for
from municipalities.services import register_municipality
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
def test_a_register_that_was_imported_before_stays_as_it_is() -> None:
    register_municipality(
        ags="07", kind=Kind.LAND, name="Rheinland-Pfalz", display_name="Rheinland-Pfalz", ars="07"
    )
    register_municipality(
        ags="07336",
        kind=Kind.DISTRICT,
        name="Kusel",
        display_name="Landkreis Kusel",
        ars="07336",
        population=7,
    )
    load()
    assert Municipality.objects.get(ags="07336").population == 7


@override_settings(DEMO=True)
class TestLoadedDemo(TestCase):
    """What stands in the demo; loaded once for all of these."""

    said = ""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.said = load()

    def test_second_run_changes_nothing(self) -> None:
        assert self.said == (
            "Beispieldaten: 92 Kommunen, 8 Konten, 3 Kooperationen, 30 Schulen, 30 Bedarfe, 3 Angebote und 8 Maßnahmen neu angelegt.\n"
        )
        before = counted_rows()
        assert ModelAdvice.objects.get(cooperation__slug=CASE).result["notes"]
        assert load() == (
            "Beispieldaten: 0 Kommunen, 0 Konten, 0 Kooperationen, 0 Schulen, 0 Bedarfe, 0 Angebote und 0 Maßnahmen neu angelegt.\n"
        )
        assert counted_rows() == before

    def test_changes_of_people_survive_another_run(self) -> None:
        Cooperation.objects.filter(slug=CASE).update(title="Neu benannt")
        Offer.objects.filter(kind="cooperative").update(name="Umbenannt")
        load()
        assert Cooperation.objects.get(slug=CASE).title == "Neu benannt"
        assert Offer.objects.count() == 3

    def test_supervision_has_one_agreement_to_read_and_partners_a_draft(self) -> None:
        reader = User.objects.get(email="aufsicht@demo.ikz.example")
        submitted = AgreementVersion.objects.visible_to(reader)
        assert [(row.number, row.state) for row in submitted.order_by("number")] == [
            (1, "overtaken"),
            (2, "submitted"),
        ]
        partner = User.objects.get(email="kusel@demo.ikz.example")
        drafts = Agreement.objects.visible_to(partner).filter(versions=None)
        assert [row.title for row in drafts] == ["Gemeinsame Nutzung der Kreismedienzentren"]
        assert AgreementVersion.objects.filter(state="in_force").count() == 1

    def test_the_cases_are_complete(self) -> None:
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

    def test_what_schultraeger_tell_stands_on_facts(self) -> None:
        assert not Municipality.objects.filter(latitude=None).exists()
        assert not Municipality.objects.filter(ars="").exists()
        town = Municipality.objects.get(ags="15085135")
        assert (town.postal_code, town.ars) == ("38820", "150850135135")
        # A position far from its parent would be a slip of the pen.
        for row in Municipality.objects.exclude(parent=None).select_related("parent"):
            above = row.parent
            assert above is not None
            assert abs((row.latitude or 0) - (above.latitude or 0)) < 1.5
            assert abs((row.longitude or 0) - (above.longitude or 0)) < 2
        # Schools keep to the figures of the sources.
        for key, schools, pupils in (("07333", 11, 6865), ("07336", 5, 3651), ("07335", 5, 2341)):
            rows = School.objects.filter(authority__municipality__ags=key)
            assert (len(rows), sum(row.pupils or 0 for row in rows)) == (schools, pupils)
            assert all(row.name.startswith("Demonstrationsschule ") for row in rows)
        # Needs find the structures of their Land.
        staff = User.objects.get(email="fremd@demo.ikz.example")
        need = Need.objects.get(municipality__ags="15085135", task_area="procurement")
        found = offers_for(staff, need)
        assert [(card.offer.name, card.review and card.review.outcome) for card in found.serving] == [
            ("Kommunale IT-Union eG (KITU)", "partly")
        ]
        assert [card.offer.name[:4] for card in found.near] == ["KAAW"]

    def test_accounts_sign_in_and_see_what_they_should(self) -> None:
        for name in ("koordination", "kusel", "kaiserslautern", "fremd", "aufsicht", "admin"):
            browser, email = Client(), f"{name}@demo.ikz.example"
            browser.post("/konto/login/", {"login": email, "password": PASSWORD})
            user = User.objects.get(email=email)
            assert browser.session.get("_auth_user_id") == str(user.pk)
            sees = Cooperation.objects.visible_to(user).filter(slug=CASE).exists()
            assert sees is (name in {"koordination", "kusel", "kaiserslautern"})
            assert user.read_only is (name == "aufsicht")
        for name in ("gemeinden-harz", "weitere-kommunen"):
            assert not User.objects.get(email=f"{name}@demo.ikz.example").has_usable_password()
