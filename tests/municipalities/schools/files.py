"""Small files of our own in the formats of the registers."""

from dataclasses import dataclass
from pathlib import Path

HEAD = (
    "Schulnummer;Schulform;Schulbezeichnung_1;Schulbezeichnung_2;Schulbezeichnung_3;Kurzbezeichnung;PLZ;Ort;Strasse;"
    "Telefonvorwahl;Telefon;Faxvorwahl;Fax;E-Mail;Homepage;Rechtsform;Traegernummer;Gemeindeschluessel;"
    "Schulbetriebsschluessel;Schulbetriebsdatum;EPSG;UTMRechtswert;UTMHochwert;"
)


@dataclass(frozen=True)
class Line:
    """One line of the school register; the rest of its cells is the same everywhere."""

    number: str
    name: tuple[str, str, str] = ("Grundschule am Bach", "", "")
    form: str = "02"
    law: str = "1"
    body: str = "10001"
    place: str = "05999004"
    operation: tuple[str, str] = ("1", "01.08.1990")

    def __str__(self) -> str:
        cells = [
            self.number, self.form, *self.name, "Kurz", "49999", "Musterstadt", "Schulweg 1", "", "", "", "", "", "",
            self.law, self.body, self.place, *self.operation, "EPSG:25832", "1", "2",
        ]  # fmt: skip
        return ";".join(f'"{cell}"' for cell in cells)


def register(folder: Path, *lines: Line, name: str = "schuldaten.csv") -> Path:
    """A school register with these lines."""
    path = folder / name
    path.write_text("\n".join(["sep=;", HEAD, *map(str, lines)]) + "\n", encoding="utf-8")
    return path


def authorities(folder: Path, *bodies: tuple[str, str, str, str]) -> Path:
    """Schulträger as number, name (parts divided by "|"), short name, town."""
    items = []
    for number, name, short, city in bodies:
        parts = [*name.split("|"), "", ""][:3]
        named = "".join(
            f"<Traegerbezeichnung_{index}><![CDATA[{part}]]></Traegerbezeichnung_{index}>"
            for index, part in enumerate(parts, start=1)
        )
        items.append(
            f"<Traeger><Traegernummer>{number}</Traegernummer>{named}"
            f"<Kurzbezeichnung><![CDATA[{short}]]></Kurzbezeichnung><PLZ>49999</PLZ><Ort><![CDATA[{city}]]></Ort></Traeger>"
        )
    path = folder / "traeger.xml"
    path.write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Traegerdaten>{"".join(items)}</Traegerdaten>',
        encoding="utf-8",
    )
    return path


def pupils(folder: Path, year: str = "2024/25", **counts: int) -> Path:
    """Pupils by number of the school, written ``n100001=220``."""
    rows = [f"{year},Grundschule,05999004,{number[1:]},{count}" for number, count in counts.items()]
    path = folder / f"schueler-{year[:4]}.csv"
    head = "Schuljahr,Schulform,Amtlicher Gemeindeschlüssel,Schulnummer,Anzahl"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path
