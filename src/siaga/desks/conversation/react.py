"""What the desk does by itself: answer what came in, ask what is missing, hand pictures on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from siaga.desks.conversation.commands import (
    AnswerByItself,
    Command,
    Nudge,
    RememberLanguage,
    SharePictures,
    TellPictures,
)
from siaga.desks.conversation.follow import NUDGE
from siaga.language.conversation import PicturesShared
from siaga.language.entry import Entry
from siaga.language.follow_ups import Reaction
from siaga.language.incident import (
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentUnmerged,
)
from siaga.language.intake import (
    CALL_SHAPE,
    NOT_THEIRS,
    ContactSafetySet,
    MessageReceived,
    ReportAttached,
)
from siaga.language.values import Automatic, ContactId, IncidentId, MessageKind, Safety

TO_BE_NAMED = UUID(int=0)
"""The reactor derives the real command id from the cause."""


FAR = 2
"""Reactions in a row after which another two would be too many."""


def react(entry: Entry) -> tuple[Reaction, ...]:
    match entry.fact:
        case MessageReceived() as fact:
            wanted = _answers(fact)
        case ReportAttached() | ContactSafetySet() as fact:
            wanted = [SharePictures(command_id=TO_BE_NAMED, contact_id=fact.contact_id)]
        case IncidentOpened(safety=Safety.DO_NOT_CONTACT):
            return ()  # until a person says that it may be
        case IncidentOpened(contact_id=contact_id, service=False) if contact_id:
            # Those of a service came with it.
            wanted = [SharePictures(command_id=TO_BE_NAMED, contact_id=contact_id)]
        case IncidentMerged(safety=Safety.DO_NOT_CONTACT):
            return ()
        case IncidentMerged() | IncidentUnmerged() as fact:
            gone = isinstance(fact, IncidentUnmerged)
            wanted = [_told(fact.incident_id, to=fact.into, gone=gone)]
        case IncidentReopened() as fact:
            wanted = [_told(fact.incident_id, to=fact.incident_id)]
        case PicturesShared(of=None) as fact if fact.photos and entry.depth < FAR:
            wanted = [_told(fact.incident_id)]
        case _:
            return ()
    return tuple(Reaction(desk="conversation", command=command) for command in wanted)


def _told(
    incident_id: IncidentId, *, to: IncidentId | None = None, gone: bool = False
) -> TellPictures:
    return TellPictures(command_id=TO_BE_NAMED, incident_id=incident_id, to=to, gone=gone)


def _answers(fact: MessageReceived) -> list[Any]:
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
    return wanted


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
