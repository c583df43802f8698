"""Before which authorities a version may still be laid, so that no page leads into a refusal."""

from collections.abc import Iterable

from agreements.content import VersionContent
from agreements.decisions import formal, kinds_due
from agreements.models import AgreementVersion, Proceeding
from agreements.path import DECIDED, Path, State
from agreements.procedure import path_of
from agreements.selectors.proceedings import authorities_for, outside_area
from agreements.selectors.resolutions import CHANGEABLE
from ikz.accounts.models import User
from municipalities.models import Authority


def authorities_left(
    user: User, version: AgreementVersion, path: Path, proceedings: Iterable[Proceeding]
) -> list[Authority]:
    """The authorities in whose area the version belongs and that have something left to do with it; one query.

    ``proceedings`` are those of the version. Preliminary ones do not count: they come before and beside.
    """
    content, state = VersionContent.from_json(version.content), State(version.state)
    taken: dict[int, set[str]] = {}
    for row in formal(proceedings):
        taken.setdefault(row.authority_id, set()).add(row.kind)
    return [
        office
        for office in authorities_for(content, user)
        if not outside_area(office, content)
        and _left(office, content, state=state, path=path, taken=taken.get(office.pk, set()))
    ]


def _left(office: Authority, content: VersionContent, *, state: State, path: Path, taken: set[str]) -> bool:
    foreign = office.land != content.land
    if foreign:
        if taken or not path_of(office.land, content.forms).to_authority:
            return False
        return state in CHANGEABLE or (path.to_authority and (state is State.SUBMITTED or state in DECIDED))
    kinds = kinds_due(path, content.land, content.forms)
    if state in CHANGEABLE:
        return bool(kinds)
    # Two stages: what was approved is notified as well.
    second = set() if path.unclear else set(kinds[1:])
    if state is State.SUBMITTED:
        return not taken or bool(second - taken)
    return state in DECIDED and bool(second - taken)
