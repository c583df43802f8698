"""Forms of versions: the occasion of a new one, and what came back to one."""

from typing import Any

from django import forms

from agreements.services.returned import ENDINGS, NOTE_LENGTH
from agreements.services.versions import OCCASION_LENGTH
from ikz.files.fields import UploadField


class OccasionForm(forms.Form):
    """Why the draft is fixed now."""

    occasion = forms.CharField(
        label="Anlass",
        max_length=OCCASION_LENGTH,
        help_text="Zum Beispiel „Beschlussfassung der Kreistage“ oder „Vorabstimmung mit der Aufsicht“",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Bitte nennen Sie den Anlass, zum Beispiel „Beschlussfassung“."},
    )


class ReturnedForm(forms.Form):
    """A document that came back."""

    note = forms.CharField(
        label="Von wem, was wurde geändert?",
        max_length=NOTE_LENGTH,
        help_text="Eine Stelle, keine Person, zum Beispiel „Rechtsamt: Haftung neu gefasst“",
        error_messages={"required": "Bitte schreiben Sie, von wem das Dokument kommt."},
    )
    file = UploadField(label="Dokument")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        field.widget.attrs["accept"] = ",".join(f".{ending}" for ending in ENDINGS)
        _, _, rest = str(field.help_text).partition("; ")
        field.help_text = f"DOCX, ODT oder PDF; {rest}"


class ComparisonForm(forms.Form):
    """Which two versions are compared; the view reads them from the address."""

    von = forms.ChoiceField(label="Von", required=False)
    bis = forms.ChoiceField(label="Bis", required=False)

    def __init__(self, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name in ("von", "bis"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
            field.choices = choices
