"""What tests of agendas enter."""

from governance.models import AgendaItem, Meeting
from governance.services.agenda import ItemData


def words(title: str = "Service-Desk", **more: object) -> ItemData:
    """An item as it is entered."""
    given: dict[str, object] = {"kind": "consultation", "orientation": "development", "minutes": 10, **more}
    return ItemData(title=title, **given)  # type: ignore[arg-type]


def titles(meeting: Meeting) -> list[tuple[int, str]]:
    """Numbers and titles as they are stored."""
    return list(
        AgendaItem.objects.filter(meeting=meeting).order_by("position").values_list("position", "title")
    )
