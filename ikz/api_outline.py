"""The OpenAPI schema arranged for readers: resources, their operations, and flat tables of fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
TYPES = {
    "string": "Text",
    "integer": "ganze Zahl",
    "number": "Zahl",
    "boolean": "ja oder nein",
    "object": "Objekt",
    "array": "Liste",
}
FORMATS = {
    "date": "Datum",
    "date-time": "Zeitpunkt",
    "uri": "Adresse",
    "email": "E-Mail-Adresse",
    "binary": "Datei",
}
# Deeper than any resource nests; a schema that contains itself ends here.
MAX_DEPTH = 6


@dataclass(frozen=True)
class Field:
    """A parameter or a field; nested ones are written ``partners[].ags``."""

    name: str
    kind: str
    required: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """A method at an address; ``paged`` answers carry the fields under ``results``."""

    method: str
    path: str
    summary: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    statuses: list[str]
    public: bool
    paged: bool


@dataclass
class Resource:
    """The operations under one name."""

    name: str
    operations: list[Operation] = field(default_factory=list)


def outline(schema: Schema) -> list[Resource]:
    """The resources of a schema, in the order of their addresses."""
    resources: dict[str, Resource] = {}
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                name = operation["tags"][0]
                resources.setdefault(name, Resource(name)).operations.append(
                    _operation(schema, path, method, operation)
                )
    return list(resources.values())


def _operation(schema: Schema, path: str, method: str, operation: Schema) -> Operation:
    answers = operation["responses"]
    good: Schema = next((answers[code] for code in sorted(answers) if code.startswith("2")), {})
    shape = _resolve(schema, _content(good))
    paged = "results" in shape.get("properties", {}) and "count" in shape["properties"]
    return Operation(
        method=method.upper(),
        path=path,
        summary=operation.get("summary") or operation.get("description", ""),
        parameters=[
            _leaf(schema, row["name"], row["schema"], required=row.get("required", False))
            for row in operation.get("parameters", [])
        ],
        body=list(_fields(schema, _content(operation.get("requestBody", {})))),
        answer=list(_fields(schema, shape["properties"]["results"] if paged else shape)),
        statuses=sorted(answers),
        public=not operation.get("security") or {} in operation["security"],
        paged=paged,
    )


def _content(message: Schema) -> Schema:
    content: dict[str, Schema] = message.get("content", {})
    found: Schema = next(iter(content.values()), {}).get("schema", {})
    return found


def _resolve(schema: Schema, node: Schema) -> Schema:
    """The schema behind references; nothing of ours combines more than one with null."""
    for key in ("allOf", "oneOf", "anyOf"):
        if key in node:
            return _resolve(schema, next((part for part in node[key] if part.get("type") != "null"), {}))
    if "$ref" in node:
        found: Schema = schema["components"]["schemas"][node["$ref"].rpartition("/")[2]]
        return _resolve(schema, found)
    return node


def _fields(schema: Schema, node: Schema, prefix: str = "", depth: int = 0) -> Iterator[Field]:
    node = _resolve(schema, node)
    if _type(node) == "array":
        yield from _fields(schema, node["items"], f"{prefix}[]", depth)
    for name, part in node.get("properties", {}).items():
        path = f"{prefix}.{name}" if prefix and prefix != "[]" else name
        yield _leaf(schema, path, part, required=name in node.get("required", ()))
        if depth < MAX_DEPTH:
            yield from _fields(schema, part, path, depth + 1)


def _type(node: Schema) -> str:
    kind = node.get("type", "object" if "properties" in node else "")
    # OpenAPI 3.1 writes "may be null" as a second type.
    return next((name for name in kind if name != "null"), "") if isinstance(kind, list) else str(kind)


def _leaf(schema: Schema, name: str, node: Schema, *, required: bool) -> Field:
    node = _resolve(schema, node)
    kind = FORMATS.get(node.get("format", ""), TYPES.get(_type(node), "beliebig"))
    if _type(node) == "array":
        node = _resolve(schema, node["items"])
        kind = f"Liste: {FORMATS.get(node.get('format', ''), TYPES.get(_type(node), 'beliebig'))}"
    values = tuple(str(value) for value in node.get("enum", ()) if value not in (None, ""))
    return Field(name=name, kind=kind, required=required, values=values)
