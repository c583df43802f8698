"""The model advice in words: what pages show, the API answers, and a cooperation keeps. Pure, no query."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from cooperations import advice_catalog, law_catalog, law_words
from cooperations.advice import Assessment, Effect, Reason, WayOut, advise
from cooperations.catalog import models
from cooperations.law import Requirement, Source
from cooperations.models import LawNote
from municipalities.catalog import LAENDER

UNKNOWN_LAND = "Dieses Land gibt es nicht."
UNKNOWN_QUESTION = "Diese Frage gibt es nicht."
UNKNOWN_ANSWER = "Diese Antwort gibt es nicht."


@dataclass(frozen=True, kw_only=True)
class GivenAnswer:
    """A question with the answer that was given to it; ``answer`` and ``label`` are empty where it was left open."""

    question: str
    text: str
    answer: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class ReasonInWords:
    """What a rule says about a form, from which answers, and where that is written."""

    effect: str
    text: str
    source: str
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True, kw_only=True)
class SupervisionInWords:
    """What is due towards the supervisory authority in the chosen Land; ``doubts`` say why it has to be checked."""

    model: str
    requirement: str
    label: str
    section: str
    note: str
    local_names: tuple[str, ...]
    to_check: bool
    doubts: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, kw_only=True)
class FormInWords:
    """A form with all that spoke for and against it; ``supervision`` is None without a Land."""

    model: str
    label: str
    suits: str
    points_for: int
    points_against: int
    reasons: tuple[ReasonInWords, ...]
    supervision: SupervisionInWords | None


@dataclass(frozen=True, kw_only=True)
class NamedForm:
    """A form by its key and name."""

    model: str
    label: str


@dataclass(frozen=True, kw_only=True)
class WayOutInWords:
    """Forms that would be recommended if one question were left open."""

    question: str
    text: str
    recommended: tuple[NamedForm, ...]


@dataclass(frozen=True, kw_only=True)
class NoteInWords:
    """A note of the administration on the law; ``model`` is empty where it is about all forms.

    ``title`` are the words for its topic, ``dated_on`` is ISO 8601.
    """

    model: str
    topic: str
    title: str
    text: str
    source: str
    dated_on: str


@dataclass(frozen=True, kw_only=True)
class Result:
    """Everything the advice says; ``answers`` holds every question in order.

    ``notes`` are those on the chosen Land, about all forms or one that is recommended or joins another.
    """

    land: str
    land_name: str
    catalog_version: str
    answers: tuple[GivenAnswer, ...]
    recommended: tuple[FormInWords, ...]
    additions: tuple[FormInWords, ...]
    possible: tuple[FormInWords, ...]
    ruled_out: tuple[FormInWords, ...]
    ways_out: tuple[WayOutInWords, ...]
    notes: tuple[NoteInWords, ...]

    @property
    def best(self) -> tuple[FormInWords, ...]:
        """The recommended forms that nothing beats, and what joins them."""
        top = [row for row in self.recommended if _balance(row) == _balance(self.recommended[0])]
        return (*top, *self.additions)

    @property
    def as_values(self) -> dict[str, Any]:
        """Plain values that read the same in ten years."""
        return asdict(self)


def _balance(row: FormInWords) -> int:
    return row.points_for - row.points_against


def problems(land: str, answers: Mapping[str, str]) -> dict[str, list[str] | dict[str, list[str]]]:
    """German messages on what does not exist: at ``land``, and at ``answers`` by question."""
    questions = advice_catalog.questions()
    wrong = {
        key: [UNKNOWN_QUESTION if key not in questions else UNKNOWN_ANSWER]
        for key, answer in answers.items()
        if key not in questions or answer not in questions[key].answers
    }
    found: dict[str, list[str] | dict[str, list[str]]] = {}
    if land and land not in LAENDER:
        found["land"] = [UNKNOWN_LAND]
    if wrong:
        found["answers"] = wrong
    return found


def result(land: str, answers: Mapping[str, str], notes: Iterable[LawNote]) -> Result:
    """Advise on known answers (see :func:`problems`); ``land`` is a two-digit key or empty.

    ``notes`` are what the administration says on the law of this Land today.
    """
    advice = advise(answers, advice_catalog.rules(), models())
    named = {"", *(form.model for form in (*advice.recommended, *advice.additions))}
    given = {key: _given(key, answers.get(key, "")) for key in advice_catalog.questions()}

    def in_words(form: Assessment) -> FormInWords:
        model = models()[form.model]
        return FormInWords(
            model=model.key,
            label=model.label,
            suits=model.suits,
            points_for=form.count(Effect.FOR),
            points_against=form.count(Effect.AGAINST),
            reasons=tuple(_reason(reason, given) for reason in form.reasons),
            supervision=supervision(land, model.key) if land else None,
        )

    return Result(
        land=land,
        land_name=LAENDER.get(land, ""),
        catalog_version=law_catalog.compiled_on(),
        answers=tuple(given.values()),
        recommended=tuple(map(in_words, advice.recommended)),
        additions=tuple(map(in_words, advice.additions)),
        possible=tuple(map(in_words, advice.possible)),
        ruled_out=tuple(map(in_words, advice.ruled_out)),
        ways_out=tuple(map(_way_out, advice.ways_out)),
        notes=tuple(note_in_words(note) for note in notes if note.model_key in named),
    )


def note_in_words(note: LawNote) -> NoteInWords:
    """A note of the administration as plain words."""
    return NoteInWords(
        model=note.model_key,
        topic=note.topic,
        title=note.get_topic_display(),
        text=note.text,
        source=note.source,
        dated_on=note.dated_on.isoformat(),
    )


def _given(key: str, answer: str) -> GivenAnswer:
    question = advice_catalog.questions()[key]
    return GivenAnswer(
        question=key, text=question.text, answer=answer, label=question.answers[answer] if answer else ""
    )


def _reason(reason: Reason, given: Mapping[str, GivenAnswer]) -> ReasonInWords:
    return ReasonInWords(
        effect=reason.effect.value,
        text=reason.rule.why,
        source=advice_catalog.citation(reason.rule.source),
        answers=tuple(given[key] for key in reason.rule.when),
    )


def _way_out(way: WayOut) -> WayOutInWords:
    return WayOutInWords(
        question=way.question,
        text=advice_catalog.questions()[way.question].text,
        recommended=tuple(NamedForm(model=key, label=models()[key].label) for key in way.recommended),
    )


def supervision(land: str, model: str) -> SupervisionInWords:
    """What a known Land wants of its municipalities that choose a form; no entry is a thing to check."""
    law = law_catalog.law_for(land, model)
    entry = law.supervision
    doubts = law_words.doubts(law)
    return SupervisionInWords(
        model=model,
        requirement=(entry.requirement if entry else Requirement.UNKNOWN).value,
        label=law_words.requirement(entry),
        section=entry.section if entry else "",
        note=entry.note if entry else "",
        local_names=tuple(form.local_name for form in law.forms),
        to_check=bool(doubts),
        doubts=doubts,
        sources=entry.sources if entry else (),
    )
