"""Forms of a cost plan: its year, its items, the facts of a partner."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from cooperations.forms.partners import CountField
from cooperations.models import CostKind, VatAnswer
from cooperations.models.costs import FIRST_YEAR, LAST_YEAR
from cooperations.services.cost_facts import FactData
from cooperations.services.costs import ItemData
from ikz.ui.formatting import de_decimal, de_int, de_money
from ikz.ui.forms import DecimalField, IntegerField

MOST_DEVICES = 10_000_000
VAT_ANSWERS = {
    VatAnswer.OPEN: "noch zu klären",
    VatAnswer.YES: "ja, Umsatzsteuer kommt hinzu",
    VatAnswer.NO: "nein, nicht steuerbar oder steuerfrei",
    VatAnswer.INTERNAL: "nein, es ist keine entgeltliche Leistung",
}


class MoneyField(DecimalField):
    """An amount in euros, not negative, whole cents, less than ten thousand million."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, **kwargs)
        self.validators.append(MinValueValidator(0, "Bitte geben Sie 0 oder einen größeren Betrag ein."))
        self.error_messages["invalid"] = "Bitte geben Sie einen Betrag wie 64.074,04 ein."


class PlanForm(forms.Form):
    """The year of a new plan."""

    year = IntegerField(label="Jahr")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # As text: a year is no amount, "2.027" is not what people write.
        kwargs.setdefault("initial", {"year": str(timezone.localdate().year)})
        super().__init__(*args, **kwargs)
        self.fields["year"].error_messages["invalid"] = "Bitte geben Sie ein Jahr wie 2027 ein."
        message = f"Bitte geben Sie ein Jahr zwischen {FIRST_YEAR} und {LAST_YEAR} ein."
        self.fields["year"].validators += [
            MinValueValidator(FIRST_YEAR, message),
            MaxValueValidator(LAST_YEAR, message),
        ]


class ItemForm(forms.Form):
    """An item with the question of VAT."""

    kind = forms.ChoiceField(label="Wofür?", choices=[("", "Bitte wählen"), *CostKind.choices])
    label = forms.CharField(
        label="Bezeichnung",
        max_length=200,
        help_text="Zum Beispiel: Koordination des Service Desk, 0,5 Stellen",
    )
    net = MoneyField(label="Betrag netto in Euro", help_text="Zum Beispiel 64.074,04")
    vat = forms.ChoiceField(
        label="Kommt Umsatzsteuer hinzu?",
        choices=list(VAT_ANSWERS.items()),
        initial=VatAnswer.OPEN.value,
        widget=forms.RadioSelect,
        help_text=(
            "Arbeitet eine Kommune gegen Geld für andere, entscheidet § 2b UStG. Ist das noch nicht geklärt, "
            "bleibt die Frage offen stehen."
        ),
    )
    vat_reason = forms.CharField(
        label="Begründung",
        required=False,
        max_length=300,
        help_text="Warum fällt Umsatzsteuer an oder nicht an, und wer hat das geprüft?",
    )

    def to_data(self) -> ItemData:
        """The valid input."""
        return ItemData(**{name: self.cleaned_data[name] for name in ITEM_LABELS})


class ItemEditForm(ItemForm):
    """The same for an item that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


ITEM_LABELS = {name: str(field.label) for name, field in ItemForm.base_fields.items()}


def show_item(name: str, value: Any) -> list[str]:
    """A value of an item as lines for readers."""
    words: dict[str, Any] = {
        "kind": lambda: str(CostKind(value).label),
        "net": lambda: de_money(value),
        "vat": lambda: VAT_ANSWERS[VatAnswer(value)],
    }
    return [words[name]()] if name in words else str(value).splitlines()


class FactForm(forms.Form):
    """What keys count for one partner; empty is "not known yet"."""

    devices = CountField("Geräte", MOST_DEVICES)
    usage = DecimalField(
        label="Nutzung",
        required=False,
        max_digits=12,
        decimal_places=2,
        help_text="Was alle gleich zählen, zum Beispiel Tickets oder Stunden im Jahr",
    )
    alone = MoneyField(
        label="Kosten allein in Euro",
        required=False,
        help_text="Was dieselbe Leistung im Jahr kosten würde, wenn die Kommune sie allein erbrächte",
    )
    # What the person had before them, so that a change by somebody else in between is noticed.
    seen_devices = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen_usage = forms.DecimalField(required=False, widget=forms.HiddenInput)
    seen_alone = forms.DecimalField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["usage"].validators.append(
            MinValueValidator(0, "Bitte geben Sie 0 oder eine größere Zahl ein.")
        )

    def to_data(self) -> FactData:
        """The valid input."""
        return FactData(**{name: self.cleaned_data[name] for name in FACT_LABELS})

    @property
    def seen(self) -> FactData:
        """What was stored when the form was opened."""
        return FactData(**{name: self.cleaned_data[f"seen_{name}"] for name in FACT_LABELS})


FACT_LABELS = {"devices": "Geräte", "usage": "Nutzung", "alone": "Kosten allein in Euro"}


def fact_values(data: FactData) -> dict[str, Any]:
    """Values of the form's fields, with what is seen as it stands."""
    stored = asdict(data)
    return stored | {f"seen_{name}": value for name, value in stored.items()}


def show_fact(name: str, value: int | Decimal | None) -> list[str]:
    """A fact as lines for readers."""
    if value is None:
        return []
    return [de_int(value) if name == "devices" else de_decimal(value)]
