"""The documentation's tables are made from any schema of ours."""

from typing import Any

from ikz.api_outline import Field, outline

SCHEMA: dict[str, Any] = {
    "paths": {
        "/api/v1/houses/": {
            "get": {
                "tags": ["houses"],
                "summary": "Häuser",
                "security": [{"apiToken": []}],
                "parameters": [{"name": "page", "schema": {"type": "integer"}}],
                "responses": {
                    "200": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Page"}}}
                    }
                },
            },
            "post": {
                "tags": ["houses"],
                "summary": "Haus bauen",
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/House"}}}
                },
                "responses": {"201": {"description": ""}, "409": {"description": ""}},
            },
        }
    },
    "components": {
        "schemas": {
            "Page": {
                "type": "object",
                "properties": {
                    "count": {"type": "integer"},
                    "results": {"type": "array", "items": {"$ref": "#/components/schemas/House"}},
                },
            },
            "House": {
                "type": "object",
                "required": ["built"],
                "properties": {
                    "built": {"type": ["string", "null"], "format": "date"},
                    "kind": {"oneOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]},
                    "rooms": {"type": "array", "items": {"$ref": "#/components/schemas/Room"}},
                },
            },
            "Kind": {"type": "string", "enum": ["hut", "tower", ""]},
            "Room": {"type": "object", "properties": {"doors": {"type": "integer"}}},
        }
    },
}


def test_pages_references_and_nested_lists_become_one_table() -> None:
    (resource,) = outline(SCHEMA)
    listing, building = resource.operations
    assert listing.paged
    assert not listing.public
    assert listing.parameters == [Field("page", "ganze Zahl")]
    assert listing.answer == building.body
    assert building.body == [
        Field("built", "Datum", required=True),
        Field("kind", "Text", values=("hut", "tower")),
        Field("rooms", "Liste: Objekt"),
        Field("rooms[].doors", "ganze Zahl"),
    ]
    assert building.statuses == ["201", "409"]
    assert building.public
