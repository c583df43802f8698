"""Forms of imports: the upload, one per kind, and the filter of the list."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ikz.accounts.models import User
from municipalities.imports.files import SLOTS, Slot
from municipalities.models import ImportJob, ImportKind, ImportStage, Municipality


def _file_field(slot: Slot) -> forms.FileField:
    limit = settings.IMPORT_MAX_BYTES // 1024**2
    field = forms.FileField(
        label=slot.label,
        required=slot.required,
        help_text=f"{slot.hint} Endung {' oder '.join(slot.endings)}, höchstens {limit} MB.".strip(),
        error_messages={
            "required": "Bitte wählen Sie eine Datei.",
            "empty": "Die Datei ist leer.",
            "missing": "Bitte wählen Sie eine Datei.",
            "invalid": "Bitte wählen Sie eine Datei.",
        },
    )
    field.widget.attrs["accept"] = ",".join(slot.endings)
    return field


class ImportForm(forms.Form):
    """The files of one kind of import."""

    kind = forms.ChoiceField(choices=ImportKind.choices, widget=forms.HiddenInput)

    def __init__(self, *args: Any, import_kind: ImportKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = import_kind
        for name, slot in SLOTS[import_kind].items():
            self.fields[name] = _file_field(slot)


class SchoolListForm(ImportForm):
    """A list of schools that an administrator brings in, for one municipality or for several."""

    municipality = forms.CharField(
        label="Amtlicher Schlüssel der Kommune",
        required=False,
        max_length=9,
        help_text="Für die Liste einer einzelnen Kommune. Lassen Sie das Feld leer, wenn die Liste in jeder Zeile "
        "den Schulträger nennt.",
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, import_kind=ImportKind.SCHOOL_LIST, **kwargs)
        self._actor = actor
        self.fields["municipality"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean_municipality(self) -> Municipality | None:
        """Find the municipality by its key."""
        key = "".join(self.cleaned_data["municipality"].split())
        if not key:
            return None
        row: Municipality | None = (
            Municipality.objects.visible_to(self._actor).present().filter(ags=key).first()
        )
        if row is None:
            raise ValidationError("Eine Kommune mit diesem Schlüssel gibt es nicht.")
        return row


class ImportFilter(django_filters.FilterSet):
    """Narrows the list of imports; no field is required, so none needs "(optional)" behind its label."""

    kind = django_filters.ChoiceFilter(label="Art", choices=ImportKind.choices, empty_label="alle Arten")
    stage = django_filters.ChoiceFilter(label="Stand", choices=ImportStage.choices, empty_label="jeder Stand")

    class Meta:
        model = ImportJob
        fields = ("kind", "stage")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.form.fields.values():
            field.widget.is_required = False
