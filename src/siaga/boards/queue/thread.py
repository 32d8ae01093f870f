"""A whole conversation, however long: what the card of the queue shows only the end of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from siaga.boards.queue.card import MessageLine, QueueCard
from siaga.boards.queue.drawing import draw
from siaga.boards.queue.messages import OfLines, with_lines
from siaga.language.entry import Entry
from siaga.language.intake import contact_life
from siaga.language.values import ContactId, Tag


def thread_tags(contact_id: ContactId) -> tuple[Tag, ...]:
    """Where a conversation is read."""
    return (contact_life(contact_id), Tag(f"contact:{contact_id}"))


def whole_thread(contact_id: ContactId, entries: Iterable[Entry]) -> QueueCard | None:
    """The contact's card as it was last, with every line; None: no such contact."""
    last: QueueCard | None = None
    shown: tuple[MessageLine, ...] = ()
    for entry in entries:
        last = draw(contact_id, last, entry) or last
        if isinstance(entry.fact, OfLines) and entry.fact.contact_id == contact_id:
            shown = with_lines(shown, entry.fact, entry=entry)
    return last and replace(last, messages=shown)
