"""What people enter about invitations: reasons, and answers."""

from typing import Any

from django import forms

from governance.models import Invitation, Member, Reply
from governance.selectors.invitations import deputies_of
from governance.services.answers import REMARK_LENGTH
from governance.services.invitations import REASON_LENGTH, SHORT_NOTICE


class InviteForm(forms.Form):
    """The button that invites, with the agenda it was pressed for; a reason where the notice period is short."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Warum laden Sie trotz zu kurzer Ladungsfrist ein?",
        max_length=REASON_LENGTH,
        help_text="Der Grund wird mit der Tagesordnung festgehalten.",
        error_messages={"required": SHORT_NOTICE},
    )

    def __init__(self, *args: Any, short_notice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not short_notice:
            del self.fields["reason"]


class TellForm(forms.Form):
    """The button that tells changes, with the agenda it was pressed for; a reason where it moves too close."""

    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Warum verlegen Sie auf einen Tag, für den die Ladungsfrist zu kurz ist?",
        max_length=REASON_LENGTH,
        help_text="Der Grund wird mit der Tagesordnung festgehalten.",
        error_messages={"required": "Die Ladungsfrist ist nicht gewahrt. Bitte nennen Sie den Grund."},
    )

    def __init__(self, *args: Any, short_notice: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not short_notice:
            del self.fields["reason"]


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    reason = forms.CharField(
        label="Grund der Absage",
        max_length=REASON_LENGTH,
        help_text="Alle Eingeladenen lesen ihn in der E-Mail.",
        error_messages={"required": "Bitte nennen Sie den Grund der Absage."},
    )


class DeputyField(forms.ModelChoiceField[Member]):
    """Deputies by their function: whose seat it is goes without saying."""

    def label_from_instance(self, obj: Any) -> str:
        """The post."""
        return str(obj.function)


class AnswerForm(forms.Form):
    """Accept, decline, or name a deputy where the seat has one."""

    reply = forms.ChoiceField(
        label="Kommen Sie?",
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte wählen Sie eine Antwort."},
    )
    deputy = DeputyField(
        label="Wer vertritt Sie?",
        queryset=Member.objects.none(),
        required=False,
        empty_label="– bitte wählen –",
        help_text="Nur wenn eine Vertretung kommt. Sie bekommt gleich eine eigene Einladung.",
    )
    remark = forms.CharField(
        label="Bemerkung",
        required=False,
        max_length=REMARK_LENGTH,
        help_text="Die Koordination und die anderen Mitglieder können sie lesen.",
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "reply": "" if invitation.reply == Reply.NONE else invitation.reply,
                "deputy": invitation.deputy_id,
                "remark": invitation.remark,
            },
        )
        super().__init__(*args, **kwargs)
        choices = [(Reply.ACCEPTED, "Ja, ich komme"), (Reply.DECLINED, "Nein, ich komme nicht")]
        deputies = None if invitation.member.is_deputy else deputies_of(invitation.member, invitation.meeting)
        reply, deputy = self.fields["reply"], self.fields["deputy"]
        assert isinstance(reply, forms.ChoiceField)  # noqa: S101 - tells the type
        assert isinstance(deputy, forms.ModelChoiceField)  # noqa: S101
        if deputies is not None and deputies.exists():
            choices.append((Reply.DEPUTY, "Nein, es kommt eine Vertretung"))
            deputy.queryset = deputies
        else:
            del self.fields["deputy"]
        reply.choices = choices

    def answer(self) -> dict[str, Any]:
        """The cleaned values by the names of the service."""
        deputy = self.cleaned_data.get("deputy")
        return {
            "reply": self.cleaned_data["reply"],
            "deputy_id": deputy.pk if deputy else None,
            "remark": self.cleaned_data["remark"],
        }


class CalendarAddressForm(forms.Form):
    """What a calendar address is for."""

    label = forms.CharField(
        label="Bezeichnung",
        max_length=80,
        help_text="Woran Sie sie später erkennen, zum Beispiel „Outlook im Büro“.",
        error_messages={"required": "Bitte nennen Sie, wofür die Adresse ist."},
    )
