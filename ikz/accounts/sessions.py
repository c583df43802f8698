"""Sessions in the database, looked up only under keys that can exist."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Django's own; a forged cookie counts as none."""

    def __init__(self, session_key: str | None = None) -> None:
        # Keys are letters and digits; PostgreSQL would refuse to look for a NUL.
        super().__init__(session_key if session_key and session_key.isalnum() else None)
