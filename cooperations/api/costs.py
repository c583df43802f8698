"""Who pays what by a key, in the REST API: a computation that stores nothing."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cooperations.cost_comparison import Line, column
from cooperations.cost_sharing import LABELS, MIXABLE, CostKey, Sharing
from cooperations.models import Cooperation, CostPlan
from cooperations.selectors import costs
from ikz.access.actors import actor_of
from ikz.access.querysets import get_visible

_AMOUNT = re.compile(r"\d{1,10}(\.\d{1,2})?", re.ASCII)
_WEIGHT = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)
AMOUNT_MESSAGE = "Bitte geben Sie einen Betrag ab 0.00 mit Punkt und höchstens zwei Nachkommastellen an, zum Beispiel 64074.04."
WEIGHT_MESSAGE = "Bitte geben Sie ein Gewicht zwischen 0 und 100 an, zum Beispiel 33.5."

_PARAMETERS = [
    OpenApiParameter(
        "amount", OpenApiTypes.DECIMAL, description="Betrag in Euro; sonst der des laufenden Kostenplans"
    ),
    OpenApiParameter(
        "key", str, enum=[key.value for key in CostKey], description="Schlüssel; sonst der des Kostenplans"
    ),
    *(
        OpenApiParameter(
            f"weight_{key}",
            OpenApiTypes.DECIMAL,
            description=f"Gewicht in Prozent für key=mix: {LABELS[key]}",
        )
        for key in MIXABLE
    ),
]


class ShareSerializer(serializers.Serializer[Line]):
    """What one partner pays; ``per_pupil`` is null without pupils."""

    municipality = serializers.CharField(source="payer.key")
    name = serializers.CharField(source="payer.name")
    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    per_pupil = serializers.DecimalField(max_digits=20, decimal_places=2, allow_null=True)


class CostSharingSerializer(serializers.Serializer[Any]):
    """Shares that sum to ``amount`` exactly; amounts are texts such as "64074.04"."""

    amount = serializers.DecimalField(max_digits=20, decimal_places=2)
    key = serializers.CharField()
    shares = ShareSerializer(source="lines", many=True)


class CostSharingView(APIView):
    """Costs of a cooperation by a key."""

    @extend_schema(
        summary="Kosten nach einem Schlüssel teilen",
        description="Rechnet nur und speichert nichts. Die Anteile ergeben auf den Cent den Betrag.",
        parameters=_PARAMETERS,
        responses=CostSharingSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Share the amount that is asked for, or the current plan's."""
        user = actor_of(request)
        cooperation = get_visible(Cooperation.objects, user, slug=slug)
        plan = costs.current_plan(user, cooperation)
        asked = request.query_params
        amount = _amount(asked.get("amount"), plan)
        sharing = _sharing(asked, plan)
        rows = costs.bearers(user, cooperation, plan)
        found = column(amount, sharing, [row.payer for row in rows], {})
        if found.error is not None:
            name = found.error.field if found.error.field in ("amount", "weights") else "key"
            raise ValidationError({name: [found.error.message]})
        answer = {"amount": amount, "key": sharing.key.value, "lines": found.lines}
        return Response(CostSharingSerializer(answer).data)


def _amount(text: str | None, plan: CostPlan | None) -> Decimal:
    if text is None:
        if plan is None:
            raise ValidationError(
                {"amount": ["Es gibt noch keinen Kostenplan. Bitte geben Sie einen Betrag an."]}
            )
        return costs.sums(costs.item_lines(plan.items.all())).gross
    if not _AMOUNT.fullmatch(text):
        raise ValidationError({"amount": [AMOUNT_MESSAGE]})
    return Decimal(text)


def _sharing(asked: Mapping[str, str], plan: CostPlan | None) -> Sharing:
    """The key that is asked for; a mix without weights is the plan's."""
    present = Sharing(CostKey.PUPILS) if plan is None else costs.sharing_of(plan)
    name = asked.get("key", present.key.value)
    if name not in {key.value for key in CostKey}:
        raise ValidationError(
            {"key": [f"Diesen Schlüssel gibt es nicht. Möglich sind: {', '.join(CostKey)}."]}
        )
    key = CostKey(name)
    if key is not CostKey.MIX:
        return Sharing(key)
    weights = {}
    for part in MIXABLE:
        text = asked.get(f"weight_{part}")
        if text is None:
            continue
        if not _WEIGHT.fullmatch(text):
            raise ValidationError({f"weight_{part}": [WEIGHT_MESSAGE]})
        weights[part] = Decimal(text)
    return Sharing(key, weights or present.weights)
