"""Where the history of a cooperation is written: one table of events per kind of record.

A kind that belongs to a cooperation stands in :data:`SOURCES` or, with the reason, in :data:`LEFT_OUT`; a test walks
the models and fails for one that stands in neither.
"""

# ruff: noqa: SLF001 - Django documents _meta as its interface

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from django.apps import apps
from django.db.models import Field, Model

AREAS: Final = {
    "cooperation": "Kooperation und Partner",
    "phases": "Phasen und Rahmen",
    "quickcheck": "Quick Check",
    "measures": "Maßnahmen",
    "costs": "Kosten",
    "agreements": "Vereinbarungen",
    "bodies": "Gremien",
    "meetings": "Sitzungen und Niederschriften",
    "decisions": "Abstimmungen, Beschlüsse und Aufgaben",
    "steckbrief": "Steckbrief",
    "people": "Konten und Zuständigkeiten",
}


@dataclass(frozen=True)
class Source:
    """One kind of record; ``parent`` is the foreign key that leads towards what it belongs to.

    ``title`` names the fields that tell one record from another of its kind.
    """

    label: str
    area: str
    parent: str
    title: tuple[str, ...]

    @cached_property
    def model(self) -> type[Model]:
        """The tracked model."""
        return apps.get_model(self.label)

    @cached_property
    def events(self) -> Any:
        """The model of its events."""
        return self.model.pgh_event_model  # type: ignore[attr-defined] # given by pghistory

    @property
    def table(self) -> str:
        """The table of its events."""
        return str(self.events._meta.db_table)

    @cached_property
    def identity(self) -> str:
        """The column of the events that says which record they are about; empty where each event stands alone."""
        return "pgh_obj_id" if "pgh_obj" in {field.name for field in self.events._meta.fields} else ""

    @property
    def name(self) -> str:
        """The kind in German, in the singular."""
        return str(self.model._meta.verbose_name)

    def field(self, name: str) -> "Field[Any, Any]":
        """A field of the tracked model."""
        found: Field[Any, Any] = self.model._meta.get_field(name)  # type: ignore[assignment]
        return found


# Every row: model, area, the way up, what it is called by.
_ROWS: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("cooperations.Cooperation", "cooperation", "", ("title",)),
    ("cooperations.Partner", "cooperation", "cooperation", ("municipality",)),
    ("cooperations.Coordinator", "cooperation", "cooperation", ("user",)),
    ("cooperations.Interest", "cooperation", "cooperation", ("municipality",)),
    ("cooperations.PartnerSearch", "cooperation", "cooperation", ()),
    ("cooperations.ModelAdvice", "cooperation", "cooperation", ("land",)),
    ("cooperations.PhaseChange", "phases", "cooperation", ("from_phase", "to_phase")),
    ("cooperations.GuidingAnswer", "phases", "cooperation", ("question_key", "partner")),
    ("cooperations.ExternalActor", "phases", "cooperation", ("name",)),
    ("cooperations.Prerequisite", "phases", "cooperation", ("text", "partner")),
    ("cooperations.Barrier", "phases", "cooperation", ("text",)),
    ("cooperations.SelfEvaluation", "phases", "cooperation", ("held_on",)),
    ("quickcheck.Rating", "quickcheck", "cooperation", ("factor_key", "partner")),
    ("cooperations.Measure", "measures", "cooperation", ("title",)),
    ("cooperations.MeasureDependency", "measures", "from_measure", ("from_measure", "to_measure")),
    ("cooperations.CostPlan", "costs", "cooperation", ("year",)),
    ("cooperations.CostItem", "costs", "plan", ("label", "plan")),
    ("cooperations.CostFact", "costs", "plan", ("partner", "plan")),
    ("cooperations.Exchange", "costs", "cooperation", ("text",)),
    ("agreements.Agreement", "agreements", "cooperation", ("title",)),
    ("agreements.Clause", "agreements", "agreement", ("heading", "agreement")),
    ("agreements.CommentThread", "agreements", "clause", ("clause",)),
    ("agreements.Comment", "agreements", "thread", ("thread",)),
    ("agreements.Proposal", "agreements", "agreement", ("heading", "agreement")),
    ("agreements.AgreementVersion", "agreements", "agreement", ("agreement", "number")),
    ("agreements.VersionStep", "agreements", "version", ("version", "to_state")),
    ("agreements.ReturnedDocument", "agreements", "version", ("version", "note")),
    ("agreements.CouncilResolution", "agreements", "version", ("partner", "body", "version")),
    ("agreements.Proceeding", "agreements", "version", ("kind", "authority", "version")),
    ("agreements.ProceedingEntry", "agreements", "proceeding", ("kind", "happened_on", "proceeding")),
    ("governance.Body", "bodies", "cooperation", ("title",)),
    ("governance.Seat", "bodies", "body", ("partner", "label", "body")),
    ("governance.Member", "bodies", "seat", ("function", "seat")),
    ("governance.StandingItem", "bodies", "body", ("title", "body")),
    ("governance.MeetingSeries", "bodies", "body", ("title",)),
    ("governance.Meeting", "meetings", "body", ("title", "starts_at")),
    ("governance.DatePoll", "meetings", "body", ("title",)),
    ("governance.PollOption", "meetings", "poll", ("poll", "starts_at")),
    ("governance.PollAnswer", "meetings", "option", ("member", "option")),
    ("governance.Invitation", "meetings", "meeting", ("member", "meeting")),
    ("governance.AgendaItem", "meetings", "body", ("title",)),
    ("governance.Paper", "meetings", "item", ("title",)),
    ("governance.AgendaSnapshot", "meetings", "meeting", ("meeting",)),
    ("governance.Attendance", "meetings", "meeting", ("member", "guest", "meeting")),
    ("governance.Minutes", "meetings", "meeting", ("meeting",)),
    ("governance.Addendum", "meetings", "minutes", ("minutes",)),
    ("governance.Ballot", "decisions", "body", ("title",)),
    ("governance.Vote", "decisions", "ballot", ("partner", "ballot")),
    ("governance.Resolution", "decisions", "cooperation", ("title",)),
    ("governance.ActionItem", "decisions", "cooperation", ("title",)),
    ("steckbriefe.Steckbrief", "steckbrief", "cooperation", ()),
)

# Kinds that belong to a cooperation and have no history, and why.
LEFT_OUT: Final[dict[str, str]] = {
    "cooperations.CooperationUserPermission": "folgt aus den Koordinationen, die im Verlauf stehen",
    "cooperations.CooperationGroupPermission": "folgt aus den Partnern, die im Verlauf stehen",
    "cooperations.HandoverSheet": "gedruckte Datei aus Angaben, die im Verlauf stehen",
    "agreements.AgreementUserPermission": "bleibt leer; Rechte an Vereinbarungen haben nur Behörden",
    "agreements.AgreementGroupPermission": "folgt aus den Vorlagen bei der Aufsicht, die im Verlauf stehen",
    "agreements.VersionDocument": "erzeugte Datei einer Fassung, die selbst unverändert bleibt",
    "agreements.DocumentAccess": "ist selbst ein Protokoll und steht bei der Vereinbarung",
    "governance.SecretVoter": "geheime Abstimmung: Zeit und Reihenfolge würden Stimmen verraten",
    "governance.SecretPaper": "geheime Abstimmung: Stimmzettel haben keine Geschichte",
    "governance.MinutesVersion": "Fassungen bleiben selbst unverändert erhalten und sind dort zu vergleichen",
    "steckbriefe.Edition": "Ausgaben bleiben selbst unverändert erhalten; die Veröffentlichung steht im Verlauf",
}


# What the administration reads: who may do what, and since when. Neither passwords nor keys are in these events.
_ROLES: Final[tuple[tuple[str, str, str, tuple[str, ...]], ...]] = (
    ("accounts.User", "people", "", ("label", "email")),
    ("accounts.Invitation", "people", "", ("user",)),
    ("accounts.NameReplacement", "people", "", ("user",)),
    ("accounts.ApiToken", "people", "", ("user", "name")),
    ("municipalities.Membership", "people", "", ("user", "municipality")),
    ("municipalities.Authority", "people", "", ("name",)),
    ("municipalities.Mandate", "people", "", ("user", "authority")),
    ("cooperations.Coordinator", "people", "", ("user", "cooperation")),
)


@cache
def roles() -> tuple[Source, ...]:
    """Every kind of record that gives somebody something to do, or takes it."""
    return tuple(Source(*row) for row in _ROLES)


@cache
def sources() -> dict[str, Source]:
    """Every kind that belongs to a cooperation, by its model's label."""
    return {row[0]: Source(*row) for row in _ROWS}


@cache
def below(root: str) -> tuple[Source, ...]:
    """The kinds that hang on records of the kind ``root``, itself included."""
    return tuple(row for row in sources().values() if root in _upwards(row))


def _upwards(source: Source) -> set[str]:
    found, here = {source.label}, source
    while here.parent:
        above = here.field(here.parent).related_model
        label = above._meta.label if isinstance(above, type) else ""
        found.add(label)
        if label not in sources():
            break
        here = sources()[label]
    return found


def source_of(model: type[Model]) -> Source | None:
    """The source of a model, if it has one."""
    return sources().get(model._meta.label)
