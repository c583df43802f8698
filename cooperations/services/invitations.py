"""Mails about an invitation: one to each person who works for the invited municipality today."""

from cooperations.models import Partner
from ikz.notifications.services import enqueue_mail, withdraw_mails
from municipalities.models import Membership


def announce_invitation(partner: Partner) -> None:
    """Write to the staff of an invited municipality; an invitation that is repeated is a new occasion."""
    occasion = f"{_prefix(partner)}{partner.invited_at.timestamp()}"
    members = Membership.objects.current().filter(municipality=partner.municipality_id).select_related("user")
    for user in sorted({member.user for member in members}, key=lambda user: user.pk):
        if user.is_valid_today and not user.read_only:
            enqueue_mail(
                dedupe_key=f"{occasion}:{user.pk}",
                to=user.email,
                template="partner_invitation",
                context={
                    "title": partner.cooperation.title,
                    "slug": partner.cooperation.slug,
                    "municipality": str(partner.municipality),
                    "invited_by": str(partner.invited_by),
                },
            )


def withdraw_announcement(partner: Partner) -> None:
    """Hold back what has not left yet: the invitation is answered or taken back."""
    withdraw_mails(dedupe_prefix=_prefix(partner))


def _prefix(partner: Partner) -> str:
    return f"partner-invitation:{partner.pk}:"
