"""How rows of the official directory are called: the word for what they are, and a name that reads well."""

import re

from municipalities.register.records import ASSOCIATION, DISTRICT, LAND, MUNICIPALITY, Record

# The field of the name holds 50 characters, and a blank at the place of the cut is lost.
CUT_LENGTH = 49

_WORDS = {
    "41": "kreisfreie Stadt",
    "42": "Stadtkreis",
    "43": "Kreis",
    "44": "Landkreis",
    "45": "Regionalverband",
    "51": "Amt",
    "52": "Samtgemeinde",
    "53": "Verbandsgemeinde",
    "54": "Verwaltungsgemeinschaft",
    "55": "Kirchspielslandgemeinde",
    "56": "Verwaltungsverband",
    "57": "Verwaltungsgemeinschaft",
    "58": "erfüllende Gemeinde",
    "60": "Markt",
    "61": "kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "67": "große Kreisstadt",
}
CITY_DISTRICT_WORDS = frozenset({_WORDS["61"], _WORDS["62"]})
# Baden-Württemberg has its own words for two kinds, and abbreviates them in the names.
_WORDS_OF_LAND = {
    ("08", "54"): "vereinbarte Verwaltungsgemeinschaft",
    ("08", "56"): "Gemeindeverwaltungsverband",
}
# Where only some municipalities belong to a Verband, the law has a word for those that do not.
_FREE = {"01": "amtsfreie", "07": "verbandsfreie", "12": "amtsfreie", "13": "amtsfreie"}
_UNITED = {"15": "Einheitsgemeinde"}

_DISTRICT_SAYS_SO = re.compile(r"(kreis|region|regionalverband)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"^(?:VVG|GVV)\s+|\s*\(VGem\)$")
_ASSOCIATION_SAYS_SO = re.compile(r"^(Amt|\w*verband|\w*gemeinschaft|\w*gemeinde)\b", re.IGNORECASE)
# A title, not a further place: "Rethem (Aller), Stadt", but "Oelsnitz/Vogtl., Bösenbrunn".
_TITLE = re.compile(r",\s*(?:\S*[Ss]tadt|St|M|GKSt|Markt|Flecken|[Gg]emeinde)$")
_PARISH = "Kirchspiel"
# "Simmern/ Hunsrück"; a blank on both sides parts a name from the Sorbian one and stays.
_LOPSIDED_SLASH = re.compile(r"(?<=\S)/ (?=\S)")


def designation(record: Record, *, free: bool = False) -> str:
    """The German word for what the row is; of a ``free`` Gemeinde also that it belongs to no Verband."""
    if record.type == LAND:
        return "Land"
    land = record.key[:2]
    word = _WORDS_OF_LAND.get((land, record.marker), _WORDS[record.marker])
    if not free or record.marker not in {"63", "64"}:
        return word
    return _UNITED.get(land) or f"{_FREE.get(land, '')} {word}".strip()


def display_name(record: Record, name: str) -> str:
    """The name as it is shown, from the official one."""
    name = _LOPSIDED_SLASH.sub("/", name)
    if record.type == DISTRICT:
        return name if _DISTRICT_SAYS_SO.search(name) else f"{designation(record)} {name}"
    if record.type == ASSOCIATION:
        return _association(record, name)
    return _municipality(name) if record.type == MUNICIPALITY else name


def fuller(name: str, *others: str) -> str:
    """The name, or where the file has cut it, the longest other that begins with it."""
    if len(name) < CUT_LENGTH:
        return name
    return max((name, *(other for other in others if other.startswith(name))), key=len)


def is_fuller(name: str, cut: str) -> bool:
    """Whether ``name`` is what ``cut`` was before it was cut."""
    return len(cut) >= CUT_LENGTH and name.startswith(cut)


def _municipality(name: str) -> str:
    """Without titles after the comma; the Sorbian name behind one of them stays."""
    bare, comma, titles = name.partition(",")
    if not comma:
        return name
    if titles.strip() == _PARISH:
        # Beside it lies a town of the same name.
        return f"{_PARISH} {bare.strip()}"
    _, slash, second = titles.partition(" / ")
    return f"{bare.strip()} / {second.strip()}" if slash else bare.strip()


def _association(record: Record, name: str) -> str:
    """With its kind in front, written out: a Verband is mostly called like one of its Gemeinden."""
    bare = _TITLE.sub("", _ABBREVIATED.sub("", name))
    word = designation(record)
    return bare if _ASSOCIATION_SAYS_SO.search(bare) else f"{word[0].upper()}{word[1:]} {bare}"
