"""How the house answers in HTTP: one shape for each kind of ending, nothing inner told."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException

from siaga.app.catalogue import LANGUAGES, say
from siaga.language.values import FieldError
from siaga.platform.database import is_away
from siaga.platform.logbook import AlteredCommand, Unavailable
from siaga.platform.records import to_plain
from siaga.platform.sessions import Throttled

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
        " worker-src 'self' blob:; base-uri 'none'; object-src 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(self)",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
KEYS = {400: "malformed", 404: "not_found", 405: "method", 413: "too_large", 429: "too_many"}

CALLER_LEFT = "client disconnected prematurely"
"""The framework's own words for a page that was closed in the middle of a request."""

log = structlog.get_logger()


def language_of(request: Request[Any, Any, Any]) -> str:
    wanted = request.headers.get("accept-language", "id")[:2].lower()
    return wanted if wanted in LANGUAGES else "id"


def answer(
    content: Any, status: int = 200, *, headers: dict[str, str] | None = None
) -> Response[Any]:
    return Response(
        msgspec.json.encode(content, enc_hook=to_plain),
        status_code=status,
        media_type=MediaType.JSON,
        headers=SECURITY_HEADERS | (headers or {}),
    )


def told(
    request: Request[Any, Any, Any],
    key: str,
    *,
    status: int,
    headers: dict[str, str] | None = None,
) -> Response[Any]:
    return answer({"message": say(key, language_of(request))}, status, headers=headers)


def field_wrong(_request: Request[Any, Any, Any], error: FieldError) -> Response[Any]:
    return answer({"field": error.field, "message": error.message}, 422)


def unavailable(request: Request[Any, Any, Any], _error: Exception) -> Response[Any]:
    content = {"message": say("unavailable", language_of(request))}
    return answer(content, 503, headers={"Retry-After": "1"})


def altered(request: Request[Any, Any, Any], _error: AlteredCommand) -> Response[Any]:
    content = {"field": "command_id", "message": say("altered", language_of(request))}
    return answer(content, 422)


def throttled(request: Request[Any, Any, Any], _error: Throttled) -> Response[Any]:
    content = {"message": say("throttled", language_of(request))}
    return answer(content, 429, headers={"Retry-After": "900"})


def http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    status = error.status_code
    if error.detail == CALLER_LEFT:  # nobody hears this answer, and nothing is broken
        return told(request, "malformed", status=400)
    if status >= 500:
        return failed(request, error)
    return told(request, KEYS.get(status, "not_found"), status=status, headers=error.headers)


def failed(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """A bug or a broken machine: its cause is logged, never told.

    What broke because the database went away is no bug: the caller is asked to come again.
    """
    path = path_told(request.scope["path"])
    if is_away(error):
        log.warning("request.unavailable", path=path, reason=type(error).__name__)
        return unavailable(request, error)
    log.error("request.failed", path=path, exc_info=error)
    return told(request, "internal", status=500)


def path_told(path: str) -> str:
    """For the log: the path of a citizen's link holds what opens it."""
    first, _, rest = path.lstrip("/").partition("/")
    return f"/{first}/…" if first in ("l", "p", "s", "poster") and rest else path


EXCEPTION_HANDLERS: dict[Any, Any] = {
    FieldError: field_wrong,
    Unavailable: unavailable,
    AlteredCommand: altered,
    Throttled: throttled,
    HTTPException: http_error,
    Exception: failed,
}


async def body_object(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """A small JSON object; raises FieldError."""
    try:
        value = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise FieldError("body", "bukan JSON yang sah") from error
    if not isinstance(value, dict):
        raise FieldError("body", "harus berupa objek JSON")
    for name, one in value.items():
        _no_half_characters(name, of="body")
        _no_half_characters(one, of=name)
    return value


def _no_half_characters(value: Any, *, of: str) -> None:
    """A lone surrogate, which JSON can say and no text can hold. Raises FieldError."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise FieldError(of, "berisi karakter Unicode yang rusak; ketik ulang") from error
