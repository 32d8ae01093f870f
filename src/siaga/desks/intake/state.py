"""What the intake desk keeps in mind: one contact, one sender, one incident at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentOpened,
    IncidentReopened,
)
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReportAttached,
)
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    Priority,
    Safety,
    Sealed,
    SubjectId,
    Tag,
    When,
)

CONTACT, SENDER, INCIDENT = "contact-life", "sender", "incident-life"

WAITING_MAX = 20
"""Unread messages kept whole, newest last; a card shows no more."""

Heard = (
    ContactOpened
    | MessageReceived
    | ContactAnswered
    | ContactClassified
    | ReportAttached
    | ContactWrappedUp
    | ContactReopened
    | ContactSafetySet
    | IncidentOpened
    | IncidentClassified
    | IncidentClosed
    | IncidentReopened
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLife:
    """A contact; `opened` is None while nothing is known of it."""

    opened: When | None = None
    channel: Channel = Channel.PHONE
    safety: Safety = Safety.SAFE
    subject: SubjectId | None = None
    name: Sealed | None = None
    number: Sealed | None = None
    answered_by: AccountId | None = None
    waiting: tuple[MessageReceived, ...] = ()  # what no person has answered
    newest: int = 0  # position of the last message heard
    kind: ContactKind | None = None
    incident_id: IncidentId | None = None
    wrapped_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Somebody with a number; `contact_id` is the latest contact of it."""

    contact_id: ContactId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLife:
    incident_type: IncidentTypeId | None = None  # None: never opened
    is_open: bool = False
    contact_ids: tuple[ContactId, ...] = ()  # attached since it was last opened


STATES: dict[str, type[Any]] = {CONTACT: ContactLife, SENDER: Sender, INCIDENT: IncidentLife}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    match tag.partition(":")[0]:
        case "contact-life":
            return _contact(state, entry)
        case "sender":
            return _sender(state, entry)
        case _:
            return _incident(state, entry, tag)


def _contact(state: ContactLife, entry: Entry) -> ContactLife:
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match fact:
        case ContactOpened():
            return ContactLife(
                opened=fact.when,
                channel=fact.channel,
                safety=fact.safety,
                subject=fact.subject,
                name=fact.name,
                number=fact.number,
                answered_by=fact.answered_by,
            )
        case MessageReceived():
            if fact.answered:
                return state
            waiting = (*state.waiting, fact)[-WAITING_MAX:]
            return replace(state, waiting=waiting, newest=entry.position)
        case ContactAnswered():
            return replace(state, answered_by=fact.answered_by, waiting=())
        case ContactClassified():
            return replace(state, kind=fact.kind)
        case ReportAttached():
            return replace(
                state, incident_id=fact.incident_id, answered_by=fact.answered_by, waiting=()
            )
        case IncidentOpened():
            return replace(
                state,
                incident_id=fact.incident_id,
                answered_by=fact.owner,
                waiting=(),
                kind=ContactKind.SERVICE if fact.priority is Priority.P4 else ContactKind.EMERGENCY,
            )
        case ContactWrappedUp():
            return replace(
                state, kind=fact.kind, wrapped_at=fact.when.at, incident_id=None, waiting=()
            )
        case ContactReopened():
            return replace(
                state, kind=None, wrapped_at=None, answered_by=None, incident_id=fact.incident_id
            )
        case ContactSafetySet():
            return replace(state, safety=fact.safety)
        case IncidentClassified() | IncidentClosed() | IncidentReopened():
            return state  # they carry no contact's tag
        case _:
            assert_never(fact)


def _sender(state: Sender, entry: Entry) -> Sender:
    if isinstance(entry.fact, ContactOpened):
        return Sender(contact_id=entry.fact.contact_id)
    return state


def _incident(state: IncidentLife, entry: Entry, tag: Tag) -> IncidentLife:
    fact = entry.fact
    match fact:
        case IncidentOpened() | IncidentReopened() if tag == f"{INCIDENT}:{fact.incident_id}":
            first = getattr(fact, "contact_id", None)
            return IncidentLife(
                incident_type=fact.incident_type,
                is_open=True,
                contact_ids=(first,) if first else (),
            )
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentClosed() if tag == f"{INCIDENT}:{fact.incident_id}":
            return replace(state, is_open=False, contact_ids=())
        case ReportAttached():
            return replace(state, contact_ids=(*state.contact_ids, fact.contact_id))
        case _:
            return state  # of a child, or of a message: nothing the desk decides by
