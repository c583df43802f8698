"""Find the municipality that somebody means by a typed name or official key.

Nobody is guessed: an invitation that reaches the wrong town hall is worse than one more question.
"""

import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError

from ikz.access.querysets import Viewer
from ikz.ui.formatting import de_date
from municipalities import selectors
from municipalities.folding import words
from municipalities.models import Kind, Municipality

_KEY = re.compile(r"\d{2,9}")
_NAME_WITH_KEY = re.compile(r".*\((\d{2,9})\)")
SUGGESTIONS = 8


def label(municipality: Municipality) -> str:
    """How a municipality is written where it must be unmistakable: ``Landkreis Kusel (07336)``."""
    return f"{municipality.display_name} ({municipality.ags})"


def labels(user: Viewer, rows: Sequence[Municipality]) -> list[str]:
    """The labels of several, with the Kreis where others have the same name: ``Neustadt, Kreis X (01234567)``."""
    places = selectors.told_apart(user, rows)
    return [
        f"{row.display_name}, {places[row.pk]} ({row.ags})" if row.pk in places else label(row)
        for row in rows
    ]


def suggest(user: Viewer, text: str, *, limit: int = SUGGESTIONS) -> list[Municipality]:
    """Municipalities whose name, key or postal code fits what was typed so far, the best first."""
    if len("".join(words(text))) < 2:  # noqa: PLR2004 - one letter fits half the register
        return []
    rows = selectors.register(user).present().exclude(kind=Kind.LAND)
    key = _NAME_WITH_KEY.fullmatch(text.strip())
    return list((rows.filter(ags=key[1]) if key else selectors.search(rows, text))[:limit])


def pick(user: Viewer, text: str) -> Municipality:
    """The one row meant by ``text``: a key, ``Name (key)`` or a name that only one has; Länder too.

    Raises ValidationError in words for the person who typed, with candidates where there are some.
    """
    typed = " ".join(text.split())
    rows = Municipality.objects.visible_to(user)
    with_key = _NAME_WITH_KEY.fullmatch(typed) or _KEY.fullmatch(typed)
    if with_key:
        key = with_key[with_key.re.groups]
        found = rows.filter(ags=key).first()
        if found is None:
            raise ValidationError(f"Es gibt keine Kommune mit dem amtlichen Schlüssel {key}.")
        if found.dissolved_as_of:
            raise ValidationError(
                f"{label(found)} steht seit dem {de_date(found.dissolved_as_of)} nicht mehr im Verzeichnis."
            )
        return found
    named = list(selectors.named(rows.present().select_related("parent"), typed)[: SUGGESTIONS + 1])
    if len(named) == 1:
        return named[0]
    candidates = labels(user, named or suggest(user, typed))
    raise ValidationError(_question(typed, candidates, ambiguous=bool(named)))


def _question(typed: str, names: list[str], *, ambiguous: bool) -> str:
    if not names:
        return f"Eine Kommune „{typed}“ steht nicht im Verzeichnis. Bitte prüfen Sie die Schreibweise."
    choice = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} oder {names[-1]}"
    start = f"„{typed}“ ist nicht eindeutig." if ambiguous else f"„{typed}“ steht so nicht im Verzeichnis."
    return f"{start} Meinten Sie {choice}? Bitte geben Sie den Namen mit dem Schlüssel oder nur den Schlüssel an."
