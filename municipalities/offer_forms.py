"""Forms of offers and of what their examination came to."""

from typing import Any, Self

from django import forms
from django.http import QueryDict

from ikz.accounts.models import User
from municipalities.catalog import LAND_CHOICES, task_areas
from municipalities.models import Municipality, Offer, OfferKind, ReviewOutcome
from municipalities.models.offers import TEXT_LENGTH
from municipalities.picking_fields import MunicipalitiesField
from municipalities.services.offers import OfferData, stored_values

BY_ADMINISTRATION = "verwaltung"


def _text(title: str, *, rows: int = 5, **kwargs: Any) -> forms.CharField:
    field = forms.CharField(label=title, max_length=TEXT_LENGTH, widget=forms.Textarea, **kwargs)
    field.widget.attrs["rows"] = rows
    return field


class OfferForm(forms.Form):
    """What somebody enters about an existing structure."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="Name der Einrichtung, mit Rechtsform und Land, wenn er das braucht.",
    )
    kind = forms.ChoiceField(label="Art", choices=[("", "Bitte wählen"), *OfferKind.choices])
    task_areas = forms.MultipleChoiceField(
        label="Aufgabenbereiche",
        widget=forms.CheckboxSelectMultiple,
        help_text="Danach werden Angebote zu Bedarfen gefunden.",
        error_messages={"required": "Bitte wählen Sie mindestens einen Aufgabenbereich."},
    )
    modules = _text("Leistungen", help_text="Was angeboten wird, am besten ein Modul je Zeile.")
    land_keys = forms.MultipleChoiceField(
        label="Ganze Länder", choices=LAND_CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )
    serves = MunicipalitiesField(
        label="Einzelne Kommunen",
        required=False,
        suggestions="offers:suggestions",
        help_text="Name oder amtlicher Schlüssel, zum Beispiel Landkreis Kusel oder 07336. Was zu der Kommune gehört, ist eingeschlossen.",
    )
    conditions = _text(
        "Bedingungen für den Beitritt",
        required=False,
        help_text="Zum Beispiel Mitgliedschaft, Entgelte, Fristen oder technische Voraussetzungen.",
    )
    contact_office = forms.CharField(
        label="Kontaktstelle", max_length=200, required=False, help_text="Eine Stelle, keine einzelne Person."
    )
    contact_email = forms.EmailField(label="E-Mail-Adresse der Stelle", required=False)
    website = forms.URLField(label="Internetseite", required=False, assume_scheme="https")
    source = forms.CharField(
        label="Quelle", max_length=200, required=False, help_text="Woher diese Angaben stammen, mit Stand."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["task_areas"]
        areas.choices = [(key, area.label) for key, area in task_areas().items()]
        serves: Any = self.fields["serves"]
        serves.viewer = viewer
        self.fields["contact_email"].widget.attrs["autocomplete"] = "off"
        self.fields["website"].widget.attrs["autocomplete"] = "off"

    @classmethod
    def with_new_row(cls, data: QueryDict, *, viewer: User) -> Self:
        """A form that shows what was typed without judging it yet, with one more row for a municipality."""
        form = cls(viewer=viewer)
        form.initial = {
            name: field.widget.value_from_datadict(data, {}, name) for name, field in form.fields.items()
        }
        rows: Any = form.fields["serves"].widget
        rows.focus_last = True
        form.initial["serves"] = [text for text in form.initial["serves"] if text.strip()]
        return form

    @classmethod
    def for_offer(cls, offer: Offer, *, viewer: User) -> Self:
        """The form with what is stored."""
        return cls(initial=stored_values(offer) | {"version": offer.version}, viewer=viewer)

    def to_data(self) -> OfferData:
        """What was entered, for the services."""
        return OfferData(**{name: self.cleaned_data[name] for name in OfferData.__dataclass_fields__})


class NewOfferForm(OfferForm):
    """The same for a new offer; whoever may enter it for more than one says who keeps it up to date."""

    owner = forms.ChoiceField(
        label="Wer pflegt den Eintrag?",
        widget=forms.RadioSelect,
        help_text="Nur die Mitarbeitenden dieser Kommune und die Administration können ihn später ändern.",
    )

    def __init__(self, *args: Any, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, viewer=viewer, **kwargs)
        self.owners = {row.ags: row for row in Municipality.objects.represented_by(viewer)}
        choices = [(key, str(row)) for key, row in self.owners.items()]
        if viewer.is_administrator:
            choices.append((BY_ADMINISTRATION, "die Administration dieser Anwendung"))
        if len(choices) > 1:
            field: Any = self.fields["owner"]
            field.choices, field.initial = choices, choices[0][0]
        else:
            del self.fields["owner"]
            self.only_owner = next(iter(self.owners.values()), None)

    def owner_row(self) -> Municipality | None:
        """The municipality that keeps the entry; None for the administration."""
        if "owner" not in self.fields:
            return self.only_owner
        return self.owners.get(self.cleaned_data["owner"])


class ReviewForm(forms.Form):
    """What the examination of an offer for a need came to."""

    outcome = forms.ChoiceField(
        label="Ergebnis",
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie, was die Prüfung ergeben hat."},
    )
    note = _text(
        "Notiz",
        rows=4,
        help_text="Was geprüft wurde und warum das Angebot passt oder nicht, zum Beispiel mit wem gesprochen wurde (Stelle).",
        error_messages={"required": "Bitte halten Sie in einem Satz fest, was die Prüfung ergeben hat."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
