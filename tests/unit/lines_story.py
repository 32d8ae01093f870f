"""Calls, takers and callers to tell stories of the lines desk with."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from siaga.desks.lines.advise import Floor
from siaga.desks.lines.commands import CallerSeen, HearCall
from siaga.desks.lines.doors import DESK
from siaga.language.calls import CallerId, CallPath, Doing, EndedBy, RingFailure
from siaga.language.entry import Fact
from siaga.language.lines import (
    CallAnswered,
    CallEnded,
    CallOffered,
    CallRung,
    RingMissed,
    TakerDutySet,
)
from siaga.language.values import AccountId, ContactId, SubjectId
from tests.builders import CHANNEL_ACTOR, NOW, by_server, sealed, uid
from tests.story import entry, teller

given = teller(DESK)

CALL = ContactId(str(uid(1)))
OTHER = ContactId(str(uid(2)))
ANI, BUDI = AccountId("acc-taker"), AccountId("acc-taker-2")
RINA = SubjectId("s-rina")
PHONE = CHANNEL_ACTOR

HEAR = HearCall(
    command_id=uid(1),
    line="main",
    caller_id=CallerId.SHOWN,
    offered_at=NOW,
    seen=CallerSeen(),
    subject=RINA,
    number=sealed("number"),
)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def offered(contact_id: ContactId = CALL, at: datetime = NOW, **more: object) -> CallOffered:
    fact = CallOffered(
        contact_id=contact_id,
        line="main",
        caller_id=CallerId.SHOWN,
        when=by_server(at),
        likely=0.05,
        head_start_s=0,
        front=False,
        reasons=(),
        rules="test-1",
        subject=RINA,
        number=sealed("number"),
    )
    return replace(fact, **more)  # type: ignore[arg-type]  # fields by name, as a test needs them


def ready(who: AccountId = ANI, at: datetime = NOW, doing: Doing = Doing.READY) -> TakerDutySet:
    return TakerDutySet(account_id=who, doing=doing, when=by_server(at))


def rung(who: AccountId = ANI, contact_id: ContactId = CALL, at: datetime = NOW) -> CallRung:
    return CallRung(contact_id=contact_id, taker=who, when=by_server(at))


def missed(
    who: AccountId = ANI,
    contact_id: ContactId = CALL,
    *,
    at: datetime = NOW,
    why: RingFailure = RingFailure.NO_ANSWER,
) -> RingMissed:
    return RingMissed(contact_id=contact_id, taker=who, why=why, when=by_server(at))


def answered(
    who: AccountId | None = ANI, contact_id: ContactId = CALL, at: datetime = NOW
) -> CallAnswered:
    return CallAnswered(
        contact_id=contact_id,
        path=CallPath.TAKER if who else CallPath.SECOND_DESTINATION,
        when=by_server(at),
        offered_at=NOW,
        answered_by=who,
        subject=RINA,
    )


def ended(
    who: AccountId | None = ANI, contact_id: ContactId = CALL, at: datetime = NOW
) -> CallEnded:
    return CallEnded(
        contact_id=contact_id,
        ended_by=EndedBy.CALLER,
        when=by_server(at),
        offered_at=NOW,
        answered_at=NOW if who else None,
        taker=who,
        subject=RINA,
    )


def floor(*facts: Fact) -> Floor:
    picture = Floor()
    for place, fact in enumerate(facts, start=1):
        picture.see(entry(fact, position=place))
    return picture
