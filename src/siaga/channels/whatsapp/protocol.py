"""Meta's webhook body, turned into items. Pure: bytes in, values out, never an exception.

Shapes: Meta's OpenAPI v23 and its developer pages of 2025 and 2026. A body may carry 1000
updates, in any order, of any age, more than once. Nothing is dropped: what has no shape known
here becomes an UNREADABLE message or an `Other`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from siaga.channels.whatsapp.events import (
    calls,
    echoes,
    identity,
    news,
    system_change,
    user_id_updates,
)
from siaga.channels.whatsapp.items import InboundMessage, Item, Other, StatusReport
from siaga.channels.whatsapp.reading import (
    digest,
    first_words,
    instant,
    node,
    rows,
    whole_number,
    words,
)
from siaga.channels.whatsapp.shapes import Content, read_content
from siaga.channels.whatsapp.verify import answer_verification, signature_ok
from siaga.language.values import MessageKind

TELLING = frozenset({"131052", "131060"})
"""Codes that say more than the type does: a file Meta could not fetch, content that is gone."""

__all__ = ["answer_verification", "parse", "signature_ok"]


def parse(raw: bytes, *, received_at: datetime | None = None) -> list[Item]:
    """Every item of a body, in Meta's order; at least one, also for bytes that are no JSON.

    Times later than a day after `received_at` are taken for impossible.
    """
    try:
        body = json.loads(raw.decode("utf-8-sig", "replace"), parse_int=whole_number)
        items = list(_items(body, received_at))
    except (ValueError, RecursionError):
        items = []
    return items or [Other(item_id=sha256(raw).hexdigest(), shape="malformed")]


def _items(body: Any, received_at: datetime | None) -> Iterator[Item]:
    for entry in rows(node(body).get("entry")):
        changes = rows(node(entry).get("changes"))
        if not changes:
            yield Other(item_id=digest(entry), shape="unknown")
        for change in changes:
            yield from _change(change, received_at)


def _change(change: Any, received_at: datetime | None) -> Iterator[Item]:
    """The items of one change; what holds none known here is one `Other`."""
    value = node(node(change).get("value"))
    field = words(node(change).get("field")) or "unknown"
    line = words(node(value.get("metadata")).get("phone_number_id")) or ""
    found = list(_known(field, value, line, received_at=received_at))
    yield from found
    if not found or (field == "messages" and "errors" in value):
        codes = _codes(value)
        shape = "errors" if codes and field == "messages" else field
        yield Other(
            item_id=digest(change),
            shape=shape,
            phone_number_id=line,
            errors=codes,
            words=news(value),
        )


def _known(
    field: str, value: Mapping[str, Any], line: str, *, received_at: datetime | None
) -> Iterator[Item]:
    match field:
        case "messages":
            for message in rows(value.get("messages")):
                yield _message(message, value, line, received_at=received_at)
            for status in rows(value.get("statuses")):
                yield _status(status, value, line, received_at=received_at)
        case "calls":
            yield from calls(value, line, received_at=received_at)
        case "user_id_update":
            yield from user_id_updates(value, line, received_at=received_at)
        case "smb_message_echoes":
            yield from echoes(value, line, received_at=received_at)


def _message(
    message: Any, value: Mapping[str, Any], line: str, *, received_at: datetime | None
) -> Item:
    fields = node(message)
    shape = words(fields.get("type")) or "unknown"
    user_id = words(fields.get("from_user_id"))
    sender = identity(value, words(fields.get("from")), user_id=user_id)
    if shape == "system":
        changed = system_change(fields, sender, line=line, received_at=received_at)
        if changed is not None:
            return changed
    content = read_content(shape, fields)
    codes = _codes(fields)
    if codes and content.kind is not MessageKind.UNREADABLE and not content.media:
        content = Content(text=content.text, reason=f"error_{codes[0]}")
    context = node(fields.get("context"))
    wamid = words(fields.get("id")) or ""
    often = context.get("frequently_forwarded") is True
    detail = f"error_{codes[0]}" if codes and codes[0] in TELLING else content.detail
    return InboundMessage(
        item_id=f"{line}:{wamid or digest(message)}",
        phone_number_id=line,
        provider_id=wamid,
        sender=sender,
        kind=content.kind,
        shape=shape,
        sent_at=instant(fields.get("timestamp"), received_at),
        text=content.text,
        point=content.point,
        media=content.media,
        forwarded=context.get("forwarded") is True or often,
        forwarded_often=often,
        quotes=content.quotes or words(context.get("id")),
        change=content.change,
        reason=content.reason,
        detail=detail,
    )


def _status(
    status: Any, value: Mapping[str, Any], line: str, *, received_at: datetime | None
) -> Item:
    fields = node(status)
    wamid, word = words(fields.get("id")), words(fields.get("status"))
    if wamid is None or word is None:
        return Other(item_id=digest(status), shape="status", phone_number_id=line)
    number = first_words(fields.get("recipient_participant_id"), fields.get("recipient_id"))
    user_id = first_words(
        fields.get("recipient_participant_user_id"), fields.get("recipient_user_id")
    )
    participant = identity(value, number, user_id=user_id)
    codes, price = _codes(fields), node(fields.get("pricing"))
    return StatusReport(
        item_id=f"{wamid}:{word}:{participant.key or ''}",
        phone_number_id=line,
        provider_id=wamid,
        status=word,
        participant=participant,
        occurred_at=instant(fields.get("timestamp"), received_at),
        outbox_id=words(fields.get("biz_opaque_callback_data")),
        error=codes[0] if codes else "",
        category=words(price.get("category")) or "",
        billable=price.get("billable") is True,
    )


def _codes(fields: Mapping[str, Any]) -> tuple[str, ...]:
    found = (words(node(error).get("code")) for error in rows(fields.get("errors")))
    return tuple(code for code in found if code)
