"""Who waits: every contact that is not wrapped up, likely-real first."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from siaga.boards.queue.card import CallStage, MediaShown, MessageLine, QueueCard
from siaga.boards.queue.drawing import Heard, draw
from siaga.boards.queue.thread import thread_tags, whole_thread
from siaga.language.entry import Fact
from siaga.language.values import ROOM_ROLES, Actor, Role, Safety

__all__ = [
    "CARD",
    "HEARS",
    "ROLES",
    "CallStage",
    "MediaShown",
    "MessageLine",
    "QueueCard",
    "draw",
    "keys",
    "thread_tags",
    "view",
    "whole_thread",
]

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = ROOM_ROLES
CARD = QueueCard


def keys(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, Heard) and fact.contact_id:
        return (fact.contact_id,)
    return ()


def view(card: QueueCard, viewer: Actor) -> QueueCard | None:
    """Whoever answers sees who called. A trainee does not when calling back is forbidden.

    Nor of a call: a digit may forbid it at any moment.
    """
    if not viewer.is_room:
        return None
    learns_only = viewer.roles & ROOM_ROLES == {Role.TRAINEE}
    unsafe = card.safety is Safety.DO_NOT_CONTACT or card.call is not None
    if learns_only and unsafe:
        return replace(card, name=None, number=None)
    return card
