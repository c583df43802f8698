"""Small files of every kind, made for the tests."""

import io
from zipfile import ZipFile

PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 24
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 24
OOXML = "application/vnd.openxmlformats-officedocument."
ODF = "application/vnd.oasis.opendocument."


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive with these parts, in this order."""
    target = io.BytesIO()
    with ZipFile(target, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return target.getvalue()


def office(kind: str, **more: str | bytes) -> bytes:
    """An Office file; parts come in an order that readers of signatures do not expect."""
    told = f'<Types><Override ContentType="{OOXML}{kind}.main+xml"/></Types>'
    return archive({"customXml/item1.xml": "<a/>", "[Content_Types].xml": told, **more})


def open_document(kind: str, **more: str | bytes) -> bytes:
    """An OpenDocument file."""
    return archive({"mimetype": f"{ODF}{kind}", "content.xml": "<a/>", **more})


DOCX = office("wordprocessingml.document")
