"""Pages for everybody, without a link: when to call, and the files of the citizens' pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from siaga.app.http.answers import told
from siaga.app.http.commands import GetRoom
from siaga.app.http.forms import one_each
from siaga.app.http.guard import AnyRequest
from siaga.app.http.public_links import location_routes, page
from siaga.app.http.public_photo import photo_routes
from siaga.app.http.public_poster import poster_routes
from siaga.app.http.public_service import service_routes
from siaga.app.http.public_status import status_routes
from siaga.channels import citizen
from siaga.channels.citizen.html import HEADERS, language_of
from siaga.channels.citizen.when import PATH, PICTURES, render_when

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FILES = frozenset(
    {
        "warga.css",
        "kirim.js",
        "pantau.js",
        *(f"izin{number}.svg" for number in range(1, 4)),
        *(f"{name}.svg" for name in PICTURES),
    }
)
ASSET_HEADERS = HEADERS | {"Cache-Control": "public, max-age=600"}


def citizen_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    """Everything a citizen opens but the report form."""

    @get(PATH, include_in_schema=False)
    async def when(request: AnyRequest) -> Response[Any]:
        language = language_of(one_each(request.query_params))
        return page(render_when(room_of().place, language))

    @get("/warga/{name:str}", include_in_schema=False)
    async def file(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
        if name not in FILES:
            return told(request, "not_found", status=404)
        path = Path(citizen.__file__).parent / "files" / name
        media_type = TYPES[path.suffix]
        return Response(path.read_bytes(), media_type=media_type, headers=ASSET_HEADERS)

    return [
        when,
        file,
        *location_routes(room_of),
        *status_routes(room_of),
        *photo_routes(room_of),
        *poster_routes(room_of),
        *service_routes(room_of),
    ]
