"""Who cooperates with whom, for rooms that come before this one."""

from typing import Any

from django.db.models import QuerySet

from cooperations.models import Partner, PartnerStatus
from ikz.accounts.models import User


def partners_of(user: User) -> QuerySet[Partner, Any]:
    """Keys of the municipalities that confirmed a cooperation which ``user``'s municipality confirmed too."""
    confirmed = Partner.objects.filter(status=PartnerStatus.CONFIRMED)
    shared = confirmed.represented_by(user).values("cooperation_id")
    return confirmed.filter(cooperation_id__in=shared).values("municipality_id")
