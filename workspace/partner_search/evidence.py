"""A search as it is kept with a cooperation: plain values that read the same in ten years."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils import timezone

from ikz.accounts.models import User
from ikz.ui.formatting import de_int
from municipalities.catalog import LAENDER
from municipalities.models import Need, RegisterState
from workspace.partner_search.forms import WEIGHTS
from workspace.partner_search.selectors import Wanted, find, lines, proximity_of

BEST = 50
NEARNESS = {"none": "keine", "low": "wenig", "medium": "mittel", "high": "viel"}
REMOTE = {True: "ja", False: "nein", None: "noch offen"}


def evidence(user: User, need: Need, wanted: Wanted) -> dict[str, Any]:
    """The result of a search in words and numbers, the best fifty with score and reason.

    Made from what everybody signed in may know, for all partners of the cooperation read it.
    """
    found = find(user, need, wanted, public=True)
    as_of = register_as_of()
    return {
        "municipality": {"ags": need.municipality.ags, "name": str(need.municipality)},
        "need": {
            "task_area": need.task_area_label,
            "aim": need.get_aim_display(),
            "mep_phase": need.mep_phase_label,
            "goal": need.goal,
            "remote_suffices": REMOTE[need.remote_suffices],
            "nearness": NEARNESS[proximity_of(need)],
        },
        "searched_on": timezone.localdate().isoformat(),
        "register_as_of": as_of.isoformat() if as_of else None,
        "weights": [
            {"key": key, "label": label, "weight": asdict(wanted.weights)[key]}
            for key, label in WEIGHTS.items()
        ],
        "filters": filters_in_words(wanted),
        "searched_count": len(found.matches),
        "candidates": [
            {
                "rank": line.rank,
                "ags": line.municipality.ags,
                "name": str(line.municipality),
                "land": line.municipality.land_name,
                "score": round(line.score, 4),
                "distance_km": None if line.distance_km is None else round(line.distance_km, 1),
                "population": line.municipality.population,
                "reason": line.reason,
            }
            for line in lines(user, found, found.matches[:BEST])
        ],
    }


def filters_in_words(wanted: Wanted) -> list[str]:
    """What a search was narrowed to."""
    words = [", ".join(level.label for level in wanted.levels)]
    words.append(LAENDER[wanted.land] if wanted.land else "alle Länder")
    words.append(
        f"höchstens {de_int(wanted.radius)} km entfernt" if wanted.radius else "beliebig weit entfernt"
    )
    return words


def register_as_of() -> date | None:
    """The Gebietsstand of the register that was imported last, None where none was."""
    return RegisterState.objects.values_list("as_of", flat=True).first()
