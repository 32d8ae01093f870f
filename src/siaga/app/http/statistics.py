"""Honest figures: one period, the counting unit with every one of them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from siaga.app.http.answers import answer
from siaga.app.http.commands import GetRoom
from siaga.app.http.guard import AnyRequest, must_have, session_of
from siaga.app.room import Room
from siaga.boards import statistics
from siaga.language.values import FieldError
from siaga.platform.sessions import Session

DAYS_MAX = 1_100


def read_period(room: Room, request: AnyRequest) -> tuple[datetime, datetime]:
    """`from` and `to` are days of the place, both included; the current month by default."""
    zone = ZoneInfo(room.place.zone)
    today = room.clock.now().astimezone(zone).date()
    first = _day(request, "from", today.replace(day=1))
    last = _day(request, "to", today)
    if last < first:
        raise FieldError("to", "sebelum tanggal awal")
    if (last - first).days > DAYS_MAX:
        raise FieldError("to", f"paling lama {DAYS_MAX} hari")
    begin = datetime.combine(first, time.min, zone).astimezone(UTC)
    end = datetime.combine(last + timedelta(days=1), time.min, zone).astimezone(UTC)
    return begin, end


def _day(request: AnyRequest, name: str, default: date) -> date:
    text = request.query_params.get(name)
    if not text:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise FieldError(name, "harus berupa tanggal, misalnya 2026-11-22") from error
    if not 2020 <= day.year <= 2098:
        raise FieldError(name, "di luar 2020…2098")
    return day


async def figures(room: Room, period: tuple[datetime, datetime]) -> dict[str, dict[str, Any]]:
    begin, end = period
    return {
        query: {
            "unit": unit,
            "rows": await room.statistics.ask(query, begin=begin, end=end, zone=room.place.zone),
        }
        for query, unit in statistics.UNITS.items()
    }


async def statistics_cards(room: Room, request: AnyRequest, *, session: Session) -> Response[Any]:
    must_have(request, session, roles=statistics.ROLES)
    begin, end = period = read_period(room, request)
    cards = await figures(room, period)
    return answer(
        {
            "lineage": room.hub.lineage,
            "position": room.statistics.position,
            "begin_at": begin,
            "end_at": end,
            "counted_at": room.clock.now(),
            "cards": cards,
        }
    )


def statistics_routes(room_of: GetRoom) -> list[HTTPRouteHandler]:
    @get("/api/statistics.csv", include_in_schema=False)
    async def table(request: AnyRequest) -> Response[Any]:
        room = room_of()
        must_have(request, await session_of(room, request), roles=statistics.ROLES)
        period = read_period(room, request)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["figure", "unit", "key", "column", "value"])
        for name, figure in (await figures(room, period)).items():
            for row in figure["rows"]:
                unit = row.get("unit", figure["unit"])
                for column, value in row.items():
                    if column not in ("key", "unit"):
                        writer.writerow([name, unit, safe(row["key"]), column, safe(value)])
        return Response(
            out.getvalue(),
            media_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="statistik.csv"'},
        )

    return [table]


def safe(value: Any) -> str:
    """No cell that a spreadsheet would run as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
