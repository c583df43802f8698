"""The form of a change of phase."""

from typing import Any

from django import forms

from cooperations.models import Phase
from cooperations.models.conduct import TEXT_LENGTH
from cooperations.services.phases import TRANSITIONS


class PhaseForm(forms.Form):
    """The phases that can be reached from the present one, and why."""

    phase = forms.ChoiceField(label="Neue Phase", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Begründung",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Warum ist jetzt der richtige Zeitpunkt? Die Begründung steht im Verlauf der Phasen und ist für "
        "alle Partner sichtbar.",
        error_messages={"required": "Bitte begründen Sie den Wechsel."},
    )
    # What the person saw: whoever is second is told, instead of moving from a phase they never met. The page writes
    # it from the cooperation, so that it is true again after an error.
    seen = forms.ChoiceField(choices=Phase.choices, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, current: str) -> None:
        super().__init__(data)
        order = list(Phase)
        choices = [
            (
                phase.value,
                f"{phase.label} ({'weiter' if order.index(phase) > order.index(Phase(current)) else 'zurück'})",
            )
            for phase in order
            if phase in TRANSITIONS[current]
        ]
        self.fields["phase"].choices = choices  # type: ignore[attr-defined] # the stubs say Field
        if len(choices) == 1:
            self.initial["phase"] = choices[0][0]
