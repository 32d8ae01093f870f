"""The web application: hot paths as bare ASGI, everything else by Litestar.

`Front` answers from the first second: until the room is open it serves a page that says so.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app import telemetry
from siaga.app.config import ROOT
from siaga.app.desks import DESKS
from siaga.app.http import aml_hook, boards, hooks, neighbour_hook, public_stream, telegram_hook
from siaga.app.http.advice import advice_routes
from siaga.app.http.alerts import alert_routes
from siaga.app.http.answers import EXCEPTION_HANDLERS, SECURITY_HEADERS, answer, path_told
from siaga.app.http.api_description import describe
from siaga.app.http.commands import GetRoom, command_route
from siaga.app.http.conversation import conversation_routes
from siaga.app.http.destinations import destination_routes
from siaga.app.http.forwarded import forwarded_routes
from siaga.app.http.getting_there import getting_there_routes
from siaga.app.http.guard import AnyRequest, Denied, denied
from siaga.app.http.guide import guide_routes
from siaga.app.http.handover import handover_routes
from siaga.app.http.links import link_routes
from siaga.app.http.machines import machine_routes
from siaga.app.http.media import media_routes
from siaga.app.http.passes import pass_routes
from siaga.app.http.phone import phone_routes
from siaga.app.http.plans import plan_routes
from siaga.app.http.proposals import proposal_routes
from siaga.app.http.public import public_routes
from siaga.app.http.public_pages import citizen_routes
from siaga.app.http.sessions import session_routes
from siaga.app.http.signals import draft_routes, signal_routes
from siaga.app.http.situation import situation_routes
from siaga.app.http.statistics import statistics_routes
from siaga.app.room import Room
from siaga.platform.database import is_away, trouble
from siaga.platform.logbook import Unavailable

CONSOLE = ROOT / "console" / "dist"
PACKED = (("br", ".br"), ("gzip", ".gz"))  # the smaller first
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}

ROOT_FILES = (
    "sw.js",
    "manifest.webmanifest",
    "icon.svg",
    "icon-192.png",
    "icon-512.png",
    "icon-maskable-512.png",
    "badge.png",
)
"""What makes the console an application of a telephone; asked for at the root, as browsers do."""

POLICY = "Content-Security-Policy"

HOOKS = {module.PATH: module.webhook for module in (hooks, telegram_hook, aml_hook, neighbour_hook)}
"""Where providers post: without a framework."""

__all__ = ["application", "hot_paths"]

log = structlog.get_logger()


def application(room_of: GetRoom) -> Litestar:
    routes: list[HTTPRouteHandler] = [
        command_route(desk, door, room_of=room_of) for desk in DESKS for door in desk.doors
    ]
    routes += session_routes(room_of) + boards.board_routes(room_of) + public_routes(room_of)
    routes += signal_routes(room_of) + draft_routes(room_of) + media_routes(room_of)
    routes += statistics_routes(room_of) + phone_routes(room_of) + advice_routes(room_of)
    routes += conversation_routes(room_of) + proposal_routes(room_of)
    routes += getting_there_routes(room_of)
    routes += destination_routes(room_of)
    routes += forwarded_routes(room_of) + alert_routes(room_of)
    routes += guide_routes(room_of) + plan_routes(room_of) + handover_routes(room_of)
    routes += situation_routes(room_of) + machine_routes(room_of)
    routes += citizen_routes(room_of) + link_routes(room_of) + pass_routes(room_of)
    routes += _machine_routes(room_of) + _console_routes(room_of)
    return Litestar(
        routes,
        openapi_config=None,
        exception_handlers=EXCEPTION_HANDLERS | {Denied: denied},
        after_request=_harden,
        request_max_body_size=1_000_000,
        logging_config=None,
    )


async def _harden(response: Any) -> Any:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _machine_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/readyz", include_in_schema=False)
    async def ready() -> Response[Any]:
        problems = await not_ready(room_of())
        return answer({"ready": not problems, "problems": problems}, 503 if problems else 200)

    @get("/metrics", include_in_schema=False)
    async def metrics() -> Response[Any]:
        return Response(telemetry.metrics(), media_type="text/plain; version=0.0.4")

    @get("/api/openapi.json", include_in_schema=False)
    async def openapi() -> Response[Any]:
        return answer(describe())

    return [ready, metrics, openapi]


async def not_ready(room: Room) -> list[str]:
    """What keeps this room from taking contacts; empty when nothing does."""
    problems = []
    if database := await trouble(room.pool):
        problems.append(f"database: {database}")
    if room.book.failing_since is not None:
        problems.append("logbook cannot be written")
    if room.tail.halted:
        problems.append(f"boards stand still: {room.tail.halted}")
    return problems


def _console_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get(["/", "/index.html"], include_in_schema=False)
    async def index(request: AnyRequest) -> Response[Any]:
        page = _file(request, CONSOLE / "index.html", cache="no-cache")
        telephone = room_of().telephone
        if telephone is not None:  # the page speaks to the edge itself: it outlives this process
            origin = telephone.page_address.rpartition("/")[0]
            policy = f"{SECURITY_HEADERS[POLICY]}; connect-src 'self' {origin}"
            page.headers[POLICY] = policy
        return page

    @get("/assets/{name:path}", include_in_schema=False)
    async def asset(request: AnyRequest, name: FromPath[Path]) -> Response[Any]:
        try:
            path = (CONSOLE / "assets" / str(name).lstrip("/")).resolve()
        except ValueError:  # a NUL is in no name
            return answer({"message": "not found"}, 404)
        if not path.is_relative_to(CONSOLE / "assets"):
            return answer({"message": "not found"}, 404)
        return _file(request, path, cache="public, max-age=31536000, immutable")

    @get([f"/{name}" for name in ROOT_FILES], include_in_schema=False)
    async def root_file(request: AnyRequest) -> Response[Any]:
        name = request.url.path.rpartition("/")[2]
        cache = "no-cache" if name == "sw.js" else "public, max-age=86400"
        return _file(request, CONSOLE / name, cache=cache)

    return [index, asset, root_file]


def _file(request: AnyRequest, path: Path, *, cache: str) -> Response[Any]:
    if not path.is_file():
        return answer({"message": "console is not built: make setup"}, 404)
    headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
    media_type = TYPES.get(path.suffix, "application/octet-stream")
    for coding, suffix in PACKED:
        packed = path.with_name(path.name + suffix)
        if coding in request.headers.get("accept-encoding", "") and packed.is_file():
            headers["Content-Encoding"] = coding
            return Response(packed.read_bytes(), media_type=media_type, headers=headers)
    return Response(path.read_bytes(), media_type=media_type, headers=headers)


def hot_paths(
    room_of: GetRoom, rest: Callable[..., Any]
) -> Callable[[dict[str, Any], Any, Any], Any]:
    """The webhook and the stream without a framework; everything else goes to `rest`."""

    async def route(scope: dict[str, Any], receive: Any, send: Any) -> None:
        path = scope["path"] if scope["type"] == "http" else ""
        if path in HOOKS:
            await answered(HOOKS[path], room_of(), scope=scope, receive=receive, send=send)
        elif path == "/api/boards":
            await answered(boards.stream, room_of(), scope=scope, receive=receive, send=send)
        elif public_stream.is_ours(path):
            await answered(public_stream.stream, room_of(), scope=scope, receive=receive, send=send)
        else:
            await rest(scope, receive, send)

    return route


async def answered(
    hot: Callable[..., Any], room: Room, *, scope: dict[str, Any], receive: Any, send: Any
) -> None:
    """What the framework does for all the others: a lost database is a 503, a bug is logged.

    Of what has begun to answer the rest is missing, and the caller comes again by itself.
    """
    begun = False

    async def told(message: dict[str, Any]) -> None:
        nonlocal begun
        begun = True
        await send(message)

    try:
        await hot(room, scope, receive=receive, send=told)
    except Exception as reason:
        away = isinstance(reason, Unavailable) or is_away(reason)
        if not away:
            log.error("request.failed", path=path_told(scope["path"]), exc_info=reason)
        if begun:
            raise
        body = b'{"message":"unavailable"}' if away else b'{"message":"internal"}'
        await boards.plain(send, 503 if away else 500, body=body)
