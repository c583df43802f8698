"""The key that holds, and the simulator that tries others."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from cooperations.cost_sharing import LABELS, MIXABLE, WHOLE, CostKey, Payer
from cooperations.forms.costs import MoneyField
from cooperations.models.costs import KEY_CHOICES
from cooperations.services.costs import KeyData
from ikz.ui.formatting import de_decimal
from ikz.ui.forms import DecimalField

# What the simulator begins with where no mix is stored.
FIRST_MIX = {CostKey.PUPILS: Decimal(50), CostKey.EQUAL: Decimal(50)}


class PercentField(DecimalField):
    """Per cent between 0 and 100."""

    def __init__(self, *, decimal_places: int, **kwargs: Any) -> None:
        super().__init__(required=False, max_digits=7, decimal_places=decimal_places, **kwargs)
        self.error_messages["invalid"] = "Bitte geben Sie eine Zahl wie 33,5 ein."
        message = "Bitte geben Sie eine Zahl zwischen 0 und 100 ein."
        self.validators += [MinValueValidator(0, message), MaxValueValidator(100, message)]

    def prepare_value(self, value: Any) -> Any:
        """Without noughts behind the comma: "50", "33,3333"."""
        return plain(value) if isinstance(value, Decimal) else value


def plain(value: Decimal) -> str:
    """A number with the digits it needs."""
    places = -int(value.normalize().as_tuple().exponent)
    return de_decimal(value, max(places, 0))


class WeightsForm(forms.Form):
    """One weight for each key that a mix may be made of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in MIXABLE:
            self.fields[f"weight_{key}"] = PercentField(
                label=f"{LABELS[key][0].upper()}{LABELS[key][1:]} (%)", decimal_places=2
            )

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """The fields of the weights."""
        return [self[f"weight_{key}"] for key in MIXABLE]

    @property
    def weights(self) -> dict[CostKey, Decimal]:
        """The valid weights above zero."""
        given = {key: self.cleaned_data.get(f"weight_{key}") for key in MIXABLE}
        return {key: weight for key, weight in given.items() if weight}


def weight_values(weights: Mapping[CostKey, Decimal]) -> dict[str, Decimal | None]:
    """Values of the weights' fields."""
    return {f"weight_{key}": weights.get(key) for key in MIXABLE}


class KeyForm(WeightsForm):
    """The key that holds, the weights of a mix, and a fixed part for each partner."""

    key = forms.ChoiceField(label="Schlüssel", choices=KEY_CHOICES, widget=forms.RadioSelect)
    note = forms.CharField(
        label="Bemerkung",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zum Beispiel: beschlossen von der Steuerungsgruppe am 12.10.2026",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, payers: list[Payer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.payers = payers
        for payer in payers:
            self.fields[f"percent_{payer.key}"] = PercentField(label=f"{payer.name} (%)", decimal_places=4)

    @property
    def percent_fields(self) -> list[forms.BoundField]:
        """The fields of the fixed parts."""
        return [self[f"percent_{payer.key}"] for payer in self.payers]

    def to_data(self) -> KeyData:
        """The valid input."""
        return KeyData(
            key=self.cleaned_data["key"],
            weights=self.weights,
            percents={payer.key: self.cleaned_data[f"percent_{payer.key}"] for payer in self.payers},
            note=self.cleaned_data["note"],
        )

    def add_service_errors(self, error: ValidationError) -> None:
        """Put what the service found beside the first field of its group."""
        first = next((f"percent_{payer.key}" for payer in self.payers), "key")
        places = {"weights": f"weight_{MIXABLE[0]}", "percent": first}
        for name, messages in error.message_dict.items():
            place = places.get(name, name)
            self.add_error(None if name == NON_FIELD_ERRORS else place, ValidationError(messages))


def key_values(data: KeyData) -> dict[str, Any]:
    """Values of the form's fields."""
    percents = {f"percent_{key}": value for key, value in data.percents.items()}
    return {"key": data.key, "note": data.note, **weight_values(data.weights), **percents}


def show_key(name: str, value: Any) -> list[str]:
    """A value of the key's form as lines for readers."""
    if isinstance(value, Decimal):
        return [f"{plain(value)} %"]
    if name == "key":
        return [LABELS[CostKey(value)]]
    return str(value or "").splitlines()


@dataclass(frozen=True)
class Trial:
    """What is tried: an amount and the weights of a mix."""

    amount: Decimal
    weights: Mapping[CostKey, Decimal]


class SimulatorForm(WeightsForm):
    """An amount and the weights of a mix; nothing is stored."""

    amount = MoneyField(label="Betrag in Euro", required=False, help_text="Leer: die Summe des Plans")
    chart = forms.ChoiceField(label="Diagramm zeigt", required=False, choices=KEY_CHOICES)

    field_order = ("amount", "chart")

    def clean(self) -> dict[str, Any]:
        """Say beside the weights when they do not sum."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        weights = self.weights
        broken = any(name.startswith("weight_") for name in self.errors)
        total = sum(weights.values(), Decimal(0))
        if not broken and total != WHOLE:
            self.add_error(
                f"weight_{MIXABLE[0]}",
                ValidationError(f"Die Gewichte ergeben {plain(total)} statt 100 Prozent."),
            )
        return data

    def trial(self, amount: Decimal) -> Trial:
        """What is tried where everything that belongs to the amount is valid; ``amount`` is the plan's."""
        typed = self.cleaned_data.get("amount")
        return Trial(amount=amount if typed is None else typed, weights=self.weights)
