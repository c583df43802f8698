"""One cooperation with all that people would have entered until today."""

from dataclasses import fields
from typing import Any

from django.db import transaction
from django.utils import timezone

from cooperations.models import Cooperation, Partner, Phase
from cooperations.services import (
    create_cooperation,
    record_self_evaluation,
    respond_to_invitation,
    save_answer,
    update_figures,
)
from cooperations.services.cooperations import CooperationData
from ikz.accounts.models import User
from municipalities.models import Municipality
from quickcheck.services import rate_factor
from steckbriefe.models import Edition
from steckbriefe.production import produce
from steckbriefe.services import SteckbriefTexts, publish, request_edition, save_texts
from workspace.examples.framework import load_framework
from workspace.services.phase_change import change_phase

Case = dict[str, Any]


def load_case(case: Case) -> bool:
    """Enter a cooperation unless it is there; returns whether it was entered.

    A Steckbrief that is to be public from the start is rendered here, where no worker runs yet.
    """
    if Cooperation.objects.filter(slug=case["slug"]).exists():
        return False
    with transaction.atomic():
        edition = _enter(case)
    if edition is not None:
        produce(edition.pk)
        edition.refresh_from_db()
        publish(actor=_account(case["coordinator"]), edition=edition)
    return True


def _enter(case: Case) -> Edition | None:
    coordinator = _account(case["coordinator"])
    row = _create(case, coordinator)
    partners = _confirm(case, row)
    for ags, answers in case["answers"].items():
        for question, text in answers.items():
            save_answer(
                actor=_speaker(case, ags),
                cooperation=row,
                question_key=question,
                text=text,
                expected_version=0,
                partner=partners.get(ags),
            )
    for ags, ratings in case["ratings"].items():
        for factor, (value, evidence) in ratings.items():
            rate_factor(
                actor=_speaker(case, ags),
                cooperation=row,
                factor_key=factor,
                value=value,
                evidence=evidence,
                expected_version=0,
                partner=partners.get(ags),
            )
    for phase in list(Phase)[1 : list(Phase).index(Phase(case["phase"])) + 1]:
        change_phase(actor=coordinator, cooperation=row, phase=phase, reason=case["phase_reasons"][phase])
    if "self_evaluation" in case:
        record_self_evaluation(
            actor=coordinator,
            cooperation=row,
            held_on=timezone.localdate(),
            outcome=case["self_evaluation"],
        )
    load_framework(case, row, partners, coordinator)
    save_texts(
        actor=coordinator, cooperation=row, data=SteckbriefTexts(**case["steckbrief"]), expected_version=0
    )
    return request_edition(actor=coordinator, cooperation=row) if case.get("publish") else None


def _create(case: Case, coordinator: User) -> Cooperation:
    by_key = {
        row.ags: row for row in Municipality.objects.filter(ags__in=[p["ags"] for p in case["partners"]])
    }
    names = {field.name for field in fields(CooperationData)}
    return create_cooperation(
        actor=coordinator,
        data=CooperationData(**{name: value for name, value in case.items() if name in names}),
        lead=by_key[case["lead"]],
        partners=[by_key[partner["ags"]] for partner in case["partners"]],
        slug=case["slug"],
    )


def _confirm(case: Case, row: Cooperation) -> dict[str, Partner]:
    """Let every partner's staff accept and enter figures; returns the partners by official key."""
    partners = {p.municipality.ags: p for p in row.partners.select_related("municipality")}
    for entry in case["partners"]:
        partner, staff = partners[entry["ags"]], _speaker(case, entry["ags"])
        if not partner.is_confirmed:
            respond_to_invitation(actor=staff, partner=partner, accept=True)
        update_figures(actor=staff, partner=partner, schools=entry["schools"], pupils=entry["pupils"])
    return partners


def _speaker(case: Case, ags: str) -> User:
    """Who enters something for a partner, or for all where ``ags`` is empty."""
    staff = {partner["ags"]: str(partner["staff"]) for partner in case["partners"]}
    return _account(staff.get(ags, str(case["coordinator"])))


def _account(email: str) -> User:
    return User.objects.get(email=email)
