"""The ledger of what partners give each other without paying."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cooperations.balances import Balance, Gift, balances
from cooperations.exchange_filters import ExchangeFilter
from cooperations.forms.exchanges import (
    LABELS,
    ExchangeEditForm,
    ExchangeForm,
    exchange_values,
    show_exchange,
)
from cooperations.models import Cooperation, Exchange, Partner
from cooperations.models.costs import FIRST_YEAR, LAST_YEAR
from cooperations.querysets import ExchangeQuerySet
from cooperations.selectors.relations import Relation
from cooperations.services.exchanges import change_exchange, record_exchange, remove_exchange, stored_exchange
from cooperations.views.lookup import seen
from cooperations.views.versions import show_conflict, with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.ui.exports import export, wanted_format
from ikz.ui.forms import add_errors
from ikz.ui.htmx import render_page_or_partial
from municipalities.models import Municipality

form_page = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 50
COLUMNS = ("am", "gegeben von", "erhalten von", "Art", "Leistung", "Umfang", "Einheit", "vereinbarter Wert")


@require_safe
@login_required
def ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """The services of a year and the balance at its end; also as a file."""
    cooperation, viewer = seen(request, slug)
    user = actor_of(request)
    rows = Exchange.objects.visible_to(user).filter(cooperation=cooperation)
    years = sorted({day.year for day in rows.order_by().values_list("given_on", flat=True)}, reverse=True)
    year = _year(request.GET.get("jahr"), years)
    found = _filtered(request, cooperation, rows, years, year)
    listed = found.qs.select_related("partner__municipality", "receiver__municipality")
    if fmt := wanted_format(request.GET.get("format")):
        return _export(fmt, year, list(listed))
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    editable = Exchange.objects.editable_by(user).filter(pk__in=[row.pk for row in page])
    own = set(editable.values_list("pk", flat=True))
    asked = found.form.cleaned_data
    kept = {name: request.GET[name] for name in found.form.fields if request.GET.get(name)} | {"jahr": year}
    context = {
        "cooperation": cooperation,
        "viewer_relation": viewer,
        "year": year,
        "any": bool(years),
        "filter": found,
        "narrowed": any(asked.get(name) for name in ("partner", "kind")),
        "export_query": urlencode(kept),
        "page": page,
        "rows": [(row, row.pk in own) for row in page],
        "balances": _balances(rows, year, asked.get("partner")),
    }
    return render_page_or_partial(
        request,
        page="cooperations/costs/ledger.html",
        partial="cooperations/costs/partials/ledger.html",
        context=context,
    )


def _filtered(
    request: HttpRequest,
    cooperation: Cooperation,
    rows: ExchangeQuerySet[Exchange],
    years: list[int],
    year: int,
) -> ExchangeFilter:
    """What the visitor's filter leaves; also partners that have left stand in the list of municipalities."""
    asked = request.GET.copy()
    asked["jahr"] = str(year)
    partners = Partner.objects.filter(cooperation=cooperation).filter(
        Q(given__isnull=False) | Q(received__isnull=False)
    )
    return ExchangeFilter(
        asked,
        queryset=rows,
        request=request,
        years=sorted({*years, year}, reverse=True),
        partners=partners.select_related("municipality").distinct(),
    )


def _year(text: str | None, years: list[int]) -> int:
    """The year asked for, else the latest with an entry, else this one."""
    if text and text.isascii() and text.isdecimal() and FIRST_YEAR <= (year := int(text[:8])) <= LAST_YEAR:
        return year
    return years[0] if years else timezone.localdate().year


def _balances(
    rows: ExchangeQuerySet[Exchange], year: int, only: Partner | None
) -> list[tuple[Municipality, Balance]]:
    """Each municipality with its balances, by name; worked out by official key, since names come more than once."""
    values = (
        rows.filter(given_on__year__lte=year)
        .order_by()
        .values_list(
            "partner__municipality__ags",
            "receiver__municipality__ags",
            "given_on",
            "quantity",
            "unit",
            "value",
        )
    )
    found = balances([Gift(*value) for value in values], year)
    wanted = [row for row in found if only is None or row.partner == only.municipality.ags]
    places = {
        place.ags: place for place in Municipality.objects.filter(ags__in=[row.partner for row in wanted])
    }
    # Sorted is stable: the units of one municipality stay in their order.
    named = [(places[row.partner], row) for row in wanted]
    return sorted(named, key=lambda pair: (str(pair[0]), pair[0].ags))


def _export(fmt: str, year: int, rows: list[Exchange]) -> HttpResponse:
    return export(
        fmt,
        name=f"tausch-{year}",
        columns=COLUMNS,
        rows=[
            (
                row.given_on,
                str(row.partner),
                str(row.receiver),
                row.get_kind_display(),
                row.text,
                row.quantity,
                row.unit,
                row.value,
            )
            for row in rows
        ],
    )


def _form(
    cooperation: Cooperation,
    data: QueryDict | None = None,
    initial: dict[str, Any] | None = None,
    *,
    row: Exchange | None = None,
) -> ExchangeForm:
    """The form with the confirmed partners, and those of the entry at hand where one has left since."""
    kept = set() if row is None else {row.partner_id, row.receiver_id}
    partners = [one for one in cooperation.partners.all() if one.is_confirmed or one.pk in kept]
    kind = ExchangeForm if row is None else ExchangeEditForm
    return kind(data, initial=initial, partners=partners)


@form_page
@login_required
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a service that a partner gave another."""
    cooperation, viewer = seen(request, slug)
    if not viewer.contributes or actor_of(request).read_only:
        raise PermissionDenied
    form = _form(cooperation, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = record_exchange(actor=actor_of(request), cooperation=cooperation, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"„{row}“ ist eingetragen.")
            return redirect(_ledger_of(slug, row.given_on.year))
    context = {"cooperation": cooperation, "viewer_relation": viewer, "form": form}
    return render(request, "cooperations/costs/exchange.html", context)


def _ledger_of(slug: str, year: int) -> str:
    return f"{reverse('costs:ledger', args=(slug,))}?jahr={year}"


def _one(request: HttpRequest, slug: str, pk: int) -> tuple[Cooperation, Relation, Exchange]:
    cooperation, viewer = seen(request, slug)
    rows = Exchange.objects.filter(cooperation=cooperation).select_related(
        "partner__municipality", "receiver__municipality"
    )
    return cooperation, viewer, get_editable(rows, actor_of(request), pk=pk)


@form_page
@login_required
def edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change a service; a second saver chooses field by field."""
    cooperation, viewer, row = _one(request, slug, pk)
    context = {"cooperation": cooperation, "viewer_relation": viewer, "row": row}
    stored = exchange_values(stored_exchange(row))
    if request.method != "POST":
        context["form"] = _form(cooperation, initial=stored | {"version": row.version}, row=row)
        return render(request, "cooperations/costs/exchange.html", context)
    form = _form(cooperation, with_choices(request.POST, _form(cooperation, row=row), stored), row=row)
    context["form"] = form
    if not form.is_valid():
        return render(request, "cooperations/costs/exchange.html", context)
    version: int = form.cleaned_data["version"]
    try:
        change_exchange(actor=actor_of(request), exchange=row, data=form.to_data(), expected_version=version)
    except EditConflict as conflict:
        event = row.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
        return show_conflict(
            request,
            cooperation,
            form=form,
            labels=LABELS,
            stored=exchange_values(stored_exchange(conflict.current)),
            before={} if event is None else exchange_values(stored_exchange(event)),
            show=lambda name, value: show_exchange(form, name, value),
            now={"version": conflict.current.version},
            title=f"„{conflict.current}“",
            keep_url=reverse("costs:ledger", args=(slug,)),
        )
    except ValidationError as error:
        add_errors(form, error)
        return render(request, "cooperations/costs/exchange.html", context)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect(_ledger_of(slug, form.cleaned_data["given_on"].year))


@form_page
@login_required
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask once, then remove a service."""
    cooperation, viewer, row = _one(request, slug, pk)
    if request.method == "POST":
        remove_exchange(actor=actor_of(request), exchange=row)
        messages.success(request, f"„{row}“ ist entfernt.")
        return redirect(_ledger_of(slug, row.given_on.year))
    context = {"cooperation": cooperation, "viewer_relation": viewer, "row": row}
    return render(request, "cooperations/costs/remove_exchange.html", context)
