"""Links by which somebody answers an invitation without signing in: signed, and for that one purpose."""

from uuid import UUID

from django.conf import settings
from django.core import signing

from governance.models import Invitation

SALT = "governance.invitation-answer"


def answer_token(invitation: Invitation) -> str:
    """What stands in the link. It opens the answer of this invitation until the meeting ends, and nothing else."""
    return signing.dumps({"i": invitation.pk, "n": invitation.nonce.hex}, salt=SALT)


def answer_address(invitation: Invitation) -> str:
    """The whole link, for mails."""
    return f"{settings.BASE_URL}/zusage/{answer_token(invitation)}/"


def named_by(token: str) -> tuple[int, UUID] | None:
    """The invitation and the nonce that a token carries, or None where it is not ours."""
    try:
        content = signing.loads(token, salt=SALT)
        return int(content["i"]), UUID(content["n"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
