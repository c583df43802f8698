"""Who pays what today, in the words of the handover sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from cooperations.cost_sharing import LABELS
from cooperations.forms.cost_keys import plain
from cooperations.models import Cooperation
from cooperations.selectors.costs import current_plan, item_lines, sharing_of, sums
from ikz.accounts.models import User
from ikz.ui.formatting import de_money


@dataclass(frozen=True)
class Costs:
    """The plan that holds; ``open_vat`` names the items whose question of § 2b UStG nobody answered yet."""

    title: str
    href: str
    key: str
    total: str
    open_vat: Sequence[str]


def costs(user: User, cooperation: Cooperation) -> Costs | None:
    """This year's plan, else the latest; two queries, None without a plan."""
    plan = current_plan(user, cooperation)
    if plan is None:
        return None
    sharing = sharing_of(plan)
    listed = item_lines(plan.items.all())
    weights = ", ".join(f"{LABELS[key]} {plain(weight)} %" for key, weight in sharing.weights.items())
    return Costs(
        title=str(plan),
        href=f"/kooperationen/{cooperation.slug}/kosten/{plan.year}/",
        key=f"{LABELS[sharing.key]} ({weights})" if weights else LABELS[sharing.key],
        total=de_money(sums(listed).gross),
        open_vat=[line.item.label for line in listed if line.vat_is_open],
    )
