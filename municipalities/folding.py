"""Names folded for search and sorting: "Münster" and "Muenster" become the same."""

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
