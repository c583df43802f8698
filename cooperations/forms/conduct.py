"""Forms for what surrounds the work of a cooperation."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django import forms

from cooperations import catalog
from cooperations.models import ActorKind, Cooperation, Partner, Progress
from cooperations.models.conduct import TEXT_LENGTH
from cooperations.services.conduct import ActorData, BarrierData, PartData, PrerequisiteData

BETWEEN = "Zwischen den Kommunen"


def _area(label: str, *, required: bool = True, help_text: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=TEXT_LENGTH,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PartForm(forms.Form):
    """An entry with the version that the person saw; a new one has none."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    data_class: type[PartData]

    def __init__(self, *args: Any, partners: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = partners

    @classmethod
    def values(cls, data: PartData) -> dict[str, Any]:
        """Data as the initial values of the form."""
        return asdict(data)

    def to_data(self) -> PartData:
        """The valid input."""
        return self.data_class(
            **{item.name: self.cleaned_data[item.name] for item in fields(self.data_class)}
        )

    def show(self, name: str, value: Any) -> list[str]:
        """A value as lines for readers."""
        if name == "partner_id":
            return [self.partners.get(value, "eine frühere Kommune") if value else BETWEEN]
        if isinstance(value, bool):
            return ["ja" if value else "nein"]
        labels = dict(getattr(self.fields[name], "choices", ()))
        return str(labels.get(value, value)).splitlines()


class ActorForm(PartForm):
    """Somebody outside the partners."""

    data_class = ActorData
    kind = forms.ChoiceField(label="Wer?", choices=ActorKind.choices)
    name = forms.CharField(
        label="Bezeichnung",
        max_length=200,
        help_text="Die Stelle oder Gruppe, keine Namen von Personen. Zum Beispiel: Kreismedienzentrum.",
    )
    how = _area(
        "Wie werden sie beteiligt?", help_text="Zum Beispiel: beraten die Steuerungsgruppe, testen Software."
    )
    when = forms.CharField(
        label="Wann oder wie oft?",
        max_length=200,
        help_text="Zum Beispiel: halbjährlich, vor jeder Beschaffung.",
    )


class PrerequisiteForm(PartForm):
    """What has to be there within a municipality or between them."""

    data_class = PrerequisiteData
    text = forms.CharField(label="Voraussetzung", max_length=500)
    partner_id = forms.TypedChoiceField(label="Wo?", coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(
        label="Stand", choices=Progress.choices, initial=Progress.OPEN, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, partners: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, partners=partners, **kwargs)
        choices = [("", BETWEEN), *((pk, f"Innerhalb: {name}") for pk, name in partners.items())]
        self.fields["partner_id"].choices = choices  # type: ignore[attr-defined] # the stubs say Field


class BarrierForm(PartForm):
    """What stands in the way, and what is done about it."""

    data_class = BarrierData
    text = forms.CharField(label="Hemmnis", max_length=500, help_text="Was erschwert die Zusammenarbeit?")
    counter_measure = _area(
        "Gegenmaßnahme",
        required=False,
        help_text="Was tun Sie dagegen? Wenn Sie es noch nicht wissen, lassen Sie das Feld leer.",
    )
    resolved = forms.BooleanField(label="Überwunden", required=False)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of entries: its form, and the words of its pages."""

    form: type[PartForm]
    add: str
    edit: str
    noun: str

    @property
    def data_class(self) -> type[PartData]:
        """The data that the form makes."""
        return self.form.data_class


# By the word in their addresses.
KINDS = {
    "beteiligte": Kind(
        form=ActorForm, add="Beteiligte eintragen", edit="Beteiligte ändern", noun="Beteiligte"
    ),
    "voraussetzungen": Kind(
        form=PrerequisiteForm,
        add="Voraussetzung eintragen",
        edit="Voraussetzung ändern",
        noun="Voraussetzung",
    ),
    "hemmnisse": Kind(form=BarrierForm, add="Hemmnis eintragen", edit="Hemmnis ändern", noun="Hemmnis"),
}


class CriteriaForm(forms.Form):
    """One value of each distinguishing criterion, or none."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in catalog.criteria().values():
            self.fields[criterion.key] = forms.ChoiceField(
                label=criterion.label,
                choices=[*criterion.values.items(), ("", "keine Angabe")],
                required=False,
                widget=forms.RadioSelect,
            )

    @staticmethod
    def values(row: Any) -> dict[str, str]:
        """The stored values by criterion, empty where there is none; also of a row of the history."""
        return {key: row.criteria.get(key, "") for key in catalog.criteria()}

    @property
    def chosen(self) -> dict[str, str]:
        """The valid input by criterion."""
        return {key: self.cleaned_data[key] for key in catalog.criteria()}

    def show(self, name: str, value: str) -> list[str]:
        """A value in words."""
        return [catalog.criteria()[name].values.get(value, "keine Angabe")]


class BenefitForm(forms.Form):
    """What one partner gains, with the text that the person saw."""

    benefit = _area(
        "Nutzen",
        required=False,
        rows=5,
        help_text="Was hat diese Kommune davon? Möglichst etwas, das sich zeigen oder messen lässt.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)


def partner_names(cooperation: Cooperation, keep: int | None = None) -> dict[int, str]:
    """The partners that take part or are asked to, and the one to ``keep``, by id; uses what was fetched along."""
    rows: list[Partner] = [
        row for row in cooperation.partners.all() if row.status in ("invited", "confirmed") or row.pk == keep
    ]
    return {row.pk: str(row) for row in rows}
