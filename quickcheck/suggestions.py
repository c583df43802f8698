"""What a cooperation already holds that may serve as evidence of a factor; a person decides, nothing is rated."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from cooperations.models import Cooperation, ModelAdvice, PartnerSearch
from ikz.accounts.models import User
from ikz.ui.formatting import de_date

SELECTION_CRITERIA = "selection-criteria"


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """Something to point to, as a link."""

    text: str
    href: str


Answer = Callable[[User, Cooperation], Mapping[str, Sequence[Suggestion]]]

_answers: list[Answer] = []


def suggested_by(answer: Answer) -> None:
    """Suggest what ``answer`` names by factor as well, from now on; once per room."""
    if answer not in _answers:
        _answers.append(answer)


def suggestions(user: User, cooperation: Cooperation) -> Mapping[str, Sequence[Suggestion]]:
    """Suggested evidence by the key of its factor; two queries beside those of other rooms."""
    found: dict[str, list[Suggestion]] = {}
    for answer in (_of_cooperation, *_answers):
        for key, rows in answer(user, cooperation).items():
            found.setdefault(key, []).extend(rows)
    return found


def _of_cooperation(user: User, cooperation: Cooperation) -> Mapping[str, Sequence[Suggestion]]:
    base = f"/kooperationen/{cooperation.slug}/"
    advice = ModelAdvice.objects.visible_to(user).filter(cooperation=cooperation)
    searches = PartnerSearch.objects.visible_to(user).filter(cooperation=cooperation)
    return {
        SELECTION_CRITERIA: [
            *(
                Suggestion(
                    text=f"Modellberatung vom {de_date(row.created_at)}",
                    href=f"{base}modellberatung/{row.pk}/",
                )
                for row in advice.only("created_at")
            ),
            *(
                Suggestion(
                    text=f"Partnersuche vom {de_date(row.created_at)}", href=f"{base}partnersuche/{row.pk}/"
                )
                for row in searches.only("created_at")
            ),
        ]
    }
