"""The entry of the API: where its resources are."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

RESOURCES = {
    "municipalities": "api:municipality-list",
    "schools": "api:school-list",
    "needs": "api:need-list",
    "offers": "api:offer-list",
    "cooperations": "api:cooperation-list",
    "models": "api:model-list",
    "model-advice": "api:model-advice",
    "quickcheck/factors": "api:quickcheck-factors",
    "agreements": "api:agreement-list",
    "bodies": "api:body-list",
    "meetings": "api:meeting-list",
    "resolutions": "api:resolution-list",
    "action-items": "api:action-item-list",
    "steckbriefe": "api:steckbrief-list",
}


@extend_schema(exclude=True)
class ApiRoot(APIView):
    """Addresses of the lists; each answers for itself who may read it."""

    def get(self, request: Request) -> Response:
        """Map resources to their addresses."""
        return Response({name: reverse(route, request=request) for name, route in RESOURCES.items()})
