"""What is chosen in the model advice: one answer at a time, and the cooperation that keeps them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from cooperations.advice_result import FormInWords
from cooperations.advice_walk import LAND, Walk
from cooperations.models import Cooperation
from ikz.accounts.models import User
from municipalities.catalog import LAND_CHOICES


class StepForm(forms.Form):
    """The one field of a step: the answers of its question, or the Länder."""

    def __init__(self, walk: Walk) -> None:
        super().__init__()
        question = walk.question
        field: forms.ChoiceField
        if question is None:
            field = forms.ChoiceField(
                label="Land", choices=[("", "noch offen"), *LAND_CHOICES], initial=walk.land, required=False
            )
        else:
            field = forms.ChoiceField(
                label=question.text,
                choices=list(question.answers.items()),
                initial=walk.answers.get(question.key, ""),
                widget=forms.RadioSelect,
                required=False,
            )
        self.fields[LAND if question is None else question.key] = field

    @property
    def choice(self) -> forms.BoundField:
        """The field itself."""
        return next(iter(self))


class PlaceForm(forms.Form):
    """Which cooperation is to keep the advice: one that the person coordinates."""

    kooperation = forms.ModelChoiceField(
        label="Kooperation",
        queryset=Cooperation.objects.none(),
        to_field_name="slug",
        empty_label="Bitte wählen",
        error_messages={
            "required": "Bitte wählen Sie eine Kooperation.",
            "invalid_choice": "Diese Kooperation steht nicht zur Wahl.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        field: Any = self.fields["kooperation"]
        field.queryset = Cooperation.objects.editable_by(user).order_by("title", "pk")


class KeepForm(forms.Form):
    """Whether forms are taken over as those of the cooperation; ``version`` is the one that the person saw."""

    model_keys = forms.MultipleChoiceField(
        label="Als Modell der Kooperation übernehmen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Diese Form wird nicht empfohlen."},
    )
    version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": "Die Seite ist veraltet. Bitte laden Sie sie neu."},
    )

    def __init__(
        self, data: QueryDict | dict[str, Any] | None = None, *, best: Iterable[FormInWords], **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["model_keys"]
        field.choices = [(row.model, row.label) for row in best]
        field.help_text = "Was Sie ankreuzen, ersetzt das bisherige Modell. Ohne Kreuz bleibt es, wie es ist."
        if not field.choices:
            del self.fields["model_keys"]
