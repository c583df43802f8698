"""Small files in the format of the official directory (GV100AD)."""

from collections.abc import Iterable, Mapping

PLACES = {"07336001": "Adenbach", "07336002": "Albersbach", "07336003": "Altenglan"}


def line(kind: str, key: str, name: str, marker: str = "", association: str = "", population: int = 0) -> str:
    """One record of 220 characters, Gebietsstand 30.11.2023."""
    fields = {0: kind, 2: "20231130", 10: key, 18: association, 22: name, 122: marker}
    if kind == "60":
        fields |= {128: f"{150:011}", 139: f"{population:011}", 165: "66869"}
    text = " " * 220
    for start, value in fields.items():
        text = text[:start] + value + text[start + len(value) :]
    return text


def gazetteer(places: Mapping[str, str] | None = None, more: Iterable[str] = ()) -> bytes:
    """A Land with one Kreis, one Verbandsgemeinde and its Gemeinden."""
    rows = [
        line("10", "07", "Rheinland-Pfalz"),
        line("40", "07336", "Kusel", "44"),
        line("50", "07336", "Kusel-Altenglan", "53", "5009"),
        *(
            line("60", key, name, "64", "5009", population=500)
            for key, name in (PLACES if places is None else places).items()
        ),
        *more,
    ]
    return "\n".join(rows).encode() + b"\n"
