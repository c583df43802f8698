"""OParl 1.1: objects and lists as JSON, open to every origin."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_safe

from governance.oparl import addresses, objects
from governance.oparl.rows import EMPTY, KINDS, bodies

PAGE_SIZE = 100
FILTERS = ("created_since", "created_until", "modified_since", "modified_until")
BAD_TIME = "„{name}“ braucht ein Datum mit Uhrzeit und Zeitzone, zum Beispiel 2026-03-02T00:00:00+01:00."


class BadFilterError(ValueError):
    """A filter that cannot be read; the text is for readers."""


def _answer(content: Any, status: int = 200) -> JsonResponse:
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    # Public data, which pages of other sites may read as well.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def system(request: HttpRequest) -> JsonResponse:
    """The entry."""
    return _answer(objects.system())


@require_safe
def body_list(request: HttpRequest) -> JsonResponse:
    """Cooperations with a body that meets in public."""
    return _page(request, bodies(), objects.body, addresses.bodies(), modified="updated_at")


@require_safe
def body(request: HttpRequest, slug: str) -> JsonResponse:
    """One of them."""
    return _answer(objects.body(_body(slug)))


@require_safe
def body_part(request: HttpRequest, slug: str, name: str) -> JsonResponse:
    """A list of a body."""
    row = _body(slug)
    if name in EMPTY:
        return _page(
            request, bodies().none(), objects.body, addresses.listing(slug, name), modified="updated_at"
        )
    kind = KINDS.get(name)
    if kind is None:
        raise Http404
    rows = kind.rows().filter(**{kind.cooperation: row})
    wanted = request.GET.get("organization", "")
    if name == "meetings" and wanted:
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 15):  # noqa: PLR2004 - fits a key
            raise Http404
        rows = rows.filter(body=int(wanted))
    return _page(request, rows, kind.show, addresses.listing(slug, name), modified=kind.modified)


@require_safe
def one(request: HttpRequest, name: str, pk: int) -> JsonResponse:
    """A single object."""
    kind = KINDS.get(name)
    row = kind.rows().filter(pk=pk).first() if kind else None
    if kind is None or row is None:
        raise Http404
    return _answer(kind.show(row))


def _body(slug: str) -> Any:
    row = bodies().filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest, rows: "QuerySet[Any]", show: Any, address: str, *, modified: str
) -> JsonResponse:
    try:
        rows = _filtered(request, rows, modified)
    except BadFilterError as problem:
        return _answer({"error": str(problem)}, status=400)
    pages = Paginator(rows, PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    kept = {name: request.GET[name] for name in (*FILTERS, "organization") if name in request.GET}

    def link(number: int) -> str:
        query = urlencode(kept | ({"page": str(number)} if number > 1 else {}))
        return f"{address}?{query}" if query else address

    links = {"first": link(1), "self": link(page.number), "last": link(pages.num_pages)}
    if page.has_previous():
        links["prev"] = link(page.previous_page_number())
    if page.has_next():
        links["next"] = link(page.next_page_number())
    return _answer(
        {
            "data": [show(row) for row in page.object_list],
            "pagination": {
                "totalElements": pages.count,
                "elementsPerPage": PAGE_SIZE,
                "currentPage": page.number,
                "totalPages": pages.num_pages,
            },
            "links": links,
        }
    )


def _filtered(request: HttpRequest, rows: "QuerySet[Any]", modified: str) -> "QuerySet[Any]":
    for name in FILTERS:
        if name not in request.GET:
            continue
        field = "created_at" if name.startswith("created") else modified
        comparison = "gte" if name.endswith("since") else "lte"
        rows = rows.filter(**{f"{field}__{comparison}": _moment(name, request.GET[name])})
    return rows


def _moment(name: str, text: str) -> datetime:
    # A plus sign that was not encoded arrives as a blank.
    text = text.strip().replace(" ", "+")
    try:
        value = parse_datetime(text)
        if value is None and (day := parse_date(text)) is not None:
            value = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware below
    except ValueError:
        value = None
    if value is None:
        raise BadFilterError(BAD_TIME.format(name=name))
    return value if timezone.is_aware(value) else timezone.make_aware(value)
