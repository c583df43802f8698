"""The REST API below /api/: one router for the resources of all rooms."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from agreements.api import AgreementViewSet, VersionList
from cooperations.api import CooperationModelViewSet, CooperationViewSet, ModelAdviceView
from cooperations.api.costs import CostSharingView
from governance.api import ActionItemViewSet, AgendaItemList, BodyViewSet, MeetingViewSet, ResolutionViewSet
from ikz.access.middleware import stores_nothing
from ikz.api_docs import documentation
from ikz.api_root import ApiRoot
from municipalities.api import MunicipalityViewSet
from municipalities.need_api import NeedViewSet
from municipalities.offer_api import OfferViewSet
from municipalities.school_api import SchoolViewSet
from steckbriefe.api import SteckbriefViewSet
from workspace.partner_search.api import PartnerSearchView

router = SimpleRouter(use_regex_path=False)
router.register("municipalities", MunicipalityViewSet, "municipality")
router.register("schools", SchoolViewSet, "school")
router.register("needs", NeedViewSet, "need")
router.register("offers", OfferViewSet, "offer")
router.register("cooperations", CooperationViewSet, "cooperation")
router.register("models", CooperationModelViewSet, "model")
router.register("agreements", AgreementViewSet, "agreement")
router.register("bodies", BodyViewSet, "body")
router.register("meetings", MeetingViewSet, "meeting")
router.register("resolutions", ResolutionViewSet, "resolution")
router.register("action-items", ActionItemViewSet, "action-item")
router.register("steckbriefe", SteckbriefViewSet, "steckbrief")

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", ApiRoot.as_view(), name="root"),
    path(
        "api/v1/municipalities/<slug:ags>/partner-search/",
        PartnerSearchView.as_view(),
        name="municipality-partner-search",
    ),
    path(
        "api/v1/cooperations/<slug:slug>/cost-sharing/",
        CostSharingView.as_view(),
        name="cooperation-cost-sharing",
    ),
    path("api/v1/agreements/<int:pk>/versions/", VersionList.as_view(), name="agreement-versions"),
    path("api/v1/meetings/<int:pk>/agenda-items/", AgendaItemList.as_view(), name="meeting-agenda-items"),
    path("api/v1/", include(router.urls)),
    path("api/v1/", include("quickcheck.api_urls")),
    path("api/v1/model-advice/", stores_nothing(ModelAdviceView.as_view()), name="model-advice"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", documentation, name="docs"),
]
