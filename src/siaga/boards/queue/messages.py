"""The conversation on a queue card: what came in, what the room wrote, what became of it."""

from __future__ import annotations

from dataclasses import replace

from siaga.boards.queue.card import MessageLine, QueueCard
from siaga.language.entry import Entry
from siaga.language.intake import MessageReceived, ReplyQueued, ReplyReported
from siaga.language.values import MessageKind

MESSAGES_MAX = 20

_BECOMES = ("queued", "sent", "delivered", "read")  # reports may arrive in any order


def with_message(card: QueueCard, fact: MessageReceived, entry: Entry) -> QueueCard:
    line = MessageLine(
        at=fact.when.at,
        kind=fact.kind,
        inbound=True,
        text=fact.text,
        location=fact.location,
        media=fact.media,
        message_id=fact.message_id,
        about=fact.about,
        change=fact.change,
        forwarded=fact.forwarded,
        forwarded_often=fact.forwarded_often,
        shape=fact.shape,
        position=entry.position,
    )
    card = replace(
        _with_line(card, line),
        last_message_at=fact.when.at,
        unreadable=card.unreadable + (fact.kind is MessageKind.UNREADABLE),
    )
    if fact.location:
        card = replace(card, location=fact.location, area=fact.location.area)
    if fact.answered:
        return card
    waiting_since_at = card.waiting_since_at if card.unread else fact.when.at
    return replace(card, unread=card.unread + 1, waiting_since_at=waiting_since_at)


def with_reply(card: QueueCard, fact: ReplyQueued, entry: Entry) -> QueueCard:
    line = MessageLine(
        at=fact.when.at,
        kind=MessageKind.TEXT,
        inbound=False,
        text=fact.text,
        message_id=fact.message_id,
        status="queued",
        position=entry.position,
    )
    return _with_line(card, line)


def with_report(card: QueueCard, fact: ReplyReported, entry: Entry) -> QueueCard:
    """A report names its outbox row; its entry's cause is the fact that queued the message.

    A message nobody of the room wrote (the automatic reply) gets a line of its own.
    """
    lines = list(card.messages)
    for index, line in enumerate(lines):
        is_own = line.outbox_id == fact.outbox_id
        is_queued = not line.outbox_id and line.position == entry.cause
        if not line.inbound and (is_own or is_queued):
            status = _later(line.status, fact.status)
            lines[index] = replace(line, status=status, outbox_id=fact.outbox_id)
            return replace(card, messages=tuple(lines))
    automatic = MessageLine(
        at=fact.when.at,
        kind=MessageKind.TEXT,
        inbound=False,
        message=fact.message,
        status=fact.status,
        position=entry.position,
        outbox_id=fact.outbox_id,
    )
    return _with_line(card, automatic)


def _with_line(card: QueueCard, line: MessageLine) -> QueueCard:
    return replace(card, messages=(*card.messages, line)[-MESSAGES_MAX:])


def _later(known: str, reported: str) -> str:
    """What was read stays read, although its delivery is reported afterwards."""
    if known in _BECOMES and reported in _BECOMES:
        return max(known, reported, key=_BECOMES.index)
    return reported
