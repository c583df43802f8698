"""Forms of the Quick Check: one factor with its note, or all twelve at once."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from quickcheck import catalog
from quickcheck.catalog import Factor, FactorPhase
from quickcheck.models import EVIDENCE_LENGTH, RatingValue
from quickcheck.services import Assessment


class RatingForm(forms.Form):
    """One factor; ``version`` is the one that the person saw. Taking a rating back needs no value."""

    value = forms.ChoiceField(
        label="Bewertung",
        choices=RatingValue.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bitte wählen Sie eine Bewertung.",
            "invalid_choice": "Bitte wählen Sie eine der fünf Bewertungen.",
        },
    )
    evidence = forms.CharField(
        label="Beleg oder Notiz",
        required=False,
        max_length=EVIDENCE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": "Die Seite ist veraltet. Bitte laden Sie sie neu."},
    )

    def __init__(self, *args: Any, factor: Factor, taking_back: bool = False, **kwargs: Any) -> None:
        # Twelve of these stand on one page.
        kwargs["auto_id"] = f"faktor-{factor.number}-%s"
        super().__init__(*args, **kwargs)
        self.taking_back = taking_back
        self.fields["value"].required = not taking_back
        self.fields["evidence"].help_text = f"Zum Beispiel: {factor.evidence_hint}"

    def clean_value(self) -> str:
        """Empty where the rating is taken back, whatever is still chosen."""
        return "" if self.taking_back else str(self.cleaned_data["value"])

    @classmethod
    def showing(cls, factor: Factor, assessment: Assessment, version: int) -> "RatingForm":
        """A form that shows ``assessment`` and is to replace the stored ``version``."""
        return cls(
            factor=factor,
            initial={"value": assessment.value, "evidence": assessment.evidence, "version": version},
        )


class UnsavedCheckForm(forms.Form):
    """All twelve factors, each under its key; what is left out counts as not rated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for factor in catalog.factors().values():
            self.fields[factor.key] = forms.ChoiceField(
                label=f"Faktor {factor.number}",
                choices=RatingValue.choices,
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": "Bitte wählen Sie eine der fünf Bewertungen."},
            )

    def clean(self) -> dict[str, Any]:
        """Without a single rating there is nothing to compute."""
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise forms.ValidationError("Bitte bewerten Sie mindestens einen Faktor.")
        return values

    @property
    def phases(self) -> Iterator[tuple[FactorPhase, list[tuple[Factor, BoundField]]]]:
        """The fields by phase, each with its factor."""
        for phase in catalog.phases().values():
            yield phase, [(factor, self[factor.key]) for factor in phase.factors]
