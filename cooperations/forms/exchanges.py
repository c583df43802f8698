"""What partners give each other without paying."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator

from cooperations.forms.costs import MoneyField
from cooperations.models import ExchangeKind, Partner
from cooperations.services.exchanges import ExchangeData
from ikz.ui.formatting import de_date, de_decimal, de_money
from ikz.ui.forms import DateField, DecimalField


class ExchangeForm(forms.Form):
    """A service of one partner for another."""

    partner = forms.ChoiceField(label="Wer hat gegeben?")
    receiver = forms.ChoiceField(label="Wer hat erhalten?")
    given_on = DateField(label="Wann?")
    kind = forms.ChoiceField(
        label="Welche Art von Leistung?", choices=ExchangeKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="Was?",
        max_length=200,
        help_text="Zum Beispiel: Vertretung im Service Desk, 20 Tablets geliehen",
    )
    quantity = DecimalField(label="Wie viel?", max_digits=9, decimal_places=2, help_text="Zum Beispiel 12,5")
    unit = forms.CharField(
        label="Einheit",
        max_length=40,
        initial="Stunden",
        help_text="Stunden, Geräte, Schulungen: Gleiches bitte immer gleich benennen, dann wird es verrechnet.",
    )
    value = MoneyField(
        label="Vereinbarter Wert in Euro",
        required=False,
        help_text="Nur wenn beide Seiten einen Wert vereinbart haben",
    )

    def __init__(self, *args: Any, partners: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(partner.pk): partner for partner in partners}
        choices = [("", "Bitte wählen"), *((pk, str(partner)) for pk, partner in self.partners.items())]
        for name in ("partner", "receiver"):
            self.fields[name] = forms.ChoiceField(label=self.fields[name].label, choices=choices)
        self.fields["quantity"].validators.append(
            MinValueValidator(Decimal("0.01"), "Bitte geben Sie eine Zahl größer als 0 ein.")
        )

    def to_data(self) -> ExchangeData:
        """The valid input."""
        values = {name: self.cleaned_data[name] for name in LABELS}
        for name in ("partner", "receiver"):
            values[name] = self.partners[values[name]]
        return ExchangeData(**values)


class ExchangeEditForm(ExchangeForm):
    """The same for one that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


LABELS = {name: str(field.label) for name, field in ExchangeForm.base_fields.items()}


def exchange_values(data: ExchangeData) -> dict[str, Any]:
    """Values of the form's fields."""
    values = {name: getattr(data, name) for name in LABELS}
    return values | {"partner": str(data.partner.pk), "receiver": str(data.receiver.pk)}


def show_exchange(form: ExchangeForm, name: str, value: Any) -> list[str]:
    """A value as lines for readers."""
    words: dict[str, Any] = {
        "partner": lambda: str(form.partners[value]),
        "receiver": lambda: str(form.partners[value]),
        "given_on": lambda: de_date(value),
        "kind": lambda: str(ExchangeKind(value).label),
        "quantity": lambda: de_decimal(value),
        "value": lambda: de_money(value),
    }
    if value is None:
        return []
    return [words[name]()] if name in words else str(value).splitlines()
