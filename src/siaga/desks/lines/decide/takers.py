"""What takers say of themselves, and how the writing after a call ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from siaga.desks.lines.commands import FinishWrapUp, LeaveLines, SetDuty
from siaga.desks.lines.state import CallLife, TakerLife
from siaga.language.calls import Doing
from siaga.language.entry import Fact
from siaga.language.lines import TakerDutySet
from siaga.language.values import AccountId, Asked, When


def set_duty(command: SetDuty, asked: Asked) -> Sequence[Fact]:
    """During a call it is what comes after: nobody is torn away."""
    back_in = timedelta(minutes=command.back_in_min) if command.back_in_min else None
    return (
        TakerDutySet(
            account_id=AccountId(asked.actor.id),
            doing=command.doing,
            when=When(at=asked.received_at),
            break_kind=command.break_kind,
            back_at=asked.received_at + back_in if back_in else None,
        ),
    )


def finish_wrap_up(
    command: FinishWrapUp, who: TakerLife, *, call: CallLife | None, asked: Asked
) -> Sequence[Fact]:
    if call is not None and not call.wrapped:
        return ()
    if who.doing is not Doing.WRAP_UP or who.contact_id != command.contact_id:
        return ()
    now = When(at=asked.received_at)
    return (TakerDutySet(account_id=command.taker, doing=Doing.READY, when=now),)


def leave_lines(command: LeaveLines, who: TakerLife, *, asked: Asked) -> Sequence[Fact]:
    if Doing.AWAY in (who.doing, who.after):
        return ()
    now = When(at=asked.received_at)
    return (TakerDutySet(account_id=command.account_id, doing=Doing.AWAY, when=now),)
