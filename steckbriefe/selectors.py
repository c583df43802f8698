"""Composed reads: the present content of a Steckbrief, and what it lacks."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from cooperations import catalog as cooperation_catalog
from cooperations.models import Cooperation
from ikz.access.querysets import Viewer
from municipalities.catalog import LAENDER, mep_phases, task_areas
from quickcheck import catalog as quickcheck_catalog
from quickcheck import scoring
from quickcheck.models import Rating
from steckbriefe import catalog
from steckbriefe.models import Edition, Steckbrief
from steckbriefe.querysets import EditionQuerySet
from steckbriefe.snapshot import CheckLine, Choice, PartnerLine, PhaseLine, Snapshot


def current_snapshot(cooperation: Cooperation) -> Snapshot:
    """What an edition made now would hold: confirmed partners only, no notes, no answers, no persons."""
    steckbrief = steckbrief_of(cooperation)
    partners = list(cooperation.partners.confirmed().select_related("municipality"))
    laender = sorted({partner.municipality.land for partner in partners})
    models, areas = cooperation_catalog.models(), task_areas()
    return Snapshot(
        slug=cooperation.slug,
        title=cooperation.title,
        subtitle=cooperation.subtitle,
        partners=tuple(
            PartnerLine(
                name=partner.municipality.display_name,
                lead=partner.role == "lead",
                schools=partner.schools,
                pupils=partner.pupils,
            )
            for partner in partners
        ),
        phases=_phases(cooperation),
        models=tuple(Choice(key=key, label=models[key].label) for key in cooperation.model_keys),
        laender=tuple(Choice(key=key, label=LAENDER[key]) for key in laender),
        mep_phases=tuple(
            Choice(key=key, label=phase.label)
            for key, phase in mep_phases().items()
            if key in cooperation.mep_phases
        ),
        task_areas=tuple(Choice(key=key, label=areas[key].label) for key in cooperation.task_areas),
        motives=tuple(cooperation.motives),
        goals=tuple(cooperation.goals),
        legal_basis=cooperation.legal_basis,
        duration=Choice(key=cooperation.duration, label=cooperation.get_duration_display()),
        ends_on=cooperation.ends_on,
        build_up_from=cooperation.build_up_from,
        build_up_to=cooperation.build_up_to,
        quickcheck=_quickcheck(cooperation),
        texts={
            key: tuple(steckbrief.texts[key]) for key in catalog.text_fields() if steckbrief.texts.get(key)
        },
        contact_office=steckbrief.contact_office,
        contact_email=steckbrief.contact_email,
        data_as_of=timezone.now(),
        demo=settings.DEMO,
    )


def steckbrief_of(cooperation: Cooperation) -> Steckbrief:
    """The Steckbrief of a cooperation, or an empty one that is not stored yet."""
    row = Steckbrief.objects.filter(cooperation=cooperation).select_related("published").first()
    return row or Steckbrief(cooperation=cooperation)


def _phases(cooperation: Cooperation) -> tuple[PhaseLine, ...]:
    keys = list(cooperation_catalog.phases())
    reached = keys.index(cooperation.phase)
    return tuple(
        PhaseLine(
            key=phase.key,
            title=phase.label,
            state="done" if index < reached else "current" if index == reached else "open",
        )
        for index, phase in enumerate(cooperation_catalog.phases().values())
    )


def _quickcheck(cooperation: Cooperation) -> tuple[CheckLine, ...]:
    ratings = dict(
        Rating.objects.filter(cooperation=cooperation, partner=None)
        .exclude(value=scoring.UNRATED)
        .values_list("factor_key", "value")
    )
    if not ratings:
        return ()
    scores = scoring.result(ratings).phases
    return tuple(
        CheckLine(key=phase.key, label=phase.label, score=scores[phase.key])
        for phase in quickcheck_catalog.phases().values()
    )


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Something a Steckbrief usually says and this one does not; it never keeps anybody from anything."""

    section: str
    label: str
    hint: str
    field: str
    is_text: bool


def gaps(snapshot: Snapshot) -> list[Gap]:
    """What is missing, in the order of the document."""
    filled = {
        "title": True,
        "subtitle": bool(snapshot.subtitle),
        "partners_with_schools_and_pupils": all(
            partner.schools is not None and partner.pupils is not None for partner in snapshot.partners
        ),
        "build_up_period": snapshot.build_up_from is not None,
        "status": snapshot.duration.key != "open",
        "duration": True,
        "model": bool(snapshot.models),
        "land": True,
        "mep_phases": bool(snapshot.mep_phases),
        "task_areas": bool(snapshot.task_areas),
        "motives": bool(snapshot.motives),
        "goals": bool(snapshot.goals),
        "legal_basis": bool(snapshot.legal_basis),
        "contact_office": bool(snapshot.contact_office),
    }
    return [
        Gap(
            section=section.label,
            label=field.label,
            hint=field.hint,
            field=field.key,
            is_text=field.source != "data",
        )
        for section in catalog.sections()
        for field in section.fields
        if not (bool(snapshot.texts.get(field.key)) if field.is_text else filled[field.key])
    ]


def editions_of(steckbrief: Steckbrief) -> EditionQuerySet[Edition]:
    """The editions of one Steckbrief, the newest first, without their contents."""
    return (
        Edition.objects.filter(steckbrief=steckbrief.pk).defer("snapshot", "search_text").order_by("-number")
    )


def catalogue(user: Viewer) -> EditionQuerySet[Edition]:
    """Published editions with the moment of publication, the newest first; one query."""
    rows = Edition.objects.visible_to(user).published().select_related("published_by")
    return rows.order_by("-published_by__published_at", "-pk")
