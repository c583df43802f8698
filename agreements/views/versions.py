"""Versions: listed, fixed, read, printed. Partners and supervision read them at the same addresses."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from agreements.content import VersionContent, canonical, fingerprint
from agreements.drafting import gaps
from agreements.findings import CheckResult
from agreements.forms.versions import OccasionForm
from agreements.models import AgreementVersion, DocumentPart, Proceeding, ReturnedDocument
from agreements.path import State
from agreements.selectors.checks import check_of_draft
from agreements.selectors.drafts import open_proposals
from agreements.selectors.freezing import content_of_draft, latest_version, unchanged_since
from agreements.selectors.life import steps_of
from agreements.selectors.proceedings import proceedings_of
from agreements.selectors.resolutions import councils_of
from agreements.selectors.versions import head_facts, other_facts, term_facts, versions_of
from agreements.services.lifecycle import path_for
from agreements.services.versions import fix_version
from agreements.sheet import sheet_of
from agreements.stages import Stage, stages
from agreements.views.accesses import note_access
from agreements.views.drafts import coordinated_place
from agreements.views.version_places import version_at, version_place
from ikz.access.actors import actor_of
from ikz.ui.forms import add_errors

LIST_DETAIL = "Liste der Fassungen"


@require_safe
@login_required
def version_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All versions that the reader may see, the latest first."""
    place = version_place(request, pk)
    note_access(request, place.agreement, DocumentPart.AGREEMENT, detail=LIST_DETAIL)
    rows = list(versions_of(actor_of(request), place.agreement))
    context = place.context | {"versions": rows, "newest": rows[0] if rows else None}
    return render(request, "agreements/versions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def version_fix(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would be fixed and what speaks against it, then fix it with its occasion."""
    place = coordinated_place(request, pk)
    form = OccasionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            version = fix_version(
                actor=actor_of(request), agreement=place.agreement, occasion=form.cleaned_data["occasion"]
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(
                request,
                f"Fassung {version.number} ist festgeschrieben. PDF und Word-Dokument entstehen gerade.",
            )
            return redirect("agreements:version", pk, version.number)
    content = content_of_draft(place.agreement)
    last = latest_version(place.agreement)
    context = place.context | {
        "form": form,
        "last": last,
        "content": content,
        "unchanged": unchanged_since(last, content),
        "proposals": len(open_proposals(actor_of(request), place.agreement)),
        "gaps": [row for row in content.clauses if gaps(row.text) or not row.text.strip()],
        "missing": check_of_draft(place.agreement).counts,
    }
    return render(request, "agreements/versions/fix.html", context)


@require_safe
@login_required
def version_page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One version: its wording, its data, the check as it was then, its way, its documents."""
    place = version_place(request, pk)
    version = version_at(request, place, number)
    note_access(request, place.agreement, DocumentPart.VERSION, version=version)
    user = actor_of(request)
    content = VersionContent.from_json(version.content)
    seen = list(versions_of(user, place.agreement).values_list("number", flat=True))
    returned = ReturnedDocument.objects.visible_to(user).filter(version=version)
    check = CheckResult.from_json(content.check)
    proceedings = Proceeding.objects.visible_to(user).filter(version=version)
    proceedings = proceedings.select_related("version__agreement", "authority", "decision_file")
    context = place.context | {
        "version": version,
        "name": f"Fassung {number}",
        "sheet": sheet_of(version, content),
        "intact": fingerprint(version.content) == version.sha256,
        "facts": head_facts(content),
        "terms": [*term_facts(content), *other_facts(content)],
        "check": check,
        "counts": list(check.counts.items()),
        "way": _way(version),
        "one": {
            "version": version,
            "councils": councils_of(version, user),
            "proceedings": proceedings_of(user, proceedings.order_by("submitted_on", "pk")),
        },
        "steps": steps_of(user, version),
        "returned": returned.select_related("file", "added_by"),
        "before": next((row for row in seen if row < number), None),
        "after": next((row for row in reversed(seen) if row > number), None),
    }
    return render(request, "agreements/versions/version.html", context)


def _way(version: AgreementVersion) -> list[Stage]:
    """The way into force; a version that was overtaken has left it."""
    state = State(version.state)
    # How it was drafted is the partners' own, and past.
    return [] if state is State.OVERTAKEN else stages(path_for(version), state)[1:]


@require_safe
@login_required
def version_print(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The wording alone, to be printed from the browser."""
    place = version_place(request, pk)
    version = version_at(request, place, number)
    note_access(request, place.agreement, DocumentPart.PRINT, version=version)
    context = place.context | {"version": version, "sheet": sheet_of(version)}
    return render(request, "agreements/versions/print.html", context)


@require_safe
@login_required
def version_content(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What the fingerprint was computed from, byte by byte, so that anybody can compute it again."""
    place = version_place(request, pk)
    version = version_at(request, place, number)
    note_access(request, place.agreement, DocumentPart.FILE, version=version, detail="Inhalt als JSON")
    name = f"vereinbarung-{pk}-fassung-{number}.json"
    return HttpResponse(
        canonical(version.content),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-cache, private",
        },
    )
