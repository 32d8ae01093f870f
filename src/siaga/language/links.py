"""What is known of links: pages that one citizen opens without an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from siaga.language.conversation import contact_story
from siaga.language.entry import Fact
from siaga.language.values import (
    Channel,
    ContactId,
    IncidentId,
    Language,
    LinkId,
    Sealed,
    SubjectId,
    Tag,
    When,
)


def link_life(link_id: LinkId) -> Tag:
    return Tag(f"link-life:{link_id}")


def contact_links(contact_id: ContactId) -> Tag:
    """Guards which links of a contact live; a link never stands in a message's way."""
    return Tag(f"contact-links:{contact_id}")


class LinkKind(StrEnum):
    LOCATION = "location"  # the citizen's phone tells where it is
    STATUS = "status"  # the citizen sees what became of the report


class LinkEnd(StrEnum):
    EXPIRED = "expired"
    CLOSED = "closed"  # by a person of the room
    UNSAFE = "unsafe"  # this contact must not be contacted


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkIssued(Fact):
    """Its address is worked out from `link_id` and the place's secret, and lies nowhere."""

    link_id: LinkId
    kind: LinkKind
    contact_id: ContactId
    expires_at: datetime
    received_at: datetime  # when the contact began: what its page says first
    when: When
    incident_id: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        own = (link_life(self.link_id), contact_links(self.contact_id))
        return (*own, contact_story(self.contact_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSent(Fact):
    """Queued for the citizen by this channel; `ReplyReported` says what became of it."""

    link_id: LinkId
    kind: LinkKind
    contact_id: ContactId
    channel: Channel
    when: When
    subject: SubjectId | None = None
    number: Sealed | None = None
    language: Language | None = None  # what the contact writes

    def tags(self) -> tuple[Tag, ...]:
        return (contact_links(self.contact_id), contact_story(self.contact_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOpened(Fact):
    """The first time somebody looked at its page."""

    link_id: LinkId
    contact_id: ContactId
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (link_life(self.link_id), contact_story(self.contact_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEnded(Fact):
    link_id: LinkId
    kind: LinkKind
    contact_id: ContactId
    why: LinkEnd
    when: When

    def tags(self) -> tuple[Tag, ...]:
        own = (link_life(self.link_id), contact_links(self.contact_id))
        return (*own, contact_story(self.contact_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterAsked(Fact):
    """What was called done is not: the reporter wants it looked at again."""

    link_id: LinkId
    contact_id: ContactId
    words: Sealed
    when: When
    incident_id: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (link_life(self.link_id), contact_story(self.contact_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven(Fact):
    """The one question after the end: was it dealt with?"""

    link_id: LinkId
    contact_id: ContactId
    handled: bool
    when: When
    words: Sealed | None = None
    incident_id: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (link_life(self.link_id), contact_story(self.contact_id))


LinksFact = LinkIssued | LinkSent | LinkOpened | LinkEnded | ReporterAsked | FeedbackGiven
