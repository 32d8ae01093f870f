"""The chain of ways: what is tried next, when, and what happens once all are used up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from siaga.desks.alerts.commands import GoOn
from siaga.desks.alerts.decide import testing
from siaga.desks.alerts.decide.reach import targets
from siaga.desks.alerts.state import Alert, Roster
from siaga.language.alert_rules import AlertChain, AlertStep
from siaga.language.alerts import (
    BY_DEVICE,
    TOLD,
    AlertAbout,
    AlertExhausted,
    AlertFact,
    AlertRaised,
    AlertStepped,
    AlertTarget,
    AlertWay,
)
from siaga.language.place import Place
from siaga.language.values import Asked, When

TARGETS_PER_FACT = 128
"""A fact has a size; a larger audience comes in several of the same step."""

EARLY = timedelta(seconds=0.5)
"""A timer's instant and the state's may differ by the database's rounding."""


def chain_of(raised: AlertRaised, place: Place) -> AlertChain:
    return place.alerts.chain_of(raised.about, raised.priority)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What is tried at `now`. `again`: times the same was sounded before."""

    step: int
    ways: tuple[AlertWay, ...]
    now: datetime
    next_at: datetime
    skipped: tuple[AlertWay, ...] = ()
    again: int = 0


def go_on(
    command: GoOn, alert: Alert, *, roster: Roster, place: Place, asked: Asked
) -> Sequence[AlertFact]:
    """A timer that rang for an instant which has been replaced is nothing to do."""
    raised = alert.raised
    assert raised is not None
    if alert.next_at is None or command.due_at + EARLY < alert.next_at:
        return ()
    now = asked.received_at
    if raised.about is AlertAbout.TEST:
        return testing.conclude(alert, raised, now=now)
    chain = chain_of(raised, place)
    if alert.exhausted:
        return _once_exhausted(alert, raised, chain, roster=roster, now=now)
    step = chain.step[alert.step]
    if now + EARLY >= step_ends_at(alert, step):
        return next_step(alert, raised, roster=roster, place=place, now=now)
    return _again(alert, raised, chain, roster=roster, now=now)


def next_step(
    alert: Alert, raised: AlertRaised, *, roster: Roster, place: Place, now: datetime
) -> Sequence[AlertFact]:
    """Ways for which the audience has no device are passed over at once, and named."""
    chain = chain_of(raised, place)
    skipped: list[AlertWay] = []
    for number in range(alert.step + 1, len(chain.step)):
        step = chain.step[number]
        found = targets(roster, step.ways, audience=raised.audience, spared=raised.spared)
        have = {target.way for target in found}
        ways = tuple(way for way in step.ways if way in have or way not in BY_DEVICE)
        skipped += [way for way in step.ways if way not in ways]
        if not ways:
            continue
        ends_at = now + timedelta(seconds=step.deliver_s)
        turn = Turn(
            step=number,
            ways=ways,
            now=now,
            next_at=_sooner(ends_at, now, chain, ways=ways),
            skipped=tuple(skipped),
        )
        return stepped(raised, found, turn=turn)
    return (_exhausted(raised, chain, now),)


def stepped(
    raised: AlertRaised, found: Sequence[AlertTarget], *, turn: Turn
) -> tuple[AlertStepped, ...]:
    parts = range(0, max(len(found), 1), TARGETS_PER_FACT)
    return tuple(
        AlertStepped(
            alert_id=raised.alert_id,
            about=raised.about,
            subject=raised.subject,
            priority=raised.priority,
            step=turn.step,
            ways=turn.ways,
            targets=tuple(found[first : first + TARGETS_PER_FACT]),
            when=When(at=turn.now),
            next_at=turn.next_at,
            round=turn.again,
            skipped=turn.skipped,
            rings=AlertWay.RADIO in turn.ways and raised.about not in TOLD,
        )
        for first in parts
    )


def step_ends_at(alert: Alert, step: AlertStep) -> datetime:
    """Late delivery and late acknowledgement each have their own patience."""
    assert alert.stepped_at is not None
    if alert.delivered_at is None:
        return alert.stepped_at + timedelta(seconds=step.deliver_s)
    return max(alert.stepped_at, alert.delivered_at) + timedelta(seconds=step.answer_s)


def next_after_delivery(alert: Alert, at: datetime, *, place: Place) -> datetime | None:
    """None: nothing is left to wait for but the answer."""
    raised = alert.raised
    if raised is None or alert.step < 0 or raised.about in TOLD:
        return None
    if alert.exhausted or raised.about is AlertAbout.TEST:
        return alert.next_at
    chain = chain_of(raised, place)
    ends_at = max(at, alert.stepped_at or at) + timedelta(seconds=chain.step[alert.step].answer_s)
    return _sooner(ends_at, at, chain, ways=alert.ways)


def _sooner(
    ends_at: datetime, now: datetime, chain: AlertChain, *, ways: Collection[AlertWay]
) -> datetime:
    repeats = chain.repeat_s > 0 and AlertWay.PUSH in ways
    return min(ends_at, now + timedelta(seconds=chain.repeat_s)) if repeats else ends_at


def _again(
    alert: Alert, raised: AlertRaised, chain: AlertChain, *, roster: Roster, now: datetime
) -> Sequence[AlertFact]:
    """Sounds once more on the browsers; a number is not written to twice in one step."""
    ends_at = step_ends_at(alert, chain.step[alert.step])
    again = targets(roster, (AlertWay.PUSH,), audience=raised.audience, spared=raised.spared)
    turn = Turn(
        step=alert.step,
        ways=alert.ways,
        now=now,
        next_at=_sooner(ends_at, now, chain, ways=alert.ways),
        again=alert.round + 1,
    )
    return stepped(raised, again, turn=turn)


def _exhausted(raised: AlertRaised, chain: AlertChain, now: datetime) -> AlertExhausted:
    repeats = timedelta(seconds=chain.repeat_s) if chain.repeat_s else None
    return AlertExhausted(
        alert_id=raised.alert_id,
        about=raised.about,
        subject=raised.subject,
        when=When(at=now),
        next_at=now + repeats if repeats and chain.rings else None,
        rings=chain.rings,
        incident_id=raised.incident_id,
    )


def _once_exhausted(
    alert: Alert, raised: AlertRaised, chain: AlertChain, *, roster: Roster, now: datetime
) -> Sequence[AlertFact]:
    """It rings in the room already; the browsers go on sounding for a while. What a person took
    and nobody answered rings again."""
    if alert.taken:
        return (_exhausted(raised, chain, now),)
    if now >= raised.when.at + timedelta(seconds=chain.repeat_for_s):
        return ()
    found = targets(roster, (AlertWay.PUSH,), audience=raised.audience, spared=raised.spared)
    if not found:
        return ()
    turn = Turn(
        step=alert.step,
        ways=alert.ways,
        now=now,
        next_at=now + timedelta(seconds=chain.repeat_s),
        again=alert.round + 1,
    )
    return stepped(raised, found, turn=turn)
