"""Who gets a link, and by which way it reaches them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from siaga.desks.links.commands import IssueLink, OfferLink, ShowStatus
from siaga.desks.links.state import Contact, ContactLinks
from siaga.language.citizen_rules import LinkRules
from siaga.language.entry import Fact
from siaga.language.intake import contact_life
from siaga.language.links import LinkIssued, LinkKind, LinkSent, contact_links
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    CHATS,
    Asked,
    Channel,
    ContactId,
    LinkId,
    Safety,
    Sealed,
    SubjectId,
    Tag,
    When,
)

SEND_AGAIN_AFTER = timedelta(seconds=20)
"""A second press of the same button sends nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """By which channel, to whom."""

    channel: Channel
    number: Sealed
    subject: SubjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Giving:
    """One link on its way to one contact; `live`: the id of the one it has already."""

    contact_id: ContactId
    kind: LinkKind
    contact: Contact
    new: LinkId
    live: LinkId | None
    now: datetime

    @property
    def link_id(self) -> LinkId:
        return self.live or self.new

    def issued(self, rules: LinkRules) -> tuple[Fact, ...]:
        if self.live or self.contact.opened_at is None:
            return ()
        lives = (
            timedelta(minutes=rules.location_min)
            if self.kind is LinkKind.LOCATION
            else timedelta(days=rules.status_days)
        )
        return (
            LinkIssued(
                link_id=self.new,
                kind=self.kind,
                contact_id=self.contact_id,
                expires_at=self.now + lives,
                received_at=self.contact.opened_at,
                when=When(at=self.now),
                incident_id=self.contact.incident_id,
            ),
        )

    def sent(self, way: _Way) -> LinkSent:
        return LinkSent(
            link_id=self.link_id,
            kind=self.kind,
            contact_id=self.contact_id,
            channel=way.channel,
            when=When(at=self.now),
            subject=way.subject,
            number=way.number,
            language=self.contact.language,
        )


def _giving(
    command: IssueLink | OfferLink | ShowStatus, states: Mapping[Tag, Any], now: datetime
) -> _Giving:
    kind = LinkKind.STATUS if isinstance(command, ShowStatus) else command.kind
    links: ContactLinks = states[contact_links(command.contact_id)]
    live = (link.link_id for link in links.live if link.kind is kind and link.expires_at > now)
    return _Giving(
        contact_id=command.contact_id,
        kind=kind,
        contact=states[contact_life(command.contact_id)],
        new=LinkId(str(command.command_id)),
        live=next(live, None),
        now=now,
    )


def issue(
    command: IssueLink, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    """A person of the room wants it sent."""
    giving = _giving(command, states, asked.received_at)
    contact = giving.contact
    if contact.opened_at is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if contact.wrapped_at is not None:
        return Refused(reason=Refusal.CONTACT_WRAPPED_UP)
    if contact.safety is Safety.DO_NOT_CONTACT:
        return Refused(reason=Refusal.CONTACT_NOT_SAFE)
    way = _way(contact, command.number)
    if way is None:
        return Refused(reason=Refusal.NO_NUMBER)
    sent_at = states[contact_links(command.contact_id)].sent_at
    if sent_at is not None and giving.now - sent_at < SEND_AGAIN_AFTER:
        return Refused(reason=Refusal.LINK_JUST_SENT)
    return (*giving.issued(place.links), giving.sent(way))


def offer(
    command: OfferLink, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> tuple[Fact, ...]:
    """By the place's own rule, without a person: once, only to a chat, only where it is safe."""
    giving = _giving(command, states, asked.received_at)
    contact, rules = giving.contact, place.links
    by_sms = (Channel.SMS,) if rules.location_by_sms else ()
    wanted = by_sms if command.kind is LinkKind.LOCATION else rules.status_to
    way = _way(contact, None)
    if (
        giving.live
        or contact.opened_at is None
        or contact.wrapped_at is not None
        or contact.safety is not Safety.SAFE
        or contact.channel not in wanted
        or way is None
        or way.channel is not contact.channel
    ):
        return ()
    return (*giving.issued(rules), giving.sent(way))


def show_status(
    command: ShowStatus, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> tuple[Fact, ...]:
    giving = _giving(command, states, asked.received_at)
    if giving.live or giving.contact.safety is not Safety.SAFE:
        return ()
    return giving.issued(place.links)


def _way(contact: Contact, number: Sealed | None) -> _Way | None:
    """A chat answers where it was written; everybody else gets an SMS."""
    if number is not None:
        return _Way(channel=Channel.SMS, number=number)
    if contact.number is None:
        return None
    in_chat = contact.channel in CHATS and contact.subject is not None
    return _Way(
        channel=contact.channel if in_chat else Channel.SMS,
        number=contact.number,
        subject=contact.subject,
    )
