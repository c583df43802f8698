"""Accounts: one per person, signed in by e-mail address; no roles beyond what is stored here."""

from collections.abc import Iterator
from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Creates accounts with folded addresses."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password it cannot sign in until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """The first administrator of an installation (``manage.py createsuperuser``)."""
        return self.create_user(email, password, is_administrator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Addresses are compared without regard to case."""
        return self.get(email=(username or "").strip().lower())


@pghistory.track(exclude=["password", "last_login", "session_generation"], append_only=True)
class User(AbstractBaseUser):  # type: ignore[django-manager-missing] # knox ships without types
    """An account.

    ``label`` is the function shown to others ("Koordination Donnersbergkreis"); ``read_only`` accounts never
    write anywhere; from the day after ``expires_on`` the account has no access.
    """

    email = models.EmailField(
        "E-Mail-Adresse",
        max_length=254,
        unique=True,
        error_messages={"unique": "Für diese E-Mail-Adresse gibt es schon ein Konto."},
    )
    label = models.CharField("Funktion", max_length=120, blank=True)
    is_active = models.BooleanField("aktiv", default=True)
    is_administrator = models.BooleanField("Administration", default=False)
    read_only = models.BooleanField("nur lesend", default=False)
    expires_on = models.DateField("gültig bis", null=True, blank=True)
    date_joined = models.DateTimeField("angelegt", default=timezone.now, editable=False)

    # Sessions carry it in their hash: raising it ends every session of the account at once.
    session_generation = models.PositiveIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="account_email_unique",
                violation_error_message="Für diese E-Mail-Adresse gibt es schon ein Konto.",
            ),
            models.CheckConstraint(
                condition=~models.Q(is_administrator=True, read_only=True),
                name="account_administrator_writes",
                violation_error_message="Ein nur lesendes Konto kann nicht administrieren.",
            ),
        )

    def __str__(self) -> str:
        return self.label or self.email

    @property
    def is_valid_today(self) -> bool:
        """Active and not expired, by the calendar of Europe/Berlin."""
        return self.is_active and (self.expires_on is None or self.expires_on >= timezone.localdate())

    def get_session_auth_hash(self) -> str:
        """What a session must carry to be valid: it changes with the password and with the generation."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under each former secret key of the installation."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | None = None) -> str:
        value = f"{self.password}:{self.session_generation}"
        return salted_hmac("ikz.accounts.session", value, secret=secret, algorithm="sha256").hexdigest()
