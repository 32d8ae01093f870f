"""What is known of contacts: somebody tried to reach the centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from siaga.language.entry import Fact
from siaga.language.values import (
    AccountId,
    AgencyId,
    Automatic,
    Change,
    Channel,
    ContactId,
    ContactKind,
    IncidentId,
    IncidentTypeId,
    Language,
    LinkId,
    LocationClaim,
    MediaRef,
    MessageId,
    MessageKind,
    Priority,
    Safety,
    Sealed,
    SubjectId,
    Tag,
    TemplateId,
    UnitId,
    When,
)

PAGE = AccountId("web")
"""Our own page, where a citizen asked for a public service: it holds what nobody has taken yet."""

LATE_AFTER = timedelta(minutes=30)
"""What is older when it is heard rings, but nobody answers it automatically (logbook.md 22)."""

REPLY_WINDOW = timedelta(hours=24)
"""WhatsApp lets the centre write freely for so long after what the citizen last sent."""

CALL_SHAPE = "call"
"""A voice call in a chat: nobody takes those, and the caller is told so at once."""

NOT_THEIRS = frozenset(
    {"system", "user_changed_number", "user_changed_user_id", "customer_identity_changed"}
)
"""Shapes by which the channel tells of a citizen: no word of theirs."""


def contact_life(contact_id: ContactId) -> Tag:
    return Tag(f"contact-life:{contact_id}")


def sender(subject: SubjectId) -> Tag:
    return Tag(f"sender:{subject}")


def life_tags(contact_id: ContactId, incident_id: IncidentId | None) -> tuple[Tag, ...]:
    own = contact_life(contact_id)
    return (own, Tag(f"incident-life:{incident_id}")) if incident_id else (own,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactOpened(Fact):
    """Its clock starts at `when.at`: the earlier of provider time and receipt."""

    contact_id: ContactId
    channel: Channel
    when: When
    safety: Safety = Safety.SAFE
    subject: SubjectId | None = None  # None: no number was shown
    name: Sealed | None = None
    number: Sealed | None = None
    previous: ContactId | None = None  # the sender's contact before this one
    answered_by: AccountId | None = None  # entered by hand: answered as it was opened
    forwarded_by: Sealed | None = None  # the official who passed it on
    agency: AgencyId | None = None  # the one that was called and told of it
    late: bool = False  # older than 30 min when heard: it rings, nobody answers automatically
    received_at: datetime | None = None  # of what came by a channel; its `when` may be earlier
    greeting: Automatic | None = Automatic.FIRST  # None: it neither rings nor is it answered
    language: Language | None = None  # what the sender wrote last, or writes now

    def tags(self) -> tuple[Tag, ...]:
        own = contact_life(self.contact_id)
        return (own, sender(self.subject)) if self.subject else (own,)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived(Fact):
    contact_id: ContactId
    message_id: MessageId
    kind: MessageKind
    when: When
    text: Sealed | None = None
    location: LocationClaim | None = None
    media: tuple[MediaRef, ...] = ()
    forwarded: bool = False
    forwarded_often: bool = False  # passed on more than five times: mostly hearsay
    shape: str = ""  # the provider's own name of what could not be read
    answered: bool = False  # entered by hand, or a further fix of a phone: it does not ring
    incident_id: IncidentId | None = None  # the incident the contact is attached to
    about: MessageId | None = None  # the message it answers or changes
    change: Change | None = None
    provider_id: Sealed | None = None  # the channel's own id, to mark it read or to quote it
    link_id: LinkId | None = None  # it came by this link's page
    language: Language | None = None  # of its words, when it is another than was known

    @property
    def rings(self) -> bool:
        """A reaction says nothing new, and what was taken back was heard before."""
        return not self.answered and self.change not in (Change.REACTION, Change.REVOKED)

    def tags(self) -> tuple[Tag, ...]:
        return life_tags(self.contact_id, self.incident_id)


def window_closes(channel: Channel, message: MessageReceived) -> datetime | None:
    """Until when this message lets the centre write freely; None: it opens nothing.

    By the provider's time. A reaction or change opens nothing, nor does what came by a link's page
    or what the channel itself says of somebody (a changed number).
    """
    if channel is not Channel.WHATSAPP or message.change or message.link_id or message.answered:
        return None
    return None if message.shape in NOT_THEIRS else message.when.at + REPLY_WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAnswered(Fact):
    contact_id: ContactId
    answered_by: AccountId
    when: When
    incident_id: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return life_tags(self.contact_id, self.incident_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactClassified(Fact):
    contact_id: ContactId
    kind: ContactKind
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (contact_life(self.contact_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAttached(Fact):
    """The contact speaks of an incident that is already known."""

    contact_id: ContactId
    incident_id: IncidentId
    answered_by: AccountId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return life_tags(self.contact_id, self.incident_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactWrappedUp(Fact):
    contact_id: ContactId
    kind: ContactKind
    when: When
    subject: SubjectId | None = None

    def tags(self) -> tuple[Tag, ...]:
        own = contact_life(self.contact_id)
        return (own, sender(self.subject)) if self.subject else (own,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactReopened(Fact):
    """Carries what a board needs to show the contact again."""

    contact_id: ContactId
    channel: Channel
    opened: When
    when: When
    safety: Safety
    subject: SubjectId | None = None
    name: Sealed | None = None
    number: Sealed | None = None
    incident_id: IncidentId | None = None
    language: Language | None = None
    window_closes_at: datetime | None = None  # of what was written before; see REPLY_WINDOW

    def tags(self) -> tuple[Tag, ...]:
        own = contact_life(self.contact_id)
        return (own, sender(self.subject)) if self.subject else (own,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSafetySet(Fact):
    contact_id: ContactId
    safety: Safety
    when: When
    reason: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (contact_life(self.contact_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyQueued(Fact):
    """A person of the room writes to the citizen; the outbox carries it."""

    contact_id: ContactId
    message_id: MessageId
    text: Sealed | None  # None: a template with its arguments
    ask_location: bool
    when: When
    subject: SubjectId | None = None
    number: Sealed | None = None
    channel: Channel = Channel.WHATSAPP
    template: TemplateId | None = None
    arguments: tuple[Sealed, ...] = ()
    about: MessageId | None = None  # the message it answers
    quotes: Sealed | None = None  # the channel's own id of that message
    canned: str = ""  # of the place's ready replies, when it began as one; only counted
    again: MessageId | None = None  # the one whose outcome was unknown

    def tags(self) -> tuple[Tag, ...]:
        return (contact_life(self.contact_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyReported(Fact):
    """What the channel says became of a message to the citizen."""

    contact_id: ContactId
    outbox_id: str
    status: str  # sent, delivered, read, failed, unknown, expired, unsafe, drill
    when: When
    error: str = ""  # the provider's code, never its text
    message: str = ""  # of an automatic one: its key in the place's messages
    category: str = ""  # what it is priced as; empty: nothing was said about it
    billable: bool = False
    month: str = ""  # of the place's calendar, of a priced one: "2026-11"

    def tags(self) -> tuple[Tag, ...]:
        return (Tag(f"contact:{self.contact_id}"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentitiesJoined(Fact):
    """A channel showed that two of its ids are one person: the conversation goes on."""

    subject: SubjectId  # who they are from now on
    when: When
    channel: Channel
    joined: SubjectId | None = None  # who half of them was until now
    contact_id: ContactId | None = None  # the conversation that goes on
    number: Sealed | None = None  # where to write from now on, when that changed

    def tags(self) -> tuple[Tag, ...]:
        people = tuple(sender(each) for each in (self.subject, self.joined) if each)
        return (*people, contact_life(self.contact_id)) if self.contact_id else people


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyHeard(Fact):
    """Somebody of ours wrote to the citizen with the channel's own app, not with the console."""

    contact_id: ContactId
    message_id: MessageId
    when: When
    text: Sealed | None = None
    shape: str = ""  # the channel's name of what has no words

    def tags(self) -> tuple[Tag, ...]:
        return (contact_life(self.contact_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyReported(Fact):
    """An agency that was called directly tells of it: an incident follows, and its own task.

    `unit_id`: one of its units is on its way already.
    """

    contact_id: ContactId
    agency: AgencyId
    reporter: AccountId
    incident_type: IncidentTypeId
    when: When
    words: Sealed
    priority: Priority | None = None
    location: LocationClaim | None = None
    unit_id: UnitId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (contact_life(self.contact_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAsked(Fact):
    """Somebody asks for a public service that nobody has asked for yet: an incident follows."""

    contact_id: ContactId
    incident_type: IncidentTypeId
    owner: AccountId
    when: When
    words: Sealed | None = None
    location: LocationClaim | None = None
    photos: tuple[MediaRef, ...] = ()  # that screens may open

    def tags(self) -> tuple[Tag, ...]:
        return (contact_life(self.contact_id),)


IntakeFact = (
    AgencyReported
    | ServiceAsked
    | IdentitiesJoined
    | ReplyHeard
    | ContactOpened
    | MessageReceived
    | ContactAnswered
    | ContactClassified
    | ReportAttached
    | ContactWrappedUp
    | ContactReopened
    | ContactSafetySet
    | ReplyQueued
    | ReplyReported
)
