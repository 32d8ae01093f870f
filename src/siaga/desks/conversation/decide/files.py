"""What became of the files of a message."""

from __future__ import annotations

from siaga.desks.conversation.commands import RecordMedia, RecordMediaLoss
from siaga.language.conversation import MediaKept, MediaLost
from siaga.language.values import Asked, When


def kept(command: RecordMedia, asked: Asked) -> MediaKept:
    return MediaKept(
        contact_id=command.contact_id,
        message_id=command.message_id,
        index=command.index,
        stored=command.stored,
        shown=command.shown,
        media_type=command.media_type,
        size_bytes=command.size_bytes,
        when=When(at=asked.received_at),
        altered=command.altered,
        duration_s=command.duration_s,
        width=command.width,
        height=command.height,
        location=command.location,
        problem=command.problem,
    )


def lost(command: RecordMediaLoss, asked: Asked) -> MediaLost:
    return MediaLost(
        contact_id=command.contact_id,
        message_id=command.message_id,
        index=command.index,
        problem=command.problem,
        when=When(at=asked.received_at),
    )
