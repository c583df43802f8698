"""The form of a Schulträger's profile."""

from typing import Any

from django import forms

from ikz.ui.formatting import de_date, de_decimal, de_int
from ikz.ui.forms import DateField, DecimalField, IntegerField
from municipalities.catalog import mep_phases
from municipalities.services.profiles import ProfileData


class ProfileForm(forms.Form):
    """Every field is optional: a profile grows; ``version`` is the one that the person saw."""

    it_staff_fte = DecimalField(
        label="Stellenanteile für Schul-IT",
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        help_text=(
            "1,0 steht für eine volle Stelle, die nur Schul-IT macht. Zählen Sie Anteile zusammen: zwei halbe Stellen "
            "und ein Viertel sind 1,25. Dienstleister und Lehrkräfte zählen nicht mit."
        ),
    )
    devices = IntegerField(
        label="Geräte an Schulen",
        required=False,
        min_value=0,
        help_text="Alle Geräte, die Sie betreuen: Tablets, Notebooks, PCs, Präsentationstechnik. Geschätzt genügt.",
    )
    tickets_per_month = IntegerField(
        label="Supportanfragen je Monat",
        required=False,
        min_value=0,
        help_text="Im Durchschnitt eines Schuljahres, auf welchem Weg auch immer sie kommen.",
    )
    mep_phase = forms.ChoiceField(
        label="Phase der Medienentwicklungsplanung",
        required=False,
        choices=lambda: [
            ("", "keine Angabe"),
            *((row.key, f"{row.number}. {row.label}") for row in mep_phases().values()),
        ],
        help_text="Woran Sie zurzeit arbeiten.",
    )
    mep_date = DateField(
        label="Stand der Medienentwicklungsplanung",
        required=False,
        help_text="Datum des Plans oder des Beschlusses, zum Beispiel 14.03.2027",
    )
    mdm_tool = forms.CharField(
        label="Geräteverwaltung (MDM)",
        required=False,
        max_length=120,
        help_text="Name des Produkts. Gleiche Werkzeuge machen eine Zusammenarbeit leichter.",
    )
    service_desk_tool = forms.CharField(
        label="Service Desk",
        required=False,
        max_length=120,
        help_text="Das Ticketsystem oder der Weg, auf dem Schulen Störungen melden.",
    )
    other_tools = forms.CharField(
        label="Weitere Werkzeuge",
        required=False,
        max_length=300,
        help_text="Zum Beispiel für Inventar, Fernwartung oder Wissensdatenbank.",
    )
    contact_office = forms.CharField(
        label="Kontaktstelle",
        required=False,
        max_length=200,
        help_text="Eine Stelle, keine Person. Zum Beispiel: Fachbereich Schulen, Sachgebiet Schul-IT.",
    )
    contact_email = forms.EmailField(
        label="E-Mail-Adresse der Stelle",
        required=False,
        max_length=254,
        help_text="Am besten ein Funktionspostfach. Alle angemeldeten Personen können es lesen.",
    )
    contact_phone = forms.CharField(label="Telefon der Stelle", required=False, max_length=60)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def to_data(self) -> ProfileData:
        """The valid input."""
        return ProfileData(**{k: v for k, v in self.cleaned_data.items() if k != "version"})


LABELS = {name: str(field.label) for name, field in ProfileForm.base_fields.items() if name != "version"}


def show(name: str, value: Any) -> list[str]:
    """A value of :class:`ProfileData` as lines for readers; no line where nothing is entered."""
    if value is None or value == "":
        return []
    if name == "mep_phase":
        return [mep_phases()[value].label]
    if name == "mep_date":
        return [de_date(value)]
    if name == "it_staff_fte":
        return [de_decimal(value)]
    return [de_int(value) if isinstance(value, int) else str(value)]
