"""Names that a register cuts into columns of 40 characters, put together again."""

import re
from collections.abc import Iterable

# "-Primarstufe-" and "- Sek. I und II -": the last dash closes a pair and hyphenates nothing.
_CLOSED_STAGE = re.compile(r"-\s?(?:Sek|Primar)[^-]*-$")
_CLOSED_PAIR = re.compile(r"(?:^|\s)-[^\s-][^-]*-$")
# "Mädchen-" / "und Jungenklassen": the hyphen stands for a word that follows later.
_JOINING = re.compile(r"(?:und|u\.|oder|sowie|bzw\.)(?:\s|$)")
# A word like these begins no hyphenated half: the dash before it belongs to what it closes.
_SMALL_WORDS = re.compile(
    r"(?:als|am|an|auf|bei|beim|d\.|das|dem|den|der|des|die|f\.|für|im|in|mit|vom|von|zu|zum|zur)(?:\s|$)"
)
# Halves that were cut without a hyphen; none of them is a German word with a small letter.
_BARE_HALF = re.compile(r"(?:born|feld|grundschule|punkt|schule)\b")


def join_name(parts: Iterable[str]) -> str:
    """The name behind its columns: hyphenation undone, real hyphens kept, white space as one space."""
    name = ""
    for part in parts:
        tidy = " ".join(part.split())
        if tidy:
            name = _joined(name, tidy) if name else tidy
    return name


def _joined(left: str, right: str) -> str:
    if left.endswith(("/", "(")) or right.startswith((",", ")", "/")):
        return left + right
    if not left.endswith("-"):
        glued = left[-1].isalpha() and bool(_BARE_HALF.match(right))
        return left + right if glued else f"{left} {right}"
    if left == "-" or left.endswith(" -") or _CLOSED_STAGE.search(left):
        return f"{left} {right}"
    if right[0].islower():
        if _JOINING.match(right) or _SMALL_WORDS.match(right):
            return f"{left} {right}"
        return left[:-1] + right
    glued = right[0].isalnum() and not _CLOSED_PAIR.search(left)
    return left + right if glued else f"{left} {right}"
