"""Two versions side by side: ``?von=1&bis=2``, for partners also ``bis=entwurf``."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.comparison import folded, summary
from agreements.content import VersionContent
from agreements.forms.versions import ComparisonForm
from agreements.models import AgreementVersion, DocumentPart
from agreements.selectors.freezing import content_of_draft
from agreements.selectors.versions import compared, versions_of
from agreements.views.accesses import note_access
from agreements.views.version_places import VersionPlace, version_at, version_place
from ikz.access.actors import actor_of
from ikz.ui.formatting import de_date

DRAFT = "entwurf"
_DIGITS = 5


@require_safe
@login_required
def comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed between two versions that the reader sees; without numbers, the last two."""
    place = version_place(request, pk)
    versions = list(versions_of(actor_of(request), place.agreement))
    numbers = [str(row.number) for row in versions]
    if not numbers:
        raise Http404
    with_draft = not place.supervision
    latest = DRAFT if with_draft and len(numbers) == 1 else numbers[0]
    new = request.GET.get("bis", latest)
    old = request.GET.get("von", numbers[0] if new == DRAFT else numbers[min(1, len(numbers) - 1)])
    (before, _), (after, version) = _content(request, place, old), _content(request, place, new)
    note_access(
        request, place.agreement, DocumentPart.COMPARISON, version=version, detail=f"Fassung {old} und {new}"
    )
    found = compared(before, after)
    context = place.context | {
        "old": old,
        "new": new,
        "old_name": _name(old),
        "new_name": _name(new),
        "found": found,
        "summary": summary(found.clauses),
        "rows": folded(found.clauses),
        "form": _form(versions, old, new, with_draft=with_draft),
    }
    return render(request, "agreements/versions/compare.html", context)


def _form(versions: list[AgreementVersion], old: str, new: str, *, with_draft: bool) -> ComparisonForm:
    draft = [(DRAFT, "Entwurf von jetzt")] if with_draft else []
    rows = [(str(row.number), f"Fassung {row.number} vom {_day(row)}") for row in versions]
    return ComparisonForm([*draft, *rows], initial={"von": old, "bis": new})


def _day(version: AgreementVersion) -> str:
    return de_date(timezone.localdate(version.created_at))


def _content(
    request: HttpRequest, place: VersionPlace, name: str
) -> tuple[VersionContent, AgreementVersion | None]:
    if name == DRAFT and not place.supervision:
        return content_of_draft(place.agreement), None
    if not (name.isascii() and name.isdigit() and len(name) < _DIGITS):
        raise Http404
    version = version_at(request, place, int(name))
    return VersionContent.from_json(version.content), version


def _name(name: str) -> str:
    return "Entwurf" if name == DRAFT else f"Fassung {name}"
