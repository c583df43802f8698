"""The items of a cost plan: enter, change, remove."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from cooperations.forms.costs import ITEM_LABELS, ItemEditForm, ItemForm, show_item
from cooperations.models import Cooperation, CostItem, CostPlan
from cooperations.services.costs import ItemData, add_item, change_item, remove_item, stored_item
from cooperations.views.costs import plan_of
from cooperations.views.lookup import coordinated
from cooperations.views.versions import show_conflict, with_choices
from ikz.access.actors import actor_of
from ikz.access.conflicts import EditConflict
from ikz.access.querysets import get_editable
from ikz.ui.forms import add_errors

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def create(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Enter an item; "Speichern und weitere" stays here."""
    cooperation, _ = coordinated(request, slug)
    plan = plan_of(request, cooperation, year)
    form = ItemForm(request.POST) if request.method == "POST" else ItemForm()
    if request.method == "POST" and form.is_valid():
        try:
            item = add_item(actor=actor_of(request), plan=plan, data=form.to_data())
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"„{item}“ ist eingetragen.")
            target = "costs:item_create" if "more" in request.POST else "costs:plan"
            return redirect(target, slug, year)
    return _show(request, cooperation, plan, form)


def _show(
    request: HttpRequest,
    cooperation: Cooperation,
    plan: CostPlan,
    form: ItemForm,
    item: CostItem | None = None,
) -> HttpResponse:
    context = {"cooperation": cooperation, "plan": plan, "form": form, "item": item}
    return render(request, "cooperations/costs/item.html", context)


def _item(request: HttpRequest, plan: CostPlan, pk: int) -> CostItem:
    item: CostItem = get_editable(CostItem.objects, actor_of(request), plan=plan, pk=pk)
    return item


@form_page
@login_required
def edit(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Change an item; a second saver chooses field by field."""
    cooperation, _ = coordinated(request, slug)
    plan = plan_of(request, cooperation, year)
    item = _item(request, plan, pk)
    stored = asdict(stored_item(item))
    if request.method != "POST":
        form = ItemEditForm(initial=stored | {"version": item.version})
        return _show(request, cooperation, plan, form, item)
    form = ItemEditForm(with_choices(request.POST, ItemEditForm(), stored))
    if not form.is_valid():
        return _show(request, cooperation, plan, form, item)
    version: int = form.cleaned_data["version"]
    try:
        change_item(actor=actor_of(request), item=item, data=form.to_data(), expected_version=version)
    except EditConflict as conflict:
        event = item.events.filter(version=version).order_by("-pgh_id").first()  # type: ignore[attr-defined]
        return show_conflict(
            request,
            cooperation,
            form=form,
            labels=ITEM_LABELS,
            stored=asdict(stored_item(conflict.current)),
            before={} if event is None else _values(event),
            show=show_item,
            now={"version": conflict.current.version},
            title=f"„{conflict.current}“",
            keep_url=reverse("costs:plan", args=(slug, year)),
        )
    except ValidationError as error:
        add_errors(form, error)
        return _show(request, cooperation, plan, form, item)
    messages.success(request, "Die Änderungen sind gespeichert.")
    return redirect("costs:plan", slug, year)


def _values(event: CostItem) -> dict[str, object]:
    return {name: getattr(event, name) for name in ItemData.__dataclass_fields__}


@form_page
@login_required
def remove(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Ask once, then remove an item."""
    cooperation, _ = coordinated(request, slug)
    plan = plan_of(request, cooperation, year)
    item = _item(request, plan, pk)
    if request.method == "POST":
        remove_item(actor=actor_of(request), item=item)
        messages.success(request, f"„{item}“ ist entfernt.")
        return redirect("costs:plan", slug, year)
    context = {"cooperation": cooperation, "plan": plan, "item": item}
    return render(request, "cooperations/costs/remove_item.html", context)
