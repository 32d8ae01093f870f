"""What is known of conversations: who looks after them, their files, what is written by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.intake import contact_life, life_tags, sender
from siaga.language.values import (
    AccountId,
    Channel,
    ContactId,
    IncidentId,
    Language,
    LocationClaim,
    MediaRef,
    MessageId,
    Sealed,
    SubjectId,
    Tag,
    When,
)


def contact_story(contact_id: ContactId) -> Tag:
    """For reading only: files and marks never stand in a decision's way."""
    return Tag(f"contact:{contact_id}")


def conversation(contact_id: ContactId) -> Tag:
    """Guards what is done once in a conversation: a read mark, an automatic text."""
    return Tag(f"conversation:{contact_id}")


def pictures(incident_id: IncidentId) -> Tag:
    """Guards what those who were given the incident are shown of it, and nothing else."""
    return Tag(f"pictures:{incident_id}")


class MediaProblem(StrEnum):
    """Why a file cannot be shown. What was fetched is kept all the same, apart."""

    EXPIRED = "expired"  # the provider has it no more
    TOO_LARGE = "too_large"
    NOT_THAT_TYPE = "not_that_type"  # its bytes are something else than it says
    NOT_ALLOWED = "not_allowed"  # a program, an archive, a page
    BOMB = "bomb"  # a small file that would unfold beyond all limits
    REFUSED = "refused"  # the provider will not give it
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaKept(Fact):
    """A file of a message lies in the media store now. `shown` is what screens may open."""

    contact_id: ContactId
    message_id: MessageId
    index: int  # which of the message's files, from 0
    stored: str  # the evidence, byte for byte as it came
    shown: str | None  # a copy without position marks and hidden parts; None: not to be opened
    media_type: str  # what its bytes are
    size_bytes: int
    when: When
    altered: bool = False  # its bytes are not those the provider announced
    duration_s: int | None = None  # of sound and film
    width: int | None = None  # pixels
    height: int | None = None
    location: LocationClaim | None = None  # written into the picture: a hint, no more
    problem: MediaProblem | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (contact_story(self.contact_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLost(Fact):
    """A file could not be had, and will not be tried again."""

    contact_id: ContactId
    message_id: MessageId
    index: int
    problem: MediaProblem
    when: When

    def tags(self) -> tuple[Tag, ...]:
        return (contact_story(self.contact_id),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesSeen(Fact):
    """A person opened the conversation: the citizen's blue ticks mean just that."""

    contact_id: ContactId
    message_id: MessageId  # the newest one before their eyes
    by: AccountId
    when: When
    channel: Channel
    subject: SubjectId | None = None
    number: Sealed | None = None
    provider_id: Sealed | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (contact_story(self.contact_id), conversation(self.contact_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationHandedOver(Fact):
    contact_id: ContactId
    by: AccountId
    to: AccountId
    when: When
    note: Sealed | None = None
    incident_id: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        return life_tags(self.contact_id, self.incident_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class NudgeQueued(Fact):
    """The centre writes by itself: an answer to what came in, or the next question while no
    person has written yet."""

    contact_id: ContactId
    step: str  # of the place's nudges, or which `Automatic` answer it is
    message: str  # key in the place's messages
    when: When
    channel: Channel
    subject: SubjectId
    number: Sealed | None = None
    ask_location: bool = False
    question: bool = False  # it waits for the citizen's answer
    language: Language | None = None

    def tags(self) -> tuple[Tag, ...]:
        return (contact_story(self.contact_id), conversation(self.contact_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageRemembered(Fact):
    contact_id: ContactId
    language: Language
    when: When
    subject: SubjectId | None = None

    def tags(self) -> tuple[Tag, ...]:
        own = contact_life(self.contact_id)
        return (own, sender(self.subject)) if self.subject else (own,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturesShared(Fact):
    """All the pictures of one reporter that whoever was given the incident may see from now on.

    None where calling back is forbidden, or the contact speaks of another incident by now: then
    they are taken away at once wherever they were shown.
    """

    incident_id: IncidentId
    contact_id: ContactId
    photos: tuple[MediaRef, ...]  # safe copies; the last 20
    when: When
    of: IncidentId | None = None  # the merged incident that the contact speaks of

    def tags(self) -> tuple[Tag, ...]:
        at = self.incident_id
        return (pictures(at), incident_story(at), contact_story(self.contact_id))


ConversationFact = (
    MediaKept
    | MediaLost
    | MessagesSeen
    | ConversationHandedOver
    | NudgeQueued
    | LanguageRemembered
    | PicturesShared
)
