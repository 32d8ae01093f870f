"""What the public report page sent, as contacts."""

from __future__ import annotations

from typing import Any

import msgspec

from siaga.app.workers.hearing import Hearing
from siaga.app.workers.hearing.link import show_status
from siaga.channels.webform.form import Report
from siaga.desks.intake.commands import HearMessage, RecordService
from siaga.language.values import (
    SLOW,
    Channel,
    IncidentTypeId,
    LocationClaim,
    MediaRef,
    MessageKind,
    TimeSource,
)
from siaga.platform.inbox import InboxItem
from siaga.platform.wire import Seal

SOURCE = "web"


class WebReport(msgspec.Struct, frozen=True, kw_only=True):
    """A public report as the inbox keeps it."""

    report: Report
    photo: tuple[str, str] | None = None  # (content address, MIME type)
    shown: tuple[str, str] | None = None  # a copy of it that its agency may open
    service: bool = False  # it goes to an agency; nothing in it spoke of danger


async def hear(hearing: Hearing, item: InboxItem) -> None:
    report = msgspec.json.decode(item.raw, type=WebReport)
    seal = hearing.seal()
    filled = report.report
    location = _location(hearing, seal, filled)
    named = hearing.place.incident_types.get(filled.incident_type or IncidentTypeId(""))
    is_service = report.service and named is not None and named.priority in SLOW
    words = filled.words
    if named is not None and not is_service:
        words = f"{named.name.id}: {words}" if words else named.name.id
    if location is None and filled.address:
        words = f"{words}\n{filled.address}".strip()
    about: dict[str, Any] = {
        "command_id": filled.form_id,
        "channel": Channel.WEB,
        "name": seal(filled.name, label="identity") if filled.name else None,
        "number": seal(filled.number, label="identity") if filled.number else None,
        "location": location,
    }
    text = seal(words) if words else None
    media = _media(report.photo)
    command: RecordService | HearMessage
    if is_service and named is not None:
        command = RecordService(
            **about,
            incident_type=named.id,
            words=text,
            photos=media,
            shown=_media(report.shown),
            incident_id=filled.joins,
            occurred_at=item.received_at,
        )
    else:
        command = HearMessage(
            **about,
            kind=MessageKind.TEXT,
            sent_at=item.received_at,
            received_at=item.received_at,
            time_source=TimeSource.SERVER,
            text=text,
            media=media,
        )
    await hearing.submit(command, seal)
    await show_status(hearing, filled.form_id, at=item.received_at)


def _media(kept: tuple[str, str] | None) -> tuple[MediaRef, ...]:
    return (MediaRef(media_type=kept[1], stored=kept[0]),) if kept else ()


def _location(hearing: Hearing, seal: Seal, filled: Report) -> LocationClaim | None:
    value: dict[str, Any] = {"address": filled.address or None, "area": filled.area}
    if filled.latitude is not None:
        value |= {"latitude": filled.latitude, "longitude": filled.longitude}
        value |= {"accuracy_m": filled.accuracy_m, "source": "pin" if filled.pinned else "gps"}
    elif filled.area is None:
        return None
    return hearing.location(seal, value)
