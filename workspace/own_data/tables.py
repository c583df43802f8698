"""The tables of the export: one per kind of record in which the account stands."""

# ruff: noqa: SLF001 - Django documents _meta as its interface

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db.models import Model

from agreements.models import Comment, DocumentAccess, Proposal
from cooperations.models import Coordinator, GuidingAnswer, Interest, Measure
from governance.models import (
    ActionItem,
    Addendum,
    AgendaItem,
    Attendance,
    CalendarAddress,
    Invitation,
    Member,
    PollAnswer,
    Seat,
    Vote,
)
from ikz.accounts.models import ApiToken, User
from ikz.accounts.models import Invitation as AccountInvitation
from ikz.files.models import StoredFile
from ikz.notifications.models import OutgoingMail
from ikz.ui.exports import Cell
from municipalities.models import Mandate, Membership, Need, OfferReview, Profile
from quickcheck.models import Rating
from workspace.history.fields import label_of
from workspace.history.names import name_of
from workspace.history.values import text_of


@dataclass(frozen=True)
class Table:
    """Rows of one kind; ``name`` is that of its file, ``columns`` the headings.

    ``counted`` is how many there are where the rows themselves were not asked for.
    """

    name: str
    title: str
    columns: tuple[str, ...]
    rows: list[list[Cell]]
    counted: int = 0

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows) or self.counted


@dataclass(frozen=True)
class Kind:
    """Where the account stands in a model, by ``lookup``, and which fields are its business.

    A field with a dot or of another record is said by its name; ``address`` compares with the mail address.
    """

    name: str
    title: str
    model: type[Model]
    lookup: str
    fields: tuple[str, ...]
    address: bool = False

    def table(self, user: User) -> Table:
        """The rows of this account, the oldest first; one query."""
        joined = [name for name in self.fields if self.model._meta.get_field(name).is_relation]
        value = user.email if self.address else user.pk
        rows: Iterable[Any] = (
            self.model._default_manager.filter(**{self.lookup: value})
            .select_related(*joined, *_BEHIND.get(self.name, ()))
            .order_by("pk")
        )
        return Table(self.name, self.title, self._columns(), [self._line(row) for row in rows])

    def _columns(self) -> tuple[str, ...]:
        found: list[str] = []
        for name in self.fields:
            field: Any = self.model._meta.get_field(name)
            label = label_of(field) or _LABELS[name]
            # A record and its own words may be called the same: in a file each heading stands once.
            found.append(
                f"{label} (Eintrag)" if field.is_relation and label in _plain_labels(self) else label
            )
        return tuple(found)

    def _line(self, row: Any) -> list[Cell]:
        return [_cell(row, name) for name in self.fields]


def _plain_labels(kind: Kind) -> set[str]:
    fields: list[Any] = [kind.model._meta.get_field(name) for name in kind.fields]
    return {label_of(field) for field in fields if not field.is_relation}


def _spoken(row: Any) -> str:
    """What a joined record is called here; a seat alone does not say in which body."""
    return f"{row.body}: {row}" if isinstance(row, Seat) else name_of(row)


def _cell(row: Any, name: str) -> Cell:
    field = row._meta.get_field(name)
    value = getattr(row, name)
    if field.is_relation:
        return _spoken(value) if value is not None else ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, str):
        return text_of(row._meta.label, field, value, {})
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


# Fields that the models call by their English names.
_LABELS: Final = {
    "created_at": "angelegt",
    "updated_at": "zuletzt geändert",
    "appointed_at": "seit",
    "answered_at": "beantwortet am",
    "cast_at": "abgegeben am",
    "written_at": "geschrieben am",
    "proposed_at": "vorgeschlagen am",
    "uploaded_at": "hochgeladen am",
    "reviewed_at": "geprüft am",
    "revoked_at": "widerrufen am",
    "type": "Art",
    "last_used_at": "zuletzt genutzt",
    "created": "angelegt",
    "body_text": "Text",
    "attempt_time": "letzter Versuch",
    "ip_address": "Netzadresse",
    "user_agent": "Browser",
    "state": "Stand",
}
# What the names of joined records are made of.
_BEHIND: Final[dict[str, tuple[str, ...]]] = {
    "gremien": ("seat__partner__municipality", "seat__body"),
    "sitze-per-e-mail": ("seat__partner__municipality", "seat__body"),
    "einladungen-zu-sitzungen": ("meeting",),
    "anwesenheiten": ("meeting", "on_behalf_of__partner__municipality", "on_behalf_of__body"),
    "leitfragen": ("partner__municipality",),
    "bewertungen": ("partner__municipality",),
    "stimmen": ("partner__municipality",),
    "formulierungsvorschlaege": ("partner__municipality",),
    "anmerkungen": ("thread__clause", "partner__municipality"),
    "nachtraege": ("minutes__meeting",),
    "pruefungen": ("need__municipality",),
    "bedarfe": ("municipality",),
}
KINDS: Final = (
    Kind(
        "zugehoerigkeiten",
        "Zugehörigkeiten",
        Membership,
        "user",
        ("municipality", "valid_from", "valid_until"),
    ),
    Kind("mandate", "Mandate", Mandate, "user", ("authority", "valid_from", "valid_until")),
    Kind("koordinationen", "Koordinationen", Coordinator, "user", ("cooperation", "appointed_at")),
    Kind(
        "gremien",
        "Sitze in Gremien",
        Member,
        "user",
        ("seat", "function", "office", "is_deputy", "valid_from", "valid_until"),
    ),
    Kind(
        "einladungen-zu-sitzungen",
        "Einladungen zu Sitzungen und Antworten",
        Invitation,
        "member__user",
        ("meeting", "reply", "remark", "invited_at", "replied_at"),
    ),
    Kind(
        "sitze-per-e-mail",
        "Sitze in Gremien unter Ihrer E-Mail-Adresse, ohne Konto",
        Member,
        "email__iexact",
        ("seat", "function", "office", "is_deputy", "valid_from", "valid_until"),
        address=True,
    ),
    Kind(
        "anwesenheiten",
        "Anwesenheit in Sitzungen",
        Attendance,
        "member__user",
        ("meeting", "presence", "on_behalf_of", "arrived_at", "left_at"),
    ),
    Kind(
        "umfragen",
        "Antworten auf Terminumfragen",
        PollAnswer,
        "member__user",
        ("option", "choice", "answered_at"),
    ),
    Kind(
        "leitfragen",
        "Antworten auf Leitfragen",
        GuidingAnswer,
        "updated_by",
        ("cooperation", "question_key", "partner", "text", "updated_at"),
    ),
    Kind(
        "bewertungen",
        "Bewertungen im Quick Check",
        Rating,
        "updated_by",
        ("cooperation", "factor_key", "partner", "value", "evidence", "updated_at"),
    ),
    Kind(
        "massnahmen",
        "Maßnahmen, für die Sie zuständig sind",
        Measure,
        "person",
        ("cooperation", "title", "function", "due_on", "state"),
    ),
    Kind(
        "aufgaben",
        "Aufgaben, für die Sie zuständig sind",
        ActionItem,
        "person",
        ("cooperation", "title", "function", "due_on", "state"),
    ),
    Kind(
        "themen",
        "Vorgeschlagene Themen",
        AgendaItem,
        "proposed_by",
        ("title", "description", "state", "refused_because", "created_at"),
    ),
    Kind(
        "niederschriften",
        "Zuletzt geschriebene Punkte von Niederschriften",
        AgendaItem,
        "recorded_by",
        ("title", "record", "updated_at"),
    ),
    Kind(
        "nachtraege",
        "Nachträge zu Niederschriften",
        Addendum,
        "created_by",
        ("minutes", "text", "created_at"),
    ),
    Kind(
        "stimmen",
        "Offene Stimmen, die Sie abgegeben haben",
        Vote,
        "cast_by",
        ("ballot", "partner", "choice", "cast_at"),
    ),
    Kind("anmerkungen", "Anmerkungen zu Vereinbarungen", Comment, "author", ("thread", "text", "written_at")),
    Kind(
        "formulierungsvorschlaege",
        "Formulierungsvorschläge",
        Proposal,
        "proposed_by",
        ("agreement", "heading", "text", "reason", "state", "proposed_at"),
    ),
    Kind(
        "profile",
        "Profile, die Sie zuletzt geändert haben",
        Profile,
        "updated_by",
        ("municipality", "updated_at"),
    ),
    Kind(
        "bedarfe",
        "Bedarfe, die Sie zuletzt geändert haben",
        Need,
        "updated_by",
        ("municipality", "task_area", "goal", "updated_at"),
    ),
    Kind(
        "pruefungen",
        "Prüfungen von Angeboten",
        OfferReview,
        "reviewed_by",
        ("need", "offer", "outcome", "note", "reviewed_at"),
    ),
    Kind(
        "interessensbekundungen",
        "Interessensbekundungen",
        Interest,
        "sent_by",
        ("cooperation", "municipality", "message", "sent_at"),
    ),
    Kind(
        "dateien",
        "Hochgeladene Dateien",
        StoredFile,
        "uploaded_by",
        ("name", "content_type", "size", "uploaded_at"),
    ),
    Kind(
        "geoeffnete-unterlagen",
        "Unterlagen, die Sie für die Aufsicht geöffnet haben",
        DocumentAccess,
        "user",
        ("agreement", "part", "detail", "accessed_at"),
    ),
    Kind(
        "einladungen-zum-konto",
        "Einladungen zum Konto",
        AccountInvitation,
        "user",
        ("created_at", "expires_at", "accepted_at", "revoked_at"),
    ),
    Kind("zweite-faktoren", "Zweite Faktoren", Authenticator, "user", ("type", "created_at", "last_used_at")),
    Kind("api-schluessel", "API-Schlüssel", ApiToken, "user", ("name", "created", "expiry", "last_used_on")),
    Kind(
        "kalenderadressen",
        "Kalenderadressen",
        CalendarAddress,
        "user",
        ("label", "created_at", "last_read_on", "revoked_at"),
    ),
    Kind(
        "fehlgeschlagene-anmeldungen",
        "Fehlgeschlagene Anmeldungen",
        AccessAttempt,
        "username__iexact",
        ("attempt_time", "ip_address", "user_agent"),
        address=True,
    ),
    Kind(
        "e-mails",
        "E-Mails an Sie",
        OutgoingMail,
        "to__iexact",
        ("created_at", "subject", "body_text", "state"),
        address=True,
    ),
)
