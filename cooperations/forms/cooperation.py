"""A cooperation's own data: what it is about, in which form, for how long."""

from dataclasses import fields
from typing import Any

from django import forms

from cooperations.forms.fields import LinesField, ModelsField, keys_field
from cooperations.models import Cooperation, Duration
from cooperations.rules import date_errors
from cooperations.services.cooperations import CooperationData, stored_values
from ikz.ui.forms import DateField, MonthField
from municipalities.catalog import mep_phases, task_areas


class CooperationForm(forms.Form):
    """What everybody enters about a new cooperation."""

    title = forms.CharField(
        label="Titel",
        max_length=160,
        help_text="Worum es geht, in wenigen Worten. Zum Beispiel: Gemeinsamer Schul-IT-Support.",
    )
    subtitle = forms.CharField(label="Untertitel", max_length=200, required=False)
    goals = LinesField(
        label="Ziele",
        help_text="Was soll besser werden? Schreiben Sie jedes Ziel in eine eigene Zeile.",
    )
    task_areas = keys_field(
        "Aufgabenbereiche",
        [(area.key, area.label) for area in task_areas().values()],
        "Was wollen Sie gemeinsam erledigen? Mehrere sind möglich, Sie können das später ändern.",
    )
    model_keys = ModelsField(
        label="Kooperationsmodell",
        help_text="In einer Vereinbarung lassen sich Formen verbinden, deshalb sind mehrere möglich.",
    )
    duration = forms.ChoiceField(
        label="Dauer", choices=Duration.choices, initial=Duration.OPEN, widget=forms.RadioSelect
    )
    ends_on = DateField(
        label="Endet am",
        required=False,
        help_text="Nur bei befristeten Kooperationen, zum Beispiel 31.07.2028",
    )
    build_up_from = MonthField(label="Aufbauphase von", required=False)
    build_up_to = MonthField(label="Aufbauphase bis", required=False)

    def clean(self) -> dict[str, Any]:
        """Check the dates against each other, as the service does."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        names = ("duration", "ends_on", "build_up_from", "build_up_to")
        if not any(name in self.errors for name in names):
            dates: dict[str, Any] = {name: data.get(name) for name in names}
            for name, message in date_errors(**dates).items():
                self.add_error(name, message)
        return data

    def to_data(self, base: Cooperation | None = None) -> CooperationData:
        """The valid input; what this form does not ask is taken from ``base``."""
        kept = {} if base is None else stored_values(base)
        names = {item.name for item in fields(CooperationData)}
        return CooperationData(**{**kept, **{k: v for k, v in self.cleaned_data.items() if k in names}})


class CooperationEditForm(CooperationForm):
    """All data of a cooperation, with the version that the person saw."""

    motives = LinesField(
        label="Beweggründe",
        required=False,
        help_text="Warum arbeiten Sie zusammen? Schreiben Sie jeden Grund in eine eigene Zeile.",
    )
    mep_phases = keys_field(
        "Phasen der Medienentwicklungsplanung",
        [(phase.key, phase.label) for phase in mep_phases().values()],
        "Auf welche Abschnitte der Planung bezieht sich die Kooperation?",
    )
    legal_basis = forms.CharField(
        label="Rechtsgrundlage", max_length=300, required=False, help_text="Zum Beispiel: § 12 KomZG"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    field_order = (
        "title",
        "subtitle",
        "goals",
        "motives",
        "task_areas",
        "mep_phases",
        "model_keys",
        "legal_basis",
        "duration",
        "ends_on",
        "build_up_from",
        "build_up_to",
        "version",
    )
