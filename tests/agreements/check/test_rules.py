"""The rules of the completeness check, one draft changed in one thing at a time."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.catalog import clauses
from agreements.check import CheckedDraft, CheckResult, Finding, Level, Note, Topic, check
from agreements.check_rules.term import years_between
from agreements.content import FrozenClause, LeftOut, Terms
from agreements.models import DataProtection, NoticeAt, Procurement, SignatureForm, Term, VatTreatment
from agreements.procedure import TerminationWhen, procedures
from cooperations.catalog import models
from cooperations.law import Confidence
from cooperations.law_catalog import law_for
from municipalities.catalog import LAENDER

TODAY = date(2026, 11, 22)
VAT_FROM = date(2027, 1, 1)


def clause(key: str, text: str = "Es gilt das Vereinbarte.") -> FrozenClause:
    return FrozenClause(1, key, clauses()[key].heading if key else "Eigenes", text)


def draft(
    *,
    land: str = "07",
    forms: tuple[str, ...] = ("mandating",),
    keys: tuple[str, ...] = ("handlungsfelder",),
    left_out: tuple[LeftOut, ...] = (),
    **terms: object,
) -> CheckedDraft:
    return CheckedDraft(
        land=land,
        forms=forms,
        terms=Terms(**{"term": "open-ended", **terms}),  # type: ignore[arg-type] # by name
        clauses=tuple(clause(key) for key in keys),
        left_out=left_out,
        today=TODAY,
        vat_from=VAT_FROM,
        vat_source="UStG",
        partner_laender=(land,),
    )


def about(one: CheckedDraft, topic: Topic) -> list[Finding]:
    return [finding for finding in check(one).findings if finding.topic is topic]


def titled(one: CheckedDraft, words: str) -> Finding:
    return next(finding for finding in check(one).findings if words in finding.title)


def test_core_clauses_that_are_missing_empty_unfinished_or_left_out() -> None:
    found = about(draft(), Topic.CLAUSES)
    costs = next(one for one in found if one.clause_key == "kostenbeteiligung")
    assert costs.level is Level.MISSING
    assert costs.text == clauses()["kostenbeteiligung"].guide
    assert "Handreichung" in costs.section or costs.sources
    assert next(one for one in found if one.clause_key == "handlungsfelder").level is Level.OK
    assert next(one for one in found if one.clause_key == "service_desk").level is Level.HINT
    assert not [one for one in found if one.clause_key == "zv_mitglieder"]

    gaps = replace(draft(), clauses=(clause("kostenbeteiligung", "Die Kommunen zahlen [Betrag] Euro …"),))
    finding = titled(gaps, "Offene Stellen")
    assert finding.level is Level.MISSING
    assert finding.points == ("[Betrag]", "…")
    empty = replace(draft(), clauses=(clause("kostenbeteiligung", "  "), clause("", "")))
    assert titled(empty, "Kostenbeteiligung").level is Level.MISSING
    assert titled(empty, "„Eigenes“ hat noch keinen Wortlaut").level is Level.MISSING

    omitted = draft(left_out=(LeftOut("haftungsfragen", "Haftung", "Das Gesetz genügt."),))
    finding = titled(omitted, "Haftungsfragen")
    assert finding.level is Level.HINT
    assert "Das Gesetz genügt." in finding.text


def test_the_terms_of_each_land_that_ask_for_a_termination_rule() -> None:
    """What the law asks by length of the term, for every Land."""
    asked = {
        "06": (None, 10.5),
        "05": (None, 20.5),
        "16": (None, 20.5),
        "01": (None,),
        "03": (None, 1),
        "15": (None, 1),
        "09": (None, 20.5),
        "10": (None, 10.5),
        "13": (None,),
        "07": (None, 1),
    }
    free = {"06": (9, 10), "05": (19, 20), "16": (20,), "01": (50,), "09": (20,), "10": (10,), "13": (50,)}
    for land, lengths in asked.items():
        for years in lengths:
            assert procedures()[land].termination.asks(open_ended=years is None, years=years), land
    for land, several in free.items():
        for years in several:
            assert procedures()[land].termination.asks(open_ended=False, years=years) is False, land
    unknown = {land for land, one in procedures().items() if one.termination.when is TerminationWhen.UNKNOWN}
    assert unknown == {"02", "04", "08", "11", "12"}
    assert procedures()["14"].termination.asks(open_ended=True, years=None) is False
    for land, one in procedures().items():
        if one.termination.when != TerminationWhen.UNKNOWN:
            assert one.termination.section, land
            assert one.termination.sources, land


@pytest.mark.parametrize(
    ("land", "starts", "ends", "level"),
    [
        ("05", date(2027, 1, 1), date(2046, 12, 31), Level.OK),
        ("05", date(2027, 1, 1), date(2047, 1, 1), Level.MISSING),
        ("06", date(2027, 1, 1), date(2036, 12, 31), Level.OK),
        ("06", date(2027, 1, 1), date(2037, 1, 1), Level.MISSING),
        ("06", None, date(2037, 1, 1), Level.CHECK),
        ("12", date(2027, 1, 1), date(2030, 1, 1), Level.CHECK),
        ("03", date(2027, 1, 1), date(2030, 1, 1), Level.MISSING),
        ("14", date(2027, 1, 1), date(2090, 1, 1), Level.OK),
    ],
)
def test_a_missing_termination_rule(land: str, starts: date | None, ends: date, level: Level) -> None:
    one = draft(land=land, term="fixed", starts_on=starts, ends_on=ends)
    found = [row for row in about(one, Topic.TERM) if row.clause_key == "kuendigung"]
    assert [row.level for row in found] == [level]
    if level is Level.MISSING:
        assert found[0].title == "Diese Laufzeit verlangt eine Kündigungsregelung"
        assert found[0].section
        assert found[0].sources


def test_a_term_that_extends_itself_and_one_that_is_open() -> None:
    renewing = draft(
        land="06", term="fixed", starts_on=date(2027, 1, 1), ends_on=date(2030, 12, 31), renewal_months=12
    )
    assert titled(renewing, "Ob eine Kündigungsregelung").level is Level.CHECK
    undecided = draft(land="06", term="undecided")
    assert titled(undecided, "Die Laufzeit ist noch offen").level is Level.MISSING
    assert titled(undecided, "Ob eine Kündigungsregelung").level is Level.CHECK
    # What holds always needs no term to be told.
    assert titled(draft(land="15", term="undecided"), "Diese Laufzeit verlangt").level is Level.MISSING
    written = draft(land="06", keys=("kuendigung",), notice_months=12, notice_at="year-end")
    assert titled(written, "Die Kündigung ist geregelt").level is Level.OK
    assert titled(draft(land="06", keys=("kuendigung",)), "Kündigungsfrist steht nicht").level is Level.CHECK
    # The rules of agreements do not hold for statutes.
    statute = draft(land="05", forms=("special-purpose-association",))
    assert not [row for row in about(statute, Topic.TERM) if row.clause_key == "kuendigung"]


def test_written_form() -> None:
    saarland = draft(land="10", signature_form="electronic")
    finding = titled(saarland, "elektronische Form")
    assert finding.level is Level.MISSING
    assert "§ 18" in finding.section
    assert titled(draft(signature_form="electronic"), "Elektronische Unterschrift").level is Level.CHECK
    assert titled(draft(signature_form="written"), "von Hand unterschrieben").level is Level.OK
    assert titled(draft(), "Wie unterschrieben wird").level is Level.CHECK


def test_vat_before_and_after_the_transition() -> None:
    finding = titled(draft(), "Die Umsatzsteuer ist noch nicht geprüft")
    assert finding.level is Level.CHECK
    assert "01.01.2027" in finding.text
    assert "§ 2b Abs. 3 Nr. 2" in " ".join(finding.points)
    option = draft(vat="option")
    assert titled(option, "Die Optionserklärung wirkt nur vor dem 01.01.2027").level is Level.CHECK
    later = replace(option, today=VAT_FROM)
    assert titled(later, "Die Optionserklärung wirkt nicht mehr").level is Level.MISSING
    assert titled(draft(vat="not-taxed"), "Die Begründung zur Umsatzsteuer fehlt").level is Level.MISSING
    pays = draft(vat="no-service", keys=("kostenbeteiligung",))
    assert titled(pays, "passt nicht zur Kostenregelung").level is Level.CHECK


def test_procurement_that_contradicts_the_form() -> None:
    mandating = draft(procurement="competence")
    finding = titled(mandating, "geht keine Zuständigkeit über")
    assert finding.level is Level.CHECK
    delegating = draft(forms=("delegating",), procurement="competence")
    assert titled(delegating, "Die Zuständigkeit geht über").level is Level.OK
    assert titled(delegating, "Die Zuständigkeit geht über").confidence == Confidence.KNOWN
    both = draft(forms=("mandating", "delegating"), procurement="competence")
    assert titled(both, "Nur bei einem Teil der Formen").level is Level.CHECK
    together = draft(procurement="cooperation")
    assert titled(together, "Die Begründung zu § 108 Abs. 6 GWB fehlt").level is Level.MISSING
    own = titled(together, "eigenen Beitrag")
    assert own.level is Level.CHECK
    assert "C-429/19" in own.text
    assert own.confidence == Confidence.KNOWN
    assert any("20 Prozent" in point for point in titled(together, "Die Begründung zu § 108").points)


def test_personal_data() -> None:
    assert "Schulträger (Auftragsverarbeiter)" in titled(draft(), "Wer verantwortlich ist").points
    processor = draft(data_protection="processor")
    assert titled(processor, "Was der Vertrag zur Auftragsverarbeitung").confidence == Confidence.KNOWN
    assert titled(draft(data_protection="controller"), "nur im Auftrag").level is Level.CHECK
    assert titled(draft(data_protection="none"), "Keine personenbezogenen Daten?").level is Level.CHECK


def test_supervision_and_publication() -> None:
    rhineland = titled(draft(), "Genehmigung nur unter Bedingung")
    assert rhineland.level is Level.CHECK
    assert rhineland.field == "clarified_requirement"
    saxony = draft(land="14")
    assert titled(saxony, "Weder Genehmigung noch Anzeige").level is Level.OK
    assert titled(saxony, "keine Bekanntmachung vorgesehen").level is Level.OK
    clarified = replace(
        draft(),
        clarified="none",
        clarified_on=date(2026, 11, 2),
        clarification="Auskunft der ADD vom 02.11.2026",
    )
    finding = titled(clarified, "Mit der Aufsicht geklärt")
    assert finding.level is Level.OK
    assert "Auskunft der ADD" in finding.text
    against = replace(draft(land="05", forms=("delegating",)), clarified="none", clarification="Am Telefon")
    assert titled(against, "Mit der Aufsicht geklärt").level is Level.CHECK
    silence = titled(draft(land="05"), "Schweigen")
    assert "vier Wochen" in silence.text


def test_partners_of_several_laender_and_notes() -> None:
    one = replace(draft(), partner_laender=("07", "08"))
    finding = titled(one, "Baden-Württemberg")
    assert finding.level is Level.CHECK
    assert finding.section == "§ 2 Abs. 4 KomZG"
    assert titled(replace(draft(), partner_laender=("08",)), "Keine beteiligte Kommune").level is Level.CHECK
    note = Note("Aufsicht", "alle Formen", "Vorher anfragen.", "Rundschreiben", date(2026, 3, 1))
    noted = replace(draft(), notes=(note,))
    assert "Rundschreiben (Stand 01.03.2026)" in titled(noted, "Aufsicht: alle Formen").section


def test_a_letter_of_intent_is_asked_neither_for_tax_nor_for_procurement() -> None:
    result = check(draft(forms=("informal",)))
    topics = {finding.topic for finding in result.findings}
    assert not topics & {Topic.VAT, Topic.PROCUREMENT, Topic.DATA, Topic.FORM}
    assert not [one for one in result.findings if one.clause_key == "kuendigung"]


_DAYS = st.dates(date(2020, 1, 1), date(2080, 12, 31))


@st.composite
def drafts(draw: st.DrawFn) -> CheckedDraft:
    term = draw(st.sampled_from(Term.values))
    keys = draw(st.lists(st.sampled_from(sorted(clauses())), unique=True, max_size=12))
    held = draw(st.lists(st.sampled_from(sorted(clauses())), unique=True, max_size=3))
    words = st.sampled_from(["", "Text", "Noch [offen]"])
    return CheckedDraft(
        land=draw(st.sampled_from(sorted(LAENDER))),
        forms=tuple(draw(st.lists(st.sampled_from(sorted(models())), unique=True, min_size=1, max_size=3))),
        terms=Terms(
            term=term,
            starts_on=draw(st.none() | st.just(date(2020, 1, 1))),
            ends_on=draw(_DAYS) if term == "fixed" else None,
            notice_months=draw(st.none() | st.integers(1, 48)),
            notice_at=draw(st.sampled_from(["", *NoticeAt.values])),
            renewal_months=draw(st.none() | st.integers(1, 48)),
            signature_form=draw(st.sampled_from(SignatureForm.values)),
            vat=draw(st.sampled_from(VatTreatment.values)),
            vat_note=draw(words),
            procurement=draw(st.sampled_from(Procurement.values)),
            procurement_note=draw(words),
            data_protection=draw(st.sampled_from(DataProtection.values)),
        ),
        clauses=tuple(clause(key, draw(words)) for key in keys if key not in held),
        left_out=tuple(LeftOut(key, "Weggelassen", "Grund") for key in held),
        today=draw(_DAYS),
        vat_from=VAT_FROM,
        partner_laender=tuple(draw(st.lists(st.sampled_from(sorted(LAENDER)), unique=True, max_size=2))),
        clarified=draw(st.sampled_from(["", "approval", "notification", "none"])),
        clarification="Antwort",
    )


@given(drafts())
def test_whatever_the_draft_nothing_unsure_passes_for_settled(one: CheckedDraft) -> None:
    """Nothing that was not read says that all is well, and every result survives being stored."""
    result = check(one)
    assert CheckResult.from_json(json.loads(json.dumps(result.as_json()))) == result
    assert sum(result.counts.values()) == len(result.findings)
    assert [group.level for group in result.groups] == [
        level for level, count in result.counts.items() if count
    ]
    assert sum(group.count for group in result.groups) == len(result.findings)
    for finding in result.findings:
        assert finding.title
        assert (
            finding.text or finding.level is Level.OK or finding.action or finding.points or finding.section
        )
        of_law = finding.topic in {Topic.CONTENTS, Topic.TERM, Topic.PUBLICATION}
        if of_law and finding.level is Level.OK:
            assert finding.confidence != Confidence.UNSURE
            assert not finding.cautions
        if finding.topic is Topic.SUPERVISION and finding.level is Level.OK and finding.confidence:
            assert not finding.cautions
    for form in one.forms:
        law = law_for(one.land, form).supervision
        if law is None and not one.clarified:
            titles = [row for row in result.findings if row.topic is Topic.SUPERVISION]
            assert any(row.level is Level.CHECK and "Bitte prüfen" in row.title for row in titles)
    missing = {row.clause_key for row in result.findings if row.level is Level.MISSING}
    for key in one.kinds:
        if one.regulates(key) and not any("[" in row.text for row in one.clauses if row.key == key):
            assert key not in missing


@given(_DAYS, st.integers(0, 40), st.integers(0, 400))
def test_years_between_are_exact(start: date, years: int, extra: int) -> None:
    """A term of whole years counts as that many, and one more day as more."""
    from agreements.periods import DAY, add_months

    end = add_months(start, 12 * years) - DAY
    if years:
        assert years_between(start, end) == years
    assert years_between(start, end + DAY) > years
    assert years_between(start, end + DAY * extra) >= years
