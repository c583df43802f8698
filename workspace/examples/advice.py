"""Model advice kept with the cooperations of the demo."""

from typing import Any

from cooperations.models import Cooperation, ModelAdvice
from cooperations.services import keep_advice
from ikz.accounts.models import User


def load_advice(entries: list[dict[str, Any]]) -> None:
    """Keep advice with each cooperation that has none."""
    for entry in entries:
        cooperation = Cooperation.objects.get(slug=entry["slug"])
        if ModelAdvice.objects.filter(cooperation=cooperation).exists():
            continue
        keep_advice(
            actor=User.objects.get(email=entry["coordinator"]),
            cooperation=cooperation,
            land=entry["land"],
            answers=entry["answers"],
        )
