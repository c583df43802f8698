"""What pages, the API and services tell of proceedings: their clock, competence, and what is due by law."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from agreements.clock import Clock, Contact, clock_of
from agreements.competence import Competence, Level, Member, competence_of
from agreements.content import VersionContent
from agreements.models import Decision, EntryKind, Proceeding, ProceedingEntry, ProceedingKind
from agreements.procedure import path_of, silence_of
from cooperations.catalog import models
from cooperations.law import FormLaw
from cooperations.law_catalog import laender, law_for
from cooperations.law_words import CONFIDENCE, requirement
from cooperations.models import LawNote, LawTopic
from cooperations.selectors.law_notes import public_notes
from ikz.accounts.models import User
from municipalities.catalog import LAENDER
from municipalities.models import Authority, Kind, Municipality
from municipalities.public_holidays import holidays_on

# The key of a kreisfreie Stadt ends so: its Kreis has no other municipality.
INDEPENDENT = "000"
MUNICIPALITY_DIGITS = 8
CONTACTS = {
    EntryKind.REQUEST: Contact.MESSAGE,
    EntryKind.MESSAGE: Contact.MESSAGE,
    EntryKind.HEARING: Contact.HEARING,
}
_BY_SILENCE = {
    "approval": (ProceedingKind.APPROVAL, ProceedingKind.CLARIFICATION),
    "no-objection": (ProceedingKind.NOTIFICATION,),
}


@dataclass(frozen=True)
class FormDuty:
    """What the law of a Land asks for one form towards the authority, with its foundation."""

    label: str
    words: str
    law: FormLaw
    confidence: str

    @property
    def to_check(self) -> bool:
        """Whether "bitte prüfen" has to stand beside it."""
        return self.law.to_check


@dataclass(frozen=True)
class Duty:
    """What is due in one Land for the forms of a version together."""

    land: str
    land_name: str
    forms: tuple[FormDuty, ...]
    unclear: bool
    to_authority: bool
    notes: tuple[LawNote, ...]


def duty_in(land: str, forms: Iterable[str], *, clarified: str = "") -> Duty:
    """What is due in a Land for these forms; one query for the administration's notes."""
    keys = list(forms)
    path = path_of(land, keys, clarified=clarified)
    shown = []
    for key in keys:
        law = law_for(land, key)
        shown.append(
            FormDuty(
                label=models()[key].label,
                words=requirement(law.supervision),
                law=law,
                confidence=CONFIDENCE[law.supervision.confidence] if law.supervision else "",
            )
        )
    topics = {LawTopic.SUPERVISION, LawTopic.AUTHORITY}
    notes = [row for row in public_notes(land) if row.topic in topics and row.model_key in {"", *keys}]
    return Duty(
        land=land,
        land_name=LAENDER[land],
        forms=tuple(shown),
        unclear=path.unclear,
        to_authority=path.to_authority,
        notes=tuple(notes),
    )


def members_of(content: VersionContent) -> list[Member]:
    """The partners of a version as competence sees them, in one query."""
    rows = Municipality.objects.in_bulk([item.ags for item in content.partners], field_name="ags")
    return [
        Member(
            name=item.name,
            ags=item.ags,
            level=_level(rows.get(item.ags), item.ags),
            population=rows[item.ags].population if item.ags in rows else None,
        )
        for item in content.partners
    ]


def _level(row: Municipality | None, ags: str) -> Level:
    if row is not None and row.kind in {Kind.DISTRICT, Kind.LAND}:
        return Level.DISTRICT
    if len(ags) == MUNICIPALITY_DIGITS and ags.endswith(INDEPENDENT):
        return Level.INDEPENDENT_CITY
    return Level.WITHIN_DISTRICT


def laender_of(content: VersionContent) -> list[str]:
    """The Länder that have a say: the one whose law governs, then those of the other partners."""
    others = sorted({item.ags[:2] for item in content.partners} - {content.land})
    return [content.land, *others]


def competences(content: VersionContent) -> dict[str, Competence]:
    """Who seems competent, by Land."""
    members = members_of(content)
    return {land: competence_of(laender()[land], members, content.forms) for land in laender_of(content)}


def outside_area(authority: Authority, content: VersionContent) -> list[str]:
    """The partners of the authority's Land that it does not supervise; an empty area is the whole Land."""
    if not authority.area:
        return []
    own = [item for item in content.partners if item.ags.startswith(authority.land)]
    return [item.name for item in own if not item.ags.startswith(tuple(authority.area))]


def authorities_for(content: VersionContent, user: User) -> list[Authority]:
    """The authorities of the Länder that take part, the governing one's first."""
    order = laender_of(content)
    rows = Authority.objects.offered_to(user).filter(land__in=order)
    return sorted(rows, key=lambda row: (order.index(row.land), row.name))


def clock_for(
    proceeding: Proceeding, today: date | None = None, *, forms: Iterable[str] | None = None
) -> Clock | None:
    """The clock of open or decided proceedings; None where no period can run: previews, other kinds, other law.

    Reads the entries of ``proceeding``: prefetch them for lists, which also give the ``forms`` of the version where
    they leave its long content in the database.
    """
    if forms is None:
        forms = VersionContent.from_json(proceeding.version.content).forms
    land = proceeding.authority.land
    rule = silence_of(land, forms)
    kinds = _BY_SILENCE[rule.effect] if rule else _BY_SILENCE["approval"]
    if proceeding.kind not in kinds:
        return None
    contacts = [
        (_known_since(row), CONTACTS[EntryKind(row.kind)])
        for row in proceeding.entries.all()
        if row.kind in CONTACTS
    ]
    return clock_of(
        rule,
        received_on=proceeding.received_on,
        contacts=contacts,
        today=today or timezone.localdate(),
        holiday=lambda day: next((found.name for found in holidays_on(day, [land])), ""),
    )


def _known_since(entry: ProceedingEntry) -> date:
    """The day on which silence was broken: a hearing counts from when it was agreed on, also for a later day."""
    return min(entry.happened_on, timezone.localdate(entry.recorded_at))


def open_requests(proceeding: Proceeding) -> list[ProceedingEntry]:
    """Requests of the authority that nobody has answered since; none once it has decided."""
    if proceeding.decision:
        return []
    entries = list(proceeding.entries.all())
    replies = [(row.happened_on, row.pk) for row in entries if row.kind == EntryKind.REPLY]
    return [
        row
        for row in entries
        if row.kind == EntryKind.REQUEST and not any(reply > (row.happened_on, row.pk) for reply in replies)
    ]


@dataclass(frozen=True)
class ProceedingView:
    """One proceeding as it is shown: its entries, its clock, and requests without an answer."""

    row: Proceeding
    entries: tuple[ProceedingEntry, ...]
    clock: Clock | None
    requests: tuple[ProceedingEntry, ...]

    @property
    def kind(self) -> str:
        """The status component's kind."""
        if not self.row.decision:
            return "waiting"
        if self.row.decision in {Decision.RETURNED, Decision.REFUSED}:
            return "danger"
        return "neutral" if self.row.decision in {Decision.WITHDRAWN, Decision.COMMENTED} else "done"

    @property
    def word(self) -> str:
        """Where it stands."""
        if self.row.decision:
            return self.row.get_decision_display()
        return "in Prüfung" if self.row.received_on else "vorgelegt"


def proceedings_of(user: User, rows: Iterable[Proceeding], today: date | None = None) -> list[ProceedingView]:
    """Proceedings that ``user`` sees, as they are shown; two queries for the entries of all of them.

    ``rows`` come through the gate with version and authority. Notes of the coordination are left out for supervision.
    """
    found = list(rows)
    seen = ProceedingEntry.objects.visible_to(user).select_related("file").order_by("happened_on", "pk")
    prefetch_related_objects(found, Prefetch("entries", seen))
    return [
        ProceedingView(
            row,
            tuple(row.entries.all()),
            None if row.decision else clock_for(row, today),
            tuple(open_requests(row)),
        )
        for row in found
    ]
