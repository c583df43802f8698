"""Calendar addresses: a secret link that other calendars read, until it is revoked."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from governance.querysets import CalendarAddressQuerySet


class CalendarAddress(models.Model):
    """One address of one account. Only the digest of its token is stored; the address is shown once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_addresses", editable=False
    )
    label = models.CharField("Bezeichnung", max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_on = models.DateField("zuletzt abgerufen", null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "Kalenderadresse"
        verbose_name_plural = "Kalenderadressen"
        ordering = ("created_at", "pk")
        indexes = (
            models.Index(
                fields=("user",), condition=Q(revoked_at__isnull=True), name="calendar_address_open"
            ),
        )

    def __str__(self) -> str:
        return self.label
