"""What the conversation desk keeps in mind of one contact's thread."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never

from siaga.language.access import AccountClosed, AccountOpened, AccountRightsChanged
from siaga.language.conversation import (
    ConversationHandedOver,
    LanguageRemembered,
    MediaKept,
    MessagesSeen,
    NudgeQueued,
    PicturesShared,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentMerged,
    IncidentOpened,
    IncidentUnmerged,
    incident_life,
)
from siaga.language.intake import (
    LATE_AFTER,
    ContactAnswered,
    ContactOpened,
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    IdentitiesJoined,
    MessageReceived,
    ReplyHeard,
    ReplyQueued,
    ReportAttached,
)
from siaga.language.triage import TriageSuggested
from siaga.language.values import (
    ROOM_ROLES,
    AccountId,
    ActorKind,
    Automatic,
    Channel,
    ContactId,
    IncidentId,
    Language,
    MediaRef,
    MessageId,
    Priority,
    Safety,
    Sealed,
    SubjectId,
    Tag,
)

THREAD, WRITTEN, ADVICE, COLLEAGUE = "contact-life", "conversation", "advice", "account-life"
FILES, PICTURES, JOINED = "contact", "pictures", "incident-life"

RECENT_MAX = 20
"""As many of the last messages are known by their ids; a card shows no more."""

PICTURES_MAX = 20
SAFE_COPY = "image/jpeg"
"""What every picture's safe copy is."""

Heard = (
    ContactOpened
    | MessageReceived
    | ContactAnswered
    | ReportAttached
    | IncidentOpened
    | ReplyQueued
    | ReplyHeard
    | IdentitiesJoined
    | ContactSafetySet
    | ContactWrappedUp
    | ContactReopened
    | ConversationHandedOver
    | LanguageRemembered
    | MessagesSeen
    | NudgeQueued
    | TriageSuggested
    | MediaKept
    | PicturesShared
    | IncidentMerged
    | IncidentUnmerged
    | AccountOpened
    | AccountRightsChanged
    | AccountClosed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """A message of the citizen."""

    message_id: MessageId
    provider_id: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A contact; `opened_at` is None while nothing is known of it, or when it is a call."""

    opened_at: datetime | None = None
    channel: Channel = Channel.PHONE
    safety: Safety = Safety.SAFE
    subject: SubjectId | None = None
    number: Sealed | None = None
    greeting: Automatic | None = None
    late: bool = False  # the last that came is older than 30 min
    located: bool = False
    worded: bool = False  # something was written or spoken
    heard: int = 0  # position of the last message of theirs
    recent: tuple[Recent, ...] = ()
    answered_by: AccountId | None = None
    in_hand: bool = False  # a person answered or wrote
    wrapped: bool = False
    incident_id: IncidentId | None = None
    asked_with: IncidentId | None = None  # a public service that its pictures came with
    language: Language | None = None
    chosen: bool = False  # by a person: words alone do not change it


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was done once, and is not done again."""

    seen: MessageId | None = None
    steps: frozenset[str] = frozenset()
    asked: int = 0  # position of the last question


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    life_in_danger: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    is_known: bool = False
    is_closed: bool = False
    of_the_room: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Where pictures are seen. `of`: merged into it, and the one that the contact speaks of."""

    at: IncidentId
    of: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Of a contact: its pictures, and those that are seen of it, and where."""

    pictures: tuple[MediaRef, ...] = ()
    shared: dict[Shown, tuple[MediaRef, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Of an incident: what was said last of each reporter's."""

    of: dict[ContactId, PicturesShared] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Into which incident an incident is merged."""

    into: IncidentId | None = None


STATES: dict[str, type[Any]] = {
    THREAD: Thread,
    WRITTEN: Written,
    ADVICE: Advice,
    COLLEAGUE: Colleague,
    FILES: Files,
    PICTURES: Pictures,
    JOINED: Joined,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    """The state of `tag` after one more fact that carries it."""
    match tag.partition(":")[0]:
        case "contact-life":
            return _thread(state, entry)
        case "conversation":
            return _written(state, entry)
        case "advice":
            urgent = getattr(entry.fact, "priority", None) is Priority.P1
            return Advice(life_in_danger=urgent)
        case "contact":
            return _files(state, entry)
        case "pictures":
            return _pictures(state, entry)
        case "incident-life":
            return _joined(state, tag, entry)
        case _:
            return _colleague(state, entry)


def _thread(state: Thread, entry: Entry) -> Thread:
    fact: Heard = entry.fact  # type: ignore[assignment]  # the gateway hands over what is heard
    match fact:
        case ContactOpened():
            return _opened(fact)
        case MessageReceived():
            return _received(state, fact, entry)
        case ContactAnswered() | ReportAttached():
            incident_id = fact.incident_id or state.incident_id
            return _in_hand(replace(state, incident_id=incident_id), fact.answered_by)
        case IncidentOpened():
            asked_with = fact.incident_id if fact.photos else state.asked_with
            state = replace(state, incident_id=fact.incident_id, asked_with=asked_with)
            return _in_hand(state, fact.owner)
        case ReplyQueued() | ReplyHeard():
            return replace(state, in_hand=True)
        case IdentitiesJoined():
            return replace(state, subject=fact.subject, number=fact.number or state.number)
        case ConversationHandedOver():
            return _in_hand(state, fact.to)
        case ContactSafetySet():
            return replace(state, safety=fact.safety)
        case ContactWrappedUp():
            return replace(state, wrapped=True, incident_id=None)
        case ContactReopened():
            return replace(
                state,
                wrapped=False,
                answered_by=None,
                in_hand=False,
                incident_id=fact.incident_id,
            )
        case LanguageRemembered():
            chosen = state.chosen or entry.actor_kind is ActorKind.PERSON
            return replace(state, language=fact.language, chosen=chosen)
        case MessagesSeen() | NudgeQueued() | TriageSuggested() | MediaKept() | PicturesShared():
            return state  # they carry other tags of the contact
        case IncidentMerged() | IncidentUnmerged():
            return state
        case AccountOpened() | AccountRightsChanged() | AccountClosed():
            return state
        case _:
            assert_never(fact)


def _opened(fact: ContactOpened) -> Thread:
    return Thread(
        opened_at=fact.received_at or fact.when.at,
        channel=fact.channel,
        safety=fact.safety,
        subject=fact.subject,
        number=fact.number,
        greeting=fact.greeting,
        late=fact.late,
        answered_by=fact.answered_by,
        in_hand=fact.answered_by is not None,
        language=fact.language,
    )


def _received(state: Thread, fact: MessageReceived, entry: Entry) -> Thread:
    spoken = any(media.voice for media in fact.media)
    recent = (*state.recent, Recent(message_id=fact.message_id, provider_id=fact.provider_id))
    state = replace(
        state,
        located=state.located or fact.location is not None,
        worded=state.worded or spoken or (fact.rings and fact.text is not None),
    )
    if not fact.rings:
        return state
    late = entry.received_at - fact.when.at > LATE_AFTER
    return replace(state, late=late, heard=entry.position, recent=recent[-RECENT_MAX:])


def _in_hand(state: Thread, by: AccountId) -> Thread:
    return replace(state, answered_by=by, in_hand=True)


def _written(state: Written, entry: Entry) -> Written:
    match entry.fact:
        case MessagesSeen(message_id=message_id):
            return replace(state, seen=message_id)
        case NudgeQueued(step=step, question=question):
            asked = entry.position if question else state.asked
            return replace(state, steps=state.steps | {step}, asked=asked)
        case _:
            return state


def _colleague(state: Colleague, entry: Entry) -> Colleague:
    match entry.fact:
        case AccountOpened() | AccountRightsChanged() as fact:
            of_the_room = not ROOM_ROLES.isdisjoint(fact.roles)
            return replace(state, is_known=True, of_the_room=of_the_room)
        case _:
            return replace(state, is_closed=True)


def _files(state: Files, entry: Entry) -> Files:
    match entry.fact:
        case MediaKept(shown=str(shown), media_type=kind) if kind.startswith("image/"):
            ref = MediaRef(media_type=SAFE_COPY, stored=shown)
            others = tuple(one for one in state.pictures if one != ref)
            return replace(state, pictures=(*others, ref)[-PICTURES_MAX:])
        case PicturesShared(incident_id=at, of=of, photos=photos):
            return replace(state, shared=state.shared | {Shown(at=at, of=of): photos})
        case _:
            return state


def _pictures(state: Pictures, entry: Entry) -> Pictures:
    match entry.fact:
        case PicturesShared() as fact:
            return Pictures(of=state.of | {fact.contact_id: fact})
        case _:
            return state


def _joined(state: Joined, tag: Tag, entry: Entry) -> Joined:
    match entry.fact:
        case IncidentMerged() | IncidentUnmerged() as fact if (
            incident_life(fact.incident_id) == tag
        ):
            return Joined(into=fact.into if isinstance(fact, IncidentMerged) else None)
        case _:
            return state
