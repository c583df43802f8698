"""API tokens: ``Authorization: Token …``; an expired or switched-off account has no valid token."""

from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from ikz.accounts.models import ApiToken, User


class ApiTokenAuthentication(TokenAuthentication):
    """knox's digest check, plus the account's own validity."""

    def validate_user(self, auth_token: ApiToken) -> tuple[User, ApiToken]:
        """Refuse accounts that are not valid today; note the day a token was used."""
        user: User
        user, token = super().validate_user(auth_token)
        if not user.is_valid_today:
            raise AuthenticationFailed("Das Konto ist abgelaufen oder gesperrt.")
        today = timezone.localdate()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return user, token
