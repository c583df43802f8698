"""Input for replacing a person by the function."""

from django import forms


class ReplaceNameForm(forms.Form):
    """What stands in place of a person; ``names`` one spelling per line."""

    function = forms.CharField(
        label="Funktion, die statt des Namens steht",
        max_length=120,
        help_text="Zum Beispiel: ehemals Mitarbeitende Schul-IT, Landkreis Kusel",
        error_messages={"required": "Bitte nennen Sie die Funktion, die statt des Namens stehen soll."},
    )
    names = forms.CharField(
        label="Namen in Texten",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Nur wenn der Name in Niederschriften, Tagesordnungen oder Bemerkungen steht: "
            "jede Schreibweise in einer Zeile, zum Beispiel Vor- und Nachname, darunter der Nachname mit Anrede. "
            "Der Genitiv („Beispiels“) ist eine eigene Schreibweise."
        ),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_names(self) -> list[str]:
        """The spellings, without empty lines."""
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]
