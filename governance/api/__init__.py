"""Governance in the REST API: bodies, meetings with their agendas, resolutions, action items."""

from governance.api.bodies import BodyViewSet
from governance.api.meetings import AgendaItemList, MeetingViewSet
from governance.api.outcomes import ActionItemViewSet, ResolutionViewSet

__all__ = ["ActionItemViewSet", "AgendaItemList", "BodyViewSet", "MeetingViewSet", "ResolutionViewSet"]
