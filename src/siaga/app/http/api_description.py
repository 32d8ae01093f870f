"""/api/openapi.json: worked out from the doors, boards and routes themselves."""

from __future__ import annotations

import dataclasses
from typing import Any, get_type_hints

import msgspec

from siaga import __version__
from siaga.app.boards import BOARDS, STORY
from siaga.app.desks import DESKS
from siaga.app.http.commands import path_of
from siaga.app.http.routes_described import ROUTES
from siaga.language.refusals import OF_RIGHT, Refusal
from siaga.language.values import LocationClaim, Role, Sealed
from siaga.platform.desk import Desk, Door
from siaga.platform.free_text import TEXT_MAX
from siaga.platform.sealed_records import record_kind
from siaga.platform.wire import members

LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "latitude": {"type": "number", "minimum": -90, "maximum": 90},
        "longitude": {"type": "number", "minimum": -180, "maximum": 180},
        "accuracy_m": {"type": "number", "minimum": 0, "maximum": 100_000},
        "source": {"type": "string", "enum": ["gps", "pin", "area", "spoken"]},
        "address": {"type": "string", "maxLength": 300},
        "area": {"type": "string", "description": "kelurahan code; enough without coordinates"},
    },
}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


def _schema(hint: Any) -> dict[str, Any]:
    """A field's schema; sealed values come as plain ones."""
    kinds = [kind for kind in members(hint) if kind is not type(None)]
    if record := record_kind(tuple(kinds)):
        return msgspec.json.schema(record.shape)
    if Sealed in kinds:
        return {"type": "string", "maxLength": TEXT_MAX}
    if LocationClaim in kinds:
        return {"$ref": "#/components/schemas/Location"}
    return msgspec.json.schema(hint, schema_hook=_hook)


def _hook(kind: type[Any]) -> dict[str, Any]:
    if issubclass(kind, Sealed):
        return {"type": "string"}
    raise NotImplementedError(kind)


def _command_schema(command: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(command)
    properties: dict[str, Any] = {}
    required = []
    for each in dataclasses.fields(command):
        schema = _schema(hints[each.name])
        schema.pop("$schema", None)
        definitions.update(schema.pop("$defs", {}))
        properties[each.name] = schema
        if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            required.append(each.name)
    return {
        "type": "object",
        "additionalProperties": False,
        "description": (command.__doc__ or "").strip(),
        "properties": properties,
        "required": required,
    }


definitions: dict[str, Any] = {}


def _command(desk: Desk, door: Door) -> dict[str, Any]:
    problems = {
        "401": "Not signed in",
        "403": f"Role, CSRF token, or {', '.join(sorted(OF_RIGHT))}",
        "413": "Body too large",
        "422": "A field is wrong; it is named",
        "429": "Too many",
        "503": "The logbook cannot be written now; repeat with the same command_id",
    }
    responses: dict[str, Any] = {
        "200": {
            "description": "Written at this position, or the same answer as before",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Written"}}},
        },
        "409": {
            "description": "The world does not allow it",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refused"}}},
        },
    }
    for status, text in problems.items():
        content = {"application/json": {"schema": PROBLEM}}
        responses[status] = {"description": text, "content": content}
    name = door.command.__name__
    return {
        "post": {
            "tags": [desk.name],
            "operationId": f"{desk.name}.{name}",
            "summary": door.summary,
            "description": "Roles: " + ", ".join(sorted(door.roles)),
            "security": _security(door),
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {"$ref": f"#/components/schemas/{desk.name}.{name}"},
                        "example": dict(door.example),
                    }
                },
            },
            "responses": responses,
        }
    }


def _security(door: Door) -> list[dict[str, list[str]]]:
    """An agency's machine comes with a key instead of a session."""
    people: dict[str, list[str]] = {"session": [], "csrf": []}
    return [people, {"machine": []}] if Role.AGENCY_DESK in door.roles else [people]


def describe() -> dict[str, Any]:
    """The whole description, OpenAPI 3.1."""
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Location": LOCATION, **_answers()}
    for desk in DESKS:
        for door in desk.doors:
            paths[path_of(desk, door)] = _command(desk, door)
            schemas[f"{desk.name}.{door.command.__name__}"] = _command_schema(door.command)
    names = [*(board.name for board in BOARDS), STORY.name, "statistics"]
    for path, item in ROUTES.items():
        paths[path] = item
    paths["/api/boards/{board}"]["get"]["parameters"][0]["schema"]["enum"] = names
    text = msgspec.json.encode({"schemas": schemas | definitions}).decode()
    components = msgspec.json.decode(text.replace("#/$defs/", "#/components/schemas/"))
    components["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "siaga_session"},
        "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
        "machine": {"type": "http", "scheme": "bearer"},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Siaga", "version": __version__, "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": components,
    }


def _answers() -> dict[str, Any]:
    return {
        "Written": {
            "type": "object",
            "required": ["position", "lineage", "id"],
            "properties": {
                "position": {"type": "integer"},
                "lineage": {"type": "string", "format": "uuid"},
                "id": {"type": "string", "format": "uuid"},
                "number": {"type": "string", "examples": ["K-2026-000001"]},
            },
        },
        "Refused": {
            "type": "object",
            "required": ["refusal", "message"],
            "properties": {
                "refusal": {"type": "string", "enum": [each.value for each in Refusal]},
                "message": {"type": "string"},
                "legal": {"type": "array", "items": {"type": "string"}},
            },
        },
        "Problem": {
            "type": "object",
            "required": ["message"],
            "properties": {
                "message": {"type": "string"},
                "field": {"type": "string"},
                "refusal": {"type": "string"},
            },
        },
    }
