"""The catalog of clauses, and what the law of the Länder asks of which clause."""

import pytest

from agreements.catalog import Binding, clauses, for_forms
from agreements.contents import mapping, optional_by_law, required_by_law
from agreements.drafting import filled, gaps, needed, offered
from agreements.path import Path, Publication, State
from agreements.stages import after, stages
from cooperations.catalog import models
from cooperations.law import Requirement
from cooperations.law_catalog import laender


def test_every_clause_says_what_and_why_and_where_it_comes_from() -> None:
    assert len(clauses()) == 43
    for kind in clauses().values():
        assert len(kind.guide.split(". ")) >= 2, kind.key
        for land in laender():
            assert kind.evidence_in(land)
            # Readers get chapters, not lines of a file.
            assert "000" not in kind.evidence_in(land)
            assert "laender" not in kind.evidence_in(land)


def test_nobody_is_led_to_the_law_of_another_land() -> None:
    termination = clauses()["kuendigung"]
    assert termination.evidence_in("05") == "§ 23 GkG NRW"
    name = clauses()["zv_name_sitz"]
    # Where no source of the Land was read, readers learn what it rests on.
    assert termination.evidence_in("07").startswith("Ländervergleich: bei unbefristeter oder langer Dauer")
    assert name.evidence_in("07") == "Ländervergleich: in allen neun gelesenen Satzungsnormen verlangt"
    assert name.evidence_in("06") == "§ 9 KGG Hessen"
    assert clauses()["umsatzsteuer"].evidence_in("07").endswith("§ 2b UStG bis 31.12.2026")

    costs = needed("07", ["mandating"])["kostenbeteiligung"]
    assert costs.elsewhere.startswith("z. B. § 23 Abs. 4 GkG NRW")
    assert needed("07", ["special-purpose-association"])["zv_name_sitz"].elsewhere == ""


def test_every_core_clause_of_the_guided_forms_has_a_beginning_or_is_named_plainly() -> None:
    for form in ("informal", "mandating", "delegating", "special-purpose-association"):
        core = [kind for kind in for_forms([form]).values() if kind.binding is Binding.CORE]
        assert core
        assert [kind.key for kind in core if not kind.wording] == []


def test_every_form_of_cooperation_has_clauses() -> None:
    assert all(for_forms([key]) for key in models())


def test_every_item_of_every_land_names_its_clauses_and_nothing_is_mapped_in_vain() -> None:
    for kind, name in (("agreement", "agreement_contents"), ("statute", "statute_contents")):
        used = {
            text
            for land in laender().values()
            for text in (*getattr(land, name).items, *getattr(land, name).optional_items)
        }
        assert set(mapping()[kind]) == used
    without = [text for rows in mapping().values() for text, keys in rows.items() if not keys]
    assert without == ["vom Gesetz ausdrücklich vorgeschriebene Angelegenheiten"]


def test_what_the_law_wants_keeps_section_source_and_doubts() -> None:
    found = required_by_law("07", ["mandating", "delegating"])
    # Both forms share the list: it is told once.
    assert [one.text for one in found] == [
        "Voraussetzungen einer Aufhebung durch alle Beteiligten",
        "Voraussetzungen einer Kündigung durch einzelne Beteiligte",
        "Folgen von Aufhebung und Kündigung",
    ]
    assert found[0].forms == ("mandating", "delegating")
    assert found[2].keys == ("auseinandersetzung",)
    assert found[0].section == "§ 13 Abs. 3 KomZG"
    assert found[0].sources
    # The list was not read as a whole, so somebody has to check.
    assert found[0].to_check

    term = [one for one in required_by_law("05", ["delegating"]) if one.on_term]
    assert [one.keys for one in term] == [("kuendigung",)]
    assert required_by_law("02", ["delegating"]) == ()
    assert required_by_law("07", ["informal"]) == ()
    assert optional_by_law("05", ["special-purpose-association"])


def test_a_statute_in_hessen_begins_with_the_audit_office_and_one_in_bayern_does_not() -> None:
    form = ["special-purpose-association"]
    assert needed("06", form)["zv_rpa"].is_due
    bavarian = needed("09", form)
    assert not bavarian["zv_rpa"].is_due
    assert bavarian["zv_rpa"].reason == "je nach Land"
    assert needed("06", form)["zv_rpa"].reason == "vom Landesrecht verlangt"


def test_offers_begin_with_what_is_needed_most() -> None:
    found = offered(needed("06", ["special-purpose-association"]), {"zv_name_sitz"})
    due = [one.is_due for one in found]
    assert due == sorted(due, reverse=True)
    assert "zv_name_sitz" not in [one.kind.key for one in found]
    assert found[-1].kind.binding is Binding.OPTIONAL


def test_wording_is_filled_and_what_is_missing_stays_a_gap() -> None:
    wording = "Beteiligt sind {partners}. {lead} legt vor am [Datum], spätestens am [Datum]."
    text = filled(wording, {"partners": "Kusel und Donnersbergkreis"})
    assert text == (
        "Beteiligt sind Kusel und Donnersbergkreis. [übernehmende Kommune] legt vor am [Datum], spätestens am [Datum]."
    )
    assert gaps(text) == ["[übernehmende Kommune]", "[Datum]"]


@pytest.mark.parametrize(
    ("state", "current"),
    [
        (None, "Entwurf"),
        (State.PREVIEW, "festgeschrieben"),
        (State.SUBMITTED, "der Aufsicht vorgelegt"),
        (State.REFUSED, "genehmigt"),
        (State.IN_FORCE, "in Kraft"),
        (State.TERMINATED, "gekündigt oder aufgehoben"),
    ],
)
def test_the_line_shows_where_a_version_stands(state: State | None, current: str) -> None:
    path = Path(Requirement.APPROVAL, Publication.DUE)
    line = stages(path, state)
    assert [one.title for one in line if one.state == "current"] == [current]
    notes = {State.PREVIEW: "zur Vorabstimmung vorgelegt", State.REFUSED: "nicht genehmigt"}
    assert next(one.note for one in line if one.state == "current") == (notes.get(state, "") if state else "")


def test_steps_that_are_not_due_are_absent_and_unclear_ones_ask_to_be_checked() -> None:
    letter = stages(Path(Requirement.NONE, Publication.NOT_DUE), None)
    assert [one.title for one in letter] == [
        "Entwurf",
        "festgeschrieben",
        "von den Räten beschlossen",
        "in Kraft",
    ]
    unclear = stages(Path(Requirement.UNKNOWN, Publication.CHECK), State.FIXED)
    assert [one.note for one in unclear if one.note] == [
        "bitte prüfen: was die Behörde tun muss, ist offen",
        "bitte prüfen: ob bekannt zu machen ist",
    ]
    step = after(Path(Requirement.NONE, Publication.NOT_DUE), State.ADOPTED)
    assert step is not None
    assert step.title == "Inkrafttreten festhalten"
    submit = after(Path(Requirement.NOTIFICATION, Publication.DUE), State.ADOPTED)
    assert submit is not None
    assert submit.title == "Der Aufsicht vorlegen"
