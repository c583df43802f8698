"""Cooperations in the REST API."""

from cooperations.api.models import CooperationModelViewSet
from cooperations.api.views import CooperationViewSet

__all__ = ["CooperationModelViewSet", "CooperationViewSet"]
