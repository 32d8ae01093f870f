"""What the public report page sent, as contacts."""

from __future__ import annotations

from typing import Any

import msgspec

from siaga.app.workers.hearing import Hearing
from siaga.app.workers.hearing.link import show_status
from siaga.channels.webform.form import Report
from siaga.desks.intake.commands import HearMessage
from siaga.language.values import Channel, LocationClaim, MediaRef, MessageKind, TimeSource
from siaga.platform.inbox import InboxItem
from siaga.platform.wire import Seal

SOURCE = "web"


class WebReport(msgspec.Struct, frozen=True, kw_only=True):
    """A public report as the inbox keeps it."""

    report: Report
    photo: tuple[str, str] | None = None  # (content address, MIME type)


async def hear(hearing: Hearing, item: InboxItem) -> None:
    report = msgspec.json.decode(item.raw, type=WebReport)
    seal = hearing.seal()
    filled, photo = report.report, report.photo
    words = filled.words
    if filled.incident_type:
        named = hearing.place.incident_types[filled.incident_type].name.id
        words = f"{named}: {words}" if words else named
    location = _location(hearing, seal, filled)
    if location is None and filled.address:
        words = f"{words}\n{filled.address}".strip()
    command = HearMessage(
        command_id=filled.form_id,
        channel=Channel.WEB,
        kind=MessageKind.TEXT,
        sent_at=item.received_at,
        received_at=item.received_at,
        time_source=TimeSource.SERVER,
        name=seal(filled.name, label="identity") if filled.name else None,
        number=seal(filled.number, label="identity") if filled.number else None,
        text=seal(words) if words else None,
        location=location,
        media=(MediaRef(media_type=photo[1], stored=photo[0]),) if photo else (),
    )
    await hearing.submit(command, seal)
    await show_status(hearing, filled.form_id, at=item.received_at)


def _location(hearing: Hearing, seal: Seal, filled: Report) -> LocationClaim | None:
    value: dict[str, Any] = {"address": filled.address or None, "area": filled.area}
    if filled.latitude is not None:
        value |= {"latitude": filled.latitude, "longitude": filled.longitude}
        value |= {"accuracy_m": filled.accuracy_m, "source": "gps"}
    elif filled.area is None:
        return None
    return hearing.location(seal, value)
