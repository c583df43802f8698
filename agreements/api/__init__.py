"""Agreements in the REST API: what partners draft and fix, and to supervision what was submitted to it."""

from agreements.api.agreements import AgreementViewSet
from agreements.api.versions import VersionList

__all__ = ["AgreementViewSet", "VersionList"]
