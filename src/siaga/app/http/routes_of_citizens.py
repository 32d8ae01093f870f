"""The doors of citizens' pages, described for /api/openapi.json."""

from __future__ import annotations

from typing import Any

NOT_LIVING = {"404": "No such link, or it is over", "429": "Too often"}


def _route(
    summary: str,
    *,
    path: str = "",
    body: dict[str, Any] | None = None,
    headers: tuple[str, ...] = (),
    answers: dict[str, str] | None = None,
) -> dict[str, Any]:
    said = {"200": "Done"} | (answers or {})
    out: dict[str, Any] = {
        "summary": summary,
        "responses": {status: {"description": text} for status, text in said.items()},
    }
    parameters = [
        {"name": name, "in": where, "required": True, "schema": {"type": "string"}}
        for where, names in (("path", (path,) if path else ()), ("header", headers))
        for name in names
    ]
    if parameters:
        out["parameters"] = parameters
    if body is not None:
        out["requestBody"] = {"required": True, "content": body}
    return out


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def _json(*required: str, **properties: str) -> dict[str, Any]:
    shown = {name: {"type": kind} for name, kind in properties.items()}
    schema = {"type": "object", "required": list(required), "properties": shown}
    return {"application/json": {"schema": schema}}


def _form(**properties: str) -> dict[str, Any]:
    shown = {name: {"type": kind} for name, kind in properties.items()}
    schema = {"type": "object", "properties": shown}
    return {"application/x-www-form-urlencoded": {"schema": schema}}


_FIX = _json("latitude", "longitude", latitude="number", longitude="number", accuracy_m="number")
_SAID = {"303": "Received", "409": "Not possible now", "422": "To correct"}
_PART = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_UPLOAD = {"404": "No such upload", "422": "A field is wrong; it is named", "429": "Too often"}

SESSION: list[dict[str, list[str]]] = [{"session": []}]
ADDRESS = _route("Where a link leads, to pass it on by another way: {address}.")
ADDRESS |= {"security": SESSION, "parameters": [_in_path("contact_id"), _in_path("link_id")]}
ADDRESS["responses"] |= {
    "401": {"description": "Not signed in"},
    "403": {"description": "Role"},
    "404": {"description": "No such link, or it is over"},
}

POSTER_ADDRESS = _route("Where a running poster is: {address, path}.", path="person_id")
POSTER_ADDRESS |= {"security": SESSION}
POSTER_ADDRESS["responses"] |= ADDRESS["responses"]

PASS_ADDRESS = _route("Where a pass leads, to hand it on: {address}.")
PASS_ADDRESS |= {"security": SESSION, "parameters": [_in_path("pass_id")]}
PASS_ADDRESS["responses"] |= {
    "401": {"description": "Not signed in"},
    "403": {"description": "Your role may not do this"},
    "404": {"description": "No such pass, or no address for people outside"},
}

CITIZEN_ROUTES: dict[str, dict[str, Any]] = {
    "/api/link-address/{contact_id}/{link_id}": {"get": ADDRESS},
    "/poster/{token}": {
        "get": _route("The poster of a missing person.", path="token", answers=NOT_LIVING)
    },
    "/poster/{token}/foto": {"get": _route("Its photo, small.", path="token", answers=NOT_LIVING)},
    "/api/poster-address/{person_id}": {"get": POSTER_ADDRESS},
    "/api/pass-address/{pass_id}": {"get": PASS_ADDRESS},
    "/p/{token}": {
        "get": _route("What a pass opens, and the button.", path="token", answers=NOT_LIVING),
        "post": _route(
            "Begins the session of the pass.",
            path="token",
            body=_form(name="string", anyway="string"),
            answers=NOT_LIVING
            | {"303": "Begun", "409": "Signed in with an account", "422": "To correct"},
        ),
    },
    "/kapan": {"get": _route("When to call, with pictures.")},
    "/l/{token}": {
        "get": _route("The page that sends where a phone is.", path="token", answers=NOT_LIVING)
    },
    "/l/{token}/dibuka": {
        "get": _route("The page was opened, without a script.", path="token"),
        "post": _route("The page was opened.", path="token", answers=NOT_LIVING),
    },
    "/l/{token}/posisi": {
        "post": _route(
            "Where the phone is: {at, until_at}; durable before the 200.",
            path="token",
            body=_FIX,
            answers=NOT_LIVING | {"422": "A field is wrong; it is named", "503": "Not now"},
        )
    },
    "/l/{token}/tempat": {
        "post": _route(
            "A place in words, for phones that cannot measure.",
            path="token",
            body=_form(area="string", address="string", once="string", lang="string"),
            answers=NOT_LIVING | {"422": "To correct", "503": "Not now"},
        )
    },
    "/s/{token}": {"get": _route("What became of a report.", path="token", answers=NOT_LIVING)},
    "/s/{token}/baru": {
        "get": _route(
            "Leads to the same, once a report just sent is heard.",
            path="token",
            answers=NOT_LIVING | {"303": "It lives"},
        )
    },
    "/s/{token}/dibuka": {
        "get": _route("The page was opened, without a script.", path="token", answers=NOT_LIVING),
        "post": _route("The page was opened.", path="token", answers=NOT_LIVING),
    },
    "/s/{token}/alur": {
        "get": _route(
            "The same, as it changes (text/event-stream).", path="token", answers=NOT_LIVING
        )
    },
    "/s/{token}/lagi": {
        "post": _route(
            "The reporter says that it is not done.",
            path="token",
            body=_form(words="string", once="string", lang="string"),
            answers=NOT_LIVING | _SAID | {"503": "Not now"},
        )
    },
    "/s/{token}/nilai": {
        "post": _route(
            "The answer to the one question.",
            path="token",
            body=_form(handled="string", words="string", once="string", lang="string"),
            answers=NOT_LIVING | _SAID | {"503": "Not now"},
        )
    },
    "/lapor/foto": {
        "post": _route(
            "Begin a photo that comes in parts: {upload, offset, part_max}.",
            body=_json("media_type", "size", media_type="string", size="integer"),
            answers={"422": "A field is wrong; it is named", "429": "Too often", "503": "Not now"},
        )
    },
    "/lapor/foto/{upload}": {
        "get": _route("How much has arrived.", path="upload", answers={"404": "No such upload"}),
        "put": _route(
            "The next part; 409 says where to go on.",
            path="upload",
            body=_PART,
            headers=("Upload-Offset",),
            answers=_UPLOAD | {"409": "Not the next part", "413": "Too large", "503": "Not now"},
        ),
    },
    "/lapor/foto/{upload}/selesai": {
        "post": _route(
            "All parts are there; the digest proves it.",
            path="upload",
            body=_json("sha256", sha256="string"),
            answers=_UPLOAD | {"409": "Not all of it is here", "503": "Not now"},
        )
    },
}
