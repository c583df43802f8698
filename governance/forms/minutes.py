"""What people type into minutes."""

from django import forms

from governance.models import AgendaItem
from governance.models.agenda import MINUTES_LENGTH
from governance.services.minutes import ADDENDUM_LENGTH
from governance.services.recording import FRAME_LENGTH


class RecordForm(forms.Form):
    """The text at one item, with the version it was written on."""

    record = forms.CharField(
        label="Niederschrift",
        required=False,
        max_length=MINUTES_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "max_length": "Der Text ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d."
        },
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FrameForm(forms.Form):
    """What stands before and after the items."""

    preface = forms.CharField(
        label="Vorbemerkung",
        required=False,
        max_length=FRAME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zum Beispiel: Begrüßung, Feststellungen zur Einladung.",
    )
    closing = forms.CharField(
        label="Schlussbemerkung",
        required=False,
        max_length=FRAME_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AddendumForm(forms.Form):
    """A note beside approved minutes."""

    item = forms.ModelChoiceField(
        label="Zu welchem Punkt?",
        queryset=AgendaItem.objects.none(),
        required=False,
        empty_label="zur ganzen Niederschrift",
    )
    text = forms.CharField(
        label="Nachtrag",
        max_length=ADDENDUM_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Bitte schreiben Sie, was nachzutragen ist."},
    )
