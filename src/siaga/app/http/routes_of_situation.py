"""The doors of situation reports, described for /api/openapi.json."""

from __future__ import annotations

from typing import Any

SESSION: list[dict[str, list[str]]] = [{"session": []}]


def _get(summary: str, *names: str) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    said = {"200": summary, "401": "Not signed in", "403": "Role", "404": "No such one"}
    responses = {status: {"description": text} for status, text in said.items()}
    return {
        "get": {
            "summary": summary,
            "parameters": parameters,
            "security": SESSION,
            "responses": responses,
        }
    }


SITUATION_ROUTES: dict[str, dict[str, Any]] = {
    "/api/situation-draft/{incident_id}": _get(
        "What the boards know now: {drawn_at, figures, names, labels, sources, text}.",
        "incident_id",
    ),
    "/api/situation-text/{incident_id}/{number}": _get(
        "An approved report as text for a chat group: {text}.", "incident_id", "number"
    ),
}
