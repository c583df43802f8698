"""The law of the 16 Länder, read from the catalog and checked while reading."""

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from cooperations import law
from cooperations.catalog import FOLDER, models
from cooperations.law import CompetentAuthority, Confidence, Entry, LandLaw, Requirement, Source
from ikz.catalogs import CatalogError, read_yaml
from municipalities.catalog import LAENDER

FILE = FOLDER / "laender.yaml"
E = TypeVar("E", bound=Entry)
# Names in the file that are German law's or shorter than ours.
_RENAMED = {"source": "sources", "version_caution": "caution", "last_amendment_seen": "last_amendment"}


@cache
def _file() -> dict[str, Any]:
    return read_yaml(FILE)


@cache
def compiled_on() -> str:
    """The day of the catalog's knowledge, ISO 8601: stored advice and checks keep it."""
    return str(_file()["meta"]["compiled_on"])


def federal_section(key: str) -> dict[str, Any]:
    """One rule of federal law as the file has it; ``cooperations.federal_law`` makes dataclasses of it."""
    section: dict[str, Any] = _file()["federal"][key]
    return section


def sources_of(row: dict[str, Any]) -> tuple[Source, ...]:
    """The sources a row of the file names; raises CatalogError for an unknown one."""
    return tuple(_source(key) for key in row.get("source") or ())


@cache
def _land_prefixes() -> dict[str, str]:
    """Two-digit keys of the Länder by what the keys of their sources begin with."""
    return {row["iso3166_2"].removeprefix("DE-").lower(): str(row["code_ags"]) for row in _file()["laender"]}


def land_of_source(key: str) -> str:
    """The two-digit key of the Land whose law a source speaks of; empty where it holds for all."""
    return _land_prefixes().get(key.partition("_")[0], "")


@cache
def requirement_labels() -> dict[Requirement, str]:
    """German words for what is due towards the authority."""
    return {Requirement(row["id"]): row["label"] for row in _file()["requirement_values"]}


@cache
def laender() -> dict[str, LandLaw]:
    """The law by two-digit key of the Land; raises CatalogError where one is missing or contradicts itself."""
    found = {str(row["code_ags"]): _land(row) for row in _file()["laender"]}
    if set(found) != set(LAENDER):
        raise CatalogError(f"{FILE.name}: Länder missing or unknown")
    known_forms = {row["id"] for row in _file()["form_types"]}
    for land in found.values():
        unknown = {form.form_type for form in land.forms} - known_forms | set(land.supervision) - known_forms
        if unknown:
            raise CatalogError(f"{FILE.name}: {land.name} names unknown {', '.join(sorted(unknown))}")
    return found


def law_for(land: str, model_key: str) -> law.FormLaw:
    """What the law of a Land says about a form of cooperation; both keys must be known."""
    model = models()[model_key]
    default = _NOTHING_DUE if model.supervisory == "none" else None
    return law.law_of_form(laender()[land], model_key, law_form=model.law_form, default=default)


# Forms without legal effect of which the models' own catalog says that no authority takes part.
_NOTHING_DUE = law.Supervision(
    requirement=Requirement.NONE,
    confidence=Confidence.READ,
    sources=(Source(title="Handreichung, Kapitel 3.1"),),
)


def _land(row: dict[str, Any]) -> LandLaw:
    rules = row["supervisory_authority"]
    return LandLaw(
        land=str(row["code_ags"]),
        name=row["name"],
        city_state=row["land_type"] == "stadtstaat",
        act=_entry(law.Act, row["law"]),
        forms=tuple(_entry(law.LocalForm, form) for form in row["forms"]),
        supervision={
            form: _entry(law.Supervision, {**rule, "requirement": Requirement(rule["requirement"])})
            for form, rule in row["supervision"].items()
        },
        publication=_entry(law.Publication, row["publication"]),
        statute_contents=_entry(law.Contents, row["statute_minimum_contents"]),
        agreement_contents=_entry(law.Contents, row["agreement_minimum_contents"]),
        termination=_entry(law.Termination, row["termination"]),
        authorities=_entry(
            law.Authorities,
            {
                **rules,
                "authorities": tuple(
                    CompetentAuthority(name=one["authority"], condition=one["condition"])
                    for one in rules["authorities"]
                ),
            },
        ),
        cross_border=_entry(Entry, row["cross_border"]),
        school_law=_entry(law.SchoolLaw, {**row["school_law"], "title": row["school_law"]["law"]}),
        gaps=tuple(row["gaps"]),
        portal_url=row["official_law_portal"]["url"] or "",
    )


def _entry(kind: type[E], row: dict[str, Any]) -> E:
    """An entry of the file as ``kind``; an empty value is the field's default."""
    given = {_RENAMED.get(name, name): value for name, value in row.items()}
    names = {item.name for item in fields(kind)}
    facts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if name in names and (value is not None or name in {"new_legal_person", "transfers_competence"})
    }
    facts["confidence"] = Confidence(given["confidence"])
    facts["sources"] = sources_of(row)
    return kind(**facts)


def _source(key: str) -> Source:
    try:
        row = _file()["sources"][key]
    except KeyError as error:
        raise CatalogError(f"{FILE.name}: unknown source {key}") from error
    return Source(title=row["title"], url=row.get("url") or "", version_note=row.get("version_note", ""))
