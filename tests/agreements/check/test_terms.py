"""The terms as they are entered: what contradicts itself is refused at its field, nobody is overwritten."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.utils import timezone

from agreements.check import Level
from agreements.content import Terms
from agreements.path import State
from agreements.procedure import path_of
from agreements.selectors.checks import check_of_draft
from agreements.services.terms import ClarificationData, TermsData, clarify_requirement, update_terms
from cooperations.models import Cooperation
from ikz.access.conflicts import EditConflict
from ikz.accounts.models import User
from municipalities.models import Authority
from tests.agreements.world import agreement_of, proceeding_of, version_of

pytestmark = pytest.mark.django_db
FIXED = {"term": "fixed", "starts_on": date(2027, 8, 1), "ends_on": date(2032, 7, 31)}


@pytest.mark.parametrize(
    ("terms", "field", "message"),
    [
        ({"term": "fixed"}, "ends_on", "Bitte geben Sie an, bis wann die Vereinbarung gilt."),
        (
            {"term": "open-ended", "ends_on": date(2030, 1, 1)},
            "ends_on",
            "Ein Ende gehört zu einer befristeten Laufzeit, und nur zu ihr.",
        ),
        (FIXED | {"ends_on": date(2027, 8, 1)}, "ends_on", "Das Ende liegt nicht nach dem Anfang."),
        (
            {"term": "open-ended", "renewal_months": 12, "notice_months": 3},
            "renewal_months",
            "Verlängern kann sich nur, was befristet ist.",
        ),
        (
            FIXED | {"renewal_months": 12},
            "notice_months",
            "Bitte nennen Sie die Frist, mit der gekündigt wird.",
        ),
        (
            {"term": "open-ended", "notice_at": "year-end"},
            "notice_months",
            "Bitte nennen Sie die Frist, mit der gekündigt wird.",
        ),
        (
            FIXED | {"evaluation_on": date(2027, 7, 31)},
            "evaluation_on",
            "Die Evaluation liegt vor dem Anfang.",
        ),
        (
            FIXED | {"evaluation_on": date(2033, 1, 1)},
            "evaluation_on",
            "Die Evaluation liegt nach dem Ende.",
        ),
        ({"term": "fixed", "ends_on": date(2999, 1, 1)}, "ends_on", "Bitte prüfen Sie das Jahr."),
        ({"term": "open-ended", "notice_months": 601}, "notice_months", "Möglich sind 1 bis 600 Monate."),
        ({"term": "open-ended", "retention_years": None}, "retention_years", "Möglich sind 1 bis 100 Jahre."),
        ({"term": "soon"}, "term", "Bitte wählen Sie aus."),
    ],
)
def test_terms_that_contradict_themselves_are_refused_at_their_field(
    cooperation: Cooperation, coordinator: User, terms: dict[str, object], field: str, message: str
) -> None:
    agreement = agreement_of(cooperation)
    with pytest.raises(ValidationError) as refused:
        update_terms(
            actor=coordinator,
            agreement=agreement,
            data=TermsData(**terms),  # type: ignore[arg-type] # by name
            expected_version=1,
        )
    assert refused.value.message_dict[field] == [message]
    agreement.refresh_from_db()
    assert agreement.version == 1


def test_terms_change_the_check_and_no_version(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, stranger: User, supervisor: User
) -> None:
    agreement = agreement_of(cooperation)
    version = version_of(agreement, state=State.ADOPTED)
    data = TermsData(**FIXED, renewal_months=12, notice_months=6, vat="not-taxed", vat_note=" Amtshilfe ")  # type: ignore[arg-type] # by name
    update_terms(actor=coordinator, agreement=agreement, data=data, expected_version=1)
    agreement.refresh_from_db()
    assert agreement.version == 2
    assert agreement.vat_note == "Amtshilfe"
    version.refresh_from_db()
    assert Terms.from_json(version.content["terms"]).term == "undecided"
    check = check_of_draft(agreement)
    assert not [one for one in check.findings if one.field == "term"]
    assert any("Amtshilfe" in one.text and one.level is Level.HINT for one in check.findings)
    with pytest.raises(EditConflict):
        update_terms(actor=coordinator, agreement=agreement, data=data, expected_version=1)
    with pytest.raises(PermissionDenied):
        update_terms(actor=kusel_staff, agreement=agreement, data=data, expected_version=2)
    for user in (stranger, supervisor):
        with pytest.raises(Http404):
            update_terms(actor=user, agreement=agreement, data=data, expected_version=2)


def test_an_answer_of_the_authority_holds_in_place_of_the_catalog(
    cooperation: Cooperation, coordinator: User
) -> None:
    agreement = agreement_of(cooperation)
    with pytest.raises(ValidationError) as refused:
        clarify_requirement(
            actor=coordinator,
            agreement=agreement,
            data=ClarificationData(
                clarified_requirement="notification", clarified_on=timezone.localdate() + timedelta(days=1)
            ),
            expected_version=1,
        )
    assert refused.value.message_dict == {
        "clarified_on": ["Dieser Tag liegt in der Zukunft."],
        "clarification": ["Bitte halten Sie fest, wer was geantwortet hat."],
    }
    row = clarify_requirement(
        actor=coordinator,
        agreement=agreement,
        data=ClarificationData(
            clarified_requirement="notification",
            clarified_on=date(2026, 11, 2),
            clarification="ADD, Referat Kommunalaufsicht: Anzeige genügt.",
        ),
        expected_version=1,
    )
    assert path_of(row.land, row.form_keys, clarified=row.clarified_requirement).requirement == "notification"
    finding = next(one for one in check_of_draft(row).findings if "Mit der Aufsicht geklärt" in one.title)
    assert finding.title == "Mit der Aufsicht geklärt: Anzeige genügt"
    row = clarify_requirement(
        actor=coordinator, agreement=row, data=ClarificationData(), expected_version=row.version
    )
    assert (row.clarified_requirement, row.clarified_on, row.clarification) == ("", None, "")


def test_the_pages(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, sign_in: Callable[[User], Client]
) -> None:
    agreement = agreement_of(cooperation)
    own = sign_in(coordinator)
    page = own.get(f"/vereinbarungen/{agreement.pk}/pruefung/").content.decode()
    assert "Die Laufzeit ist noch offen" in page
    assert "ersetzt keine Rechtsberatung" in page
    assert f"/vereinbarungen/{agreement.pk}/angaben/#id_term" in page
    clause = agreement.clauses.get(key="kuendigung")
    assert f"/vereinbarungen/{agreement.pk}/entwurf/#klausel-{clause.pk}" in page
    # What somebody has to do stands first and open; each count leads to its findings.
    places = [page.index(f'id="befund-{level}"') for level in ("missing", "check", "hint", "ok")]
    assert places == sorted(places)
    assert all(f'href="#befund-{level}"' in page for level in ("missing", "check", "hint", "ok"))
    assert page.index("Die Laufzeit ist noch offen") < page.index("<details", places[0])
    seen = sign_in(kusel_staff).get(f"/vereinbarungen/{agreement.pk}/pruefung/").content.decode()
    assert "/angaben/" not in seen

    address = f"/vereinbarungen/{agreement.pk}/angaben/"
    sent = {
        "term": "fixed",
        "starts_on": "01.08.2027",
        "ends_on": "",
        "retention_years": "10",
        "signature_form": "written",
        "vat": "taxed",
        "procurement": "cooperation",
        "data_protection": "processor",
        "version": "1",
    }
    page = own.post(address, sent).content.decode()
    assert "Bitte geben Sie an, bis wann die Vereinbarung gilt." in page
    answer = own.post(address, sent | {"ends_on": "31.07.2032"})
    assert answer.status_code == 302
    # Somebody else still has the form of before: the page lets them choose field by field.
    page = own.post(address, sent | {"term": "open-ended", "vat": "option"}).content.decode()
    assert "Zwei Fassungen" in page
    assert "altes Recht bis zum Ende der Übergangszeit" in page
    chosen = sent | {
        "term": "open-ended",
        "vat": "option",
        "version": "2",
        "choice_term": "stored",
        "choice_ends_on": "stored",
        "choice_vat": "mine",
    }
    assert own.post(address, chosen).status_code == 302
    agreement.refresh_from_db()
    assert (agreement.term, agreement.vat, agreement.ends_on) == ("fixed", "option", date(2032, 7, 31))


def test_the_page_of_deadlines_and_its_file(
    cooperation: Cooperation, coordinator: User, sign_in: Callable[[User], Client]
) -> None:
    end = timezone.localdate().replace(day=1) + timedelta(days=800)
    agreement = agreement_of(
        cooperation, term="fixed", starts_on=date(2025, 8, 1), ends_on=end, vat="taxed", notice_months=3
    )
    client = sign_in(coordinator)
    page = client.get(f"/vereinbarungen/{agreement.pk}/fristen/").content.decode()
    assert "Vorschau aus dem Entwurf" in page
    version_of(agreement, state=State.IN_FORCE, in_force_on=date(2025, 8, 1))
    page = client.get(f"/vereinbarungen/{agreement.pk}/fristen/").content.decode()
    assert "Vorschau" not in page
    assert f"{end:%d.%m.%Y}" in page
    assert "ohne Verlängerung" in page
    file = client.get(f"/vereinbarungen/{agreement.pk}/fristen.ics")
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    text = file.content.decode()
    assert f"DTSTART;VALUE=DATE:{end:%Y%m%d}" in text
    assert text.count("BEGIN:VEVENT") == 2


def test_days_of_open_proceedings_stand_beside(
    cooperation: Cooperation, coordinator: User, authority: Authority, sign_in: Callable[[User], Client]
) -> None:
    agreement = agreement_of(cooperation)
    proceeding = proceeding_of(version_of(agreement, state=State.SUBMITTED), authority)
    proceeding.entries.create(
        kind="request",
        happened_on=date(2026, 3, 9),
        text="Bitte die Kostenregelung erläutern.",
        answer_due_on=date(2026, 4, 15),
    )
    page = sign_in(coordinator).get(f"/vereinbarungen/{agreement.pk}/fristen/").content.decode()
    assert "15.04.2026" in page
    assert "hat am 09.03.2026 um Antwort gebeten" in page
