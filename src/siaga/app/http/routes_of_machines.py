"""The routes of other people's machines, described for /api/openapi.json."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_KEY = {
    "type": "object",
    "required": ["command_id", "agency", "name"],
    "properties": {"command_id": _TEXT, "agency": _TEXT, "name": _TEXT},
}
_MESSAGE = {
    "type": "object",
    "required": ["version", "kind", "handover"],
    "properties": {
        "version": {"type": "integer"},
        "kind": _TEXT,
        "handover": _TEXT,
        "incident": _TEXT,
        "number": _TEXT,
        "by_name": _TEXT,
        "reason": _TEXT,
        "note": _TEXT,
        "eido": {"type": "object"},
    },
}


def _in(where: str, name: str, *, kind: str = "string") -> dict[str, Any]:
    found = {"name": name, "in": where, "schema": {"type": kind}}
    return found | {"required": where == "header"}


def _said(**answers: str) -> dict[str, Any]:
    told = {"200": "Done"} | {name.removeprefix("_"): text for name, text in answers.items()}
    return {status: {"description": text} for status, text in told.items()}


MACHINE_ROUTES: dict[str, dict[str, Any]] = {
    "/api/patient-summaries/{patient_id}": {
        "get": {
            "summary": "A patient's handover summary as a FHIR R4 Bundle.",
            "security": [{"session": []}],
            "parameters": [_in("path", "patient_id") | {"required": True}],
            "responses": _said(
                _401="Not signed in",
                _403="Neither the crew's patient nor bound for this hospital",
                _404="No such patient",
                _422="Not an id",
            ),
        }
    },
    "/api/machine-keys": {
        "post": {
            "summary": "A new key for an agency's machine; only this answer has it.",
            "security": [{"session": [], "csrf": []}],
            "requestBody": {"required": True, "content": {"application/json": {"schema": _KEY}}},
            "responses": _said(
                _401="Not signed in",
                _403="Role or CSRF token",
                _422="A field is wrong; it is named. Or asked again: take a new command_id",
            ),
        }
    },
    "/api/feed": {
        "get": {
            "summary": "What happened to an agency's own tasks, in order and without gaps.",
            "parameters": [
                _in("query", "after", kind="integer"),
                _in("query", "limit", kind="integer"),
            ],
            "security": [{"machine": []}, {"session": []}],
            "responses": _said(
                _401="No session, or an unknown key",
                _403="Not an agency desk",
                _422="A field is wrong; it is named",
                _429="Too often",
            ),
        }
    },
    "/api/ended-tasks": {
        "get": {
            "summary": "An agency's own tasks of the last 30 days that are over.",
            "security": [{"machine": []}, {"session": []}],
            "responses": _said(
                _401="No session, or an unknown key",
                _403="Not an agency desk",
                _429="Too often",
            ),
        }
    },
    "/hooks/neighbour": {
        "post": {
            "summary": "A neighbouring centre's message about a hand-over; durable before the 200.",
            "parameters": [
                _in("header", name)
                for name in (
                    "siaga-place",
                    "webhook-id",
                    "webhook-timestamp",
                    "webhook-signature",
                )
            ],
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": _MESSAGE}},
            },
            "responses": _said(
                _403="Not signed by that neighbour, or too old",
                _413="Over 1 MB",
                _422="A field is wrong; it is named",
                _503="Not stored: send again",
            ),
        }
    },
}
