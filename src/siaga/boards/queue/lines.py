"""The lines of a conversation: what came in, what was written, what became of either.

Each function takes the lines so far, oldest first, and gives them back with one fact more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from siaga.boards.queue.card import MediaShown, MessageLine, Version
from siaga.language.conversation import MediaKept, MediaLost, NudgeQueued
from siaga.language.entry import Entry
from siaga.language.intake import (
    LATE_AFTER,
    MessageReceived,
    ReplyHeard,
    ReplyQueued,
    ReplyReported,
)
from siaga.language.values import Change, MediaRef, MessageId, MessageKind

Lines = tuple[MessageLine, ...]

_BECOMES = ("queued", "sent", "delivered", "read")  # reports may arrive in any order


def heard(lines: Lines, fact: MessageReceived, *, entry: Entry) -> Lines:
    """A change goes to the message it changes; where that is not shown, it stands by itself.

    So does one that brings another file: what it replaces must stay in sight.
    """
    if fact.change is not None and fact.about is not None and not fact.media:
        changed = _patched(lines, fact.about, lambda line: _changed(line, fact, entry))
        if changed is not None:
            return changed
    if any(line.inbound and line.message_id == fact.message_id for line in lines):
        return lines  # heard again when its contact was opened again
    late = entry.received_at - fact.when.at > LATE_AFTER
    line = MessageLine(
        at=fact.when.at,
        kind=fact.kind,
        inbound=True,
        text=fact.text,
        location=fact.location,
        media=tuple(map(_shown, fact.media)),
        message_id=fact.message_id,
        about=fact.about,
        change=fact.change,
        forwarded=fact.forwarded,
        forwarded_often=fact.forwarded_often,
        shape=fact.shape,
        late_at=entry.received_at if late else None,
        position=entry.position,
    )
    return (*lines, line)


def _patched(
    lines: Lines, about: MessageId, change: Callable[[MessageLine], MessageLine]
) -> Lines | None:
    """None: that message is not among them. One of ours is known by its outbox row too."""
    for index, line in enumerate(lines):
        if line.change is None and about in (line.message_id, line.outbox_id):
            return (*lines[:index], change(line), *lines[index + 1 :])
    return None


def _changed(line: MessageLine, fact: MessageReceived, entry: Entry) -> MessageLine:
    match fact.change:
        case Change.REACTION:
            return replace(line, reaction=fact.text)  # without an emoji it was taken away
        case Change.REVOKED:
            return replace(line, revoked_at=fact.when.at)
        case _:
            was = (Version(until_at=fact.when.at, text=line.text),) if fact.text else ()
            return replace(
                line,
                text=fact.text or line.text,
                location=fact.location or line.location,  # a telephone that moves
                before=(*line.before, *was),
                position=entry.position,
            )


def _shown(ref: MediaRef) -> MediaShown:
    """What came by a form lies here already, but is opened only as the copy made of it."""
    return MediaShown(media_type=ref.media_type, voice=ref.voice, duration_s=ref.duration_s)


def kept(lines: Lines, fact: MediaKept | MediaLost) -> Lines:
    """A file was fetched, or is given up."""

    def with_file(line: MessageLine) -> MessageLine:
        if not 0 <= fact.index < len(line.media):
            return line
        file = _file(line.media[fact.index], fact)
        media = (*line.media[: fact.index], file, *line.media[fact.index + 1 :])
        return replace(line, media=media)

    return _patched(lines, fact.message_id, with_file) or lines


def _file(file: MediaShown, fact: MediaKept | MediaLost) -> MediaShown:
    if isinstance(fact, MediaLost):
        return replace(file, problem=fact.problem, lost=True)
    return replace(
        file,
        media_type=fact.media_type,
        shown=fact.shown,
        original=fact.stored if fact.problem is None else None,
        duration_s=fact.duration_s or file.duration_s,
        width=fact.width,
        height=fact.height,
        size_bytes=fact.size_bytes,
        altered=fact.altered,
        problem=fact.problem,
        hint=fact.location,
    )


def replied(lines: Lines, fact: ReplyQueued, *, entry: Entry) -> Lines:
    line = MessageLine(
        at=fact.when.at,
        kind=MessageKind.TEXT,
        inbound=False,
        text=fact.text,
        message_id=fact.message_id,
        about=fact.about,
        template=fact.template,
        arguments=fact.arguments,
        status="queued",
        position=entry.position,
    )
    if fact.again is not None:
        lines = _patched(lines, fact.again, lambda old: replace(old, resent=True)) or lines
    return (*lines, line)


def replied_elsewhere(lines: Lines, fact: ReplyHeard, *, entry: Entry) -> Lines:
    """Written by a colleague with the channel's own app."""
    line = MessageLine(
        at=fact.when.at,
        kind=MessageKind.TEXT,
        inbound=False,
        text=fact.text,
        message_id=fact.message_id,
        shape=fact.shape,
        status="app",
        position=entry.position,
    )
    return (*lines, line)


def nudged(lines: Lines, fact: NudgeQueued, *, entry: Entry) -> Lines:
    line = MessageLine(
        at=fact.when.at,
        kind=MessageKind.TEXT,
        inbound=False,
        message=fact.message,
        language=fact.language,
        status="queued",
        position=entry.position,
    )
    return (*lines, line)


def reported(lines: Lines, fact: ReplyReported, *, entry: Entry) -> Lines:
    """A report names its outbox row; its entry's cause is the fact that queued the message.

    An automatic message that no line was written for (the first reply) gets one of its own.
    """
    for index, line in enumerate(lines):
        is_own = line.outbox_id == fact.outbox_id
        is_queued = not line.outbox_id and line.position == entry.cause
        if not line.inbound and (is_own or is_queued):
            status = _later(line.status, fact.status)
            error = fact.error if status == fact.status else line.error
            told = replace(line, status=status, outbox_id=fact.outbox_id, error=error)
            return (*lines[:index], told, *lines[index + 1 :])
    if not fact.message:  # of one too long ago to be shown here
        return lines
    automatic = MessageLine(
        at=fact.when.at,
        kind=MessageKind.TEXT,
        inbound=False,
        message=fact.message,
        status=fact.status,
        error=fact.error,
        position=entry.position,
        outbox_id=fact.outbox_id,
    )
    return (*lines, automatic)


def _later(known: str, reported: str) -> str:
    """What was read stays read, although its delivery is reported afterwards."""
    if reported == "played":  # a voice note of ours was listened to
        reported = "read"
    if known in ("delivered", "read") and reported in ("failed", "unknown"):
        return known
    if known in _BECOMES and reported in _BECOMES:
        return max(known, reported, key=_BECOMES.index)
    return reported
