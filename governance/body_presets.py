"""What a body of each kind usually is (Handreichung, Kapitel 4.2.2), to begin with; people change it. Pure."""

from dataclasses import dataclass
from typing import Final

REFLECTION: Final = "reflection"


@dataclass(frozen=True, kw_only=True)
class StandingPreset:
    """An item that a body of this kind usually has on every agenda."""

    title: str
    kind: str
    orientation: str
    minutes: int
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class BodyPreset:
    """Where a new body of a kind begins; ``why`` says in two sentences what it is good for."""

    kind: str
    title: str
    orientation: str
    purpose: str
    why: str
    majority: str
    quorum: str
    notice_days: int
    is_public: bool = False
    standing: tuple[StandingPreset, ...] = ()


_REFLECTION = StandingPreset(
    title="Rückschau: Passen Ziele, Betrieb und Steuerung noch?",
    kind="consultation",
    orientation="development",
    minutes=20,
    key=REFLECTION,
)
BY_STATUTE = (
    "Mehrheiten, Ladungsfrist und Öffentlichkeit regelt die Verbandssatzung: bitte prüfen und anpassen."
)

PRESETS: Final[dict[str, BodyPreset]] = {
    preset.kind: preset
    for preset in (
        BodyPreset(
            kind="steering-circle",
            title="Steuerkreis",
            orientation="development",
            purpose=(
                "Der Steuerkreis gibt der Kooperation die Richtung: Ziele, Ressourcen, neue Aufgaben und Partner."
            ),
            why=(
                "Hier entscheiden die Verantwortlichen der Kommunen gemeinsam über die Richtung. Ohne diesen Ort bleiben "
                "Grundsatzfragen im Tagesgeschäft liegen."
            ),
            majority="consensus",
            quorum="half",
            notice_days=14,
            standing=(
                StandingPreset(
                    title="Bericht der Koordination und Stand der Maßnahmen",
                    kind="information",
                    orientation="task",
                    minutes=15,
                ),
                _REFLECTION,
            ),
        ),
        BodyPreset(
            kind="coordination-office",
            title="Koordinationsstelle",
            orientation="task",
            purpose="Die Koordinationsstelle setzt um, was vereinbart ist, und hält alle Beteiligten auf dem Laufenden.",
            why=(
                "Hier läuft die tägliche Abstimmung zusammen. Eine zuständige Stelle entlastet alle anderen, weil Fragen "
                "eine feste Adresse haben."
            ),
            majority="consensus",
            quorum="none",
            notice_days=3,
            standing=(
                StandingPreset(
                    title="Laufender Betrieb: Was hakt, was steht an?",
                    kind="information",
                    orientation="task",
                    minutes=15,
                ),
            ),
        ),
        BodyPreset(
            kind="working-group",
            title="Arbeitsgruppe",
            orientation="task",
            purpose="Die Arbeitsgruppe bereitet ein Thema fachlich vor und berichtet dem Steuerkreis.",
            why=(
                "Hier arbeiten die Fachleute der Kommunen an einer Aufgabe. Was entwickelt werden muss, bekommt so eigene Zeit."
            ),
            majority="consensus",
            quorum="none",
            notice_days=7,
        ),
        BodyPreset(
            kind="association-assembly",
            title="Verbandsversammlung",
            orientation="development",
            purpose="Die Verbandsversammlung beschließt als oberstes Organ des Zweckverbands nach seiner Satzung.",
            why=f"Sie ist das oberste Organ des Zweckverbands. {BY_STATUTE}",
            majority="simple",
            quorum="half",
            notice_days=14,
            is_public=True,
            standing=(_REFLECTION,),
        ),
        BodyPreset(
            kind="association-board",
            title="Verbandsvorstand",
            orientation="task",
            purpose="Der Verbandsvorstand führt die Geschäfte des Zweckverbands nach seiner Satzung.",
            why=f"Er führt die laufenden Geschäfte des Zweckverbands. {BY_STATUTE}",
            majority="simple",
            quorum="half",
            notice_days=7,
        ),
    )
}
