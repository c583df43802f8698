"""What the rules of federal law for paid cooperation share."""

from collections.abc import Callable
from typing import Any, Final

from agreements.check_rules.draft import CheckedDraft
from agreements.findings import Finding, Level, Topic, founded
from cooperations.catalog import models
from cooperations.law import FederalRule

COST_CLAUSES: Final = ("kostenbeteiligung", "zv_finanzierung")


def maker(topic: Topic, law: FederalRule, field: str) -> Callable[..., Finding]:
    """Make findings on one topic that rest on ``law`` and are mended in ``field``."""

    def make(level: Level, title: str, text: str = "", **more: Any) -> Finding:
        facts: dict[str, Any] = {"field": field, **founded(law), **more}
        return Finding(topic=topic, level=level, title=title, text=text, **facts)

    return make


def pays(draft: CheckedDraft) -> bool:
    """Whether a clause says who pays what."""
    return any(draft.regulates(key) for key in COST_CLAUSES)


def transfers(draft: CheckedDraft) -> tuple[str, ...]:
    """Forms with which competence passes over."""
    return tuple(form for form in draft.forms if form == "delegating" or models()[form].new_legal_person)
