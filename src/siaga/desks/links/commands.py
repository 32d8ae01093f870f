"""What can be asked of the links desk."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from siaga.language.links import LinkKind
from siaga.language.values import ContactId, IncidentId, LinkId, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLink:
    """Send the contact a link; the same one again while it lives.

    `number`: where to, when the caller tells another than the one shown, or none was shown.
    """

    command_id: UUID
    contact_id: ContactId
    kind: LinkKind
    number: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLink:
    """Its page says no more and takes no more."""

    command_id: UUID
    contact_id: ContactId
    link_id: LinkId


# ---- made by channels, policies and timers, never by a door


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus:
    """A report was written on our own page, which shows its status link itself."""

    command_id: UUID
    contact_id: ContactId


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferLink:
    """The place may want such a contact to get a link without a person."""

    command_id: UUID
    contact_id: ContactId
    kind: LinkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    command_id: UUID
    contact_id: ContactId
    link_id: LinkId


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAgain:
    """`incident_id`: what the page spoke of when the reporter said that it is not done."""

    command_id: UUID
    contact_id: ContactId
    link_id: LinkId
    words: Sealed
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback:
    command_id: UUID
    contact_id: ContactId
    link_id: LinkId
    handled: bool
    words: Sealed | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireLink:
    command_id: UUID
    contact_id: ContactId
    link_id: LinkId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndUnsafeLinks:
    """This contact must not be contacted: nothing it was sent may be opened any more."""

    command_id: UUID
    contact_id: ContactId


OfCitizen = AskAgain | GiveFeedback
Command = (
    IssueLink
    | EndLink
    | ShowStatus
    | OfferLink
    | OpenLink
    | OfCitizen
    | ExpireLink
    | EndUnsafeLinks
)
