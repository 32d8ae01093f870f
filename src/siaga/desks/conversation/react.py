"""What the desk does by itself: answer what came in, remember a language, ask what is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.conversation.commands import AnswerByItself, Command, Nudge, RememberLanguage
from siaga.desks.conversation.follow import NUDGE
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.intake import CALL_SHAPE, NOT_THEIRS, MessageReceived
from siaga.language.values import Automatic, ContactId, MessageKind

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    fact = entry.fact
    if not isinstance(fact, MessageReceived):
        return ()
    wanted: list[Any] = []
    if fact.language is not None:
        wanted.append(
            RememberLanguage(
                command_id=TO_BE_NAMED, contact_id=fact.contact_id, language=fact.language
            )
        )
    if (kind := _answer_to(fact)) is not None:
        wanted.append(
            AnswerByItself(command_id=TO_BE_NAMED, contact_id=fact.contact_id, answer=kind)
        )
    return tuple(Reaction(desk="conversation", command=command) for command in wanted)


def _answer_to(fact: MessageReceived) -> Automatic | None:
    if not fact.rings or fact.change is not None or fact.shape in NOT_THEIRS:
        return None
    if fact.shape == CALL_SHAPE:
        return Automatic.CALL
    if fact.kind is MessageKind.UNREADABLE:
        return Automatic.UNREADABLE
    return Automatic.LOCATION_RECEIVED if fact.location else None


def ring(kind: str, subject: str, due_at: datetime, command_id: UUID) -> Command | None:
    contact_id, _, step = subject.rpartition("/")
    if kind != NUDGE or not contact_id:
        return None
    return Nudge(command_id=command_id, contact_id=ContactId(contact_id), step=step, due_at=due_at)
