"""A pasted chat, export or SMS, taken apart. Pure: text in, values out, never an exception."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from siaga.channels.forwarded.protocol.chats import Piece, pieces, stamps
from siaga.channels.forwarded.protocol.items import Form, Paste, Placeholder, Point, ReadMessage
from siaga.channels.forwarded.protocol.placeholders import split
from siaga.channels.forwarded.protocol.places import closed_links, points
from siaga.channels.forwarded.protocol.times import month_first, read

__all__ = ["TEXT_MAX", "Form", "Paste", "Placeholder", "Point", "ReadMessage", "read_paste"]

TEXT_MAX = 200_000
MESSAGES_MAX = 200
MESSAGE_MAX = 4_000
_BROKEN = re.compile("[\x00\ud800-\udfff]")
_WHOLE_NUMBER = re.compile(r"\+?\d[\d\s().\u00a0\u2011-]{6,22}\d")
_MOBILE = re.compile(r"(?<![\d.,/-])(?:\+?62|0)[\s-]?8\d(?:[\s.-]?\d){6,11}(?![\d])")
_UNSAVED = re.compile(r"^~\s*")


def read_paste(text: str, zone: tzinfo, *, now: datetime) -> Paste:
    """`now` aware, `zone` the place's. Of a long chat the last messages are shown."""
    clean = _BROKEN.sub("\N{REPLACEMENT CHARACTER}", text[-TEXT_MAX:])
    form, found = pieces(clean)
    kept = found[-MESSAGES_MAX:]
    leads = month_first(stamps(found))
    messages = tuple(_message(piece, zone, now=now, month_leads=leads) for piece in kept)
    said = tuple(message for message in messages if message.text or message.placeholder)
    return Paste(form=form, messages=said, left_out=len(found) - len(kept))


def _message(piece: Piece, zone: tzinfo, *, now: datetime, month_leads: bool) -> ReadMessage:
    words, placeholder = split("\n".join(piece.lines).strip()[:MESSAGE_MAX])
    sender = _UNSAVED.sub("", (piece.name or "").strip()) or None
    number = None
    if sender is not None and _WHOLE_NUMBER.fullmatch(sender):
        number, sender = _digits(sender), None
    return ReadMessage(
        text=words,
        sender=sender,
        number=number,
        sent_at=read(piece.stamp, zone, now=now, month_leads=month_leads) if piece.stamp else None,
        placeholder=placeholder,
        points=points(words),
        numbers=tuple(dict.fromkeys(_digits(one[0]) for one in _MOBILE.finditer(words)))[:5],
        closed_links=closed_links(words),
    )


def _digits(text: str) -> str:
    return ("+" if text.startswith("+") else "") + re.sub(r"\D", "", text)
