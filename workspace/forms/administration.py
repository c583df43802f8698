"""Input of the administration: accounts, memberships, authorities, mandates."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from cooperations.forms.create import municipality_field
from cooperations.picking import pick
from ikz.accounts.models import User
from ikz.ui.forms import DateField
from municipalities.catalog import LAND_CHOICES
from municipalities.models import Authority, Municipality
from municipalities.picking_fields import MunicipalitiesField
from workspace.services.administration import Administrate, ReadFor, Role, WorkFor

FUNCTION_HELP = "Was die Person hier tut, ohne Namen. Zum Beispiel: Schul-IT Landkreis Kusel"
MUNICIPALITY_HELP = "Name oder amtlicher Schlüssel, zum Beispiel Landkreis Kusel oder 07336"
WHOLE_LAND = "Leer: das ganze Land"
WHOLE_AUTHORITY = "Leer: alles, wofür die Behörde zuständig ist"
MUNICIPALITY_LIST = "vorschlaege-kommune"


class AccountField(forms.EmailField):
    """The address of an existing account; cleaned to the account."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="E-Mail-Adresse des Kontos",
            help_text="Die Adresse, mit der sich die Person anmeldet",
            **kwargs,
        )
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> Any:
        """Find the account, or say that there is none."""
        email = super().clean(value)
        account = User.objects.filter(email=str(email).lower()).first()
        if account is None:
            raise ValidationError(
                "Zu dieser E-Mail-Adresse gibt es kein Konto. Laden Sie die Person zuerst ein."
            )
        return account


class AreaMixin(forms.Form):
    """Adds ``area``: places of the register, cleaned to their official keys."""

    def add_area(self, actor: User, help_text: str) -> None:
        """Put the field at the end of the form."""
        field = MunicipalitiesField(
            label="Gebiet",
            required=False,
            suggestions="offers:suggestions",
            help_text=f"Kreise oder Gemeinden, zum Beispiel Landkreis Kusel oder 07336. {help_text}",
        )
        field.viewer = actor
        self.fields["area"] = field

    def clean_area(self) -> list[str]:
        """The official keys of the places."""
        return [row.ags for row in self.cleaned_data["area"]]

    @classmethod
    def with_new_row(cls, data: QueryDict, *args: Any, **kwargs: Any) -> Self:
        """A form that shows what was typed without judging it yet, with one more row for a place."""
        form = cls(*args, **kwargs)
        form.initial = {
            name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()
        }
        form.initial["area"] = [text for text in form.initial["area"] if text.strip()]
        form.fields["area"].widget.focus_last = True
        return form


class MunicipalityMixin(forms.Form):
    """Cleans the field ``municipality`` to a row of the register that ``actor`` sees."""

    actor: User

    def clean_municipality(self) -> Municipality | None:
        """Find the one municipality that is meant."""
        text = self.cleaned_data["municipality"]
        return pick(self.actor, text) if text else None


class AccountForm(forms.Form):
    """What the administration changes in an account."""

    label = forms.CharField(label="Funktion", max_length=120, help_text=FUNCTION_HELP)
    expires_on = DateField(
        label="Letzter gültiger Tag",
        required=False,
        help_text="Ab dem Tag danach hat das Konto keinen Zugang mehr. Leer: unbefristet",
    )
    is_administrator = forms.BooleanField(
        label="Darf diese Anwendung verwalten",
        required=False,
        help_text="Konten, Einladungen, Zugehörigkeiten, Behörden und Mandate",
    )


class InviteForm(AreaMixin, MunicipalityMixin):
    """An address, a function, and one of three tasks with what belongs to it."""

    # Which fields are required depends on the task, so browsers must not be told.
    use_required_attribute = False

    email = forms.EmailField(label="E-Mail-Adresse", max_length=254)
    label = forms.CharField(label="Funktion", max_length=120, help_text=FUNCTION_HELP)
    role = forms.ChoiceField(
        label="Aufgabe",
        choices=[
            ("staff", "Arbeitet für eine Kommune"),
            ("supervision", "Liest für eine Aufsichtsbehörde"),
            ("administration", "Verwaltet diese Anwendung"),
        ],
        initial="staff",
        widget=forms.RadioSelect,
    )
    authority = forms.ModelChoiceField(
        label="Aufsichtsbehörde",
        queryset=Authority.objects.none(),
        empty_label="bitte wählen",
        help_text="Nur für die Aufsicht",
    )
    valid_from = DateField(label="Gültig ab")
    valid_until = DateField(
        label="Gültig bis",
        required=False,
        help_text="Letzter Tag. Für die Aufsicht erforderlich, für Kommunen freiwillig",
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["municipality"] = municipality_field(
            "Kommune", list_id=MUNICIPALITY_LIST, help_text=f"Nur für Kommunen. {MUNICIPALITY_HELP}"
        )
        self.fields["authority"].queryset = Authority.objects.visible_to(actor)  # type: ignore[attr-defined]
        self.add_area(actor, f"Nur für die Aufsicht. {WHOLE_AUTHORITY}")
        self.fields["valid_from"].initial = timezone.localdate()
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self._require_what_the_task_needs()

    def _require_what_the_task_needs(self) -> None:
        # An empty form asks for either place; once a task is chosen, the other one does not matter.
        task = self.data.get("role")
        for name, of in {"municipality": "staff", "authority": "supervision"}.items():
            self.fields[name].required = not self.is_bound or task == of
        self.fields["valid_until"].required = task == "supervision"

    def chosen_role(self) -> Role:
        """The task as the service takes it."""
        data = self.cleaned_data
        if data["role"] == "staff":
            return WorkFor(data["municipality"], data["valid_from"], data["valid_until"])
        if data["role"] == "supervision":
            return ReadFor(data["authority"], data["valid_from"], data["valid_until"], tuple(data["area"]))
        return Administrate()


class MembershipForm(MunicipalityMixin):
    """An account, a municipality, a period."""

    user = AccountField()
    valid_from = DateField(label="Gültig ab")
    valid_until = DateField(
        label="Gültig bis", required=False, help_text="Letzter Tag. Leer: bis auf Weiteres"
    )

    field_order = ("user", "municipality", "valid_from", "valid_until")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["municipality"] = municipality_field(
            "Kommune", list_id=MUNICIPALITY_LIST, help_text=MUNICIPALITY_HELP
        )
        self.fields["valid_from"].initial = timezone.localdate()
        self.order_fields(self.field_order)


class MandateForm(AreaMixin):
    """An account, an authority, a period that ends, and the part of the authority's area."""

    user = AccountField()
    authority = forms.ModelChoiceField(
        label="Aufsichtsbehörde", queryset=Authority.objects.none(), empty_label="bitte wählen"
    )
    valid_from = DateField(label="Gültig ab")
    valid_until = DateField(
        label="Gültig bis", help_text="Letzter Tag. Ein Mandat endet immer und lässt sich verlängern."
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = Authority.objects.visible_to(actor)  # type: ignore[attr-defined]
        self.fields["valid_from"].initial = timezone.localdate()
        self.add_area(actor, WHOLE_AUTHORITY)


class EndForm(forms.Form):
    """The last day of a membership or mandate."""

    valid_until = DateField(label="Letzter Tag")


class AuthorityForm(AreaMixin):
    """A new supervisory authority."""

    name = forms.CharField(label="Name", max_length=160)
    land = forms.ChoiceField(label="Land", choices=[("", "bitte wählen"), *LAND_CHOICES])

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_area(actor, WHOLE_LAND)


class AuthorityNameForm(forms.Form):
    """Another name for an authority."""

    name = forms.CharField(label="Name", max_length=160)


class AreaForm(AreaMixin):
    """The area of an authority or a mandate."""

    def __init__(self, *args: Any, actor: User, empty_means: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_area(actor, empty_means)
