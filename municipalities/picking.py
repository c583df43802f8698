"""Find the municipality that somebody means by a typed name or official key.

Nobody is guessed: an invitation that reaches the wrong town hall is worse than one more question.
"""

import re

from django.core.exceptions import ValidationError
from django.db.models import Q, Value
from django.db.models.functions import StrIndex

from ikz.access.querysets import Viewer
from ikz.ui.formatting import de_date
from municipalities.folding import fold
from municipalities.models import Kind, Municipality

_KEY = re.compile(r"\d{2,9}")
_NAME_WITH_KEY = re.compile(r".*\((\d{2,9})\)")
SUGGESTIONS = 8


def label(municipality: Municipality) -> str:
    """How a municipality is written where it must be unmistakable: ``Landkreis Kusel (07336)``."""
    return f"{municipality.display_name} ({municipality.ags})"


def suggest(user: Viewer, text: str, *, limit: int = SUGGESTIONS) -> list[Municipality]:
    """Municipalities whose name or key fits what was typed so far, names that begin with it first."""
    wanted = fold(text)
    if len(wanted) < 2:  # noqa: PLR2004 - one letter fits half the register
        return []
    key = _NAME_WITH_KEY.fullmatch(text.strip())
    fits = Q(ags=key[1]) if key else Q(folded_name__contains=wanted) | Q(ags__startswith=wanted)
    rows = Municipality.objects.visible_to(user).present().exclude(kind=Kind.LAND).filter(fits)
    return list(rows.order_by(StrIndex("folded_name", Value(wanted)), "folded_name", "ags")[:limit])


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
    wanted = fold(typed)
    # The register puts "Landkreis" in front where it is missing, people often leave it out.
    spellings = [wanted, f"landkreis {wanted}", f"kreis {wanted}"]
    named = list(rows.present().filter(folded_name__in=spellings)[: SUGGESTIONS + 1])
    if len(named) == 1:
        return named[0]
    raise ValidationError(_question(typed, named or suggest(user, typed), ambiguous=bool(named)))


def _question(typed: str, candidates: list[Municipality], *, ambiguous: bool) -> str:
    if not candidates:
        return f"Eine Kommune „{typed}“ steht nicht im Verzeichnis. Bitte prüfen Sie die Schreibweise."
    names = [label(row) for row in candidates]
    choice = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} oder {names[-1]}"
    start = f"„{typed}“ ist nicht eindeutig." if ambiguous else f"„{typed}“ steht so nicht im Verzeichnis."
    return f"{start} Meinten Sie {choice}? Bitte geben Sie den Namen mit dem Schlüssel oder nur den Schlüssel an."
