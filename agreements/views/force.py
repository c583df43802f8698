"""Adoption by hand, publication, entry into force, and the end of a version."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.content import VersionContent
from agreements.forms.life import AdoptForm, EndForm, ForceForm, PublicationForm
from agreements.models import AgreementVersion
from agreements.path import State, refusal
from agreements.procedure import publication_of
from agreements.selectors.resolutions import councils_of
from agreements.services.force import (
    NO_DAY,
    NO_END,
    PENDING,
    clear_day,
    day_after_rule,
    earliest_day,
    holds_by_adoption,
    put_in_force,
    record_publication,
    take_back_end,
    terminate,
    without_consent,
)
from agreements.services.lifecycle import adopt, path_for
from agreements.views.drafts import Place
from agreements.views.life import answer, coordinated_with_version, page_of
from cooperations.catalog import models
from cooperations.law_catalog import laender
from cooperations.law_words import CONFIDENCE
from cooperations.models import LawNote, LawTopic
from cooperations.selectors.law_notes import public_notes
from ikz.access.actors import actor_of
from ikz.ui.formatting import de_date, join_de

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@login_required
def adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by hand that a version is adopted."""
    place, version = coordinated_with_version(request, pk)
    councils = councils_of(version)
    missing = [line.name for line in councils.missing]
    initial = {"on": councils.adopted_on or timezone.localdate()}
    form = AdoptForm(_sent(request), initial=initial, missing=bool(missing))

    def save(data: dict[str, Any]) -> str:
        adopt(actor=actor_of(request), version=version, on=data["on"], reason=data.get("reason", ""))
        return f"Fassung {version.number} ist als beschlossen eingetragen."

    warning = f"Es fehlt noch: {join_de(missing)}." if missing else ""
    warning = _refused(version, State.ADOPTED) or warning
    return answer(
        request,
        place,
        version,
        form,
        save,
        title="Als beschlossen eintragen",
        lead="Sind alle Beschlüsse eingetragen, geschieht das von selbst.",
        warning=warning,
        submit="Eintragen",
    )


@form_page
@login_required
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Where and when the version was made public, with what the Land's law says about it."""
    place, version = coordinated_with_version(request, pk)
    form = PublicationForm(_sent(request), request.FILES or None, initial={"on": timezone.localdate()})

    def save(data: dict[str, Any]) -> str:
        record_publication(
            actor=actor_of(request),
            version=version,
            on=data["on"],
            where=data["where"],
            link=data["link"],
            upload=data["file"],
        )
        return "Die Bekanntmachung ist eingetragen."

    return answer(
        request,
        place,
        version,
        form,
        save,
        title="Bekanntmachung eintragen",
        lead="Wo und wann die Fassung öffentlich bekannt gemacht wurde.",
        warning=_refused(version, State.PUBLISHED),
        rules=publication_rules(version),
        notes=_notes(version, LawTopic.PUBLICATION),
        submit="Eintragen",
    )


@form_page
@login_required
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """From which day the version holds; preset to the first day that the steps before it allow."""
    place, version = coordinated_with_version(request, pk)
    missing = without_consent(version)
    earliest = earliest_day(version)
    wanted = VersionContent.from_json(version.content).terms.starts_on
    preset = version.in_force_on or max(
        (day for day in (earliest, wanted) if day), default=timezone.localdate()
    )
    form = ForceForm(_sent(request), initial={"on": preset}, missing=bool(missing))
    warning = f"Es fehlt noch der Beschluss von: {missing}." if missing else ""

    def save(data: dict[str, Any]) -> str:
        row = put_in_force(
            actor=actor_of(request), version=version, on=data["on"], reason=data.get("reason", "")
        )
        if row.state == State.IN_FORCE:
            return f"Fassung {row.number} ist in Kraft."
        return f"Fassung {row.number} tritt am {de_date(row.in_force_on)} in Kraft, von selbst."

    return answer(
        request,
        place,
        version,
        form,
        save,
        title="Inkrafttreten eintragen",
        lead="Ein Tag, der noch kommt, bleibt vorgemerkt; an ihm tritt die Fassung von selbst in Kraft.",
        warning=_refused(version, State.IN_FORCE) or warning,
        explained=_explained(version, place),
        rules=publication_rules(version),
        submit="Eintragen",
    )


@form_page
@login_required
def forget_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take back a day that has not come yet."""
    place, version = coordinated_with_version(request, pk)
    return _ask_once(
        request,
        place,
        version,
        lambda: clear_day(actor=actor_of(request), version=version),
        done=f"Für Fassung {version.number} ist kein Inkrafttreten mehr vorgemerkt.",
        problem="" if version.in_force_on and State(version.state) in PENDING else NO_DAY,
        title="Inkrafttreten nicht mehr vormerken",
        text=(
            f"Fassung {version.number} tritt dann nicht von selbst am {de_date(version.in_force_on)} in Kraft. "
            "Einen neuen Tag können Sie jederzeit eintragen. Im Verlauf bleibt, was vorgemerkt war."
        ),
    )


@form_page
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day, with what the Land's law asks of termination."""
    place, version = coordinated_with_version(request, pk)
    initial = {"on": version.ended_on, "reason": version.end_reason}
    form = EndForm(_sent(request), initial=initial)

    def save(data: dict[str, Any]) -> str:
        row = terminate(actor=actor_of(request), version=version, on=data["on"], reason=data["reason"])
        if row.state == State.TERMINATED:
            return f"Die Fassung galt bis zum {de_date(row.ended_on)}."
        return f"Die Fassung gilt noch bis zum {de_date(row.ended_on)}."

    content = VersionContent.from_json(version.content)
    law = laender()[content.land]
    return answer(
        request,
        place,
        version,
        form,
        save,
        title="Kündigung oder Aufhebung eintragen",
        lead="Sie gilt bis zum letzten Tag weiter. Danach bleibt sie lesbar, mit allen Unterlagen.",
        warning=_refused(version, State.TERMINATED),
        notes=_notes(version, LawTopic.TERMINATION),
        termination=law.termination,
        termination_confidence=CONFIDENCE[law.termination.confidence],
        land_name=law.name,
        by_statute=content.instrument == "statute",
        submit="Ende eintragen",
    )


@form_page
@login_required
def hold_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take back an end that has not come yet."""
    place, version = coordinated_with_version(request, pk)
    return _ask_once(
        request,
        place,
        version,
        lambda: take_back_end(actor=actor_of(request), version=version),
        done=f"Fassung {version.number} gilt weiter.",
        problem="" if version.ended_on and version.state == State.IN_FORCE else NO_END,
        title="Ende zurücknehmen",
        text=(
            f"Fassung {version.number} gilt dann über den {de_date(version.ended_on)} hinaus weiter. "
            "Die Partner bekommen eine Mail. Im Verlauf bleibt, was vorgemerkt war."
        ),
    )


def _ask_once(
    request: HttpRequest,
    place: Place,
    version: AgreementVersion,
    take_back: Callable[[], object],
    *,
    done: str,
    problem: str,
    **words: str,
) -> HttpResponse:
    if request.method == "POST":
        try:
            take_back()
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, done)
            return redirect(page_of("proceedings", version))
    context = {
        **words,
        **place.context,
        "version": version,
        "problem": problem,
        "save_url": request.get_full_path(),
        "back_url": page_of("proceedings", version),
    }
    return render(request, "agreements/proceedings/take_back.html", context)


def publication_rules(version: AgreementVersion) -> list[dict[str, Any]]:
    """What the law says about making each form public, with its foundation."""
    content = VersionContent.from_json(version.content)
    found = []
    for key in content.forms:
        rule = publication_of(content.land, key)
        found.append({"label": models()[key].label, "rule": rule, "confidence": CONFIDENCE[rule.confidence]})
    return found


def _explained(version: AgreementVersion, place: Place) -> list[str]:
    lines = []
    if version.published_on and day_after_rule(version):
        lines.append(
            f"Bekannt gemacht am {de_date(version.published_on)}: Nach dem Landesrecht gilt die Fassung ab dem "
            f"{de_date(version.published_on + timedelta(days=1))}, wenn kein späterer Tag vereinbart ist."
        )
    elif version.adopted_on and holds_by_adoption(version):
        lines.append(
            f"Nach dem Landesrecht gilt die Fassung, wenn alle beschlossen und unterschrieben haben, frühestens ab dem "
            f"{de_date(version.adopted_on)}."
        )
    elif earliest := earliest_day(version):
        lines.append(
            f"Frühestens möglich ist der {de_date(earliest)}: An diesem Tag war der letzte Schritt davor getan."
        )
    before = AgreementVersion.objects.filter(agreement=place.agreement, state=State.IN_FORCE.value).first()
    if before is not None:
        lines.append(f"Fassung {before.number} gilt bis zum Tag davor und wird dann abgelöst.")
    return lines


def _notes(version: AgreementVersion, topic: LawTopic) -> list[LawNote]:
    """What the administration noted on a topic for the version's Land and forms."""
    forms = {"", *version.content["forms"]}
    return [
        row for row in public_notes(version.content["land"]) if row.topic == topic and row.model_key in forms
    ]


def _refused(version: AgreementVersion, target: State) -> str:
    """Why the step cannot be taken now, said before somebody fills in the form."""
    return refusal(path_for(version), State(version.state), target)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
