"""The page behind the link of an invitation."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import View

from ikz.accounts import services
from ikz.accounts.forms import InvitationForm
from ikz.accounts.models import Invitation

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@method_decorator([never_cache, sensitive_post_parameters("password1", "password2")], name="dispatch")
class AcceptInvitationView(View):
    """GET shows who invited and asks for a password, POST opens the account and signs in."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        """Keep the token out of the Referer; "no-referrer" would also blank the Origin that protects the form."""
        response = super().dispatch(request, *args, **kwargs)
        assert isinstance(response, HttpResponse)  # noqa: S101 - views answer at once
        response.headers["Referrer-Policy"] = "strict-origin"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Opening the link changes nothing: mail scanners do it too."""
        return self._answer(request, token, InvitationForm())

    @method_decorator(sensitive_variables("form"))
    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Set the password and sign in with it."""
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self._answer(request, token, form)
        try:
            user = services.accept(token=token, password=form.cleaned_data["password1"])
        except ValidationError as error:
            form.add_error(None, error)
            return self._answer(request, token, form)
        except Http404:
            return self._refuse(request, token)
        login(request, user, backend=BACKEND)
        messages.success(request, "Willkommen! Ihr Konto ist jetzt eingerichtet.")
        return redirect(resolve_url(settings.LOGIN_REDIRECT_URL))

    def _answer(self, request: HttpRequest, token: str, form: InvitationForm) -> HttpResponse:
        invitation = Invitation.objects.with_token(token).select_related("user", "created_by").first()
        if invitation is None or not invitation.can_be_accepted:
            return self._refuse(request, token)
        return render(request, "accounts/invitation.html", {"invitation": invitation, "form": form})

    def _refuse(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = Invitation.objects.with_token(token).first()
        return render(request, "accounts/invitation_closed.html", {"invitation": invitation}, status=404)


accept_invitation = AcceptInvitationView.as_view()
