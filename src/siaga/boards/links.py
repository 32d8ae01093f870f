"""The links a contact was sent: on their way, opened, answered, ended. Shown beside the contact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.intake import (
    ContactReopened,
    ContactSafetySet,
    ContactWrappedUp,
    MessageReceived,
    ReplyReported,
)
from siaga.language.links import (
    FeedbackGiven,
    LinkEnd,
    LinkEnded,
    LinkIssued,
    LinkKind,
    LinkOpened,
    LinkSent,
    ReporterAsked,
)
from siaga.language.values import (
    ROOM_ROLES,
    Actor,
    Channel,
    ContactId,
    LinkId,
    Role,
    Safety,
)

LINKS_MAX = 6
"""Ended ones leave first."""

_BECOMES = ("queued", "sent", "delivered", "read")  # reports may arrive in any order


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """`status`: of its last sending, "" when it was shown on our own page and never sent."""

    link_id: LinkId
    kind: LinkKind
    issued_at: datetime
    expires_at: datetime
    channel: Channel | None = None
    sent_at: datetime | None = None
    status: str = ""
    error: str = ""
    opened_at: datetime | None = None
    fixes: int = 0  # claims of a place that came by it
    fix_at: datetime | None = None
    accuracy_m: int | None = None
    handled: bool | None = None  # the reporter's answer to the one question
    asked: int = 0  # times the reporter said that it is not done
    asked_at: datetime | None = None
    ended_at: datetime | None = None
    why: LinkEnd | None = None
    position: int = 0  # of the fact that sent it
    outbox_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinksCard:
    """Key: contact id. Gone when the contact is over and none of its links lives."""

    contact_id: ContactId
    links: tuple[LinkLine, ...]
    over_at: datetime | None = None
    unsafe: bool = False  # whatever still lives may not be opened


OfLink = LinkSent | LinkOpened | LinkEnded | ReporterAsked | FeedbackGiven
OfContact = MessageReceived | ReplyReported | ContactWrappedUp | ContactReopened | ContactSafetySet
Heard = LinkIssued | OfLink | OfContact

HEARS: tuple[type[Fact], ...] = (LinkIssued, *get_args(OfLink), *get_args(OfContact))
ROLES: frozenset[Role] = ROOM_ROLES
CARD = LinksCard


def keys(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, MessageReceived) and fact.link_id is None:
        return ()
    return (fact.contact_id,) if isinstance(fact, Heard) else ()


def draw(key: str, card: LinksCard | None, entry: Entry) -> LinksCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key != fact.contact_id:
        return card
    if isinstance(fact, LinkIssued):
        return _issued(card, fact)
    if card is None:
        return None
    if isinstance(fact, OfLink):
        return _kept(_with_link(card, fact, entry))
    match fact:
        case MessageReceived():
            return _with_fix(card, fact)
        case ReplyReported():
            return _with_report(card, fact, entry)
        case ContactWrappedUp():
            return _kept(replace(card, over_at=fact.when.at))
        case ContactReopened():
            return replace(card, over_at=None)
        case ContactSafetySet():
            return replace(card, unsafe=fact.safety is Safety.DO_NOT_CONTACT)
        case _:
            assert_never(fact)


def view(card: LinksCard, viewer: Actor) -> LinksCard | None:
    return card if viewer.is_room else None


def _issued(card: LinksCard | None, fact: LinkIssued) -> LinksCard:
    line = LinkLine(
        link_id=fact.link_id,
        kind=fact.kind,
        issued_at=fact.when.at,
        expires_at=fact.expires_at,
    )
    if card is None:
        return LinksCard(contact_id=fact.contact_id, links=(line,))
    lines = sorted((*card.links, line), key=lambda one: one.ended_at is None)
    return replace(card, links=tuple(lines[-LINKS_MAX:]))


def _kept(card: LinksCard) -> LinksCard | None:
    lives = any(line.ended_at is None for line in card.links)
    return card if lives or card.over_at is None else None


def _changed(card: LinksCard, link_id: LinkId, change: Callable[[LinkLine], LinkLine]) -> LinksCard:
    lines = (change(line) if line.link_id == link_id else line for line in card.links)
    return replace(card, links=tuple(lines))


def _with_link(card: LinksCard, fact: OfLink, entry: Entry) -> LinksCard:
    return _changed(card, fact.link_id, lambda line: _linked(line, fact, entry))


def _linked(line: LinkLine, fact: OfLink, entry: Entry) -> LinkLine:
    match fact:
        case LinkSent():
            return replace(
                line,
                channel=fact.channel,
                sent_at=fact.when.at,
                status="queued",
                error="",
                position=entry.position,
                outbox_id="",
            )
        case LinkOpened():
            return replace(line, opened_at=line.opened_at or fact.when.at)
        case LinkEnded():
            return replace(line, ended_at=fact.when.at, why=fact.why)
        case ReporterAsked():
            return replace(line, asked=line.asked + 1, asked_at=fact.when.at)
        case FeedbackGiven():
            return replace(line, handled=fact.handled)
        case _:
            assert_never(fact)


def _with_fix(card: LinksCard, fact: MessageReceived) -> LinksCard:
    location = fact.location
    if fact.link_id is None or location is None:
        return card
    return _changed(
        card,
        fact.link_id,
        lambda line: replace(
            line,
            opened_at=line.opened_at or fact.when.at,
            fixes=line.fixes + 1,
            fix_at=fact.when.at,
            accuracy_m=location.accuracy_m,
        ),
    )


def _with_report(card: LinksCard, fact: ReplyReported, entry: Entry) -> LinksCard:
    """A report names its outbox row; the first one's cause is the fact that sent the link."""
    for line in card.links:
        is_own = line.outbox_id == fact.outbox_id
        is_first = not line.outbox_id and bool(line.status) and line.position == entry.cause
        if is_own or is_first:
            return _changed(card, line.link_id, lambda one: _reported(one, fact))
    return card


def _reported(line: LinkLine, fact: ReplyReported) -> LinkLine:
    status = fact.status
    if line.status in _BECOMES and status in _BECOMES:
        status = max(line.status, status, key=_BECOMES.index)
    return replace(line, status=status, error=fact.error, outbox_id=fact.outbox_id)
