"""Resolutions of the councils about a version: the table, entered, corrected, removed, and reminders."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.life import RESOLUTION_LABELS, ResolutionEditForm, ResolutionForm, show_resolution
from agreements.models import AgreementVersion, CouncilResolution
from agreements.path import State
from agreements.selectors.resolutions import CHANGEABLE, CLOSED, Councils, councils_of
from agreements.services.resolutions import (
    change_resolution,
    earlier_values,
    record_resolution,
    remind_of_missing_resolutions,
    remove_resolution,
    stored_values,
)
from agreements.views.drafts import Place, seen_place
from agreements.views.life import coordinated_with_version, needed_version, page_of, seen_with_version
from cooperations.views.versions import show_conflict, with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable, get_visible
from ikz.ui.formatting import join_de, plural_de
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])
FILE_AGAIN = "Die Datei wählen Sie danach bitte noch einmal aus: Dateien merkt sich der Browser nicht."


@require_safe
@login_required
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """All partners of a version with what their councils resolved, and who is missing."""
    place, version = seen_with_version(request, pk)
    context: dict[str, Any] = {**place.context, "version": version}
    if version is not None:
        councils = councils_of(version, actor_of(request))
        open_ = State(version.state) not in CLOSED and place.agreement.dropped_on is None
        context |= {
            "councils": councils,
            "controls": open_,
            "may_record": open_ and any(line.may_record for line in councils.lines),
            "may_remind": open_ and place.coordinates and bool(councils.missing),
            "versions": _numbers(request, place),
        }
    return render(request, "agreements/resolutions/table.html", context)


@form_page
@login_required
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a resolution; ``?kommune=`` is the partner it is for."""
    place = seen_place(request, pk)
    version = needed_version(request, place)
    councils = councils_of(version, actor_of(request))
    partners = [line.partner for line in councils.lines if line.may_record and line.partner]
    if not partners:
        raise PermissionDenied
    form = ResolutionForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        partners=partners,
        initial={"partner": request.GET.get("kommune") or _first_missing(councils)},
    )
    if request.method == "POST" and form.is_valid():
        partner = form.partners[form.cleaned_data["partner"]]
        try:
            record_resolution(
                actor=actor_of(request),
                version=version,
                partner=partner,
                data=form.to_data(),
                upload=form.cleaned_data["file"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"Der Beschluss für {partner} ist eingetragen.")
            return redirect(page_of("resolutions", version))
    return _show(request, place, version, form, partners=partners)


@form_page
@login_required
def edit(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Correct a resolution; a second saver chooses field by field."""
    place = seen_place(request, pk)
    row = _one(request, place, row_pk)
    has_file = row.file is not None
    if request.method != "POST":
        initial = stored_values(row) | {"version": row.save_count}
        return _show(
            request, place, row.version, ResolutionEditForm(initial=initial, has_file=has_file), row=row
        )
    sent = with_choices(request.POST, ResolutionEditForm(has_file=has_file), stored_values(row))
    form = ResolutionEditForm(sent, request.FILES, has_file=has_file)
    if not form.is_valid():
        return _show(request, place, row.version, form, row=row)
    expected: int = form.cleaned_data["version"]
    try:
        change_resolution(
            actor=actor_of(request),
            resolution=row,
            data=form.to_data(),
            expected_version=expected,
            upload=form.cleaned_data["file"],
            drop_file=form.cleaned_data.get("drop_file", False),
        )
    except EditConflict as conflict:
        if form.cleaned_data["file"]:
            messages.warning(request, FILE_AGAIN)
        return _show_conflict(request, place, form, conflict.current, expected)
    except ValidationError as error:
        add_errors(form, error)
        return _show(request, place, row.version, form, row=row)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect(page_of("resolutions", row.version))


@form_page
@login_required
def remove(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Ask once, then remove a resolution entered by mistake."""
    place = seen_place(request, pk)
    row = _one(request, place, row_pk)
    problem = ""
    if request.method == "POST":
        try:
            remove_resolution(actor=actor_of(request), resolution=row)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, f"Der Beschluss für {row.partner} ist entfernt.")
            return redirect(page_of("resolutions", row.version))
    context = {
        **place.context,
        "version": row.version,
        "resolution": row,
        "problem": problem,
        "back_url": page_of("resolutions", row.version),
    }
    return render(request, "agreements/resolutions/remove.html", context)


@require_POST
@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Write to the partners whose consent is missing."""
    _, version = coordinated_with_version(request, pk)
    try:
        count, unreached = remind_of_missing_resolutions(actor=actor_of(request), version=version)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        asked = plural_de(count - len(unreached), "Kommune ist", "Kommunen sind")
        messages.success(request, f"{asked} an den Beschluss erinnert, jede Person höchstens einmal am Tag.")
        if unreached:
            messages.warning(request, f"Ohne Konto und ohne Mailadresse: {join_de(unreached)}.")
    return redirect(page_of("resolutions", version))


def _first_missing(councils: Councils) -> str:
    found = next((line.partner for line in councils.missing if line.may_record and line.partner), None)
    return str(found.pk) if found else ""


def _numbers(request: HttpRequest, place: Place) -> list[int]:
    rows = AgreementVersion.objects.visible_to(actor_of(request)).filter(agreement=place.agreement)
    return list(rows.order_by("-number").values_list("number", flat=True))


def _one(request: HttpRequest, place: Place, pk: int) -> CouncilResolution:
    rows = CouncilResolution.objects.filter(version__agreement=place.agreement)
    rows = rows.select_related("version", "partner__municipality", "file")
    user = actor_of(request)
    get_editable(rows, user, pk=pk)
    row: CouncilResolution = get_visible(rows, user, pk=pk)
    row.version.agreement = place.agreement
    return row


def _show(
    request: HttpRequest,
    place: Place,
    version: AgreementVersion,
    form: ResolutionForm,
    *,
    row: CouncilResolution | None = None,
    partners: list[Any] | None = None,
) -> HttpResponse:
    context = {
        **place.context,
        "version": version,
        "form": form,
        "resolution": row,
        "only": partners[0] if partners and len(partners) == 1 else None,
        "locked": row is not None and State(version.state) not in CHANGEABLE,
        "save_url": request.get_full_path(),
        "back_url": page_of("resolutions", version),
    }
    return render(request, "agreements/resolutions/form.html", context)


def _show_conflict(
    request: HttpRequest, place: Place, form: ResolutionEditForm, current: CouncilResolution, expected: int
) -> HttpResponse:
    return show_conflict(
        request,
        place.cooperation,
        form=form,
        labels=RESOLUTION_LABELS,
        stored=stored_values(current),
        before=earlier_values(current, expected),
        show=show_resolution,
        now={"version": current.save_count},
        title=f"Beschluss von {current.partner}",
        keep_url=page_of("resolutions", current.version),
        template="agreements/resolutions/conflict.html",
        extra=place.context,
    )
