"""The card of a waiting contact, with a line for each of its last messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.values import (
    AccountId,
    AreaCode,
    Change,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    LocationClaim,
    MediaRef,
    MessageId,
    MessageKind,
    Safety,
    Sealed,
)


class CallStage(StrEnum):
    """How far the telephone call of a contact is. While it goes on, the board `calls` shows it."""

    WAITING = "waiting"
    TALKING = "talking"
    CALL_BACK = "call_back"  # over; it stands on the call-back list
    ENDED = "ended"  # over; somebody has to name its kind


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    at: datetime
    kind: MessageKind
    inbound: bool
    text: Sealed | None = None
    location: LocationClaim | None = None
    media: tuple[MediaRef, ...] = ()
    message_id: MessageId | None = None  # None: an automatic one of the centre
    about: MessageId | None = None  # the message it answers or changes
    change: Change | None = None
    forwarded: bool = False
    forwarded_often: bool = False
    shape: str = ""
    message: str = ""  # of an automatic one: its key in the place's messages
    status: str = ""  # of an outbound one: queued, then what the channel reports
    position: int = 0  # of the fact that wrote it
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
    area: AreaCode | None = None
    location: LocationClaim | None = None  # the newest claim
    messages: tuple[MessageLine, ...] = ()
    incident_id: IncidentId | None = None
    previous: ContactId | None = None
    late: bool = False
    call: CallStage | None = None  # None: no call the telephone itself told of
    unreadable: int = 0
