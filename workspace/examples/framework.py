"""The frame of a cooperation of the demo: criteria, benefit, others involved, prerequisites, barriers."""

from typing import Any

from cooperations.models import Cooperation, Partner
from cooperations.services import add_part, choose_criteria, describe_benefit
from cooperations.services.conduct import ActorData, BarrierData, PartData, PrerequisiteData
from ikz.accounts.models import User


def load_framework(
    case: dict[str, Any], row: Cooperation, partners: dict[str, Partner], coordinator: User
) -> None:
    """Enter what the case tells; by the coordination, which may write for every partner."""
    row.refresh_from_db()
    choose_criteria(
        actor=coordinator, cooperation=row, criteria=case.get("criteria", {}), expected_version=row.version
    )
    for ags, benefit in case.get("benefits", {}).items():
        describe_benefit(actor=coordinator, partner=partners[ags], benefit=benefit, seen="")
    for data in _parts(case, partners):
        add_part(actor=coordinator, cooperation=row, data=data)


def _parts(case: dict[str, Any], partners: dict[str, Partner]) -> list[PartData]:
    return [
        *(ActorData(**actor) for actor in case.get("actors", ())),
        *(PrerequisiteData(text=text, state=state) for text, state in case.get("prerequisites_inter", ())),
        *(
            PrerequisiteData(text=text, state=state, partner_id=partners[ags].pk)
            for ags, text, state in case.get("prerequisites_intra", ())
        ),
        *(BarrierData(**barrier) for barrier in case.get("barriers", ())),
    ]
