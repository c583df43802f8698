"""Proceedings before the authority: what is due, who is competent, submitted, received, decided."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agreements.clock import COUNTED, Standing
from agreements.content import VersionContent
from agreements.decisions import formal, kinds_due, kinds_elsewhere, lawful_decisions
from agreements.forms.life import CompletionForm, DecisionForm, EntryForm, ReceiptForm, SubmitForm
from agreements.models import AgreementVersion, Decision, Proceeding, ProceedingKind
from agreements.path import DECIDED, State, refusal
from agreements.selectors.freezing import content_of_draft, unchanged_since
from agreements.selectors.life import NextStep, next_step, steps_of, way_of
from agreements.selectors.proceedings import (
    authorities_for,
    clock_for,
    competences,
    duty_in,
    laender_of,
    outside_area,
    proceedings_of,
)
from agreements.selectors.resolutions import CHANGEABLE, councils_of
from agreements.selectors.submissions import authorities_left
from agreements.services.force import PENDING
from agreements.services.lifecycle import path_for
from agreements.services.proceedings import (
    COMPLETE,
    DECIDED_ALREADY,
    NOT_DECIDED,
    add_entry,
    complete_decision,
    record_decision,
    record_receipt,
    submit_version,
)
from agreements.views.drafts import Place, coordinated_place, seen_place
from agreements.views.force import publication_rules
from agreements.views.life import answer, coordinated_with_version, page_of, version_asked_for
from cooperations.law_words import NO_LEGAL_ADVICE
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible
from ikz.ui.formatting import de_date, join_de
from municipalities.models import Authority

LIES_THERE = "Diese Fassung liegt schon allen Behörden vor, in deren Gebiet alle Beteiligten liegen."
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a version stands: what is next, what is due by law, the proceedings, the steps so far."""
    place = seen_place(request, pk)
    user, version = actor_of(request), version_asked_for(request, place)
    rows = AgreementVersion.objects.visible_to(user).filter(agreement=place.agreement)
    states = {row.number: row for row in rows.defer("content")}
    context: dict[str, Any] = {
        **place.context,
        "version": version,
        "versions": sorted(states, reverse=True),
        "in_force": next((row for row in states.values() if row.state == State.IN_FORCE), None),
        "no_legal_advice": NO_LEGAL_ADVICE,
        "clarified": place.agreement.get_clarified_requirement_display(),
    }
    clarified = place.agreement.clarified_requirement
    if version is None:
        lands, forms = [place.agreement.land], place.agreement.form_keys
    else:
        content = VersionContent.from_json(version.content)
        lands, forms = laender_of(content), list(content.forms)
        context |= _standing(request, place, version, content, newest=version.number == max(states))
    context["duties"] = [
        duty_in(land, forms, clarified=clarified if land == place.agreement.land else "") for land in lands
    ]
    context["amendments"] = [
        (form.label, form.law.supervision)
        for duty in context["duties"]
        for form in duty.forms
        if form.law.supervision and "nderung" in form.law.supervision.note
    ]
    return render(request, "agreements/proceedings/page.html", context)


def _standing(
    request: HttpRequest, place: Place, version: AgreementVersion, content: VersionContent, *, newest: bool
) -> dict[str, Any]:
    user, path = actor_of(request), path_for(version)
    rows = (
        Proceeding.objects.visible_to(user)
        .filter(version=version)
        .select_related("authority", "decision_file")
    )
    for row in rows:
        row.version = version
    shown = proceedings_of(user, rows)
    councils = councils_of(version, user)
    may, state = place.may_change, State(version.state)
    left = authorities_left(user, version, path, rows) if may else []
    coming = next_step(version, path, councils, shown)
    return {
        "path": path,
        "way": way_of(version, path),
        "next": coming,
        "next_url": _address(coming, version),
        "draft_changed": newest and not unchanged_since(version, content_of_draft(place.agreement)),
        "councils": councils,
        "proceedings": shown,
        "steps": steps_of(user, version),
        "competences": [(duty_land, found) for duty_land, found in competences(content).items()],
        "rules": publication_rules(version),
        "counted": COUNTED,
        "controls": may,
        # Where no authority is entered yet, the page of submission says what to do about that.
        "may_submit": may
        and (
            bool(left)
            or (state is State.SUBMITTED and not formal(rows))
            or (state in CHANGEABLE and path.to_authority)
        ),
        "lies_before": [] if left else [row.authority for row in formal(rows) if not row.decision],
        "may_forget_day": may and version.in_force_on is not None and state in PENDING,
        "may_preview": may and state in {State.FIXED, State.PREVIEW},
        "may_adopt": may and state in {State.FIXED, State.PREVIEW} and bool(councils.missing),
        "may_end": may and state is State.IN_FORCE,
        "may_force": may and path.publication == "check" and _decided(state, to_authority=path.to_authority),
    }


def _address(step: NextStep, version: AgreementVersion) -> str:
    if not step.address or step.address == "version_fix":
        return reverse("agreements:version_fix", args=[version.agreement_id]) if step.address else ""
    if step.row is not None:
        return reverse(f"agreements:{step.address}", args=[version.agreement_id, step.row])
    return page_of(step.address, version)


def _decided(state: State, *, to_authority: bool) -> bool:
    return state in DECIDED or (state is State.ADOPTED and not to_authority)


def _no_submission(request: HttpRequest, version: AgreementVersion) -> str:
    """Why nothing is left to submit, said before somebody fills in the form."""
    path, state = path_for(version), State(version.state)
    if state in {State.FIXED, State.PREVIEW} or (state in CHANGEABLE and path.to_authority):
        return ""
    user = actor_of(request)
    rows = Proceeding.objects.visible_to(user).filter(version=version).order_by("submitted_on", "pk")
    if authorities_left(user, version, path, rows):
        return ""
    if state is State.SUBMITTED:
        return LIES_THERE if formal(rows) else ""
    return refusal(path, state, State.SUBMITTED)


@form_page
@login_required
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose authority and proceedings, with a proposal from the Land's list; submitting opens the version to it."""
    place, version = coordinated_with_version(request, pk)
    user, content = actor_of(request), VersionContent.from_json(version.content)
    offices = authorities_for(content, user)
    fitting = [row for row in offices if not outside_area(row, content)]
    missing = [line.name for line in councils_of(version).missing]
    kinds = _kinds(version, content)
    form = SubmitForm(
        request.POST if request.method == "POST" else None,
        authorities=Authority.objects.offered_to(user).filter(pk__in=[row.pk for row in offices]),
        kinds=kinds,
        missing=bool(missing),
        initial={
            "authority": fitting[0].pk if len(fitting) == 1 else None,
            "kind": kinds[0][0] if kinds else None,
            "submitted_on": timezone.localdate(),
        },
    )

    def save(data: dict[str, Any]) -> str:
        row = submit_version(
            actor=user,
            version=version,
            authority=data["authority"],
            kind=data["kind"],
            submitted_on=data["submitted_on"],
            missing_reason=data.get("missing_reason", ""),
        )
        return (
            f"Fassung {version.number} liegt jetzt {row.authority} vor. Die Partner bekommen eine Mail; "
            "die Behörde auch, wenn sie hier ein Konto hat."
        )

    return answer(
        request,
        place,
        version,
        form,
        save,
        template="agreements/proceedings/submit.html",
        missing=join_de(missing) if missing else "",
        refused=_no_submission(request, version),
        offices=[(row, outside_area(row, content)) for row in offices],
        competences=list(competences(content).items()),
        duties=[duty_in(land, content.forms) for land in laender_of(content)],
        no_legal_advice=NO_LEGAL_ADVICE,
    )


@form_page
@login_required
def receipt(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """The day of receipt, from which periods run."""
    place, row = _coordinated(request, pk, row_pk)
    initial = {"on": row.received_on, "expected": row.save_count}
    form = ReceiptForm(request.POST if request.method == "POST" else None, initial=initial)

    def save(data: dict[str, Any]) -> str:
        record_receipt(actor=actor_of(request), proceeding=row, on=data["on"], expected=data["expected"])
        return f"Der Eingang am {de_date(data['on'])} ist eingetragen."

    return answer(
        request,
        place,
        row.version,
        form,
        save,
        fresh=lambda: _count(row),
        title="Eingang eintragen",
        warning=DECIDED_ALREADY if row.decision else "",
        lead=f"{row.authority}, {row.get_kind_display()}, vorgelegt am {de_date(row.submitted_on)}",
        submit="Eingang eintragen",
    )


@form_page
@login_required
def entry(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Something that happened: a request, an answer, a hearing, a message, a note."""
    place, row = _coordinated(request, pk, row_pk)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"happened_on": timezone.localdate(), "kind": request.GET.get("art")},
    )

    def save(data: dict[str, Any]) -> str:
        add_entry(actor=actor_of(request), proceeding=row, data=form.to_data(), upload=data["file"])
        return "Der Eintrag ist gespeichert."

    return answer(
        request,
        place,
        row.version,
        form,
        save,
        title="Eintrag zum Verfahren",
        lead=f"{row.authority}, {row.get_kind_display()}. Einträge lassen sich nicht mehr ändern: Sie gehören zur Akte.",
        submit="Eintragen",
    )


@form_page
@login_required
def decision(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """What the authority decided; only what fits these proceedings can be chosen."""
    place, row = _coordinated(request, pk, row_pk)
    version = row.version
    foreign = row.authority.land != version.content["land"]
    allowed = lawful_decisions(row.kind, path=path_for(version), foreign=foreign)
    clock, withdraws = clock_for(row), request.GET.get("art") == Decision.WITHDRAWN
    preset = timezone.localdate() if withdraws else None
    if not withdraws and clock is not None and clock.standing is Standing.PASSED:
        preset = clock.runs[-1].ends_on + timedelta(days=1)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        decisions=[(one.value, str(one.label)) for one in Decision if one in allowed],
        initial={
            "expected": row.save_count,
            "decided_on": preset,
            "decision": Decision.WITHDRAWN.value if withdraws else None,
        },
    )

    def save(data: dict[str, Any]) -> str:
        record_decision(
            actor=actor_of(request),
            proceeding=row,
            data=form.to_data(),
            upload=data["file"],
            expected=data["expected"],
        )
        return "Die Entscheidung ist eingetragen."

    return answer(
        request,
        place,
        version,
        form,
        save,
        fresh=lambda: _count(row),
        title="Vorlage zurückziehen" if withdraws else "Entscheidung eintragen",
        warning=DECIDED_ALREADY if row.decision else "",
        lead=f"{row.authority}, {row.get_kind_display()}, vorgelegt am {de_date(row.submitted_on)}",
        clock=clock if Decision.DEEMED in allowed or row.kind == ProceedingKind.NOTIFICATION else None,
        counted=COUNTED,
        submit="Zurückziehen" if withdraws else "Entscheidung eintragen",
    )


@form_page
@login_required
def completion(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Add the file number or the document of a decision that was entered before they came."""
    place, row = _coordinated(request, pk, row_pk)
    has_number, has_file = bool(row.file_number), row.decision_file_id is not None
    form = CompletionForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        has_number=has_number,
        has_file=has_file,
    )

    def save(data: dict[str, Any]) -> str:
        complete_decision(
            actor=actor_of(request),
            proceeding=row,
            file_number=data.get("file_number", ""),
            upload=data.get("file"),
        )
        return "Die Entscheidung ist ergänzt."

    warning = "" if row.decision else NOT_DECIDED
    return answer(
        request,
        place,
        row.version,
        form,
        save,
        title="Entscheidung ergänzen",
        warning=warning or (COMPLETE if has_number and has_file else ""),
        lead=f"{row.authority}, {row.get_kind_display()}. Ergänzen lässt sich nur, was noch fehlt: Was eingetragen ist, gehört zur Akte.",
        submit="Ergänzen",
    )


def _count(row: Proceeding) -> int:
    return Proceeding.objects.values_list("save_count", flat=True).get(pk=row.pk)


def _kinds(version: AgreementVersion, content: VersionContent) -> list[tuple[str, str]]:
    """The proceedings to choose from: what is due in any Land that takes part, and a preview before the councils."""
    state = State(version.state)
    found = list(kinds_due(path_for(version), content.land, content.forms))
    for land in laender_of(content)[1:]:
        found += kinds_elsewhere(land, content.forms)
    if state in {State.FIXED, State.PREVIEW}:
        found.insert(0, ProceedingKind.PREVIEW)
    return [(one.value, str(one.label)) for one in dict.fromkeys(found)]


def _coordinated(request: HttpRequest, pk: int, row_pk: int) -> tuple[Place, Proceeding]:
    place = coordinated_place(request, pk)
    rows = Proceeding.objects.filter(version__agreement=place.agreement).select_related(
        "version", "authority"
    )
    row: Proceeding = get_visible(rows, actor_of(request), pk=row_pk)
    row.version.agreement = place.agreement
    return place, row
