"""Which files are taken, told by their content: a name says nothing about what is inside. Pure, no Django.

Office files are archives; what they hold is read from their own table of contents, because the order of the parts
differs between programs.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Final
from zipfile import BadZipFile, ZipFile

import filetype

NAME_LENGTH: Final = 160
# The tables of contents that are read from archives are far smaller; a larger one is an attack.
CONTENTS_LENGTH: Final = 512 * 1024
# A list of parts takes far more memory than it takes in the file.
MOST_PARTS: Final = 10_000
_PART = b"PK\x01\x02"
TEXT_CONTROLS: Final = frozenset("\t\n\r\f")
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
MACROS = "Die Datei enthält Makros. Bitte speichern Sie sie ohne Makros oder als PDF."
TOO_OLD = "Dieses alte Format nehmen wir nicht an. Bitte speichern Sie die Datei als {modern} oder als PDF."


class NotAcceptedError(ValueError):
    """The file is not taken; the message says why, in German."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of file: how readers call it, what it is served as, and how its content shows.

    ``found_as`` are the names that ``filetype`` gives it; ``main_part`` stands in the table of contents of an Office
    archive, ``declared`` in the ``mimetype`` of an OpenDocument one. Texts have none of them.
    """

    label: str
    content_type: str
    found_as: frozenset[str] = frozenset()
    main_part: bytes = b""
    declared: bytes = b""


def _office(label: str, name: str) -> Kind:
    return Kind(label=label, content_type=_OOXML + name, main_part=f"{_OOXML}{name}.main+xml".encode())


def _open(label: str, name: str) -> Kind:
    return Kind(label=label, content_type=_ODF + name, declared=(_ODF + name).encode())


_JPEG = Kind(label="JPEG", content_type="image/jpeg", found_as=frozenset({"image/jpeg"}))
KINDS: Final[Mapping[str, Kind]] = {
    "pdf": Kind(label="PDF", content_type="application/pdf", found_as=frozenset({"application/pdf"})),
    "docx": _office("DOCX", "wordprocessingml.document"),
    "xlsx": _office("XLSX", "spreadsheetml.sheet"),
    "pptx": _office("PPTX", "presentationml.presentation"),
    "odt": _open("ODT", "text"),
    "ods": _open("ODS", "spreadsheet"),
    "odp": _open("ODP", "presentation"),
    "png": Kind(label="PNG", content_type="image/png", found_as=frozenset({"image/png", "image/apng"})),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "txt": Kind(label="TXT", content_type="text/plain"),
    "csv": Kind(label="CSV", content_type="text/csv"),
}
LABELS: Final = tuple(dict.fromkeys(kind.label for kind in KINDS.values()))
_WITH_MACROS = frozenset({"docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"})
_OLD = {"doc": "DOCX", "dot": "DOCX", "xls": "XLSX", "xlt": "XLSX", "ppt": "PPTX", "pps": "PPTX"}


def clean_name(name: str) -> str:
    """A name that is safe to show and to save under: no folders, no invisible signs, the ending in small letters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(
        " " if sign in '<>:"|?*' or unicodedata.category(sign)[0] in "CZ" else sign
        for sign in unicodedata.normalize("NFC", last)
    )
    path = PurePosixPath(" ".join(shown.split()).strip(". ") or "Datei")
    ending = path.suffix.lower()
    stem = path.stem.strip(". ") or "Datei"
    return stem[: NAME_LENGTH - len(ending)] + ending


def content_type_of(name: str, content: IO[bytes]) -> str:
    """What the content is, by the standard's name; raises NotAcceptedError where it is not what the name promises."""
    ending = PurePosixPath(name).suffix.lower().removeprefix(".")
    kind = _expected(ending)
    content.seek(0)
    if kind.found_as:
        matches, served = filetype.guess_mime(content.read(8192)) in kind.found_as, kind.content_type
    elif kind.main_part or kind.declared:
        matches, served = _is_archive_of(kind, content), kind.content_type
    else:
        charset = _charset(content.read())
        matches, served = bool(charset), f"{kind.content_type}; charset={charset}"
    content.seek(0)
    if not matches:
        raise NotAcceptedError(
            f"Der Inhalt passt nicht zur Endung „.{ending}“. Bitte prüfen Sie die Datei und speichern Sie sie neu."
        )
    return served


def _expected(ending: str) -> Kind:
    if ending in KINDS:
        return KINDS[ending]
    if ending in _WITH_MACROS:
        raise NotAcceptedError(MACROS)
    if ending in _OLD:
        raise NotAcceptedError(TOO_OLD.format(modern=_OLD[ending]))
    raise NotAcceptedError(f"Diese Art von Datei nehmen wir nicht an. Möglich sind {', '.join(LABELS)}.")


def _is_archive_of(kind: Kind, content: IO[bytes]) -> bool:
    if content.read().count(_PART) > MOST_PARTS:
        return False
    try:
        with ZipFile(content) as archive:
            names = archive.namelist()
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise NotAcceptedError("Die Datei ist mit einem Kennwort geschützt. Bitte entfernen Sie es.")
            source = "mimetype" if kind.declared else "[Content_Types].xml"
            if source not in names:
                return False
            with archive.open(source) as part:
                told = part.read(CONTENTS_LENGTH)
    except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, NotAcceptedError):
            raise
        return False
    if _has_macros(names, told):
        raise NotAcceptedError(MACROS)
    return told.strip() == kind.declared if kind.declared else kind.main_part in told


def _has_macros(names: list[str], told: bytes) -> bool:
    lowered = [name.lower() for name in names]
    return (
        b"macroenabled" in told.lower()
        or any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in lowered)
        or any(name.startswith(("basic/", "scripts/")) for name in lowered)
    )


def _charset(content: bytes) -> str:
    """The encoding of a text; empty for what is none. German spreadsheets still write Windows' encoding."""
    if content.startswith(b"%PDF-"):
        return ""
    for charset in ("utf-8", "windows-1252"):
        try:
            text = content.decode(charset)
        except UnicodeDecodeError:
            continue
        readable = all(sign in TEXT_CONTROLS or unicodedata.category(sign) != "Cc" for sign in set(text))
        return charset if readable else ""
    return ""
