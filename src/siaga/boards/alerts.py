"""Who was told by which way, whether it arrived, and what nobody has answered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never, get_args

from siaga.language.agencies import (
    ReferralDeclined,
    ReferralHandedBack,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.alerts import (
    EVERYBODY,
    TOLD,
    AlertAbout,
    AlertAnswered,
    AlertDelivered,
    AlertEnd,
    AlertExhausted,
    AlertFailed,
    AlertRaised,
    AlertReached,
    AlertSent,
    AlertStepped,
    AlertTaken,
    AlertWay,
    alert_of,
)
from siaga.language.dispatch import DispatchCancelled, DispatchDeclined, UnitCleared
from siaga.language.entry import Entry, Fact
from siaga.language.values import (
    OVERSIGHT_ROLES,
    ROOM_ROLES,
    AccountId,
    Actor,
    AgencyId,
    AlertId,
    HospitalId,
    IncidentId,
    Priority,
    Role,
    UnitId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WayLine:
    """`state`: queued, sent, trying, failed, delivered; waiting where a person or an open page has
    to show it; skipped where nobody of the audience has a device."""

    way: AlertWay
    state: str
    at: datetime
    devices: int = 0
    failed: int = 0
    reason: str = ""
    rounds: int = 0  # times it was sounded once more


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCard:
    """Key: alert id. Leaves with what it was about; `rings` in the room until a person takes it."""

    alert_id: AlertId
    about: AlertAbout
    subject: str
    priority: Priority
    audience: tuple[str, ...]
    raised_at: datetime
    ways: tuple[WayLine, ...] = ()
    step: int = 0
    next_at: datetime | None = None
    incident_id: IncidentId | None = None
    unit_id: UnitId | None = None
    agency: AgencyId | None = None
    hospital: HospitalId | None = None
    changed: tuple[str, ...] = ()
    message: str = ""  # of a plan …
    alarm: int = 0  # … and of which alarm level
    delivered_at: datetime | None = None
    delivered_by: AlertWay | None = None
    answered_at: datetime | None = None
    how: AlertEnd | None = None
    exhausted_at: datetime | None = None
    rings: bool = False
    rings_at: datetime | None = None
    taken_at: datetime | None = None
    taken_by: AccountId | None = None


Told = AlertSent | AlertFailed | AlertReached | AlertDelivered
OfAlert = AlertRaised | AlertStepped | Told | AlertAnswered | AlertExhausted | AlertTaken
OfDispatch = UnitCleared | DispatchCancelled | DispatchDeclined
OfReferral = ReferralVerified | ReferralTakenBack | ReferralDeclined | ReferralHandedBack
Heard = OfAlert | OfDispatch | OfReferral

SEES_ALL = ROOM_ROLES | OVERSIGHT_ROLES
WATCHED = frozenset(
    {AlertAbout.DISPATCH, AlertAbout.REFERRAL, AlertAbout.ESCALATION, AlertAbout.PLAN}
)
"""Whose proof stays on its card until the subject itself has ended."""

HEARS: tuple[type[Fact], ...] = get_args(Heard)
ROLES: frozenset[Role] = SEES_ALL | {
    Role.FIELD_CREW,
    Role.AGENCY_DESK,
    Role.HOSPITAL_DESK,
    Role.DUTY_DOCTOR,
}
CARD = AlertCard

_BETTER = ("skipped", "waiting", "queued", "trying", "failed", "sent", "delivered")


def keys(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, OfDispatch):
        both = (AlertAbout.DISPATCH, AlertAbout.CHANGE)
        return tuple(alert_of(about, fact.dispatch_id) for about in both)
    if isinstance(fact, OfReferral):
        both = (AlertAbout.REFERRAL, AlertAbout.ESCALATION)
        return tuple(alert_of(about, fact.referral_id) for about in both)
    return (fact.alert_id,) if isinstance(fact, OfAlert) else ()


def draw(key: str, card: AlertCard | None, entry: Entry) -> AlertCard | None:
    fact = entry.fact
    if not isinstance(fact, Heard) or key not in keys(fact):
        return card
    if isinstance(fact, OfDispatch | OfReferral):
        return None
    if isinstance(fact, AlertRaised):
        return _raised(fact, card)
    if card is None:
        return None
    match fact:
        case AlertStepped():
            return _stepped(card, fact)
        case AlertSent() | AlertFailed() | AlertReached() | AlertDelivered():
            return _told(card, fact)
        case AlertAnswered():
            return _answered(card, fact)
        case AlertExhausted():
            return _exhausted(card, fact)
        case AlertTaken():
            return replace(
                card,
                rings=False,
                taken_at=fact.when.at,
                taken_by=fact.account_id,
                next_at=fact.next_at,
            )
        case _:
            assert_never(fact)


def view(card: AlertCard, viewer: Actor) -> AlertCard | None:
    if viewer.roles & SEES_ALL:
        return card
    if not viewer.roles & ROLES or card.about in TOLD:
        return None  # such a message is read where it was sent, not on a page of tasks
    own = {f"unit:{unit_id}" for unit_id in viewer.units}
    own |= {f"agency:{viewer.agency}", f"hospital:{viewer.hospital}"}
    meant = EVERYBODY in card.audience or not own.isdisjoint(card.audience)
    return replace(card, taken_by=None) if meant else None


def _raised(fact: AlertRaised, before: AlertCard | None) -> AlertCard:
    """What changed earlier and nobody has read yet is still news."""
    unread = before.changed if before and before.answered_at is None else ()
    return AlertCard(
        alert_id=fact.alert_id,
        about=fact.about,
        subject=fact.subject,
        priority=fact.priority,
        audience=fact.audience,
        raised_at=fact.when.at,
        incident_id=fact.incident_id,
        unit_id=fact.unit_id,
        agency=fact.agency,
        hospital=fact.hospital,
        message=fact.message,
        alarm=fact.alarm,
        changed=tuple(dict.fromkeys((*unread, *fact.changed))),
    )


def _stepped(card: AlertCard, fact: AlertStepped) -> AlertCard:
    if fact.round:
        again = _lines(card.ways, (AlertWay.PUSH,), lambda line: _sounded_again(line, fact))
        return replace(card, ways=again, next_at=fact.next_at)
    at = fact.when.at
    known = {line.way: line for line in card.ways}
    for way in fact.skipped:
        known.setdefault(way, WayLine(way=way, state="skipped", at=at))
    for way in fact.ways:
        count = sum(target.way is way for target in fact.targets)
        line = known.get(way)
        if line is not None and line.state != "skipped":  # the rest of a large audience
            known[way] = replace(line, devices=line.devices + count)
        else:
            state = "queued" if count else "waiting"
            known[way] = WayLine(way=way, state=state, at=at, devices=count)
    return replace(
        card,
        ways=tuple(known.values()),
        step=fact.step,
        next_at=fact.next_at,
        rings=fact.rings,
        rings_at=at if fact.rings else None,
    )


def _sounded_again(line: WayLine, fact: AlertStepped) -> WayLine:
    return replace(line, rounds=max(line.rounds, fact.round))


def _told(card: AlertCard, fact: Told) -> AlertCard:
    if not any(line.way is fact.way for line in card.ways):  # it was on its way before its turn
        first = WayLine(way=fact.way, state="waiting", at=fact.when.at)
        card = replace(card, ways=(*card.ways, first))
    card = replace(card, ways=_lines(card.ways, (fact.way,), lambda line: _said(line, fact)))
    if not isinstance(fact, AlertDelivered):
        return card
    rings = card.rings and card.about not in TOLD
    return replace(
        card,
        delivered_at=fact.when.at,
        delivered_by=fact.way,
        next_at=fact.next_at,
        rings=rings,
    )


def _said(line: WayLine, fact: Told) -> WayLine:
    """The best that is known of any device; a failure of one does not hide another's arrival."""
    match fact:
        case AlertFailed():
            state = "failed" if fact.final else "trying"
            gone = len(fact.devices) if fact.final else 0
            line = replace(line, failed=line.failed + gone, reason=fact.reason)
        case AlertSent():
            state = "sent"
        case AlertReached() | AlertDelivered():
            state = "delivered"
        case _:
            assert_never(fact)
    if _BETTER.index(state) < _BETTER.index(line.state) and not _was_all(line, fact):
        return line
    reason = line.reason if state in ("failed", "trying") else ""
    return replace(line, state=state, at=fact.when.at, reason=reason)


def _was_all(line: WayLine, fact: Told) -> bool:
    """A modem or a provider took it, and says later that it could not be sent after all."""
    if not isinstance(fact, AlertFailed) or not fact.final:
        return False
    sounded_again = line.way is AlertWay.PUSH  # and fails again: its failures are not counted up
    failed = len(fact.devices) if sounded_again else line.failed
    return line.state == "sent" and failed >= line.devices


def _lines(
    lines: Iterable[WayLine], ways: tuple[AlertWay, ...], change: Callable[[WayLine], WayLine]
) -> tuple[WayLine, ...]:
    return tuple(change(line) if line.way in ways else line for line in lines)


def _answered(card: AlertCard, fact: AlertAnswered) -> AlertCard | None:
    if card.about not in WATCHED or fact.how is AlertEnd.OVER:
        return None
    return replace(card, answered_at=fact.when.at, how=fact.how, rings=False, next_at=None)


def _exhausted(card: AlertCard, fact: AlertExhausted) -> AlertCard:
    at = fact.when.at
    return replace(
        card,
        exhausted_at=card.exhausted_at or at,
        rings=fact.rings,
        rings_at=at if fact.rings else None,
        next_at=fact.next_at,
    )
