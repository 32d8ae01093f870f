"""Machines of agencies and neighbours: whether they are reached, and what did not arrive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.entry import Entry, Fact
from siaga.language.systems import (
    NoticeEnded,
    NoticeOutcome,
    NoticeQueued,
    NoticeRequeued,
    SummaryEnded,
    SummarySent,
    SummaryStopped,
    SummaryWanted,
    SystemConnected,
    SystemDisconnected,
    SystemId,
    SystemPaused,
    SystemResumed,
    of_agency,
)
from siaga.language.values import Actor, IncidentId, NoticeId, Role, Sealed

FAILURES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedNotice:
    notice_id: NoticeId
    event: str
    outcome: NoticeOutcome
    reason: str
    attempts: int
    at: datetime
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    email: Sealed
    next_at: datetime
    sent_at: datetime | None = None
    reason: str = ""  # why the last one did not leave


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCard:
    """Key: system id. The secret is never shown; the address to the administrator only."""

    system: SystemId
    connected_at: datetime | None = None
    webhook_url: Sealed | None = None
    webhook_secret: Sealed | None = None
    paused_at: datetime | None = None
    pause_reason: Sealed | None = None
    waiting: int = 0  # on their way
    delivered: int = 0
    last_delivered_at: datetime | None = None
    undelivered: int = 0  # and not sent again since
    failures: tuple[FailedNotice, ...] = ()  # the last of them
    events: tuple[tuple[NoticeId, str], ...] = ()  # of what is on its way
    summary: Summary | None = None


OfMachine = SystemConnected | SystemDisconnected | SystemPaused | SystemResumed
OfNotice = NoticeQueued | NoticeRequeued | NoticeEnded
OfSummary = SummaryWanted | SummaryStopped | SummarySent | SummaryEnded
Heard = OfMachine | OfNotice | OfSummary

HEARS: tuple[type[Fact], ...] = tuple(
    kind for union in (OfMachine, OfNotice, OfSummary) for kind in get_args(union)
)
ROLES: frozenset[Role] = frozenset(
    {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SHIFT_LEAD, Role.HEAD, Role.AUDITOR}
)
CARD = SystemCard


def keys(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, OfSummary):
        return (of_agency(fact.agency),)
    return (fact.system,) if isinstance(fact, OfMachine | OfNotice) else ()


def draw(key: str, card: SystemCard | None, entry: Entry) -> SystemCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key not in keys(fact):
        return card
    card = card or SystemCard(system=SystemId(key))
    if isinstance(fact, OfMachine):
        return _machine(card, fact)
    if isinstance(fact, OfNotice):
        return _notice(card, fact)
    return _summary(card, fact)


def view(card: SystemCard, viewer: Actor) -> SystemCard | None:
    if not viewer.roles & ROLES:
        return None
    shown = replace(card, webhook_secret=None, events=())
    if Role.ADMINISTRATOR in viewer.roles:
        return shown
    return replace(shown, webhook_url=None)


def _machine(card: SystemCard, fact: OfMachine) -> SystemCard:
    match fact:
        case SystemConnected():
            return replace(
                card,
                connected_at=fact.when.at,
                webhook_url=fact.webhook_url,
                webhook_secret=fact.webhook_secret,
                paused_at=None,
                pause_reason=None,
            )
        case SystemDisconnected():
            return replace(
                card,
                connected_at=None,
                webhook_url=None,
                webhook_secret=None,
                paused_at=None,
                pause_reason=None,
            )
        case SystemPaused():
            return replace(card, paused_at=fact.when.at, pause_reason=fact.reason)
        case SystemResumed():
            return replace(card, paused_at=None, pause_reason=None)
        case _ as never:
            assert_never(never)


def _notice(card: SystemCard, fact: OfNotice) -> SystemCard:
    match fact:
        case NoticeQueued():
            if not fact.posted:
                return card
            return _on_its_way(card, fact.notice_id, fact.event)
        case NoticeRequeued():
            left = tuple(each for each in card.failures if each.notice_id != fact.notice_id)
            undelivered = card.undelivered - (len(left) < len(card.failures))
            card = replace(card, failures=left, undelivered=undelivered)
            return _on_its_way(card, fact.notice_id, fact.event)
        case NoticeEnded():
            return _ended(card, fact)
        case _ as never:
            assert_never(never)


def _on_its_way(card: SystemCard, notice_id: NoticeId, event: str) -> SystemCard:
    return replace(card, waiting=card.waiting + 1, events=(*card.events, (notice_id, event)))


def _ended(card: SystemCard, fact: NoticeEnded) -> SystemCard:
    event = next((name for known, name in card.events if known == fact.notice_id), "")
    events = tuple(each for each in card.events if each[0] != fact.notice_id)
    card = replace(card, waiting=max(0, card.waiting - 1), events=events)
    if fact.outcome is NoticeOutcome.DELIVERED:
        return replace(card, delivered=card.delivered + 1, last_delivered_at=fact.when.at)
    failed = FailedNotice(
        notice_id=fact.notice_id,
        event=event,
        outcome=fact.outcome,
        reason=fact.reason,
        attempts=fact.attempts,
        at=fact.when.at,
        incident_id=fact.incident_id,
    )
    failures = (*card.failures, failed)[-FAILURES_MAX:]
    return replace(card, undelivered=card.undelivered + 1, failures=failures)


def _summary(card: SystemCard, fact: OfSummary) -> SystemCard:
    known = card.summary
    match fact:
        case SummaryWanted():
            return replace(card, summary=Summary(email=fact.email, next_at=fact.next_at))
        case SummaryStopped():
            return replace(card, summary=None)
        case SummarySent():
            return replace(card, summary=Summary(email=fact.email, next_at=fact.next_at))
        case SummaryEnded() if known is not None:
            sent_at = None if fact.reason else fact.when.at
            return replace(card, summary=replace(known, sent_at=sent_at, reason=fact.reason))
        case SummaryEnded():
            return card
        case _ as never:
            assert_never(never)
