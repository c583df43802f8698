"""Removing a passkey, which allauth would do even to the last factor that is required."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect


class RemovePasskeyView(RemoveWebAuthnView):
    """Keep the last second factor where one is required."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove the passkey, or say why it stays."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("mfa_index")
        response: HttpResponse = super().form_valid(form)
        return response


remove_passkey = RemovePasskeyView.as_view()
