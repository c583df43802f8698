"""Moving a cooperation through its phases: a reason each time, and a log that stays as it is."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import ProgrammingError, transaction
from django.http import Http404

from cooperations.models import Cooperation, Phase, PhaseChange
from cooperations.services import change_phase
from ikz.accounts.models import User


def test_every_transition_is_logged_with_who_why_and_what_was_open(
    cooperation: Cooperation, coordinator: User
) -> None:
    for phase, reason, open_items in (
        (Phase.IMPLEMENTATION, " Die Kreistage haben zugestimmt.\r\n", ["Leitfrage: offen"]),
        (Phase.CONSOLIDATION, "Der Support läuft.", []),
        (Phase.IMPLEMENTATION, "Ein Partner ist dazugekommen.", []),
    ):
        change_phase(
            actor=coordinator, cooperation=cooperation, phase=phase, reason=reason, open_items=open_items
        )
    cooperation.refresh_from_db()
    assert cooperation.phase == Phase.IMPLEMENTATION
    log = PhaseChange.objects.visible_to(coordinator)
    assert [
        (row.from_phase, row.to_phase, row.reason, row.open_items, str(row.changed_by)) for row in log
    ] == [
        (
            "exploration",
            "implementation",
            "Die Kreistage haben zugestimmt.",
            ["Leitfrage: offen"],
            "Schul-IT Donnersbergkreis",
        ),
        ("implementation", "consolidation", "Der Support läuft.", [], "Schul-IT Donnersbergkreis"),
        ("consolidation", "implementation", "Ein Partner ist dazugekommen.", [], "Schul-IT Donnersbergkreis"),
    ]


@pytest.mark.parametrize(
    ("phase", "reason", "field", "message"),
    [
        (Phase.IMPLEMENTATION, "  \n ", "reason", "Bitte begründen Sie den Wechsel."),
        (Phase.IMPLEMENTATION, "x" * 2001, "reason", "höchstens 2000 Zeichen, es sind 2001"),
        (Phase.CONSOLIDATION, "Sprung", "phase", "geht es nicht zu „Verstetigungsphase“"),
        (Phase.EXPLORATION, "Stillstand", "phase", "geht es nicht zu „Vorbereitungs- und Sondierungsphase“"),
    ],
)
def test_nothing_is_written_without_a_reason_or_for_a_jump(
    cooperation: Cooperation, coordinator: User, phase: Phase, reason: str, field: str, message: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        change_phase(actor=coordinator, cooperation=cooperation, phase=phase, reason=reason, open_items=[])
    assert message in " ".join(refused.value.message_dict[field])
    cooperation.refresh_from_db()
    assert cooperation.phase == Phase.EXPLORATION
    assert not PhaseChange.objects.exists()


def test_whoever_is_second_does_not_move_from_a_phase_they_never_saw(
    cooperation: Cooperation, coordinator: User
) -> None:
    for phase in (Phase.IMPLEMENTATION, Phase.CONSOLIDATION):
        change_phase(actor=coordinator, cooperation=cooperation, phase=phase, reason="Weiter", open_items=[])
    with pytest.raises(ValidationError, match="Inzwischen hat jemand die Phase gewechselt"):
        change_phase(
            actor=coordinator,
            cooperation=cooperation,
            phase=Phase.IMPLEMENTATION,
            reason="Weiter",
            open_items=[],
            seen=Phase.EXPLORATION,
        )
    assert PhaseChange.objects.count() == 2


def test_only_the_coordination_moves_it(cooperation: Cooperation, kusel_staff: User, stranger: User) -> None:
    def move(actor: User) -> None:
        change_phase(
            actor=actor, cooperation=cooperation, phase=Phase.IMPLEMENTATION, reason="Weiter", open_items=[]
        )

    with pytest.raises(PermissionDenied):
        move(kusel_staff)
    with pytest.raises(Http404):
        move(stranger)


def test_the_log_cannot_be_rewritten(cooperation: Cooperation, coordinator: User) -> None:
    change_phase(
        actor=coordinator, cooperation=cooperation, phase=Phase.IMPLEMENTATION, reason="Weiter", open_items=[]
    )
    with pytest.raises(ProgrammingError), transaction.atomic():
        PhaseChange.objects.update(reason="Anders")
