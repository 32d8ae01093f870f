"""What became of the ways: left the house, failed, arrived, was read, was taken up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from siaga.desks.alerts.commands import (
    ConfirmAlert,
    ProveDelivery,
    ReadAlert,
    ReportSendings,
    SayAlert,
    TakeAlert,
)
from siaga.desks.alerts.decide import testing
from siaga.desks.alerts.decide.reach import is_for
from siaga.desks.alerts.decide.stepping import chain_of, next_after_delivery, next_step
from siaga.desks.alerts.state import Alert, Roster, evolve
from siaga.language.alerts import (
    TOLD,
    AlertAbout,
    AlertAnswered,
    AlertDelivered,
    AlertEnd,
    AlertFact,
    AlertFailed,
    AlertRaised,
    AlertReached,
    AlertSent,
    AlertTaken,
    AlertWay,
    alert_life,
)
from siaga.language.entry import Entry
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    AccountId,
    ActorKind,
    Asked,
    DeviceId,
    IncidentId,
    Sealed,
    When,
)

Outcome = Sequence[AlertFact] | Refused
Proof = ConfirmAlert | SayAlert | ReadAlert | TakeAlert | ProveDelivery

READABLE = TOLD | {AlertAbout.CHANGE, AlertAbout.TEST}
"""What having read it answers; everything else is answered by an act of its own."""


def decide(command: Proof, alert: Alert, *, place: Place, asked: Asked) -> Outcome:
    raised = alert.raised
    if isinstance(command, ProveDelivery):
        if raised is None:
            return ()
        at = command.heard_at or asked.received_at
        return _arrived(alert, Arrival(way=command.way, device=command.device_id, at=at), place)
    if raised is None:
        return Refused(reason=Refusal.UNKNOWN_ALERT)
    for_room = isinstance(command, SayAlert | TakeAlert)
    own = is_for(asked.actor, raised.audience)
    reads = isinstance(command, ReadAlert) and raised.about in TOLD
    if (not asked.actor.is_room and (for_room or not own)) or (reads and not own):
        return Refused(reason=Refusal.NOT_YOUR_ALERT)
    now = asked.received_at
    match command:
        case ConfirmAlert():
            arrival = Arrival(way=command.way, device=command.device_id, at=now)
            return _arrived(alert, arrival, place)
        case SayAlert():
            return _said(command, alert, place, asked)
        case ReadAlert() if raised.about in READABLE:
            return _read(alert, place, now)
        case ReadAlert():
            return Refused(reason=Refusal.ALERT_WANTS_AN_ANSWER)
        case TakeAlert():
            return _take(alert, place, asked)
        case _ as never:
            assert_never(never)


def report(
    command: ReportSendings, alert: Alert, *, roster: Roster, place: Place, asked: Asked
) -> Sequence[AlertFact]:
    """Where nothing of a step got out, nobody waits for its time to end."""
    raised, when = alert.raised, When(at=asked.received_at)
    assert raised is not None
    sent: dict[AlertWay, list[DeviceId]] = {}
    failed: dict[tuple[AlertWay, str, bool], list[DeviceId]] = {}
    for each in command.sendings:
        if each.status == "sent":
            sent.setdefault(each.way, []).append(each.device_id)
        else:
            key = (each.way, each.reason, each.status == "failed")
            failed.setdefault(key, []).append(each.device_id)
    facts: list[AlertFact] = [
        AlertSent(alert_id=raised.alert_id, way=way, devices=tuple(devices), when=when)
        for way, devices in sent.items()
    ]
    facts += [
        AlertFailed(
            alert_id=raised.alert_id,
            way=way,
            devices=tuple(devices),
            reason=reason,
            when=when,
            final=final,
        )
        for (way, reason, final), devices in failed.items()
    ]
    after = _after(alert, facts, asked)
    waits_on = {AlertWay.PAGE, AlertWay.RADIO} & set(after.ways)
    over = after.delivered_at or after.exhausted or raised.about is AlertAbout.TEST
    if after.is_hopeless and not waits_on and not over:
        facts += next_step(after, raised, roster=roster, place=place, now=asked.received_at)
    return facts


def _after(alert: Alert, facts: Sequence[AlertFact], asked: Asked) -> Alert:
    assert alert.raised is not None
    tag = alert_life(alert.raised.alert_id)
    for fact in facts:
        entry = Entry(
            position=0,
            fact=fact,
            recorded_at=asked.received_at,
            received_at=asked.received_at,
            command_id="",
            actor_kind=ActorKind.SYSTEM,
            actor="",
        )
        alert = evolve(tag, alert, entry)
    return alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    way: AlertWay
    at: datetime
    device: DeviceId | None = None
    told_by: Sealed | None = None


def of_plan(raised: AlertRaised) -> IncidentId | None:
    """A plan's message is known by its incident too."""
    return raised.incident_id if raised.about is AlertAbout.PLAN else None


def _arrived(alert: Alert, arrival: Arrival, place: Place) -> Sequence[AlertFact]:
    """The first proof is the delivery; of each other way the first is kept."""
    raised, way, at = alert.raised, arrival.way, arrival.at
    assert raised is not None
    if way in alert.reached:
        return ()
    tested: tuple[AlertFact, ...] = ()
    if raised.about is AlertAbout.TEST and way in alert.ways and way not in alert.tested:
        tested = (testing.proven(raised, way, at=at),)
        if not set(alert.ways) - alert.tested - {way}:
            tested = (*tested, testing.ended(raised, at))
    if alert.delivered_at is not None:
        reached = AlertReached(
            alert_id=raised.alert_id,
            way=way,
            when=When(at=at),
            device_id=arrival.device,
            told_by=arrival.told_by,
        )
        return (reached, *tested)
    delivered = AlertDelivered(
        alert_id=raised.alert_id,
        about=raised.about,
        subject=raised.subject,
        way=way,
        when=When(at=at),
        device_id=arrival.device,
        next_at=next_after_delivery(alert, at, place=place),
        told_by=arrival.told_by,
        incident_id=raised.incident_id,
    )
    return (delivered, *tested)


def _read(alert: Alert, place: Place, now: datetime) -> Sequence[AlertFact]:
    raised = alert.raised
    assert raised is not None
    shown = _arrived(alert, Arrival(way=AlertWay.PAGE, at=now), place)
    if raised.about is AlertAbout.TEST:
        return shown
    answered = AlertAnswered(
        alert_id=raised.alert_id,
        about=raised.about,
        subject=raised.subject,
        how=AlertEnd.READ,
        when=When(at=now),
        incident_id=of_plan(raised),
    )
    return (*shown, answered)


def _said(command: SayAlert, alert: Alert, place: Place, asked: Asked) -> Sequence[AlertFact]:
    """Who says it over the radio has also taken it up."""
    arrival = Arrival(way=AlertWay.RADIO, at=asked.received_at, told_by=command.told_by)
    told = _arrived(alert, arrival, place)
    if alert.raised is not None and alert.raised.about in TOLD:
        return told  # nobody has to answer
    taken = _take(alert, place, asked)
    return told if isinstance(taken, Refused) else (*told, *taken)


def _take(alert: Alert, place: Place, asked: Asked) -> Outcome:
    raised = alert.raised
    assert raised is not None
    if not alert.exhausted and AlertWay.RADIO not in alert.ways:
        return Refused(reason=Refusal.ALERT_UNDER_WAY)
    if alert.taken or raised.about is AlertAbout.TEST:
        return ()
    again = timedelta(seconds=chain_of(raised, place).ring_again_s)
    return (
        AlertTaken(
            alert_id=raised.alert_id,
            account_id=AccountId(asked.actor.id),
            when=When(at=asked.received_at),
            next_at=asked.received_at + again,
            incident_id=raised.incident_id,
        ),
    )
