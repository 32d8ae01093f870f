"""What the intake desk keeps in mind: one contact, one sender, one incident at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from siaga.language.calls import CallBackOutcome, EndedBy
from siaga.language.conversation import ConversationHandedOver, LanguageRemembered
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentMerged,
    IncidentOpened,
    IncidentReopened,
    IncidentUnmerged,
)
from siaga.language.intake import (
    ContactAnswered,
    ContactClassified,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    IdentitiesJoined,
    MessageReceived,
    ReportAttached,
    window_closes,
)
from siaga.language.lines import (
    CallAnswered,
    CallBackClosed,
    CallBackTried,
    CallBackWanted,
    CallEnded,
    CallerSigned,
    CallOffered,
    CallTakenOver,
    CallTransferred,
    PromptPlayed,
)
from siaga.language.values import (
    AccountId,
    ActorKind,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    Language,
    MessageId,
    Priority,
    Safety,
    Sealed,
    SubjectId,
    Tag,
    When,
)

CONTACT, SENDER, INCIDENT = "contact-life", "sender", "incident-life"

SYSTEM_KINDS = frozenset({ContactKind.UNANSWERED, ContactKind.CUT_OFF})
"""Set by the system alone."""

WAITING_MAX = 20
"""Unread messages kept whole, newest last; a card shows no more."""

OfIncident = (
    IncidentClassified | IncidentClosed | IncidentReopened | IncidentMerged | IncidentUnmerged
)
TakenInHand = CallAnswered | CallTransferred | CallTakenOver | CallBackTried
OfCall = TakenInHand | CallerSigned | PromptPlayed | CallEnded | CallBackWanted | CallBackClosed
Heard = (
    CallOffered
    | OfCall
    | ContactOpened
    | MessageReceived
    | ContactAnswered
    | ContactClassified
    | ReportAttached
    | ContactWrappedUp
    | ContactReopened
    | ContactSafetySet
    | IdentitiesJoined
    | ConversationHandedOver
    | LanguageRemembered
    | IncidentOpened
    | IncidentClassified
    | IncidentClosed
    | IncidentReopened
    | IncidentMerged
    | IncidentUnmerged
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the telephone told of a contact's call."""

    answered_at: datetime | None = None
    prompted: bool = False
    signed: bool = False
    ended_at: datetime | None = None
    ended_by: EndedBy | None = None
    owed: bool = False  # it stands on the call-back list
    called_back: bool = False  # it was taken off that list


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
    call: Call | None = None  # None: no call, or one entered by hand
    language: Language | None = None
    window_closes_at: datetime | None = None  # until then the centre may write freely
    provider_ids: tuple[tuple[MessageId, Sealed], ...] = ()  # of the last ones, to quote them


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Somebody with a number; `contact_id` is the latest contact in writing of it."""

    contact_id: ContactId | None = None
    language: Language | None = None
    chosen: bool = False  # a person named the language: words alone do not change it


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLife:
    incident_type: IncidentTypeId | None = None  # None: never opened
    is_open: bool = False
    merged_into: IncidentId | None = None  # who reports it speaks of that one
    contact_ids: tuple[ContactId, ...] = ()  # ever attached; one may stand twice


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
    if isinstance(fact, OfIncident):
        return state  # they carry no contact's tag
    match fact:
        case ContactOpened() | CallOffered():
            return _opened(fact)
        case MessageReceived():
            return _heard(state, fact, entry)
        case ContactAnswered():
            return replace(state, answered_by=fact.answered_by, waiting=())
        case ContactClassified():
            return replace(state, kind=fact.kind)
        case ReportAttached():
            return replace(
                state, incident_id=fact.incident_id, answered_by=fact.answered_by, waiting=()
            )
        case IncidentOpened():
            service = fact.priority is Priority.P4
            kind = ContactKind.SERVICE if service else ContactKind.EMERGENCY
            state = replace(state, incident_id=fact.incident_id, kind=kind)
            if fact.reported_by is not None:  # an agency opened it: nobody of the room has heard
                return state
            return replace(state, answered_by=fact.owner, waiting=())
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
        case ConversationHandedOver():
            return replace(state, answered_by=fact.to)
        case LanguageRemembered():
            return replace(state, language=fact.language)
        case IdentitiesJoined():
            return replace(state, subject=fact.subject, number=fact.number or state.number)
        case _:
            state = _with_call(state, fact)
            if state.call is None:  # somebody who wrote is being telephoned
                return state
            return replace(state, call=_call(state.call, fact))


def _opened(fact: ContactOpened | CallOffered) -> ContactLife:
    if isinstance(fact, CallOffered):
        return ContactLife(
            opened=fact.when,
            channel=Channel.PHONE,
            safety=fact.safety,
            subject=fact.subject,
            number=fact.number,
            call=Call(),
        )
    return ContactLife(
        opened=fact.when,
        channel=fact.channel,
        safety=fact.safety,
        subject=fact.subject,
        name=fact.name,
        number=fact.number,
        answered_by=fact.answered_by,
        language=fact.language,
    )


def _heard(state: ContactLife, fact: MessageReceived, entry: Entry) -> ContactLife:
    closes = [at for at in (state.window_closes_at, window_closes(state.channel, fact)) if at]
    state = replace(state, window_closes_at=max(closes, default=None))
    if not fact.rings:
        return state
    if fact.provider_id:
        known = (*state.provider_ids, (fact.message_id, fact.provider_id))
        state = replace(state, provider_ids=known[-WAITING_MAX:])
    waiting = (*state.waiting, fact)[-WAITING_MAX:]
    return replace(state, waiting=waiting, newest=entry.position)


def _with_call(state: ContactLife, fact: OfCall) -> ContactLife:
    """The contact itself: in whose hands it is, and the kinds nobody but the system sets."""
    match fact:
        case CallAnswered():
            state = replace(state, answered_by=fact.answered_by or state.answered_by)
            return _spoken_with(state)  # learnt late, it was answered all the same
        case CallTransferred():
            return replace(state, answered_by=fact.to or state.answered_by)
        case CallTakenOver() | CallBackTried():
            return replace(state, answered_by=fact.by)
        case CallEnded() if state.kind is None:
            return replace(state, kind=_kind_of(fact))
        case CallBackClosed(outcome=CallBackOutcome.REACHED):
            return _spoken_with(state)
        case _:
            return state


def _spoken_with(state: ContactLife) -> ContactLife:
    """What the system called it holds no more: a person names the kind."""
    is_named = state.kind not in SYSTEM_KINDS or state.wrapped_at is not None
    return state if is_named else replace(state, kind=None)


def _kind_of(fact: CallEnded) -> ContactKind | None:
    if fact.answered_at is None:
        return ContactKind.UNANSWERED
    return ContactKind.CUT_OFF if fact.cut_off else None


def _call(call: Call, fact: OfCall) -> Call:
    match fact:
        case CallAnswered():
            return replace(call, answered_at=call.answered_at or fact.when.at)
        case CallerSigned():
            return replace(call, signed=True)
        case PromptPlayed():
            return replace(call, prompted=True)
        case CallEnded():
            return replace(
                call,
                answered_at=call.answered_at or fact.answered_at,
                ended_at=fact.when.at,
                ended_by=fact.ended_by,
            )
        case CallBackWanted():
            return replace(call, owed=True)
        case CallBackClosed():
            return replace(call, owed=False, called_back=True)
        case CallTransferred() | CallTakenOver() | CallBackTried():
            return call
        case _:
            assert_never(fact)


def _sender(state: Sender, entry: Entry) -> Sender:
    fact = entry.fact
    match fact:
        case ContactOpened():
            language = fact.language or state.language
            return replace(state, contact_id=fact.contact_id, language=language)
        case IdentitiesJoined():  # who half of them was goes on there too
            return replace(state, contact_id=fact.contact_id or state.contact_id)
        case LanguageRemembered():
            chosen = state.chosen or entry.actor_kind is ActorKind.PERSON
            return replace(state, language=fact.language, chosen=chosen)
        case _:
            return state


def _incident(state: IncidentLife, entry: Entry, tag: Tag) -> IncidentLife:
    fact = entry.fact
    match fact:
        case IncidentOpened() if tag == f"{INCIDENT}:{fact.incident_id}":
            first = (fact.contact_id,) if fact.contact_id else ()
            return IncidentLife(incident_type=fact.incident_type, is_open=True, contact_ids=first)
        case IncidentReopened() if tag == f"{INCIDENT}:{fact.incident_id}":
            return replace(state, incident_type=fact.incident_type, is_open=True)
        case IncidentClassified():
            return replace(state, incident_type=fact.incident_type)
        case IncidentClosed() if tag == f"{INCIDENT}:{fact.incident_id}":
            return replace(state, is_open=False)
        case IncidentMerged() if tag == f"{INCIDENT}:{fact.incident_id}":
            return replace(state, merged_into=fact.into)
        case IncidentUnmerged() if tag == f"{INCIDENT}:{fact.incident_id}":
            return replace(state, merged_into=None)
        case ReportAttached():
            return replace(state, contact_ids=(*state.contact_ids, fact.contact_id))
        case _:
            return state  # of a child, or of a message: nothing the desk decides by
