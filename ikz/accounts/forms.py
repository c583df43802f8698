"""Forms of the own account: allauth's checks in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError

HINT_FOR_NEW = (
    "Mindestens 12 Zeichen, nicht nur Ziffern, keine häufig benutzten Passwörter und nichts, was Ihrer "
    "E-Mail-Adresse ähnelt. Ein Satz aus mehreren Wörtern ist gut."
)
PASSKEY_MISSING = "Passkeys brauchen JavaScript und einen Browser, der sie unterstützt."
PASSKEY_REFUSED = (
    "Der Passkey wurde nicht erkannt. Bitte versuchen Sie es noch einmal oder wählen Sie einen anderen Weg."
)
MISMATCH = "Die beiden Passwörter stimmen nicht überein."


def _word(field: forms.Field, label: str, help_text: str = "", **attrs: str) -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class NewPasswordMixin(forms.Form):
    """Two fields for a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password1"], "Neues Passwort", HINT_FOR_NEW)
        _word(self.fields["password2"], "Neues Passwort wiederholen")

    def add_error(self, field: str | None, error: Any) -> None:
        """Say the one sentence that allauth says in its own words in ours."""
        is_mismatch = field == "password2" and not isinstance(error, ValidationError)
        super().add_error(field, MISMATCH if is_mismatch else error)


class LoginForm(account.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], "E-Mail-Adresse", autocomplete="username")
        _word(self.fields["password"], "Passwort")


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password"], "Passwort")


class ChangePasswordForm(NewPasswordMixin, account.ChangePasswordForm):
    """The present password, and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], "Jetziges Passwort")


class SetPasswordForm(NewPasswordMixin, account.SetPasswordForm):
    """Twice the first password of an account that has none."""


class ResetPasswordKeyForm(NewPasswordMixin, account.ResetPasswordKeyForm):
    """Twice the password that replaces a forgotten one."""


class ResetPasswordForm(account.ResetPasswordForm):
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], "E-Mail-Adresse")


class InvitationForm(forms.Form):
    """The first password of a prepared account; its rules are checked by the service."""

    password1 = forms.CharField(
        label="Passwort",
        help_text=HINT_FOR_NEW,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label="Passwort wiederholen",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password2(self) -> str:
        """Both must be the same."""
        if self.cleaned_data.get("password1") not in (None, self.cleaned_data["password2"]):
            raise ValidationError(MISMATCH)
        return str(self.cleaned_data["password2"])


class CodeMixin(forms.Form):
    """A code, typed by hand."""

    code_label = "Code"
    code_help = "Sechs Ziffern aus Ihrer Authenticator-App oder einer Ihrer Wiederherstellungscodes"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], self.code_label, self.code_help, inputmode="numeric", spellcheck="false")
        self.fields["code"].widget.attrs["data-width"] = "date"


class OnceMixin(CodeMixin):
    """A code opens once, for as long as the clocks of app and server may differ."""

    def clean_code(self) -> str:
        """Check as allauth does, which remembers a used code for half a minute only."""
        code: str = super().clean_code()  # type: ignore[misc]
        used = f"ikz.second_factor.used:{self.user.pk}:{code.strip()}"  # type: ignore[attr-defined]
        if not cache.add(used, True, timeout=3 * mfa_settings.TOTP_PERIOD):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OnceMixin, codes.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateCodeForm(OnceMixin, codes.ReauthenticateForm):
    """A code once more before something important."""


class ActivateTOTPForm(CodeMixin, totp.ActivateTOTPForm):
    """The first code of a new app proves that it was set up rightly."""

    code_label = "Code aus der App"
    code_help = "Sechs Ziffern; die App zeigt alle 30 Sekunden neue"


class PasskeyMixin(forms.Form):
    """What the browser hands over; whatever is wrong with it, the person can only try again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = PASSKEY_MISSING

    def clean_credential(self) -> Any:
        """Check as allauth does, and say it for passkeys."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except ValidationError as error:
            raise ValidationError(PASSKEY_REFUSED) from error


class AuthenticatePasskeyForm(PasskeyMixin, passkeys.AuthenticateWebAuthnForm):
    """The second step of signing in, by passkey."""


class LoginPasskeyForm(PasskeyMixin, passkeys.LoginWebAuthnForm):
    """Signing in by passkey alone."""


class ReauthenticatePasskeyForm(PasskeyMixin, passkeys.ReauthenticateWebAuthnForm):
    """A passkey before something important."""


class AddPasskeyForm(passkeys.AddWebAuthnForm):
    """Name and kind of a new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(
            self.fields["name"],
            "Bezeichnung",
            "Woran Sie ihn später erkennen, zum Beispiel „Dienstlaptop“",
            autocomplete="off",
        )
        _word(
            self.fields["passwordless"],
            "Auch ohne Passwort anmelden",
            "Das Gerät prüft dann selbst, dass Sie es sind: mit Fingerabdruck, Gesicht oder PIN. "
            "Ohne Häkchen wird er nur zusätzlich zum Passwort gebraucht.",
        )
        self.fields["passwordless"].initial = True
        self.fields["credential"].error_messages["required"] = PASSKEY_MISSING

    def clean(self) -> dict[str, Any]:
        """Check as allauth does, and say it for passkeys."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError as error:
            raise ValidationError(PASSKEY_REFUSED) from error
        return cleaned


class EditPasskeyForm(passkeys.EditWebAuthnForm):
    """The name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["name"], "Bezeichnung", autocomplete="off")


class ApiTokenForm(forms.Form):
    """Purpose and life of a new API key."""

    name = forms.CharField(
        label="Bezeichnung",
        max_length=80,
        help_text="Wofür der Schlüssel gebraucht wird, zum Beispiel „Abgleich Schulverzeichnis“",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    valid_days = forms.TypedChoiceField(
        label="Gültig",
        coerce=int,
        choices=[(30, "30 Tage"), (90, "90 Tage"), (365, "ein Jahr")],
        initial=90,
        help_text="Danach wird er von selbst ungültig.",
    )
