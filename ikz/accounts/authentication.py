"""API tokens: ``Authorization: Token …``; an expired or switched-off account has no valid token."""

from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed

from ikz.accounts.models import ApiToken, User

REFUSED = "Der API-Schlüssel ist ungültig, abgelaufen oder widerrufen."


class ApiTokenAuthentication(TokenAuthentication):
    """knox's digest check, plus the account's own validity."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        """Refuse what is no valid key, in German, whatever bytes it has."""
        try:
            found: tuple[User, ApiToken] = super().authenticate_credentials(token)
        except UnicodeDecodeError as error:
            raise AuthenticationFailed(REFUSED) from error
        except AuthenticationFailed as error:
            raise AuthenticationFailed(REFUSED) from error
        return found

    def validate_user(self, auth_token: ApiToken) -> tuple[User, ApiToken]:
        """Refuse accounts that are not valid today; note the day a token was used."""
        user: User = auth_token.user
        if not user.is_valid_today:
            raise AuthenticationFailed(REFUSED)
        today = timezone.localdate()
        if auth_token.last_used_on != today:
            ApiToken.objects.filter(pk=auth_token.pk).update(last_used_on=today)
        return user, auth_token

    def _cleanup_token(self, auth_token: ApiToken) -> bool:
        """Leave expired keys where their owner sees that they expired; knox would look for them on each request."""
        return auth_token.is_expired
