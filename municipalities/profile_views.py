"""The form of a Schulträger's profile, for its own staff; everybody else reads it on the municipality's page."""

from dataclasses import asdict, replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.ui.forms import add_errors
from ikz.ui.versions import differences, taken_as_stored
from municipalities.models import Municipality, Profile
from municipalities.own import own_municipality
from municipalities.profile_forms import LABELS, ProfileForm, show
from municipalities.services import save_profile
from municipalities.services.profiles import ProfileData, stored_values


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, ags: str) -> HttpResponse:
    """Fill in or change the profile; a second saver chooses field by field."""
    municipality = own_municipality(request.user, ags=ags)
    seen_rows = Profile.objects.visible_to(request.user).filter(municipality=municipality)
    stored = seen_rows.first() or Profile(municipality=municipality)
    if request.method != "POST":
        form = ProfileForm(initial=stored_values(stored) | {"version": stored.version})
        return _show(request, municipality, form)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _show(request, municipality, form)
    seen: int = form.cleaned_data["version"]
    data = replace(form.to_data(), **taken_as_stored(request.POST, stored_values(stored)))
    try:
        save_profile(actor=actor_of(request), municipality=municipality, data=data, expected_version=seen)
    except EditConflict as conflict:
        return _show_conflict(request, conflict.current, data, seen)
    except ValidationError as error:
        # After a choice between versions the merged data is what has to be looked at again.
        merged = ProfileForm(_as_typed(data, seen))
        merged.is_valid()
        add_errors(merged, error)
        return _show(request, municipality, merged)
    messages.success(request, "Das Profil ist gespeichert.")
    return redirect("municipality:profile", ags)


def _as_typed(data: ProfileData, version: int) -> dict[str, object]:
    fields = ProfileForm.base_fields
    return {name: fields[name].prepare_value(value) for name, value in asdict(data).items()} | {
        "version": version
    }


def _show(request: HttpRequest, municipality: Municipality, form: ProfileForm) -> HttpResponse:
    context = {"municipality": municipality, "may_edit": True, "form": form}
    return render(request, "municipalities/profile/edit.html", context)


def _show_conflict(request: HttpRequest, current: Profile, mine: ProfileData, seen: int) -> HttpResponse:
    found = differences(
        labels=LABELS,
        stored=stored_values(current),
        mine=asdict(mine),
        before=_earlier(current, seen),
        show=show,
    )
    context = {
        "municipality": current.municipality,
        "may_edit": True,
        "form": ProfileForm(initial=asdict(mine) | {"version": current.version}),
        "differences": found,
    }
    return render(request, "municipalities/profile/conflict.html", context)


def _earlier(current: Profile, seen: int) -> dict[str, object]:
    """What the person started from; version 0 is the empty form."""
    if not seen:
        return asdict(ProfileData())
    event = current.events.filter(version=seen).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return {} if event is None else stored_values(event)
