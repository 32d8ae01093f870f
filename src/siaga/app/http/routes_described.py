"""The routes that are no commands, described for /api/openapi.json."""

from __future__ import annotations

from typing import Any

from siaga.app.http.routes_of_alerts import ALERT_ROUTES
from siaga.app.http.routes_of_citizens import CITIZEN_ROUTES
from siaga.app.http.routes_of_machines import MACHINE_ROUTES
from siaga.app.http.routes_of_situation import SITUATION_ROUTES

SESSION: list[dict[str, list[str]]] = [{"session": []}]
WRITING: list[dict[str, list[str]]] = [{"session": [], "csrf": []}]
MACHINE: dict[str, list[str]] = {"machine": []}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    shown = {
        name: {"type": kind} if isinstance(kind, str) else kind for name, kind in properties.items()
    }
    return {"type": "object", "required": list(required), "properties": shown}


def _route(
    summary: str,
    *,
    body: dict[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
    security: list[dict[str, list[str]]] | None = None,
    answers: dict[str, str] | None = None,
) -> dict[str, Any]:
    said = {"200": "Done"} | (answers or {})
    if security is not None:
        said |= {"401": "Not signed in", "403": "Role or CSRF token"}
    out: dict[str, Any] = {
        "summary": summary,
        "responses": {status: {"description": text} for status, text in said.items()},
    }
    if body is not None:
        out["requestBody"] = {"required": True, "content": body}
    if parameters:
        out["parameters"] = parameters
    if security is not None:
        out["security"] = security
    return out


def _in(where: str, name: str, kind: str = "string", *, required: bool = False) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": required or where == "path",
        "schema": {"type": kind},
    }


def _of_incident(summary: str) -> dict[str, Any]:
    there = [_in("path", "incident_id")]
    absent = {"404": "No open incident that they may see"}
    return {"get": _route(summary, parameters=there, security=SESSION, answers=absent)}


_SIGN_IN = _object("user", "password", user="string", password="string", code="string")
_SIGNING = _object(
    "command_id",
    "cards",
    "password",
    command_id="string",
    password="string",
    code="string",
    cards={
        "type": "array",
        "items": _object(
            "card", "edition", "digest", card="string", edition="integer", digest="string"
        ),
    },
)
_POSITION = _object(
    "unit_id",
    "latitude",
    "longitude",
    unit_id="string",
    latitude="number",
    longitude="number",
    accuracy_m="number",
)
_PHONE = _object(
    "state",
    "mic",
    "registered",
    state="string",
    mic="string",
    registered="boolean",
    contact_id="string",
    page="string",
)
_DRAFT = _object("field", "value", field="string", value="string")
_ADVICE = _object("words", words="string", contact_id="string", location="object")
_PERIOD = [_in("query", "from"), _in("query", "to")]
_DRY_RUN = _object(
    "incident_type",
    "priority",
    incident_type="string",
    priority="string",
    address="string",
    area="string",
    latitude="number",
    longitude="number",
    at="string",
    alarm="integer",
    plan="object",
    without="string",
)
_WRONG = {"422": "A field is wrong; it is named"}
_FORM = {
    "multipart/form-data": {
        "schema": _object(
            form_id="string",
            words="string",
            incident_type="string",
            latitude="string",
            longitude="string",
            accuracy_m="string",
            area="string",
            address="string",
            name="string",
            number="string",
            photo={"type": "string", "format": "binary"},
        )
    }
}

_AML = _object(
    v="string",
    device_number="string",
    location_latitude="string",
    location_longitude="string",
    location_time="string",
    location_accuracy="string",
    location_source="string",
    location_certainty="string",
    hmac="string",
)

ROUTES: dict[str, dict[str, Any]] = (
    {
        "/api/session": {
            "post": _route(
                "Sign in; the cookie and X-CSRF-Token come back.",
                body=_json(_SIGN_IN),
                answers=_WRONG | {"401": "Wrong", "429": "Too many attempts"},
            ),
            "get": _route("Who is signed in.", security=SESSION),
            "delete": _route("Sign out.", security=WRITING),
        },
        "/api/site": {"get": _route("What the sign-in page may know.")},
        "/api/place": {"get": _route("The place's data for screens.", security=SESSION)},
        "/api/guide-cards": {
            "get": _route(
                "The guide cards, and the tables by which victims are sorted; `v`: place version.",
                parameters=[_in("query", "v")],
                security=SESSION,
            )
        },
        "/api/guide-cards/sign": {
            "post": _route(
                "Sign these editions of cards; asks for the password again.",
                body=_json(_SIGNING),
                security=WRITING,
                answers=_WRONG | {"409": "A card has changed since", "429": "Too many attempts"},
            )
        },
        "/api/plans": {"get": _route("The response plans in force.", security=SESSION)},
        "/api/plans/dry-run": {
            "post": _route(
                "What would go there now, before and after an edit; nothing is kept.",
                body=_json(_DRY_RUN),
                security=WRITING,
                answers=_WRONG,
            )
        },
        "/api/incidents/{incident_id}/plan": {
            "get": _route(
                "What the response plans propose for an incident, at any alarm level.",
                parameters=[_in("path", "incident_id"), _in("query", "alarm")],
                security=SESSION,
                answers=_WRONG | {"404": "No such incident"},
            )
        },
        "/api/destinations": {
            "get": _route(
                "Every hospital for a patient of an incident, most fitting first, with reasons.",
                parameters=[_in("query", "incident", required=True), _in("query", "patient")],
                security=SESSION,
                answers=_WRONG | {"404": "No such incident or patient for you"},
            )
        },
        "/api/boards": {
            "get": _route(
                "One stream of several boards: cards, beats, resets, signals (text/event-stream).",
                parameters=[
                    _in("query", "at", required=True),
                    _in("query", "lineage"),
                    _in("header", "Last-Event-ID"),
                ],
                security=SESSION,
                answers=_WRONG,
            )
        },
        "/api/boards/{board}": {
            "get": _route(
                "A board as it is now: {lineage, position, cards}.",
                parameters=[_in("path", "board"), _in("query", "incident"), *_PERIOD],
                security=SESSION,
                answers=_WRONG | {"404": "No such board"},
            )
        },
        "/api/statistics.csv": {
            "get": _route("The statistics as a table.", parameters=_PERIOD, security=SESSION)
        },
        "/api/signals/position": {
            "post": _route(
                "Where a unit is.", body=_json(_POSITION), security=WRITING, answers=_WRONG
            )
        },
        "/api/signals/presence": {
            "post": _route(
                "What a person of the room is doing.",
                body=_json(_object("doing", doing="string", seat="string")),
                security=WRITING,
                answers=_WRONG,
            )
        },
        "/api/signals/phone": {
            "post": _route(
                "What a page says of its own telephone.",
                body=_json(_PHONE),
                security=WRITING,
                answers=_WRONG,
            )
        },
        "/api/phone/session": {
            "post": _route(
                "What a page needs to register with the telephone; worth an hour.",
                security=WRITING,
                answers={"404": "This room has no telephone"},
            )
        },
        "/api/phone/recordings/{contact_id}": {
            "get": _route(
                "The recordings of a contact: part, stored, began_at, duration_s.",
                parameters=[_in("path", "contact_id")],
                security=SESSION,
            )
        },
        "/api/phone/recordings/{contact_id}/{name}": {
            "get": _route(
                "A recording: {stored}.wav, written down as a listening, or {stored}.peaks.",
                parameters=[_in("path", "contact_id"), _in("path", "name")],
                security=SESSION,
                answers={"404": "Unknown or erased"},
            )
        },
        "/api/incidents/{incident_id}/proposal": _of_incident(
            "Who could go, nearest first, with reasons; what is short; the lane."
        ),
        "/api/incidents/{incident_id}/getting-there": _of_incident(
            "Whom its crews can ask for the way, and what is remembered of the lane."
        ),
        "/api/drafts/{draft_id}": {
            "post": _route(
                "Save one field of a form being filled.",
                body=_json(_DRAFT),
                parameters=[_in("path", "draft_id")],
                security=WRITING,
                answers=_WRONG,
            ),
            "delete": _route(
                "The form is done with.", parameters=[_in("path", "draft_id")], security=WRITING
            ),
        },
        "/api/advice": {
            "post": _route(
                "What a report being typed seems to say, and which open incidents it may mean.",
                body=_json(_ADVICE),
                security=WRITING,
                answers=_WRONG
                | {"404": "No such contact", "429": "Too fast", "503": "No advice in this room"},
            )
        },
        "/api/conversations/{contact_id}": {
            "get": _route(
                "A whole conversation: {lineage, position, card}, with every line.",
                parameters=[_in("path", "contact_id")],
                security=SESSION,
                answers=_WRONG | {"404": "No such contact"},
            )
        },
        **SITUATION_ROUTES,
        "/api/forwarded/read": {
            "post": _route(
                "A pasted chat, taken apart for a person to correct; nothing is kept.",
                body=_json(_object("text", text="string")),
                security=WRITING,
                answers=_WRONG,
            )
        },
        "/api/media": {
            "post": _route(
                "Keep a photo or voice note.",
                body={"image/jpeg": {}, "image/png": {}, "image/webp": {}, "audio/ogg": {}},
                security=[*WRITING, MACHINE],
                answers=_WRONG | {"413": "Over 10 MB"},
            )
        },
        "/api/media/{stored}": {
            "get": _route(
                "A kept photo or voice note.",
                parameters=[_in("path", "stored")],
                security=[*SESSION, MACHINE],
                answers={"404": "Unknown, erased, or not shown to you"},
            )
        },
        "/api/contacts/{contact_id}/originals/{stored}": {
            "get": _route(
                "A citizen's file as it came, to download; each time is written down.",
                parameters=[_in("path", "contact_id"), _in("path", "stored")],
                security=SESSION,
                answers={"404": "Unknown, erased, or not what it says it is"},
            )
        },
        "/lapor": {
            "get": _route("The public report form.", parameters=[_in("query", "lang")]),
            "post": _route(
                "Send a public report.",
                body=_FORM,
                answers={"303": "Stored", "422": "To correct", "429": "Too many", "503": "Not now"},
            ),
        },
        "/hooks/whatsapp": {
            "get": _route(
                "Meta's verification.",
                parameters=[
                    _in("query", "hub.mode"),
                    _in("query", "hub.challenge"),
                    _in("query", "hub.verify_token"),
                ],
                answers={"403": "Wrong token"},
            ),
            "post": _route(
                "Signed updates; durable before the 200.",
                body=_json({"type": "object"}),
                parameters=[_in("header", "X-Hub-Signature-256", required=True)],
                answers={
                    "403": "Wrong signature",
                    "413": "Over 4 MB",
                    "503": "Not stored: send again",
                },
            ),
        },
        "/hooks/telegram": {
            "post": _route(
                "An update of the Telegram bot; durable before the 200.",
                body=_json({"type": "object"}),
                parameters=[_in("header", "X-Telegram-Bot-Api-Secret-Token", required=True)],
                answers={
                    "403": "Wrong secret",
                    "413": "Over 1 MB",
                    "503": "Not stored: send again",
                },
            )
        },
        "/hooks/aml": {
            "post": _route(
                "Where a calling telephone is (ETSI TS 103 625); durable before the 200.",
                body={"application/x-www-form-urlencoded": {"schema": _AML}},
                answers={
                    "403": "Wrong signature",
                    "413": "Over 4 kB",
                    "503": "Not stored: send again",
                },
            )
        },
        "/healthz": {"get": _route("The process lives.")},
        "/readyz": {
            "get": _route("The room can take contacts.", answers={"503": "Not yet, or not now"})
        },
        "/metrics": {"get": _route("Figures of the machine, for Prometheus.")},
    }
    | ALERT_ROUTES
    | CITIZEN_ROUTES
    | MACHINE_ROUTES
)
