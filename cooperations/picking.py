"""Find the municipality that is to be a partner by a typed name or official key."""

from django.core.exceptions import ValidationError

from ikz.access.querysets import Viewer
from municipalities import picking
from municipalities.models import Kind, Municipality


def pick(user: Viewer, text: str) -> Municipality:
    """The one municipality meant by ``text``; a Land is refused, it cannot be a partner."""
    municipality = picking.pick(user, text)
    if municipality.kind == Kind.LAND:
        raise ValidationError(f"{municipality}: Ein Land kann nicht Partner sein.")
    return municipality
