"""Agreements of the demo: drafted, discussed, resolved and submitted by the services that people use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from agreements.models import Agreement, AgreementVersion, Clause, Proceeding, ProceedingKind
from agreements.services.agreements import FrameData, create_agreement
from agreements.services.clauses import ClauseData, add_kind, change_clause, leave_out, remove_clause
from agreements.services.contributions import (
    accept_proposal,
    answer_thread,
    open_thread,
    propose,
    settle_thread,
)
from agreements.services.force import put_in_force
from agreements.services.proceedings import (
    DecisionData,
    EntryData,
    add_entry,
    record_decision,
    record_receipt,
    submit_version,
)
from agreements.services.resolutions import ResolutionData, record_resolution
from agreements.services.terms import TermsData, update_terms
from agreements.services.versions import fix_version
from cooperations.models import Cooperation, Partner
from ikz.accounts.models import User
from municipalities.models import Authority
from workspace.examples.moments import as_of, in_days

Row = dict[str, Any]
DAYS_OF_TERMS = ("starts_on", "ends_on", "evaluation_on")


@dataclass(frozen=True)
class Case:
    """Who acts for an agreement; partners by official key."""

    coordinator: User
    cooperation: Cooperation
    partners: dict[str, Partner]
    authority: Authority


@transaction.atomic
def load_agreements(rows: Iterable[Row]) -> int:
    """Enter agreements that their cooperations do not have yet, by title; returns how many were entered."""
    missing = [
        row
        for row in rows
        if not Agreement.objects.filter(cooperation__slug=row["cooperation"], title=row["title"]).exists()
    ]
    for row in missing:
        _enter(row)
    return len(missing)


def _enter(row: Row) -> None:
    cooperation = Cooperation.objects.get(slug=row["cooperation"])
    partners = cooperation.partners.confirmed().select_related("municipality")
    land = next(iter(partners)).municipality.ags[:2]
    case = Case(
        coordinator=User.objects.get(email=row["coordinator"]),
        cooperation=cooperation,
        partners={one.municipality.ags: one for one in partners},
        authority=Authority.objects.order_by("pk")[0],
    )
    terms = _terms(row["terms"])
    with as_of(in_days(row["created"])):
        data = FrameData(title=row["title"], form_keys=row["forms"], land=land)
        agreement = create_agreement(
            actor=case.coordinator, cooperation=cooperation, data=data, with_wording=False
        )
        _write(case, agreement, row)
        update_terms(
            actor=case.coordinator, agreement=agreement, data=terms, expected_version=agreement.version
        )
        for talk in row.get("threads", ()):
            _talk(case, agreement, talk)
    for version in row.get("versions", ()):
        _version(case, agreement, version)
    for proposal in row.get("proposals", ()):
        _propose(agreement, proposal)


def _write(case: Case, agreement: Agreement, row: Row) -> None:
    """Give the draft its wording: what the row does not name goes, or is left out with its reason."""
    wanted = {clause["key"]: clause["text"] for clause in row["clauses"]}
    left_out = row.get("left_out", {})
    for clause in list(agreement.clauses.all()):
        if clause.key in left_out:
            leave_out(actor=case.coordinator, clause=clause, reason=left_out[clause.key])
        elif clause.key not in wanted:
            remove_clause(actor=case.coordinator, clause=clause)
    present = set(agreement.clauses.values_list("key", flat=True))
    for key in wanted:
        if key not in present:
            add_kind(actor=case.coordinator, agreement=agreement, key=key)
    for clause in agreement.clauses.filter(key__in=wanted):
        change_clause(
            actor=case.coordinator,
            clause=clause,
            data=ClauseData(heading=clause.heading, text=wanted[clause.key]),
            expected_version=clause.version,
        )


def _terms(row: Row) -> TermsData:
    """The terms of a row, with its days counted from today."""
    return TermsData(**row | {name: _day(row[name]) for name in DAYS_OF_TERMS if name in row})


def _day(days: int) -> date:
    return in_days(days).date()


def _clause(agreement: Agreement, key: str) -> Clause:
    return agreement.clauses.get(key=key)


def _talk(case: Case, agreement: Agreement, row: Row) -> None:
    thread = open_thread(
        actor=User.objects.get(email=row["by"]), clause=_clause(agreement, row["clause"]), text=row["text"]
    )
    if "answer" in row:
        answer_thread(actor=case.coordinator, thread=thread, text=row["answer"])
    if row["settled"]:
        settle_thread(actor=case.coordinator, thread=thread, settled=True)


def _propose(agreement: Agreement, row: Row) -> None:
    clause = _clause(agreement, row["clause"])
    propose(
        actor=User.objects.get(email=row["by"]),
        agreement=agreement,
        data=ClauseData(heading=clause.heading, text=row["text"]),
        clause=clause,
        base_version=clause.version,
        reason=row["reason"],
    )


def _version(case: Case, agreement: Agreement, row: Row) -> None:
    with as_of(in_days(row["fixed"])):
        if wording := row.get("proposal"):
            _propose(agreement, wording)
            clause = _clause(agreement, wording["clause"])
            accept_proposal(
                actor=case.coordinator, proposal=clause.proposals.get(), expected_version=clause.version
            )
        version = fix_version(actor=case.coordinator, agreement=agreement, occasion=row["occasion"])
    if preview := row.get("preview"):
        _preview(case, version, preview)
    _resolve(case, version, row.get("resolutions", ()))
    if submission := row.get("submission"):
        proceeding = _submit(case, version, ProceedingKind(submission["kind"]), submission)
        for entry in submission["entries"]:
            _note(case, proceeding, entry)
    if "in_force" in row:
        with as_of(in_days(row["in_force"])):
            put_in_force(actor=case.coordinator, version=version, on=_today())


def _today() -> date:
    return in_days(0).date()


def _preview(case: Case, version: AgreementVersion, row: Row) -> None:
    proceeding = _submit(case, version, ProceedingKind.PREVIEW, row)
    answer = row["comment"]
    with as_of(in_days(answer["day"])):
        data = DecisionData(decision="commented", decided_on=_today(), note=answer["text"])
        record_decision(actor=case.coordinator, proceeding=proceeding, data=data)


def _submit(case: Case, version: AgreementVersion, kind: ProceedingKind, row: Row) -> Proceeding:
    with as_of(in_days(row["submitted"])):
        proceeding = submit_version(
            actor=case.coordinator,
            version=version,
            authority=case.authority,
            kind=kind,
            submitted_on=_today(),
        )
    with as_of(in_days(row["received"])):
        return record_receipt(actor=case.coordinator, proceeding=proceeding, on=_today())


def _note(case: Case, proceeding: Proceeding, row: Row) -> None:
    with as_of(in_days(row["day"])):
        happened = _today()
        due = _day(row["answer_due"] - row["day"]) if "answer_due" in row else None
        data = EntryData(kind=row["kind"], happened_on=happened, text=row["text"], answer_due_on=due)
        add_entry(actor=case.coordinator, proceeding=proceeding, data=data)


def _resolve(case: Case, version: AgreementVersion, rows: Row | list[Row]) -> None:
    """Enter the councils' resolutions; ``every`` stands for all partners alike."""
    if isinstance(rows, dict):
        rows = [rows["every"] | {"ags": ags} for ags in case.partners]
    for row in rows:
        with as_of(in_days(row["day"])):
            data = ResolutionData(
                body=row["body"],
                decided_on=_today(),
                result=row["result"],
                reference=row.get("reference", ""),
                note=row.get("note", ""),
            )
            record_resolution(
                actor=case.coordinator, version=version, partner=case.partners[row["ags"]], data=data
            )
