"""How current the register is."""

from django.db import models
from django.db.models import Q


class RegisterState(models.Model):
    """The Gebietsstand of the directory that was imported last; the only row of its table."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    as_of = models.DateField("Gebietsstand")
    imported_at = models.DateTimeField("eingelesen am", auto_now=True)

    class Meta:
        verbose_name = "Stand des Gemeindeverzeichnisses"
        verbose_name_plural = "Stände des Gemeindeverzeichnisses"
        constraints = (models.CheckConstraint(condition=Q(id=1), name="register_state_once"),)

    def __str__(self) -> str:
        return f"Gebietsstand {self.as_of:%d.%m.%Y}"
