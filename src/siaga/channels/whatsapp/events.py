"""What Meta tells besides messages and statuses: calls, new ids of a person, our own writing
from a telephone, news of the account. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from siaga.channels.whatsapp.items import (
    Echo,
    Identity,
    IdentityChange,
    InboundMessage,
    Item,
    Other,
)
from siaga.channels.whatsapp.reading import digest, first_words, instant, node, rows, words
from siaga.channels.whatsapp.shapes import read_content
from siaga.language.values import MessageKind

CALL = "call"
CALL_ENDED = "call_ended"

_USER_ID = re.compile(r"\b[A-Z]{2}\.(?:ENT\.)?[0-9A-Za-z]{1,128}\b")
_NEW_IDS = frozenset({"user_changed_number", "customer_changed_number", "user_changed_user_id"})

Fields = Mapping[str, Any]


def identity(value: Fields, number: str | None, *, user_id: str | None) -> Identity:
    """The ids of a message, completed from the contact that shares one of them."""
    contacts = [node(contact) for contact in rows(value.get("contacts"))]
    known: Fields = {}
    for contact in contacts:
        if number and words(contact.get("wa_id")) == number:
            known = contact
            break
        if user_id and words(contact.get("user_id")) == user_id:
            known = contact
            break
    if not (number or user_id) and len(contacts) == 1:
        known = contacts[0]
    profile = node(known.get("profile"))
    return Identity(
        wa_id=number or words(known.get("wa_id")),
        user_id=user_id or words(known.get("user_id")),
        username=words(profile.get("username")),
        name=words(profile.get("name")),
    )


def calls(value: Fields, line: str, *, received_at: datetime | None) -> Iterator[Item]:
    """Somebody calls by WhatsApp: that is a contact, although nobody here can pick it up."""
    for call in rows(value.get("calls")):
        fields = node(call)
        call_id = words(fields.get("id")) or digest(call)
        event = words(fields.get("event")) or "unknown"
        item_id = f"{call_id}:{event}"
        ours = words(fields.get("direction")) == "BUSINESS_INITIATED"
        if event == "terminate" or ours:
            yield Other(item_id=item_id, shape=CALL_ENDED, phone_number_id=line)
            continue
        yield InboundMessage(
            item_id=item_id,
            phone_number_id=line,
            provider_id="",  # nothing of a call can be quoted or marked as read
            sender=identity(
                value, words(fields.get("from")), user_id=words(fields.get("from_user_id"))
            ),
            kind=MessageKind.UNREADABLE,
            shape=CALL,
            sent_at=instant(fields.get("timestamp"), received_at),
            reason=CALL,
            detail=CALL,
        )


def system_change(
    fields: Fields, sender: Identity, *, line: str, received_at: datetime | None
) -> IdentityChange | None:
    """A system message that gives a person's new number or id; None: it says something else."""
    body = node(fields.get("system"))
    shape = words(body.get("type")) or ""
    if shape not in _NEW_IDS and not body.get("new_wa_id"):
        return None
    number = first_words(body.get("wa_id"), body.get("new_wa_id"))
    user_id = words(body.get("user_id"))
    named = [each for each in _USER_ID.findall(words(body.get("body")) or "") if each != user_id]
    previous = Identity(
        wa_id=first_words(sender.wa_id, body.get("customer")),
        user_id=sender.user_id or (named[0] if user_id and named else None),
        name=sender.name,
    )
    current = Identity(wa_id=number, user_id=user_id, name=sender.name)
    if previous.key is None or current.key is None:
        return None
    return IdentityChange(
        item_id=f"{line}:{words(fields.get('id')) or digest(fields)}",
        phone_number_id=line,
        shape=shape or "user_changed_number",
        previous=previous,
        current=current,
        occurred_at=instant(fields.get("timestamp"), received_at),
    )


def user_id_updates(value: Fields, line: str, *, received_at: datetime | None) -> Iterator[Item]:
    for update in rows(value.get("user_id_update")):
        fields = node(update)
        ids = node(fields.get("user_id"))
        before, after = words(ids.get("previous")), words(ids.get("current"))
        number = words(fields.get("wa_id"))
        if before is None or after is None:
            yield Other(item_id=digest(update), shape="user_id_update", phone_number_id=line)
            continue
        yield IdentityChange(
            item_id=f"{before}>{after}",
            phone_number_id=line,
            shape="user_id_update",
            previous=Identity(user_id=before),
            current=identity(value, number, user_id=after),
            occurred_at=instant(fields.get("timestamp"), received_at),
        )


def echoes(value: Fields, line: str, *, received_at: datetime | None) -> Iterator[Item]:
    for echo in rows(value.get("message_echoes")):
        fields = node(echo)
        shape = words(fields.get("type")) or "unknown"
        wamid = words(fields.get("id")) or ""
        number, user_id = words(fields.get("to")), words(fields.get("to_user_id"))
        yield Echo(
            item_id=f"{line}:{wamid or digest(echo)}",
            phone_number_id=line,
            provider_id=wamid,
            recipient=Identity(wa_id=number, user_id=user_id),
            text=read_content(shape, fields).text,
            shape=shape,
            sent_at=instant(fields.get("timestamp"), received_at),
        )


def news(value: Fields) -> tuple[str, ...]:
    """Of an account's news: the event, and the kinds of restriction, violation or ban in it."""
    found = [words(value.get("event"))]
    found += [words(node(r).get("restriction_type")) for r in rows(value.get("restriction_info"))]
    found.append(words(node(value.get("violation_info")).get("violation_type")))
    found.append(words(node(value.get("ban_info")).get("waba_ban_state")))
    return tuple(word[:80] for word in found if word)
