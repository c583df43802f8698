"""What to check about the chosen forms in the Länder of a cooperation. A hint: choosing them is never refused."""

from collections.abc import Iterable

from cooperations import law_catalog
from cooperations.catalog import models
from cooperations.law import no_entry
from cooperations.models import PRESENT, Cooperation


def unknown_forms(model_keys: Iterable[str], laender: Iterable[str]) -> list[str]:
    """A German sentence for each chosen form that the catalog does not know in a Land; unknown keys are left out."""
    lands = [law_catalog.laender()[land] for land in sorted(set(laender))]
    chosen = [models()[key] for key in dict.fromkeys(model_keys) if key in models()]
    return [
        f"{model.label}, {land.name}: {no_entry(land)}"
        for model in chosen
        for land in lands
        # Forms without legal effect need no law of a Land.
        if model.supervisory != "none" and not law_catalog.law_for(land.land, model.key).forms
    ]


def forms_to_check(cooperation: Cooperation, model_keys: Iterable[str]) -> list[str]:
    """The same for the Länder of its partners; no query for a row from ``with_partners()``."""
    present = [row for row in cooperation.partners.all() if row.status in PRESENT]
    return unknown_forms(model_keys, [row.municipality.land for row in present])
