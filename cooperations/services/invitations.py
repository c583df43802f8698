"""Mails about an invitation: one to each person who works for the invited municipality today."""

from cooperations.models import Partner
from cooperations.selectors.addressees import staff_of
from ikz.notifications.services import enqueue_mail, withdraw_mails


def announce_invitation(partner: Partner) -> None:
    """Write to the staff of an invited municipality; an invitation that is repeated is a new occasion."""
    occasion = f"{announcement_prefix(partner)}{partner.invited_at.timestamp()}"
    for user in staff_of([partner.municipality_id])[partner.municipality_id]:
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
    withdraw_mails(dedupe_prefix=announcement_prefix(partner))


def announcement_prefix(partner: Partner) -> str:
    """How the keys of mails begin that only tell a partner of its invitation."""
    return f"partner-invitation:{partner.pk}:"
