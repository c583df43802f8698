"""The clauses of a draft: worded, added, left out, moved and removed by the coordination."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.aids import facts_of
from agreements.catalog import ClauseKind, clauses
from agreements.drafting import filled
from agreements.models import Agreement, Clause
from agreements.models.clauses import CLAUSE_LENGTH
from agreements.services.agreements import lock_draft
from cooperations.models import Cooperation
from cooperations.selectors.relations import with_partners
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.accounts.models import User

MOST = 150
DISCUSSED = (
    "Zu dieser Klausel gibt es Anmerkungen oder Vorschläge. Lassen Sie sie mit einer Begründung weg: "
    "Dann bleibt nachlesbar, was dazu gesagt wurde."
)
KNOWN_KIND = "Diesen Regelungsinhalt enthält der Entwurf schon."
WORDING = "wording"


@dataclass(frozen=True, kw_only=True)
class ClauseData:
    """Heading and text of a clause."""

    heading: str
    text: str = ""


def stored_clause(row: Any) -> dict[str, Any]:
    """What is stored, by the names of :class:`ClauseData`; also of a row of the history."""
    return {"heading": row.heading, "text": row.text}


def tidy(text: str) -> str:
    """The text as it is stored: lines end in one way, no spaces around."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def lock_clause(actor: User, clause: Clause) -> Clause:
    """A clause, locked after its agreement; ``actor`` may change both."""
    lock_draft(actor, clause.agreement_id)
    row: Clause = get_editable(Clause.objects, actor, lock=True, pk=clause.pk)
    return row


def store(row: Clause, data: ClauseData, actor: User) -> Clause:
    """Put wording into a locked clause and count it; raises ValidationError by field."""
    row.heading, row.text, row.updated_by = " ".join(data.heading.split()), tidy(data.text), actor
    row.full_clean(validate_constraints=False, exclude=["agreement"])
    row.version += 1
    row.save()
    return row


@transaction.atomic
def change_clause(*, actor: User, clause: Clause, data: ClauseData, expected_version: int) -> Clause:
    """Change heading and text; raises EditConflict when somebody saved in between, ValidationError by field."""
    row = lock_clause(actor, clause)
    if row.version != expected_version:
        raise EditConflict(current=row, submitted=data)
    return store(row, data, actor)


@transaction.atomic
def take_over(*, actor: User, clause: Clause, aid: str) -> Clause:
    """Put what a drafting aid knows at the end of the text (``wording``: the neutral beginning of the catalog).

    What others wrote meanwhile stays, so no version is asked for; what stands there already is not put in twice.
    """
    row = lock_clause(actor, clause)
    text = _known(actor, row, aid)
    if text in row.text:
        return row
    if len(row.text) + len(text) + 2 > CLAUSE_LENGTH:
        raise ValidationError("Der Wortlaut würde zu lang.")
    return store(row, ClauseData(heading=row.heading, text=f"{row.text}\n\n{text}"), actor)


def _known(actor: User, row: Clause, aid: str) -> str:
    kind = clauses().get(row.key)
    facts = {key: one.text for key, one in facts_of(actor, _cooperation(actor, row.agreement)).items()}
    if aid == WORDING:
        text = filled(kind.wording, facts) if kind else ""
    else:
        text = facts.get(aid, "") if kind and aid in kind.aids else ""
    if not text:
        raise ValidationError("Diese Formulierungshilfe gibt es hier nicht.")
    return text


def _cooperation(actor: User, agreement: Agreement) -> Cooperation:
    row: Cooperation = get_editable(
        with_partners(Cooperation.objects.all()), actor, pk=agreement.cooperation_id
    )
    return row


def append(agreement: Agreement, row: Clause) -> Clause:
    """Save a clause as the last one of a locked agreement."""
    positions = list(agreement.clauses.values_list("position", flat=True))
    if len(positions) >= MOST:
        raise ValidationError(f"Mehr als {MOST} Klauseln sind nicht möglich.")
    row.agreement, row.position = agreement, max(positions, default=0) + 1
    row.full_clean(validate_constraints=False)
    row.save()
    return row


@transaction.atomic
def add_own(*, actor: User, agreement: Agreement, data: ClauseData) -> Clause:
    """Add a clause of the partners' own at the end; raises ValidationError by field."""
    owner = lock_draft(actor, agreement.pk)
    heading, text = " ".join(data.heading.split()), tidy(data.text)
    return append(owner, Clause(heading=heading, text=text, updated_by=actor))


@transaction.atomic
def add_kind(*, actor: User, agreement: Agreement, key: str) -> Clause:
    """Add a clause of the catalog with its beginning, where it usually stands; one left out comes back as it was."""
    owner, kind = lock_draft(actor, agreement.pk), _kind(key)
    found = owner.clauses.select_for_update().filter(key=key).first()
    if found is not None:
        if not found.included:
            _include(found, actor)
        return found
    facts = {name: one.text for name, one in facts_of(actor, _cooperation(actor, owner)).items()}
    row = append(
        owner,
        Clause(key=key, heading=kind.heading, text=filled(kind.wording, facts), updated_by=actor),
    )
    _put_in_order(owner, row)
    row.refresh_from_db()
    return row


def _put_in_order(agreement: Agreement, row: Clause) -> None:
    """Move a new clause before the first one that the catalog puts behind it."""
    order = list(clauses())
    rows = list(agreement.clauses.exclude(pk=row.pk).order_by("position"))
    later = (
        index
        for index, one in enumerate(rows)
        if one.key in clauses() and order.index(one.key) > order.index(row.key)
    )
    rows.insert(next(later, len(rows)), row)
    _place(rows)


def _place(rows: list[Clause]) -> None:
    for number, row in enumerate(rows, start=1):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position", "updated_at"])


def _kind(key: str) -> ClauseKind:
    if key not in clauses():
        raise ValidationError("Diesen Regelungsinhalt gibt es nicht.")
    return clauses()[key]


@transaction.atomic
def leave_out(*, actor: User, clause: Clause, reason: str) -> Clause:
    """Deliberately leave a clause out, with a reason; text and discussion stay. Raises ValidationError by field."""
    row = lock_clause(actor, clause)
    row.included, row.updated_by = False, actor
    row.omission_reason = _reason(reason)
    row.full_clean(validate_constraints=False)
    row.save()
    return row


@transaction.atomic
def leave_out_kind(*, actor: User, agreement: Agreement, key: str, reason: str) -> Clause:
    """Say why something of the catalog is not regulated at all; raises ValidationError by field."""
    owner, kind = lock_draft(actor, agreement.pk), _kind(key)
    if owner.clauses.filter(key=key).exists():
        raise ValidationError(KNOWN_KIND)
    return append(
        owner,
        Clause(
            key=key,
            heading=kind.heading,
            included=False,
            omission_reason=_reason(reason),
            updated_by=actor,
        ),
    )


def _reason(text: str) -> str:
    if not (reason := tidy(text)):
        raise ValidationError(
            {"omission_reason": "Bitte begründen Sie, warum der Punkt nicht geregelt wird."}
        )
    return reason


@transaction.atomic
def take_back(*, actor: User, clause: Clause) -> Clause:
    """Put a clause that was left out back where it stood."""
    row = lock_clause(actor, clause)
    if not row.included:
        _include(row, actor)
    return row


def _include(row: Clause, actor: User) -> None:
    row.included, row.omission_reason, row.updated_by = True, "", actor
    row.save(update_fields=["included", "omission_reason", "updated_by", "updated_at"])


@transaction.atomic
def move_clause(*, actor: User, clause: Clause, step: int) -> Clause:
    """Move a clause one place up (-1) or down (1) among those that are in; at the end it stays."""
    owner = lock_draft(actor, clause.agreement_id)
    rows = list(owner.clauses.select_for_update().order_by("position"))
    row = next((one for one in rows if one.pk == clause.pk), None)
    if row is None or not row.included or step not in (-1, 1):
        raise ValidationError("Diese Klausel steht nicht mehr im Entwurf.")
    shown = [one for one in rows if one.included]
    target = shown.index(row) + step
    if 0 <= target < len(shown):
        other = shown[target]
        row.position, other.position = other.position, row.position
        for one in (row, other):
            one.save(update_fields=["position", "updated_at"])
    return row


@transaction.atomic
def remove_clause(*, actor: User, clause: Clause) -> None:
    """Delete a clause about which nobody has said anything; the history keeps it."""
    row = lock_clause(actor, clause)
    if row.threads.exists() or row.proposals.exists():
        raise ValidationError(DISCUSSED)
    row.delete()
