"""Forms of measures: SMART field by field, and the short one for carrying a measure on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django import forms

from cooperations.models import Cooperation, Measure, MeasureState, Partner
from cooperations.models.measures import TEXT_LENGTH
from cooperations.selectors.addressees import staff_of
from cooperations.services.measures import REASONS, MeasureData, Step, tidy
from ikz.ui.formatting import de_date
from ikz.ui.forms import DateField, IntegerField

_SHORT = 200


def _text(name: str, label: str, help_text: str, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": REASONS[name]},
    )


def _line(name: str, label: str, help_text: str, length: int = _SHORT) -> forms.CharField:
    field = forms.CharField(
        label=label, help_text=help_text, max_length=length, error_messages={"required": REASONS[name]}
    )
    field.widget.attrs["autocomplete"] = "off"
    return field


class MeasureForm(forms.Form):
    """A measure of one cooperation; choices are its confirmed partners, their staff and the other measures."""

    title = _line("title", "Name der Maßnahme", "Kurz, zum Beispiel: Gemeinsamer Service Desk")
    description = _text(
        "description",
        "Was genau wird getan?",
        "Zwei bis vier Sätze, die auch in einem Jahr noch jemand versteht.",
        4,
    )
    indicator = _line(
        "indicator", "Woran wird es gemessen?", "Zum Beispiel: Tickets, die am selben Tag angenommen sind"
    )
    target_value = _line("target_value", "Zielwert", "Zum Beispiel: 90 %", 80)
    current_value = forms.CharField(
        label="Heutiger Wert",
        required=False,
        max_length=80,
        help_text="Zum Beispiel: 60 %. Er lässt sich laufend anpassen.",
    )
    benefit = _text("benefit", "Was haben wir davon?", "Der Nutzen für die Partner und die Schulen.")
    resources = _text("resources", "Womit schaffen wir es?", "Personal, Zeit und Geld, die wirklich da sind.")
    due_on = DateField(label="Fertig bis", error_messages={"required": REASONS["due_on"]})
    partner = forms.TypedChoiceField(
        label="Verantwortliche Kommune", coerce=int, error_messages={"required": REASONS["partner"]}
    )
    function = _line(
        "function",
        "Zuständige Stelle oder Funktion",
        "Eine Funktion, kein Name, zum Beispiel: Leitung Schul-IT",
        120,
    )
    person = forms.TypedChoiceField(
        label="Zuständiges Konto",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Wer die Maßnahme hier pflegt. Sie steht dann bei diesem Konto unter „Meine Arbeit“.",
    )
    waits_for = forms.TypedMultipleChoiceField(
        label="Welche Maßnahmen müssen vorher erledigt sein?",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, cooperation: Cooperation, measure: Measure | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        partners = confirmed(cooperation)
        self._choose("partner", [("", "Bitte wählen"), *((row.pk, str(row)) for row in partners)])
        self._choose("person", [("", "kein Konto"), *_people(partners)])
        others = Measure.objects.filter(cooperation=cooperation)
        if measure is not None:
            others = others.exclude(pk=measure.pk)
        self._choose("waits_for", [(row.pk, f"{row.title} (bis {de_date(row.due_on)})") for row in others])
        if not self.fields["waits_for"].choices:  # type: ignore[attr-defined] # a choice
            del self.fields["waits_for"]

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a choice

    def to_data(self) -> MeasureData:
        """The valid input as it would be stored."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return tidy(MeasureData(**values))


class MeasureEditForm(MeasureForm):
    """The same for a measure that exists, with the version that the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class StepForm(forms.Form):
    """How far a measure is, with the version that the person saw."""

    state = forms.ChoiceField(label="Stand", choices=MeasureState.choices)
    progress = IntegerField(
        label="Fortschritt in Prozent",
        min_value=0,
        max_value=100,
        help_text="Eine Schätzung genügt: 0 bis 100",
    )
    current_value = forms.CharField(label="Heutiger Wert", required=False, max_length=80)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def to_step(self) -> Step:
        """The valid input as it would be stored."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Step(**values | {"current_value": values["current_value"].strip()})


def initial(data: MeasureData | Step) -> dict[str, Any]:
    """Values of the form's fields for data."""
    return {name: "" if value is None else value for name, value in asdict(data).items()}


def labels(form: forms.Form) -> dict[str, str]:
    """What the fields are called."""
    return {name: str(field.label) for name, field in form.fields.items() if name != "version"}


def show(form: forms.Form, name: str, value: Any) -> list[str]:
    """A value of the form as lines for readers."""
    known = words(form, name)
    if isinstance(value, (list, tuple)):
        return [known[str(key)] for key in value if str(key) in known]
    if known:
        return [known.get(str("" if value is None else value), "–")]
    if name == "due_on":
        return [de_date(value)]
    return str(value).splitlines()


def words(form: forms.Form, name: str) -> Mapping[str, str]:
    """The choices of a field by the value that stands for each."""
    found: dict[str, str] = {}
    for key, label in getattr(form.fields[name], "choices", ()):
        if isinstance(label, (list, tuple)):
            found |= {str(one): str(word) for one, word in label}
        else:
            found[str(key)] = str(label)
    return found


def confirmed(cooperation: Cooperation) -> list[Partner]:
    """The partners that may answer for a measure."""
    rows = Partner.objects.filter(cooperation=cooperation).confirmed().select_related("municipality")
    return list(rows)


def _people(partners: Sequence[Partner]) -> list[tuple[str, list[tuple[int, str]]]]:
    staff = staff_of(row.municipality_id for row in partners)
    return [
        (str(row), [(user.pk, str(user)) for user in staff[row.municipality_id]])
        for row in partners
        if staff[row.municipality_id]
    ]
