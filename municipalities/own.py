"""The municipality somebody works for: the one whose profile, schools and needs they keep."""

from typing import Any

from django.core.exceptions import PermissionDenied

from ikz.access.querysets import Viewer, get_visible
from ikz.accounts.models import User
from municipalities.models import Municipality


def works_for(user: Viewer, municipality: Municipality) -> bool:
    """Whether ``user`` may write for the municipality today."""
    return (
        isinstance(user, User)
        and user.is_valid_today
        and not user.read_only
        and Municipality.objects.represented_by(user).filter(pk=municipality.pk).exists()
    )


def own_municipality(user: Viewer, *, lock: bool = False, **lookup: Any) -> Municipality:
    """The municipality, for staff only: Http404 where there is none, PermissionDenied for everybody else.

    With ``lock`` all who write for the same municipality queue until the transaction ends; rows that refer to it
    can be entered meanwhile.
    """
    row: Municipality = get_visible(Municipality.objects, user, **lookup)
    if lock:
        Municipality.objects.select_for_update(no_key=True).get(pk=row.pk)
    # After waiting for the lock: whoever left the municipality meanwhile writes nothing.
    if not works_for(user, row):
        raise PermissionDenied
    return row
