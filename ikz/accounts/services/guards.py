"""Who may administrate, checked on locked rows."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from ikz.accounts.models import User


def lock_for_administration(*, actor: User, user: User) -> User:
    """Lock the administrators and the account in question; give the account.

    Two administrators who take each other's rights at the same moment are put in a row by the lock, so one
    of them stays. Raises PermissionDenied where ``actor`` is not (or no longer) a valid administrator.
    """
    lock_administrators(actor)
    row = User.objects.select_for_update().filter(pk=user.pk).first()
    if row is None:
        raise Http404
    return row


def lock_administrators(actor: User) -> None:
    """Let administrators write one after the other, so that each sees what the one before stored."""
    administrators = {
        row.pk: row for row in User.objects.select_for_update().filter(is_administrator=True).order_by("pk")
    }
    _require_administrator(administrators.get(actor.pk))


def _require_administrator(actor: User | None) -> None:
    """Refuse everybody but valid administrators."""
    if actor is None or not (actor.is_valid_today and actor.is_administrator):
        raise PermissionDenied
