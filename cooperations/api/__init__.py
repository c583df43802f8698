"""Cooperations in the REST API."""

from cooperations.api.advice import ModelAdviceView
from cooperations.api.models import CooperationModelViewSet
from cooperations.api.views import CooperationViewSet

__all__ = ["CooperationModelViewSet", "CooperationViewSet", "ModelAdviceView"]
