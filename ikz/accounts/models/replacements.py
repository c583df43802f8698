"""That a name was replaced by a function: when, by whom, and by which; never which name it was."""

import pghistory
from django.conf import settings
from django.db import models


@pghistory.track(append_only=True)
class NameReplacement(models.Model):
    """A name and an address gave way to ``function``, because the person's data had to go.

    ``user`` is empty for persons who never had an account.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Konto",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="name_replacements",
    )
    function = models.CharField("ersetzt durch", max_length=120)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="ersetzt von", on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField("ersetzt am", auto_now_add=True)

    class Meta:
        verbose_name = "Name durch die Funktion ersetzt"
        verbose_name_plural = "Namen durch Funktionen ersetzt"
        ordering = ("-replaced_at", "-pk")

    def __str__(self) -> str:
        return self.function
