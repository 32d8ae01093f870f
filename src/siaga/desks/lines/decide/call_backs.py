"""Whom the centre owes a call: asked for, tried, reached, or not needed any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from siaga.desks.lines.commands import (
    AskCallBack,
    CloseCallBack,
    NoteCallBackEnd,
    SettleCallBacks,
    TryCallBack,
)
from siaga.desks.lines.decide.calls import may_be_called
from siaga.desks.lines.state import CallerLife, CallLife, Phase, TakerLife
from siaga.language.calls import CallBackOutcome, CallBackReason, Doing
from siaga.language.entry import Fact
from siaga.language.lines import CallBackClosed, CallBackEnded, CallBackTried, CallBackWanted
from siaga.language.place import Lines
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, ActorKind, Asked, ContactId, Safety, SubjectId, When

Outcome = Sequence[Fact] | Refused


def ask_call_back(command: AskCallBack, call: CallLife, *, rules: Lines, asked: Asked) -> Outcome:
    if refused := _cannot_be_called(call):
        return refused
    if call.call_back is not None:
        return ()
    if call.offered_at is None:  # whoever wrote is called or written to, not put on this list
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    return (
        CallBackWanted(
            contact_id=command.contact_id,
            why=CallBackReason.ASKED,
            when=When(at=asked.received_at),
            due_at=asked.received_at + timedelta(seconds=rules.call_back_s),
            offered_at=call.offered_at,
            signed=call.signs > 0,
            subject=call.subject,
            number=call.number,
        ),
    )


def try_call_back(command: TryCallBack, call: CallLife, *, who: TakerLife, asked: Asked) -> Outcome:
    """On the list or not: a taker may always call somebody again, but two never at once."""
    if refused := _cannot_be_called(call):
        return refused
    if call.called_by == asked.actor.id:
        return ()
    if call.called_by is not None:
        return Refused(reason=Refusal.CALL_BACK_RUNNING)
    if command.taker and command.taker != asked.actor.id:
        return Refused(reason=Refusal.NOT_YOUR_CALL)
    if who.doing in (Doing.RINGING, Doing.TALKING):
        return Refused(reason=Refusal.TAKER_BUSY)
    return (
        CallBackTried(
            contact_id=command.contact_id,
            by=AccountId(asked.actor.id),
            when=When(at=asked.received_at),
            tried=call.tried + 1,
        ),
    )


def note_call_back_end(command: NoteCallBackEnd, call: CallLife, *, asked: Asked) -> Outcome:
    """Reached, it is off the list; else it stays there, tried once more."""
    if call.called_by != command.by:
        return ()
    now = When(at=min(command.ended_at, asked.received_at))
    ended = CallBackEnded(
        contact_id=command.contact_id, by=command.by, answered=command.answered, when=now
    )
    if not command.answered or call.call_back is None:
        return (ended,)
    reached = CallBackOutcome.REACHED
    return (ended, _closed(command.contact_id, reached, subject=call.subject, asked=asked))


def close_call_back(command: CloseCallBack, call: CallLife, *, asked: Asked) -> Outcome:
    if call.offered_at is None and asked.actor.kind is ActorKind.PERSON:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if call.call_back is None:
        if asked.actor.kind is not ActorKind.PERSON:
            return ()
        return Refused(reason=Refusal.NOT_ON_CALL_BACK_LIST)
    return (_closed(command.contact_id, command.outcome, subject=call.subject, asked=asked),)


def settle_call_backs(
    command: SettleCallBacks, caller: CallerLife, *, asked: Asked
) -> Sequence[Fact]:
    outcome = CallBackOutcome.CALLED_AGAIN
    return tuple(
        _closed(contact_id, outcome, subject=command.subject, asked=asked)
        for contact_id, _ in caller.waiting
    )


def _cannot_be_called(call: CallLife) -> Refused | None:
    """Also somebody who may only be written to is not telephoned."""
    if call.offered_at is None and not call.written:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if call.phase is not Phase.OVER:
        return Refused(reason=Refusal.CALL_STILL_UP)
    if call.safety is not Safety.SAFE:
        return Refused(reason=Refusal.CONTACT_NOT_SAFE)
    return None if may_be_called(call) else Refused(reason=Refusal.NO_NUMBER)


def _closed(
    contact_id: ContactId, outcome: CallBackOutcome, *, subject: SubjectId | None, asked: Asked
) -> CallBackClosed:
    now = When(at=asked.received_at)
    return CallBackClosed(contact_id=contact_id, outcome=outcome, when=now, subject=subject)
