"""The facts that fill the addresses of the access matrix: one row of each kind, all of the Donnersberg case."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cooperations import catalog
from cooperations.models import Cooperation
from cooperations.services import add_part, keep_advice, keep_search, plan_measure, record_self_evaluation
from cooperations.services.conduct import BarrierData
from cooperations.services.costs import ItemData, add_item, create_plan
from cooperations.services.exchanges import ExchangeData, record_exchange
from cooperations.services.handover_sheets import stored_handover
from cooperations.services.law_notes import LawNoteData, enter_law_note
from cooperations.services.model_sheets import stored_sheet
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, ImportKind, Mandate, Membership, Municipality
from municipalities.services import add_school, describe_need, enter_offer, start_import
from municipalities.services.needs import NeedData
from municipalities.services.offers import OfferData
from municipalities.services.schools import SchoolData
from steckbriefe.production import produce
from steckbriefe.services import publish, request_edition
from tests.access.agenda_facts import agenda_facts
from tests.access.agreements_draft_facts import agreement_draft_facts
from tests.access.body_facts import body_facts
from tests.access.conduct_facts import conduct_facts
from tests.access.history_facts import history_facts
from tests.access.invitation_facts import invitation_facts
from tests.access.life_facts import life_facts
from tests.access.minutes_facts import minutes_facts
from tests.access.version_facts import version_facts
from tests.cooperations.measures.words import smart
from workspace.partner_search.evidence import evidence
from workspace.partner_search.levels import Level
from workspace.partner_search.selectors import Wanted

LAW_NOTE = LawNoteData(
    land="07",
    topic="supervision",
    text="Die Genehmigung ist vor der Unterzeichnung zu beantragen.",
    source="KomZG in der Fassung vom 02.03.2017",
    dated_on=date(2026, 11, 2),
)


@pytest.fixture
def access_facts(
    cooperation: Cooperation,
    coordinator: User,
    kusel_staff: User,
    supervisor: User,
    authority: Authority,
    administrator: User,
) -> dict[str, str]:
    """Values for the placeholders of :data:`tests.access.table.TABLE`."""
    edition = request_edition(actor=coordinator, cooperation=cooperation)
    produce(edition.pk)
    edition.refresh_from_db()
    publish(actor=coordinator, edition=edition)
    mail = OutgoingMail.objects.order_by("pk").first()
    assert mail is not None
    need = describe_need(
        actor=kusel_staff,
        municipality=Municipality.objects.get(ags="07336"),
        data=NeedData(
            task_area="service-desk", aim="synergy", goal="Ein Service Desk", visibility="partners"
        ),
    )
    offer = enter_offer(
        actor=kusel_staff,
        owner=Municipality.objects.get(ags="07336"),
        data=OfferData(
            name="Medienzentrum", kind="media-centre", task_areas=["training"], modules="Schulungen"
        ),
    )
    school = add_school(
        actor=kusel_staff,
        municipality=Municipality.objects.get(ags="07336"),
        data=SchoolData(name="Grundschule am Bach", school_form="Grundschule"),
    )
    school_list = start_import(
        actor=kusel_staff,
        kind=ImportKind.SCHOOL_LIST,
        main=SimpleUploadedFile("schulen.csv", b"Name;Schulform"),
        municipality=Municipality.objects.get(ags="07336"),
    )
    upload = SimpleUploadedFile("verzeichnis.txt", b"10")
    importing = start_import(actor=administrator, kind=ImportKind.REGISTER, main=upload)
    searching = describe_need(
        actor=coordinator,
        municipality=Municipality.objects.get(ags="07333"),
        data=NeedData(task_area="onsite-support", aim="relief", goal="Hilfe vor Ort"),
    )
    wanted = Wanted(levels=(Level.DISTRICT,))
    search = keep_search(
        actor=coordinator,
        cooperation=cooperation,
        need=searching,
        result=evidence(coordinator, searching, wanted),
    )
    measure = plan_measure(
        actor=coordinator,
        cooperation=cooperation,
        data=smart(cooperation.partners.get(municipality__ags="07336"), title="Geräte einheitlich verwalten"),
    )
    advice = keep_advice(
        actor=coordinator, cooperation=cooperation, land="07", answers={"binding_wanted": "contract"}
    )
    evaluation = record_self_evaluation(
        actor=coordinator, cooperation=cooperation, held_on=date(2025, 6, 17), outcome="Der Support trägt."
    )
    barrier = add_part(
        actor=coordinator, cooperation=cooperation, data=BarrierData(text="Netze fehlen an drei Schulen")
    )
    sheet, _ = stored_sheet(model=catalog.models()["delegating"], land="07")
    handover, _ = stored_handover(actor=coordinator, cooperation=cooperation, content={"title": "Übergabe"})
    return {
        "barrier": str(barrier.pk),
        "model_sheet": str(sheet.pk),
        "handover": str(handover.pk),
        **costs_of(coordinator, kusel_staff, cooperation),
        **body_facts(cooperation, coordinator),
        **agreement_draft_facts(cooperation, coordinator, kusel_staff),
        **history_facts(cooperation),
        **minutes_facts(cooperation, coordinator),
        **conduct_facts(coordinator, cooperation),
        **agenda_facts(cooperation, coordinator),
        **invitation_facts(cooperation),
        **life_facts(cooperation, authority),
        **version_facts(cooperation, coordinator, authority),
        "evaluation": str(evaluation.pk),
        "advice": str(advice.pk),
        "slug": cooperation.slug,
        "law_note": str(enter_law_note(actor=administrator, data=LAW_NOTE).pk),
        "measure": str(measure.pk),
        "coordination": str(cooperation.coordinators.get().pk),
        "edition": str(edition.pk),
        "mail": str(mail.pk),
        "import": str(importing.uuid),
        "import_pk": str(importing.pk),
        "account": str(kusel_staff.pk),
        "membership": str(Membership.objects.get(user=kusel_staff).pk),
        "authority": str(authority.pk),
        "school": str(school.pk),
        "school_import": str(school_list.uuid),
        "need": str(need.pk),
        "offer": str(offer.pk),
        "search_need": str(searching.pk),
        "search": str(search.pk),
        "mandate": str(Mandate.objects.get(user=supervisor).pk),
    }


def costs_of(coordinator: User, kusel_staff: User, cooperation: Cooperation) -> dict[str, str]:
    """A cost plan with an item, and something that Kusel gave to Donnersbergkreis."""
    plan = create_plan(actor=coordinator, cooperation=cooperation, year=2026)
    data = ItemData(kind="services", label="Koordination", net=Decimal(120_000))
    item = add_item(actor=coordinator, plan=plan, data=data)
    partners = {row.municipality.ags: row for row in cooperation.partners.select_related("municipality")}
    exchange = record_exchange(
        actor=kusel_staff,
        cooperation=cooperation,
        data=ExchangeData(
            partner=partners["07336"],
            receiver=partners["07333"],
            given_on=date(2026, 3, 2),
            text="Vertretung im Service Desk",
            quantity=Decimal(12),
            unit="Stunden",
        ),
    )
    return {"cost_year": "2026", "cost_item": str(item.pk), "exchange": str(exchange.pk)}
