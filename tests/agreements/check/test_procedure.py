"""The law's fields tell nothing that the catalog of the Länder does not: same sources, nothing surer than it."""

from collections.abc import Iterator

from agreements.path import Publication
from agreements.procedure import procedures
from cooperations.law import BY_AGREEMENT, Confidence, Entry, LandLaw
from cooperations.law_catalog import laender


def entries(law: LandLaw) -> Iterator[Entry]:
    yield from (law.act, law.publication, law.statute_contents, law.agreement_contents)
    yield from (law.termination, law.cross_border, *law.forms, *law.supervision.values())


def test_every_source_is_one_of_the_land() -> None:
    for land, fields in procedures().items():
        known = {source for entry in entries(laender()[land]) for source in entry.sources}
        rules = [fields.termination, *fields.silence.values(), *fields.publication.values()]
        for rule in rules:
            assert set(rule.sources) <= known, (land, rule)


def test_what_was_not_found_out_stays_a_thing_to_check() -> None:
    for land, fields in procedures().items():
        for form, rule in fields.publication.items():
            if rule.due is not Publication.DUE or form not in BY_AGREEMENT:
                continue
            # Where the Land's own entry rests on less, this one says so.
            if laender()[land].publication.confidence is not Confidence.READ:
                assert rule.confidence is not Confidence.READ, (land, form)
        for silence in fields.silence.values():
            assert silence.stages or silence.confidence is Confidence.UNSURE, land
    assert {land for land, fields in procedures().items() if fields.silence} == {"05", "07", "13"}
    weeks = procedures()["05"].silence["delegating"].stages
    assert [(stage.weeks, stage.without) for stage in weeks] == [
        (4, "eine Mitteilung der Behörde"),
        (4, "einen Erörterungstermin"),
    ]
