"""Keys with which programs use the API for an account."""

import uuid

import pghistory
from django.db import models
from django.utils import timezone
from knox.models import AbstractAuthToken


# The digest is the primary key: a history with its usual reference to the row would keep it.
@pghistory.track(
    fields=["reference", "user", "name", "created", "expiry"],
    model_name="ApiTokenEvent",
    obj_field=None,
    append_only=True,
)
class ApiToken(AbstractAuthToken):
    """A named key for programs; only its digest is stored. ``reference`` names it in addresses."""

    reference = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("Bezeichnung", max_length=80)
    last_used_on = models.DateField("zuletzt genutzt", null=True, editable=False)

    class Meta:
        verbose_name = "API-Schlüssel"
        verbose_name_plural = "API-Schlüssel"
        ordering = ("-created",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        """Whether the key opens nothing any more."""
        return self.expiry is not None and self.expiry < timezone.now()
