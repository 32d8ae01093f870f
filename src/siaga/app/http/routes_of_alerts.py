"""The doors of alerts that are no commands, described for /api/openapi.json."""

from __future__ import annotations

from typing import Any

SESSION: list[dict[str, list[str]]] = [{"session": []}]
WRITING: list[dict[str, list[str]]] = [{"session": [], "csrf": []}]


def _json(*required: str, **properties: str) -> dict[str, Any]:
    shown = {name: {"type": kind} for name, kind in properties.items()}
    schema = {"type": "object", "required": list(required), "properties": shown}
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def _answers(**more: str) -> dict[str, Any]:
    said = {"200": "Done"} | {code.removeprefix("_"): text for code, text in more.items()}
    return {status: {"description": text} for status, text in said.items()}


ALERT_ROUTES: dict[str, dict[str, Any]] = {
    "/api/alerts/key": {
        "get": {
            "summary": "The place's key, with which a browser asks for web push.",
            "security": SESSION,
            "responses": _answers(_401="Not signed in"),
        }
    },
    "/api/alerts/devices": {
        "post": {
            "summary": "Sound alerts in this browser: its push subscription; → device_id.",
            "security": WRITING,
            "requestBody": _json("subscription", subscription="object", label="string"),
            "responses": _answers(
                _401="Not signed in",
                _403="Role or CSRF token",
                _409="Too many devices",
                _422="A field is wrong; it is named",
            ),
        }
    },
    "/api/alerts/delivered": {
        "post": {
            "summary": "An alert arrived: by the proof pushed along with it, else by a session.",
            "requestBody": _json(
                "alert_id", alert_id="string", way="string", device_id="string", proof="string"
            ),
            "responses": _answers(
                _401="Neither proof nor session",
                _403="Wrong proof, or not for you",
                _409="It is over",
                _422="A field is wrong; it is named",
            ),
        }
    },
}
