"""What is known of contacts: somebody tried to reach the centre."""

from __future__ import annotations

from dataclasses import dataclass

from siaga.language.entry import Fact
from siaga.language.values import (
    AccountId,
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
    SubjectId,
    Tag,
    When,
)


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
    late: bool = False  # older than 30 min when heard: it rings, nobody answers automatically

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
    answered: bool = False  # part of a contact a person is entering by hand
    incident_id: IncidentId | None = None  # the incident the contact is attached to
    about: MessageId | None = None  # the message it answers or changes
    change: Change | None = None
    provider_id: Sealed | None = None  # the channel's own id, to mark it read or to quote it

    def tags(self) -> tuple[Tag, ...]:
        return life_tags(self.contact_id, self.incident_id)


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
    text: Sealed
    ask_location: bool
    when: When
    subject: SubjectId | None = None
    number: Sealed | None = None

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

    def tags(self) -> tuple[Tag, ...]:
        return (Tag(f"contact:{self.contact_id}"),)


IntakeFact = (
    ContactOpened
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
