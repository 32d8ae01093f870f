"""The card of a waiting contact, with a line for each of its last messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.conversation import MediaProblem
from siaga.language.values import (
    AccountId,
    AgencyId,
    AreaCode,
    Change,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    Language,
    LocationClaim,
    MessageId,
    MessageKind,
    Safety,
    Sealed,
    TemplateId,
)


class CallStage(StrEnum):
    """How far the telephone call of a contact is. While it goes on, the board `calls` shows it."""

    WAITING = "waiting"
    TALKING = "talking"
    CALL_BACK = "call_back"  # over; it stands on the call-back list
    ENDED = "ended"  # over; somebody has to name its kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaShown:
    """A file of a message as a screen may open it."""

    media_type: str  # what the sender says, until the bytes are known
    shown: str | None = None  # in the media store; None: on its way, or not to be opened
    voice: bool = False
    duration_s: int | None = None
    width: int | None = None  # pixels
    height: int | None = None
    size_bytes: int | None = None
    altered: bool = False  # its bytes are not those the provider announced
    problem: MediaProblem | None = None
    lost: bool = False  # it could not be had at all
    hint: LocationClaim | None = None  # written into the picture: no more than a hint
    original: str | None = None  # as it came, to be downloaded; None: not to be had either


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a message said before it was changed."""

    until_at: datetime
    text: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """`text` is what it says now; what it said first is the first of `before`."""

    at: datetime
    kind: MessageKind
    inbound: bool
    text: Sealed | None = None
    location: LocationClaim | None = None
    media: tuple[MediaShown, ...] = ()
    message_id: MessageId | None = None  # None: an automatic one of the centre
    about: MessageId | None = None  # the message it answers, or changes and is not shown here
    change: Change | None = None
    before: tuple[Version, ...] = ()
    revoked_at: datetime | None = None  # taken back by its sender; it stays readable
    reaction: Sealed | None = None
    forwarded: bool = False
    forwarded_often: bool = False
    shape: str = ""
    late_at: datetime | None = None  # when it reached us, of one that was long on its way
    message: str = ""  # of an automatic one: its key in the place's messages
    language: Language | None = None  # that it was said in
    template: TemplateId | None = None
    arguments: tuple[Sealed, ...] = ()
    status: str = ""  # of an outbound one: queued, then what the channel reports
    error: str = ""  # the provider's code of a failed one
    resent: bool = False  # written once more, because nobody knew whether it arrived
    position: int = 0  # of the fact that wrote it or changed its words
    outbox_id: str = ""  # known from the channel's first report on


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCard:
    """Key: contact id. It waits while `unread` > 0; `messages` holds the last 20.

    Of a telephone call only picking it up sets `answered_at`; `answered_by` also says who took
    the contact in hand afterwards.
    """

    contact_id: ContactId
    channel: Channel
    opened_at: datetime  # the answer clock's start
    last_message_at: datetime
    unread: int  # messages no person has answered; 1 for a call nobody has picked up
    waiting_since_at: datetime | None  # of the first unread one
    safety: Safety
    answered_at: datetime | None = None
    answered_by: AccountId | None = None
    kind: ContactKind | None = None
    name: Sealed | None = None
    number: Sealed | None = None
    forwarded_by: Sealed | None = None
    agency: AgencyId | None = None  # which was called directly and told of it
    area: AreaCode | None = None
    location: LocationClaim | None = None  # the newest claim
    messages: tuple[MessageLine, ...] = ()
    incident_id: IncidentId | None = None
    previous: ContactId | None = None
    late: bool = False
    call: CallStage | None = None  # None: no call the telephone itself told of
    unreadable: int = 0
    language: Language | None = None  # what they write
    window_closes_at: datetime | None = None  # WhatsApp: until then no template is needed
    seen_by: AccountId | None = None  # who last had the conversation before their eyes
    seen_at: datetime | None = None
    seen_message: MessageId | None = None  # the newest one then
    handed_by: AccountId | None = None  # until the one it was given to opens it
    handed_at: datetime | None = None
    handed_note: Sealed | None = None
