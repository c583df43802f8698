"""The answer to one guiding question."""

from django import forms

from cooperations.services.answers import ANSWER_LENGTH


class AnswerForm(forms.Form):
    """Text and the version of the answer that the person saw; 0 where there was none."""

    text = forms.CharField(
        label="Antwort",
        required=False,
        max_length=ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": "Die Antwort ist zu lang: höchstens %(limit_value)d Zeichen, es sind %(show_value)d."
        },
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
