"""A crew that is called off must know it: it confirms, or a person is told that it has not."""

from __future__ import annotations

from typing import assert_never

from siaga.desks.dispatch.commands import ConfirmStandDown, OfStandDown, RemindOfStandDown
from siaga.desks.dispatch.decide.outcome import Names, Outcome, moves_unit, when_of
from siaga.desks.dispatch.state import Chain
from siaga.language.device_clock import device_time
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.status_claims import StandDownRead, StandDownUnread
from siaga.language.values import Asked


def stand_down(command: OfStandDown, chain: Chain, *, place: Place, asked: Asked) -> Outcome:
    if chain.unit_id is None or chain.incident_id is None:
        return Refused(reason=Refusal.UNKNOWN_DISPATCH)
    names = Names(
        dispatch_id=command.dispatch_id, unit_id=chain.unit_id, incident_id=chain.incident_id
    )
    match command:
        case ConfirmStandDown():
            if not moves_unit(asked.actor, chain.unit_id, place=place):
                return Refused(reason=Refusal.NOT_YOUR_DISPATCH)
            if not chain.unread:
                return ()
            when = when_of(None, asked)
            if command.device_at is not None:
                when = device_time(
                    command.device_at, command.sent_at, received_at=asked.received_at
                )
            return (StandDownRead(**names, when=when, told_by=command.told_by),)
        case RemindOfStandDown():
            if not chain.unread:
                return ()
            late_s = max(0, int((asked.received_at - command.due_at).total_seconds()))
            return (StandDownUnread(**names, when=when_of(None, asked), late_s=late_s),)
        case _ as never:
            assert_never(never)
