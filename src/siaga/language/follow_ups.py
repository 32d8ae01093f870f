"""What a fact sets in motion, as data: messages to send, timers to arm and to cancel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from siaga.language.alerts import AlertWay
from siaga.language.values import (
    AlertId,
    ContactId,
    DeviceId,
    Language,
    LinkId,
    Sealed,
    SubjectId,
)


class SendRule(StrEnum):
    """How often an outbox row may be tried (logbook.md 23)."""

    ALERT = "alert"  # again until delivered or answered
    REPLY = "reply"  # to a citizen: never again after an unknown outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert on its way to one device: what it says and where to is worked out as it leaves."""

    alert_id: AlertId
    device_id: DeviceId
    way: AlertWay
    step: int
    round: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """One message for the outbox. Text is a key of the place's messages or a vault item."""

    kind: str  # which sender takes it, e.g. "whatsapp"
    rule: SendRule
    recipient: SubjectId  # order is kept per recipient
    contact_id: ContactId | None = None  # whose contact safety is checked at send time
    number: Sealed | None = None  # where to, kept in the vault
    message: str = ""  # key in the place's messages
    language: Language | None = None  # to say it in, where the place has the words
    text: Sealed | None = None
    arguments: tuple[Sealed, ...] = ()  # what {1}, {2} … of the message or template become
    template: str = ""  # key of the place's templates: the only way past the reply window
    ask_location: bool = False
    button_url: Sealed | None = None  # a link to press, instead of an address in the text
    quotes: Sealed | None = None  # the provider's id of the message this answers
    seen: Sealed | None = None  # nothing is said: mark this message of theirs as read
    link_id: LinkId | None = None  # its address is worked out when the message leaves
    deadline_at: datetime | None = None
    alert: AlertRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Ring at `due_at`; the same kind and subject replaces an earlier one."""

    kind: str
    subject: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Disarm:
    kind: str
    subject: str


FollowUp = Send | Arm | Disarm


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """A command a policy wants; `desk` and `command` go through the same gateway as a person's."""

    desk: str
    command: Any
    command_id: UUID | None = None  # set by the reactor from the cause
