"""The facts that fill the addresses of the access matrix: one row of each kind, all of the Donnersberg case."""

import pytest

from cooperations.models import Cooperation
from ikz.accounts.models import User
from ikz.notifications.models import OutgoingMail
from municipalities.models import Authority, Mandate, Membership
from steckbriefe.production import produce
from steckbriefe.services import publish, request_edition


@pytest.fixture
def access_facts(
    cooperation: Cooperation, coordinator: User, kusel_staff: User, supervisor: User, authority: Authority
) -> dict[str, str]:
    """Values for the placeholders of :data:`tests.access.table.TABLE`."""
    edition = request_edition(actor=coordinator, cooperation=cooperation)
    produce(edition.pk)
    edition.refresh_from_db()
    publish(actor=coordinator, edition=edition)
    mail = OutgoingMail.objects.order_by("pk").first()
    assert mail is not None
    return {
        "slug": cooperation.slug,
        "coordination": str(cooperation.coordinators.get().pk),
        "edition": str(edition.pk),
        "mail": str(mail.pk),
        "account": str(kusel_staff.pk),
        "membership": str(Membership.objects.get(user=kusel_staff).pk),
        "authority": str(authority.pk),
        "mandate": str(Mandate.objects.get(user=supervisor).pk),
    }
