import pytest

from municipalities.register.names import designation, display_name
from municipalities.register.records import Record


@pytest.mark.parametrize(
    ("key", "marker", "name", "shown"),
    [
        ("07336", "44", "Kusel", "Landkreis Kusel"),
        ("01051", "43", "Dithmarschen", "Kreis Dithmarschen"),
        ("07333", "44", "Donnersbergkreis", "Donnersbergkreis"),
        ("05962", "43", "Märkischer Kreis", "Märkischer Kreis"),
        ("03241", "44", "Region Hannover", "Region Hannover"),
        ("05334", "43", "Städteregion Aachen", "Städteregion Aachen"),
        ("13072", "44", "Landkreis Rostock", "Landkreis Rostock"),
        ("07232", "44", "Eifelkreis Bitburg-Prüm", "Eifelkreis Bitburg-Prüm"),
        ("05162", "43", "Rhein-Kreis Neuss", "Rhein-Kreis Neuss"),
        ("10041", "45", "Regionalverband Saarbrücken", "Regionalverband Saarbrücken"),
        ("09172", "44", "Berchtesgadener Land", "Landkreis Berchtesgadener Land"),
    ],
)
def test_districts_have_their_kind_in_front_where_the_name_does_not_tell(
    key: str, marker: str, name: str, shown: str
) -> None:
    assert display_name(Record(1, "40", key, name, marker), name) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Koblenz, Stadt", "Koblenz"),
        ("München, Landeshauptstadt", "München"),
        ("Rain, St", "Rain"),
        ("Ebstorf,Klosterflecken", "Ebstorf"),
        ("Freiberg, Stadt, Universitätsstadt", "Freiberg"),
        ("Hagen, Stadt der FernUniversität", "Hagen"),
        ("Lübben (Spreewald) / Lubin (Błota), Stadt", "Lübben (Spreewald) / Lubin (Błota)"),
        ("Weißwasser/O.L., Stadt / Běła Woda", "Weißwasser/O.L. / Běła Woda"),
        ("Garding, Kirchspiel", "Kirchspiel Garding"),
        ("Halle (Saale), Stadt", "Halle (Saale)"),
        ("Simmern/ Hunsrück, Stadt", "Simmern/Hunsrück"),
    ],
)
def test_municipalities_lose_their_titles(name: str, shown: str) -> None:
    assert display_name(Record(1, "60", "07111000", name, "63"), name) == shown


@pytest.mark.parametrize(
    ("key", "marker", "name", "shown"),
    [
        ("071315001", "53", "Adenau", "Verbandsgemeinde Adenau"),
        ("031515401", "52", "Boldecker Land", "Samtgemeinde Boldecker Land"),
        ("032515401", "52", "Altes Amt Lemförde", "Samtgemeinde Altes Amt Lemförde"),
        ("010515163", "51", "Burg-St. Michaelisdonn", "Amt Burg-St. Michaelisdonn"),
        ("010575727", "51", "Amt Lütjenburg", "Amt Lütjenburg"),
        ("033585402", "52", "Rethem (Aller), Stadt", "Samtgemeinde Rethem (Aller)"),
        ("091715101", "54", "Emmerting (VGem)", "Verwaltungsgemeinschaft Emmerting"),
        (
            "081155003",
            "54",
            "VVG der Stadt Herrenberg",
            "Vereinbarte Verwaltungsgemeinschaft der Stadt Herrenberg",
        ),
        ("081155005", "56", "GVV Oberes Gäu", "Gemeindeverwaltungsverband Oberes Gäu"),
        (
            "084255010",
            "56",
            "GVV Verwaltungsgemeinschaft Munderkingen",
            "Verwaltungsgemeinschaft Munderkingen",
        ),
        ("145235402", "56", "Jägerswald", "Verwaltungsverband Jägerswald"),
        (
            "145235122",
            "54",
            "Oelsnitz/Vogtl., Bösenbrunn",
            "Verwaltungsgemeinschaft Oelsnitz/Vogtl., Bösenbrunn",
        ),
        ("160635051", "58", "Bad Salzungen, Stadt", "Erfüllende Gemeinde Bad Salzungen"),
        ("010515169", "55", "Eider", "Kirchspielslandgemeinde Eider"),
    ],
)
def test_associations_have_their_kind_in_front_written_out(
    key: str, marker: str, name: str, shown: str
) -> None:
    assert display_name(Record(1, "50", key, name, marker), name) == shown


@pytest.mark.parametrize(
    ("key", "marker", "free", "word"),
    [
        ("07333900", "64", True, "verbandsfreie Gemeinde"),
        ("07333038", "64", False, "Gemeinde"),
        ("12060001", "63", True, "amtsfreie Stadt"),
        ("15085135", "63", True, "Einheitsgemeinde"),
        ("05111001", "63", True, "Stadt"),
        ("09171101", "60", False, "Markt"),
        ("08115003", "67", False, "große Kreisstadt"),
        ("07111000", "61", True, "kreisfreie Stadt"),
    ],
)
def test_designations_say_what_a_municipality_is(key: str, marker: str, free: bool, word: str) -> None:
    assert designation(Record(1, "60", key, "Musterort", marker), free=free) == word
