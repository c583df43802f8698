"""What the completeness check says, in a form that pages show and versions keep. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

from cooperations.law import Confidence, Entry, Source

NO_LEGAL_ADVICE: Final = (
    "Die Prüfung erklärt, was nach den ausgewerteten Quellen zu regeln ist. Sie ersetzt keine Rechtsberatung: "
    "Klären Sie mit Ihrem Rechtsamt und der Aufsicht, was heute gilt."
)


class Level(StrEnum):
    """How much a finding asks for, the most first."""

    MISSING = "missing"
    CHECK = "check"
    HINT = "hint"
    OK = "ok"

    @property
    def label(self) -> str:
        """The word for one finding."""
        return _LOOKS[self][0]

    @property
    def heading(self) -> str:
        """The heading above all findings of this level."""
        return self.plural[:1].upper() + self.plural[1:]

    @property
    def plural(self) -> str:
        """The word beside a count."""
        return _LOOKS[self][1]

    @property
    def status(self) -> str:
        """The kind of status mark that goes with the word."""
        return _LOOKS[self][2]


_LOOKS: Final = {
    Level.MISSING: ("fehlt", "fehlt", "danger"),
    Level.CHECK: ("bitte prüfen", "bitte prüfen", "warning"),
    Level.HINT: ("Hinweis", "Hinweise", "info"),
    Level.OK: ("in Ordnung", "in Ordnung", "done"),
}


class Topic(StrEnum):
    """What a finding is about; the order is that of the page."""

    CLAUSES = "clauses"
    CONTENTS = "contents"
    TERM = "term"
    FORM = "form"
    VAT = "vat"
    PROCUREMENT = "procurement"
    DATA = "data"
    SUPERVISION = "supervision"
    PUBLICATION = "publication"
    PLACES = "places"
    NOTES = "notes"

    @property
    def label(self) -> str:
        """The heading of the group."""
        return _HEADINGS[self]


_HEADINGS: Final = {
    Topic.CLAUSES: "Klauseln",
    Topic.CONTENTS: "Was das Landesrecht verlangt",
    Topic.TERM: "Laufzeit und Kündigung",
    Topic.FORM: "Form und Unterschrift",
    Topic.VAT: "Umsatzsteuer",
    Topic.PROCUREMENT: "Vergaberecht",
    Topic.DATA: "Datenschutz",
    Topic.SUPERVISION: "Aufsicht",
    Topic.PUBLICATION: "Bekanntmachung",
    Topic.PLACES: "Mehrere Länder",
    Topic.NOTES: "Hinweise der Administration",
}
CONFIDENCE: Final = {
    Confidence.READ: "in der Quelle gelesen",
    Confidence.KNOWN: "aus allgemeiner Kenntnis, nicht in der Quelle gelesen",
    Confidence.UNSURE: "nicht gesichert: bitte prüfen",
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing the check says: what it is about, why, what to do, and where that comes from.

    ``clause_key`` and ``field`` say where it is mended: in a clause, or in a field of the terms. ``points`` are
    lists such as the conditions of a rule; ``confidence`` is empty where no law is spoken of.
    """

    topic: Topic
    level: Level
    title: str
    text: str = ""
    points: tuple[str, ...] = ()
    action: str = ""
    section: str = ""
    sources: tuple[Source, ...] = ()
    confidence: str = ""
    cautions: tuple[str, ...] = ()
    clause_key: str = ""
    field: str = ""

    @property
    def confidence_label(self) -> str:
        """How well it is founded, in words."""
        return CONFIDENCE[Confidence(self.confidence)] if self.confidence else ""

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """A finding as it was stored."""
        values = dict(row)
        return cls(
            topic=Topic(values.pop("topic")),
            level=Level(values.pop("level")),
            sources=tuple(Source(**one) for one in values.pop("sources")),
            points=tuple(values.pop("points")),
            cautions=tuple(values.pop("cautions")),
            **values,
        )


def founded(*entries: Entry | None) -> dict[str, Any]:
    """Section, sources, confidence and doubts of entries of the law, as arguments of a finding.

    Several together are only as certain as the least certain of them.
    """
    known = [entry for entry in entries if entry is not None]
    if not known:
        return {"confidence": Confidence.UNSURE.value}
    weakest = max(known, key=lambda entry: list(Confidence).index(entry.confidence))
    return {
        "section": "; ".join(dict.fromkeys(entry.section for entry in known if entry.section)),
        "sources": tuple(dict.fromkeys(source for entry in known for source in entry.sources)),
        "confidence": weakest.confidence.value,
        "cautions": tuple(dict.fromkeys(doubt for entry in known for doubt in entry.doubts)),
    }


@dataclass(frozen=True)
class TopicGroup:
    """Findings on one topic."""

    topic: Topic
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class LevelGroup:
    """Findings that ask for equally much, by topic."""

    level: Level
    topics: tuple[TopicGroup, ...]

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(len(one.findings) for one in self.topics)

    @property
    def urgent(self) -> bool:
        """Whether somebody has to do something about them; the others are folded."""
        return self.level in {Level.MISSING, Level.CHECK}


@dataclass(frozen=True)
class CheckResult:
    """All findings of one check; ``compiled_on`` is the day of the law's catalog, ``checked_on`` that of the check.

    Both are ISO 8601. An empty result (no day) is that of a version which was never checked.
    """

    compiled_on: str = ""
    checked_on: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def compiled_day(self) -> date | None:
        """The day of the law's catalog."""
        return date.fromisoformat(self.compiled_on) if self.compiled_on else None

    @property
    def checked_day(self) -> date | None:
        """The day of the check."""
        return date.fromisoformat(self.checked_on) if self.checked_on else None

    @property
    def counts(self) -> dict[Level, int]:
        """How many findings there are of each level, the most serious first."""
        return {level: sum(one.level is level for one in self.findings) for level in Level}

    @property
    def groups(self) -> tuple[LevelGroup, ...]:
        """The findings in the order of the page: the most serious first, in each level by topic."""
        return tuple(LevelGroup(level, topics) for level in Level if (topics := self._topics(level)))

    def _topics(self, level: Level) -> tuple[TopicGroup, ...]:
        rows = [one for one in self.findings if one.level is level]
        found = ((topic, tuple(one for one in rows if one.topic is topic)) for topic in Topic)
        return tuple(TopicGroup(topic, findings) for topic, findings in found if findings)

    def as_json(self) -> dict[str, Any]:
        """The result as a version stores it."""
        rows = [_plain(asdict(one)) for one in self.findings]
        return {"compiled_on": self.compiled_on, "checked_on": self.checked_on, "findings": rows}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read a stored result; an empty one is empty."""
        rows = stored.get("findings", ())
        return cls(
            stored.get("compiled_on", ""),
            stored.get("checked_on", ""),
            tuple(Finding.read(row) for row in rows),
        )


def _plain(value: Any) -> Any:
    """Enumerations as their values and tuples as lists, as JSON gives them back."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value
