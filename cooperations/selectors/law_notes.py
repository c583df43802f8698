"""Notes on the law as everybody reads them."""

from django.contrib.auth.models import AnonymousUser

from cooperations.models import LawNote


def public_notes(land: str, model_key: str | None = None) -> list[LawNote]:
    """Notes in force for a Land, the same for every reader; with ``model_key`` those on the form or on all."""
    if not land:
        return []
    rows = LawNote.objects.visible_to(AnonymousUser()).filter(land=land)
    if model_key is not None:
        rows = rows.filter(model_key__in=("", model_key))
    return list(rows)
