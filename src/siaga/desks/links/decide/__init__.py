"""What the links desk decides. A link is an open door: it is given with care and closed early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.links.commands import (
    AskAgain,
    Command,
    EndLink,
    EndUnsafeLinks,
    ExpireLink,
    GiveFeedback,
    IssueLink,
    OfferLink,
    OpenLink,
    ShowStatus,
)
from siaga.desks.links.decide.citizen import ask_again, give_feedback, open_link
from siaga.desks.links.decide.issuing import issue, offer, show_status
from siaga.desks.links.state import ContactLinks, LinkLife
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.links import LinkEnd, LinkEnded, contact_links, link_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, LinkId, Tag, When

__all__ = ["boundary", "decide"]


def boundary(command: Command) -> tuple[Tag, ...]:
    """What must not change behind the decision's back."""
    contact_id = command.contact_id
    match command:
        case IssueLink() | ShowStatus() | OfferLink():
            new = LinkId(str(command.command_id))
            return (contact_life(contact_id), contact_links(contact_id), link_life(new))
        case EndUnsafeLinks():
            return (contact_links(contact_id),)
        case EndLink() | ExpireLink() | OpenLink():
            return (link_life(command.link_id),)
        case AskAgain() | GiveFeedback():
            own = (link_life(command.link_id), contact_life(contact_id))
            return (*own, incident_life(command.incident_id)) if command.incident_id else own
        case _:
            assert_never(command)


def decide(
    command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Sequence[Fact] | Refused:
    match command:
        case IssueLink():
            return issue(command, states, place=place, asked=asked)
        case ShowStatus():
            return show_status(command, states, place=place, asked=asked)
        case OfferLink():
            return offer(command, states, place=place, asked=asked)
        case OpenLink():
            return open_link(command, states[link_life(command.link_id)], asked=asked)
        case AskAgain():
            return ask_again(command, states, place=place, asked=asked)
        case GiveFeedback():
            return give_feedback(command, states, place=place, asked=asked)
        case EndLink() | ExpireLink():
            return _end(command, states[link_life(command.link_id)], asked)
        case EndUnsafeLinks():
            return _end_all(command, states[contact_links(command.contact_id)], asked)
        case _:
            assert_never(command)


def _end(command: EndLink | ExpireLink, link: LinkLife, asked: Asked) -> Sequence[Fact] | Refused:
    by_time = isinstance(command, ExpireLink)
    if link.kind is None or link.contact_id != command.contact_id:
        return () if by_time else Refused(reason=Refusal.UNKNOWN_LINK)
    if link.is_ended:
        return () if by_time else Refused(reason=Refusal.LINK_OVER)
    return (
        LinkEnded(
            link_id=command.link_id,
            kind=link.kind,
            contact_id=command.contact_id,
            why=LinkEnd.EXPIRED if by_time else LinkEnd.CLOSED,
            when=When(at=asked.received_at),
        ),
    )


def _end_all(command: EndUnsafeLinks, links: ContactLinks, asked: Asked) -> tuple[Fact, ...]:
    return tuple(
        LinkEnded(
            link_id=link.link_id,
            kind=link.kind,
            contact_id=command.contact_id,
            why=LinkEnd.UNSAFE,
            when=When(at=asked.received_at),
        )
        for link in links.live
    )
