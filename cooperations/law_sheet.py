"""The law of a Land on one form of cooperation, arranged topic by topic for page and PDF."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cooperations import law_catalog, law_words
from cooperations.catalog import CooperationModel
from cooperations.law import (
    BY_AGREEMENT,
    BY_STATUTE,
    INFERRED,
    PARTLY_READ,
    Confidence,
    Entry,
    FormLaw,
    LandLaw,
    LocalForm,
    Source,
    no_entry,
    partly_read,
)
from cooperations.models import LawNote, LawTopic

NOTHING_FOUND = "Dazu liegt für diese Form keine Angabe vor."
_YES_NO = {True: "ja", False: "nein", None: "offen"}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing the law says: ``lead`` is its headline, ``confidence`` German words, ``doubts`` reasons to check."""

    lead: str = ""
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    optional_items: tuple[str, ...] = ()
    section: str = ""
    confidence: str = ""
    doubts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is more than a reason to check."""
        return bool(self.lead or self.text or self.items or self.optional_items)


@dataclass(frozen=True)
class Topic:
    """A part of the sheet: findings of the catalog, and beside them the administration's notes."""

    key: str
    title: str
    findings: tuple[Finding, ...]
    notes: tuple[LawNote, ...] = ()


@dataclass(frozen=True)
class LawSheet:
    """What is known of one form in one Land."""

    land: LandLaw
    form: FormLaw
    topics: tuple[Topic, ...]
    requirement: str
    doubts: tuple[str, ...]
    compiled_on: str

    @property
    def local_name(self) -> str:
        """What the Land calls the form; several names where it has several, empty where it has none."""
        return "; ".join(form.local_name for form in self.form.forms)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where name and duty come from, each source once."""
        entries = (*self.form.forms, *((self.form.supervision,) if self.form.supervision else ()))
        return tuple(dict.fromkeys(source for entry in entries for source in entry.sources))

    @property
    def notes(self) -> tuple[LawNote, ...]:
        """The administration's notes beside the catalog's text."""
        return tuple(note for topic in self.topics for note in topic.notes)

    @property
    def sections(self) -> str:
        """Where the Land's law regulates the form."""
        return "; ".join(dict.fromkeys(form.section for form in self.form.forms if form.section))


def law_sheet(land: str, model: CooperationModel, notes: Iterable[LawNote] = ()) -> LawSheet:
    """The sheet of a form for a Land given by its two-digit key; notes on other Länder or forms are left out."""
    law, form = law_catalog.laender()[land], law_catalog.law_for(land, model.key)
    fitting = [note for note in notes if note.land == land and note.model_key in {"", model.key}]
    topics = [
        replace(topic, notes=tuple(note for note in fitting if note.topic == topic.key))
        for topic in _topics(law, model, form)
    ]
    shown = {topic.key for topic in topics}
    rest = tuple(note for note in fitting if note.topic not in shown)
    if rest:
        topics.append(Topic("", "Weitere Hinweise der Verwaltung", (), rest))
    return LawSheet(
        land=law,
        form=form,
        topics=tuple(topics),
        requirement=law_words.requirement(form.supervision),
        doubts=law_words.doubts(form),
        compiled_on=law_catalog.compiled_on(),
    )


def _topics(law: LandLaw, model: CooperationModel, form: FormLaw) -> list[Topic]:
    found = [
        Topic("act", "Warum gilt in einem Stadtstaat anderes?" if law.city_state else "Gesetz", (_act(law),)),
        Topic(LawTopic.FORM, "Wie heißt die Form hier, und wo steht sie?", _forms(law, model, form)),
        Topic(LawTopic.SUPERVISION, "Was ist gegenüber der Aufsicht zu tun?", (_supervision(form),)),
        Topic(LawTopic.AUTHORITY, "Wer beaufsichtigt?", (_authorities(law),)),
    ]
    # A declaration of intent binds nobody: there is nothing to publish, to contain or to terminate by law.
    if model.binding != "none":
        found += [
            Topic(LawTopic.PUBLICATION, "Was ist bekannt zu machen?", (_publication(law, model),)),
            Topic(LawTopic.CONTENTS, "Was muss geregelt sein?", (_contents(form),)),
            Topic(LawTopic.TERMINATION, "Wie endet die Zusammenarbeit?", (_termination(law, model),)),
        ]
    return [
        *found,
        Topic("cross-border", "Was gilt über die Landesgrenze?", (_finding(law.cross_border),)),
        Topic(
            LawTopic.SCHOOL_LAW, "Wer trägt die Schulen?", (_finding(law.school_law, law.school_law.title),)
        ),
    ]


def _finding(entry: Entry, lead: str = "", text: Iterable[str] = ()) -> Finding:
    """An entry with its note, foundation and doubts; one that says nothing is to be checked."""
    lines = tuple(line for line in (*text, entry.note) if line)
    doubts = entry.doubts
    if not lead and not lines:
        # Where nothing is said, nothing was inferred either.
        doubts = (NOTHING_FOUND, *(doubt for doubt in doubts if doubt != INFERRED))
    elif partly_read(*lines) and INFERRED not in doubts:
        doubts = tuple(dict.fromkeys((*doubts, PARTLY_READ)))
    return Finding(
        lead=lead,
        text=lines,
        section=entry.section,
        confidence=law_words.CONFIDENCE[entry.confidence],
        doubts=doubts,
        sources=entry.sources,
    )


def _act(law: LandLaw) -> Finding:
    act = law.act
    amended = f"Zuletzt geändert: {act.last_amendment}" if act.last_amendment else ""
    lead = act.title or f"{law.name} hat kein eigenes Gesetz über kommunale Zusammenarbeit."
    return _finding(act, lead, (act.version, amended))


def _forms(law: LandLaw, model: CooperationModel, form: FormLaw) -> tuple[Finding, ...]:
    if form.forms:
        return tuple(_local_form(one) for one in form.forms)
    if model.binding == "none":
        return (
            Finding(
                lead=model.instrument,
                text=("Die Form bindet rechtlich nicht; eine Vorschrift des Landes dazu ist nicht erfasst.",),
                confidence=law_words.CONFIDENCE[Confidence.READ],
                sources=form.supervision.sources if form.supervision else (),
            ),
        )
    return (Finding(doubts=(no_entry(law),)),)


def _local_form(form: LocalForm) -> Finding:
    facts = (
        f"Zuständigkeit geht über: {_YES_NO[form.transfers_competence]}",
        f"Neue Rechtsperson: {_YES_NO[form.new_legal_person]}",
    )
    return _finding(form, form.local_name, facts)


def _supervision(form: FormLaw) -> Finding:
    doubts = law_words.supervision_doubts(form.supervision)
    if form.supervision is None:
        return Finding(doubts=doubts)
    lead = law_words.requirement(form.supervision)
    found = _finding(form.supervision, "" if lead == law_words.CHECK else lead)
    if not found.says_something:
        doubts = tuple(doubt for doubt in doubts if doubt != INFERRED)
    return replace(found, doubts=doubts)


def _authorities(law: LandLaw) -> Finding:
    found = _finding(law.authorities)
    items = tuple(f"{one.name}: {one.condition}" for one in law.authorities.authorities)
    if not items:
        return found
    doubts = tuple(doubt for doubt in found.doubts if doubt != NOTHING_FOUND)
    return replace(found, items=items, doubts=tuple(dict.fromkeys((*law.authorities.doubts, *doubts))))


def _by_foundation(model: CooperationModel, agreement: str, statute: str) -> str:
    """The text for forms that rest on an agreement or on a statute; empty for all others."""
    if model.key in BY_STATUTE:
        return statute
    return agreement if model.key in BY_AGREEMENT else ""


def _publication(law: LandLaw, model: CooperationModel) -> Finding:
    entry = law.publication
    return _unless_silent(entry, _by_foundation(model, entry.agreement, entry.statute))


def _termination(law: LandLaw, model: CooperationModel) -> Finding:
    entry = law.termination
    return _unless_silent(entry, _by_foundation(model, entry.agreement, entry.association))


def _unless_silent(entry: Entry, text: str) -> Finding:
    """The entry, where it says something about this form; its source says nothing about another."""
    return _finding(entry, text=(text,)) if text else Finding(doubts=(NOTHING_FOUND,))


def _contents(form: FormLaw) -> Finding:
    contents = form.contents
    if contents is None:
        return Finding(doubts=(NOTHING_FOUND,))
    found = _finding(contents, text=(f"Form: {contents.form}",) if contents.form else ())
    doubts = tuple(doubt for doubt in (*contents.doubts, *found.doubts) if doubt != NOTHING_FOUND)
    if not contents.items and not found.says_something:
        doubts = tuple(doubt for doubt in doubts if doubt != INFERRED)
    return replace(
        found,
        items=contents.items,
        optional_items=contents.optional_items,
        doubts=tuple(dict.fromkeys(doubts)),
    )
