"""Uploaded files: kept under random names outside the web root, served through the gate only."""

import uuid

from django.conf import settings
from django.db import models

from ikz.files.querysets import StoredFileQuerySet


def random_name(instance: "StoredFile", filename: str) -> str:
    """Where a file lies: nothing of its name or its occasion shows, and nobody guesses it."""
    name = instance.pk.hex
    return f"dateien/{name[:2]}/{name}"


class StoredFile(models.Model):
    """One uploaded file; ``name`` is what people see, ``content_type`` what its content was found to be.

    ``size`` in bytes, ``sha256`` as hexadecimal digits.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField("Dateiname", max_length=160)
    content_type = models.CharField("Art", max_length=100)
    size = models.PositiveBigIntegerField("Größe")
    sha256 = models.CharField(max_length=64)
    content = models.FileField(upload_to=random_name)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"

    def __str__(self) -> str:
        return self.name
