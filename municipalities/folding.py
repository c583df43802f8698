"""Names folded for search and sorting: "Münster" and "Muenster" become the same."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l"}
)


def fold(text: str) -> str:
    """Lower-case, umlauts written out, accents dropped, runs of white space as one space.

    NUL goes: PostgreSQL takes it in no text, and no name has it.
    """
    lowered = unicodedata.normalize("NFC", text.replace("\0", "")).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFD", lowered)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


# "St. Wendel" and, followed by another word, "St Wendel"; a lone "st" may become "Stuttgart".
_SAINT = re.compile(r"\bst\.|\bst(?=[\s-]+\w)")
_NO_WORD = re.compile(r"[\W_]+")
# How short forms in official names are written out: "Neustadt a.d.Aisch", "Lindenberg i.Allgäu", "Haar b.München".
_SHORT = {"a d": "an der", "i d": "in der", "v d": "vor der", "o d": "ob der"} | {
    "a": "am",
    "i": "im",
    "b": "bei",
    "v": "vor",
    "o": "ob",
}
_SHORT_FORM = re.compile(rf"\b({'|'.join(_SHORT)})\b(?=\s\w)")


def words(text: str) -> list[str]:
    """The folded words of a name or a query: hyphens, slashes, brackets and dots only separate, "St." is "Sankt"."""
    return _NO_WORD.sub(" ", _saint(text)).split()


def spellings(name: str) -> list[str]:
    """A name as it may be typed: its words, without hyphens in between, and with short forms written out."""
    plain = " ".join(words(name))
    joined = " ".join(_NO_WORD.sub(" ", _saint(name).replace("-", "")).split())
    written_out = _SHORT_FORM.sub(lambda found: _SHORT[found[0]], plain)
    return [text for text in dict.fromkeys((plain, joined, written_out)) if text]


def _saint(text: str) -> str:
    return _SAINT.sub("sankt ", fold(text))
