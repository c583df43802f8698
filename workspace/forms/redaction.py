"""Input for replacing a person by the function."""

from django import forms

from ikz.accounts.services.replacements import FUNCTION_MISSING


class ReplaceNameForm(forms.Form):
    """What stands in place of a person; ``names`` one spelling per line."""

    function = forms.CharField(
        label="Funktion, die statt des Namens steht",
        max_length=120,
        help_text="Zum Beispiel: ehemals Mitarbeitende Schul-IT, Landkreis Kusel",
        error_messages={"required": FUNCTION_MISSING},
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


class ReplaceUnknownForm(ReplaceNameForm):
    """The same for a person without account, found by the mail address they sit in bodies with."""

    email = forms.EmailField(
        label="E-Mail-Adresse",
        required=False,
        help_text="Die Adresse, mit der die Person in einem Gremium eingetragen ist. Ohne Adresse werden nur Namen in Texten ersetzt.",
    )
    field_order = ("function", "email", "names", "confirmed")

    def clean(self) -> dict[str, object]:
        """One of both says who is meant."""
        sent = super().clean() or {}
        if not self.errors and not sent.get("email") and not sent.get("names"):
            self.add_error("email", "Bitte nennen Sie eine E-Mail-Adresse oder eine Schreibweise des Namens.")
        return sent
