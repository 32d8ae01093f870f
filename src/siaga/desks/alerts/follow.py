"""What a fact of the alerts sets in motion: a row for each device, and the next step's timer."""

from __future__ import annotations

from datetime import datetime, timedelta

from siaga.language.alerts import (
    AlertAnswered,
    AlertDelivered,
    AlertExhausted,
    AlertStepped,
    AlertTaken,
    AlertTarget,
    AlertWay,
)
from siaga.language.entry import Fact
from siaga.language.follow_ups import AlertRow, Arm, Disarm, FollowUp, Send, SendRule
from siaga.language.place import Place
from siaga.language.values import SubjectId

ALERT_STEP = "alert-step"

KINDS = {
    AlertWay.PUSH: "push",
    AlertWay.WHATSAPP: "whatsapp",
    AlertWay.EMAIL: "email",
    AlertWay.VOICE: "voice",
    AlertWay.SMS: "sms",
}
"""Which sender of the outbox takes a way."""

KEPT_TRYING = timedelta(minutes=30)
"""An alert that could not leave by then is told by other means, or is over."""


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case AlertStepped():
            rows = (_send(fact, target) for target in fact.targets)
            return (*rows, _arm(fact.alert_id, fact.next_at))
        case AlertDelivered(next_at=due_at) | AlertExhausted(next_at=due_at) if due_at is None:
            return (Disarm(kind=ALERT_STEP, subject=fact.alert_id),)
        case AlertDelivered(next_at=due_at) | AlertExhausted(next_at=due_at):
            assert due_at is not None
            return (_arm(fact.alert_id, due_at),)
        case AlertTaken():
            return (_arm(fact.alert_id, fact.next_at),)
        case AlertAnswered():
            return (Disarm(kind=ALERT_STEP, subject=fact.alert_id),)
        case _:
            return ()


def _arm(alert_id: str, due_at: datetime) -> Arm:
    return Arm(kind=ALERT_STEP, subject=alert_id, due_at=due_at)


def _send(fact: AlertStepped, target: AlertTarget) -> Send:
    """A line for each alert at each device: a dead device holds up nobody, and what could not
    leave an hour ago holds up no new alert."""
    row = AlertRow(
        alert_id=fact.alert_id,
        device_id=target.device_id,
        way=target.way,
        step=fact.step,
        round=fact.round,
    )
    return Send(
        kind=KINDS[target.way],
        rule=SendRule.ALERT,
        recipient=SubjectId(f"device:{target.device_id}:{target.way}:{fact.alert_id}"),
        alert=row,
        deadline_at=fact.when.at + KEPT_TRYING,
    )
