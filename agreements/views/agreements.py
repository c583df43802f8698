"""The agreements of a cooperation: the list, a new one, the page of one, its frame, giving up and taking up again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.forms.drafts import FRAME_LABELS, FrameEditForm, NewAgreementForm, preselected, show_frame
from agreements.models import Agreement
from agreements.selectors.agreements import Standing, standings, with_counts
from agreements.selectors.checks import check_of_draft
from agreements.selectors.drafts import lands_of, notes_of, unread_contents
from agreements.selectors.rooms import next_of, rooms
from agreements.services.agreements import (
    change_frame,
    create_agreement,
    drop_agreement,
    pursue_again,
    stored_frame,
)
from agreements.stages import Next
from agreements.views.drafts import Place, coordinated_place, seen_place
from cooperations.law_catalog import laender
from cooperations.models import Cooperation
from cooperations.views.lookup import coordinated, seen
from cooperations.views.versions import show_conflict, with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_visible
from ikz.ui.forms import add_errors
from ikz.ui.navigation import address_exists

ANSWER_GONE = (
    "Die Antwort der Aufsicht galt für die frühere Form oder das frühere Land und zählt nicht mehr. "
    "Fragen Sie die zuständige Behörde und tragen Sie ihre Antwort neu ein."
)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def list_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreements of a cooperation with where they stand."""
    cooperation, viewer = seen(request, slug)
    context = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "coordinates": viewer.coordinates,
        "standings": standings(actor_of(request), cooperation),
    }
    return render(request, "agreements/agreements/list.html", context)


@form_page
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an agreement from what the cooperation has decided."""
    cooperation, _ = coordinated(request, slug)
    lands = lands_of(cooperation)
    keys = preselected(cooperation.model_keys)
    initial = {
        "title": _title(cooperation, keys),
        "form_keys": keys,
        "land": lands[0].land if len(lands) == 1 else "",
        "with_wording": True,
    }
    form = NewAgreementForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = create_agreement(
                actor=actor_of(request),
                cooperation=cooperation,
                data=form.to_data(),
                with_wording=form.cleaned_data["with_wording"],
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                "Der Entwurf ist angelegt. Er beginnt mit dem, was Quellen und Landesrecht verlangen.",
            )
            return redirect("agreements:draft", row.pk)
    context = {
        "cooperation": cooperation,
        "form": form,
        "lands": lands if len(lands) > 1 else [],
        "left_aside": [key for key in cooperation.model_keys if key not in keys],
    }
    return render(request, "agreements/agreements/new.html", context)


def _title(cooperation: Cooperation, keys: list[str]) -> str:
    words = {"informal": "Absichtserklärung", "working-community": "Absichtserklärung"}
    if not keys:
        return ""
    word = words.get(keys[0], "Vereinbarung")
    if keys[0] in {"special-purpose-association", "public-institution"}:
        word = "Satzung"
    return f"{word} „{cooperation.title}“"[:200]


@require_safe
@login_required
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: where it stands, what comes next, what is open. Supervision has a page of its own."""
    user = actor_of(request)
    if user.read_only:
        get_visible(Agreement.objects, user, pk=pk)
        address = f"/aufsicht/vereinbarungen/{pk}/"
        if not address_exists(address):
            raise Http404
        return redirect(address)
    place = seen_place(request, pk)
    standing = Standing(get_object_or_404(with_counts(user), pk=pk))
    check = check_of_draft(place.agreement)
    context = {
        **place.context,
        "standing": standing,
        "next": _next(place, next_of(standing, check)),
        "rooms": rooms(user, place.agreement, standing, check),
        "versions_shown": address_exists(f"/vereinbarungen/{pk}/fassungen/1/"),
        "law": laender()[place.agreement.land],
        "notes": notes_of(place.agreement),
        "unread": unread_contents(place.agreement.land, place.agreement.form_keys),
    }
    return render(request, "agreements/agreements/overview.html", context)


def _next(place: Place, found: Next | None) -> dict[str, str] | None:
    """The next step as a link; None where there is none, or its page does not exist."""
    if found is None or not place.coordinates:
        return None
    href = f"/vereinbarungen/{place.agreement.pk}/{found.part}"
    if not address_exists(href.partition("?")[0]):
        return None
    return {
        "title": found.title,
        "note": found.note,
        "label": found.label or found.title,
        "href": href,
    }


@form_page
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change title, forms or Land; a second saver chooses field by field."""
    place = coordinated_place(request, pk)
    row = place.agreement
    stored = stored_frame(row)
    if request.method != "POST":
        form = FrameEditForm(initial=stored | {"version": row.version})
        return render(request, "agreements/agreements/edit.html", {**place.context, "form": form})
    data = with_choices(request.POST, FrameEditForm(), {**stored, "form_keys": []})
    if request.POST.get("choice_form_keys") == "stored":
        data.setlist("form_keys", stored["form_keys"])
    form = FrameEditForm(data)
    if form.is_valid():
        version: int = form.cleaned_data["version"]
        answered = row.clarified_requirement
        try:
            changed = change_frame(
                actor=actor_of(request), agreement=row, data=form.to_data(), expected_version=version
            )
        except EditConflict as conflict:
            return _choose(request, place, conflict.current, form, version)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Die Änderungen sind gespeichert.")
            if answered and not changed.clarified_requirement:
                messages.warning(request, ANSWER_GONE)
            return redirect("agreements:overview", pk)
    return render(request, "agreements/agreements/edit.html", {**place.context, "form": form})


def _choose(
    request: HttpRequest, place: Place, current: Agreement, form: FrameEditForm, version: int
) -> HttpResponse:
    event = current.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
    return show_conflict(
        request,
        place.cooperation,
        form=form,
        labels=FRAME_LABELS,
        stored=stored_frame(current),
        before={} if event is None else stored_frame(event),
        show=show_frame,
        now={"version": current.version},
        title=f"„{current}“",
        keep_url=reverse("agreements:overview", args=[current.pk]),
        template="agreements/draft/conflict.html",
        extra=place.context,
    )


@form_page
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then give an agreement up."""
    place = coordinated_place(request, pk)
    if request.method != "POST":
        return render(request, "agreements/agreements/drop.html", place.context)
    try:
        drop_agreement(actor=actor_of(request), agreement=place.agreement)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "Die Vereinbarung wird nicht weiterverfolgt. Sie bleibt lesbar.")
    return redirect("agreements:overview", pk)


@require_POST
@login_required
def pursue(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up an agreement that was given up."""
    place = coordinated_place(request, pk)
    pursue_again(actor=actor_of(request), agreement=place.agreement)
    messages.success(request, "Die Vereinbarung wird wieder weiterverfolgt.")
    return redirect("agreements:overview", pk)
