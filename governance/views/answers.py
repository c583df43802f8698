"""The page behind the link of an invitation: no signing in, for one answer only."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from governance.forms.invitations import AnswerForm
from governance.meeting_words import period
from governance.models import Invitation
from governance.services.answers import answer_by_link, invitation_named_by, is_open
from ikz.access.throttling import is_within
from ikz.ui.forms import add_errors

# Several members of a town hall may answer from one address at once.
RATES = "120/m/ip"


@method_decorator(never_cache, name="dispatch")
class AnswerView(View):
    """GET shows, POST answers: mail scanners follow links."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Slow down guessing, and keep the token out of the Referer and of search engines.

        "no-referrer" would also blank the Origin that protects the form.
        """
        if is_within(request, "answer", RATES):
            response = super().dispatch(request, *args, **kwargs)
            assert isinstance(response, HttpResponse)  # noqa: S101 - views answer at once
        else:
            response = render(request, "governance/invitations/too_many.html", status=429)
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the invitation and the answer given so far; changes nothing."""
        row = invitation_named_by(token)
        return self._show(request, row, AnswerForm(invitation=row) if row else None)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Store the answer."""
        row = invitation_named_by(token)
        if row is None or not is_open(row.meeting):
            return self._show(request, row, None)
        form = AnswerForm(request.POST, invitation=row)
        if form.is_valid():
            try:
                answer_by_link(token=token, **form.answer())
            except ValidationError as error:
                add_errors(form, error)
            except Http404:
                return self._show(request, None, None)
            else:
                return redirect(f"{request.path}?gespeichert=1")
        return self._show(request, row, form)

    def _show(self, request: HttpRequest, row: Invitation | None, form: AnswerForm | None) -> HttpResponse:
        if row is None:
            return render(request, "governance/invitations/link_closed.html", status=404)
        meeting = row.meeting
        context = {"invitation": row, "meeting": meeting, "when": period(meeting.starts_at, meeting.minutes)}
        if not is_open(meeting):
            return render(request, "governance/invitations/link_closed.html", context, status=410)
        context |= {"form": form, "saved": "gespeichert" in request.GET and row.reply != "none"}
        return render(request, "governance/invitations/link.html", context)


answer_by_mail = AnswerView.as_view()
