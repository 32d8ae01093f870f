"""The way of a call: offered, rung, overflowed, answered, signed, ended. Nobody is turned away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from siaga.desks.lines.commands import (
    HearCall,
    MissRing,
    NoteAnswer,
    NoteEnd,
    NoteSign,
    OverflowCall,
    ReturnCall,
    RingTaker,
)
from siaga.desks.lines.decide.likelihood import judge
from siaga.desks.lines.state import CallLife, Phase, TakerLife
from siaga.language.calls import (
    CallBackOutcome,
    CallBackReason,
    CallerId,
    Doing,
    EndedBy,
    RingFailure,
    Sign,
)
from siaga.language.entry import Fact
from siaga.language.lines import (
    CallAnswered,
    CallBackClosed,
    CallBackWanted,
    CallEnded,
    CallerSigned,
    CallOffered,
    CallOverflowed,
    CallReturned,
    CallRung,
    RingMissed,
)
from siaga.language.place import Lines, Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    EARLIEST_AT,
    AccountId,
    Asked,
    ContactId,
    Safety,
    TimeSource,
    When,
)

RINGS_AT = (Doing.READY, Doing.MISSED)
NORMAL_CAUSES = (0, 16, 31)
"""Q.850: unknown, normal clearing, normal unspecified. Every other end was nobody's wish."""

SIGNS_MAX = 200
"""Of one call; who presses more has long been heard."""

DOUBT_MAX_S = 86_400

Outcome = Sequence[Fact] | Refused


def hear_call(command: HearCall, call: CallLife, *, place: Place, asked: Asked) -> Outcome:
    """Judged once, at its first ring; told again it is nothing new."""
    if call.offered_at is not None:
        return ()
    judged = judge(command.seen, place.lines)
    return (
        CallOffered(
            contact_id=ContactId(str(command.command_id)),
            line=command.line,
            caller_id=command.caller_id,
            when=_told(command.offered_at, asked),
            likely=judged.likely,
            head_start_s=judged.head_start_s,
            front=judged.front,
            reasons=judged.reasons,
            rules=judged.rules,
            subject=command.subject,
            number=command.number,
            location=command.location,
            safety=command.seen.safety,
            late=command.late,
            test=command.test,
        ),
    )


def ring_taker(command: RingTaker, call: CallLife, *, who: TakerLife, asked: Asked) -> Outcome:
    if refused := _not_waiting(call):
        return refused
    if who.doing in (Doing.RINGING, Doing.TALKING, Doing.WRAP_UP):
        return Refused(reason=Refusal.TAKER_BUSY)
    if who.doing not in RINGS_AT:
        return Refused(reason=Refusal.TAKER_NOT_READY)
    now = When(at=asked.received_at)
    return (CallRung(contact_id=command.contact_id, taker=command.taker, when=now),)


def miss_ring(command: MissRing, call: CallLife, *, asked: Asked) -> Outcome:
    """Only the ring that goes on now can be missed."""
    if call.phase is not Phase.RINGING or call.taker != command.taker:
        return ()
    now = When(at=asked.received_at)
    return (
        RingMissed(contact_id=command.contact_id, taker=command.taker, why=command.why, when=now),
    )


def overflow_call(command: OverflowCall, call: CallLife, *, asked: Asked) -> Outcome:
    """Once for each call; it stays in the queue's books with its whole age."""
    if refused := _not_waiting(call):
        return refused
    if call.overflowed:
        return ()
    now = When(at=asked.received_at)
    return (CallOverflowed(contact_id=command.contact_id, why=command.why, when=now),)


def return_call(command: ReturnCall, call: CallLife, *, asked: Asked) -> Outcome:
    if call.phase is not Phase.OVERFLOWING:
        return ()
    return (CallReturned(contact_id=command.contact_id, when=When(at=asked.received_at)),)


def note_answer(
    command: NoteAnswer, call: CallLife, *, who: TakerLife | None, asked: Asked
) -> Outcome:
    """Whoever picked up has it, rung by us or not; learnt late, it still was answered."""
    if call.offered_at is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if call.answered_at is not None:
        return ()
    when = _told(max(command.answered_at, call.offered_at), asked)
    answered = CallAnswered(
        contact_id=command.contact_id,
        path=command.path,
        when=when,
        offered_at=call.offered_at,
        answered_by=command.answered_by,
        subject=call.subject,
        past=call.phase is Phase.OVER or _has_newer(who, command.contact_id, when.at),
    )
    facts: tuple[Fact, ...] = (answered,)
    if call.phase is Phase.RINGING and call.taker and call.taker != command.answered_by:
        facts = (_let_go(command.contact_id, call.taker, asked), answered)
    if call.call_back is CallBackReason.UNANSWERED:
        facts += (
            CallBackClosed(
                contact_id=command.contact_id,
                outcome=CallBackOutcome.NOT_NEEDED,
                when=When(at=asked.received_at),
                subject=call.subject,
            ),
        )
    return facts


def note_sign(command: NoteSign, call: CallLife, *, asked: Asked) -> Outcome:
    """Before the answer one voice is enough; digits all count."""
    if call.offered_at is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    heard_before = command.sign is Sign.VOICE and call.signs > 0
    if call.phase is Phase.OVER or heard_before or call.signs >= SIGNS_MAX:
        return ()
    return (
        CallerSigned(
            contact_id=command.contact_id,
            sign=command.sign,
            when=_told(command.signed_at, asked),
            digit=command.digit,
            answered=call.answered_at is not None,
        ),
    )


def note_end(command: NoteEnd, call: CallLife, *, rules: Lines, asked: Asked) -> Outcome:
    """Unanswered, or cut in the middle: the centre owes a call, unless that would betray."""
    if call.offered_at is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if call.phase is Phase.OVER:
        return ()
    when = _told(max(command.ended_at, call.answered_at or call.offered_at), asked)
    cut_off = call.answered_at is not None and _was_cut(command) and not call.wrapped
    owed = (call.answered_at is None or cut_off) and may_be_called(call)
    ended = CallEnded(
        contact_id=command.contact_id,
        ended_by=command.ended_by,
        when=when,
        offered_at=call.offered_at,
        answered_at=call.answered_at,
        taker=call.taker,
        cut_off=cut_off,
        callable=owed,
        cause=command.cause,
        subject=call.subject,
    )
    if not owed:
        return (ended,)
    due_s = rules.call_back_cut_off_s if cut_off else rules.call_back_s
    wanted = CallBackWanted(
        contact_id=command.contact_id,
        why=CallBackReason.CUT_OFF if cut_off else CallBackReason.UNANSWERED,
        when=when,
        due_at=when.at + timedelta(seconds=due_s),
        offered_at=call.offered_at,
        signed=call.signs > 0,
        subject=call.subject,
        number=call.number,
    )
    return (ended, wanted)


def may_be_called(call: CallLife) -> bool:
    """A number we know, of somebody whom a ringing telephone does not endanger."""
    known = call.number is not None and call.caller_id in (CallerId.SHOWN, CallerId.HIDDEN)
    return known and call.safety is Safety.SAFE


def _not_waiting(call: CallLife) -> Refused | None:
    match call.phase:
        case _ if call.offered_at is None:
            return Refused(reason=Refusal.UNKNOWN_CONTACT)
        case Phase.OVER:
            return Refused(reason=Refusal.CALL_OVER)
        case Phase.TALKING:
            return Refused(reason=Refusal.CALL_ANSWERED)
        case Phase.RINGING | Phase.OVERFLOWING:
            return Refused(reason=Refusal.CALL_RINGING)
        case _:
            return None


def _was_cut(command: NoteEnd) -> bool:
    by_nobody = command.ended_by in (EndedBy.NETWORK, EndedBy.SYSTEM)
    return by_nobody or command.cause not in NORMAL_CAUSES


def _has_newer(who: TakerLife | None, contact_id: ContactId, at: datetime) -> bool:
    """An answer from the journal is older than the call its taker is in by now."""
    if who is None or who.since_at is None or who.contact_id in (None, contact_id):
        return False
    return who.doing in (Doing.RINGING, Doing.TALKING) and who.since_at > at


def _let_go(contact_id: ContactId, taker: AccountId, asked: Asked) -> RingMissed:
    """Somebody else picked up: his ring ends, and it is no fault of his."""
    now = When(at=asked.received_at)
    return RingMissed(contact_id=contact_id, taker=taker, why=RingFailure.BUSY, when=now)


def _told(at: datetime, asked: Asked) -> When:
    """The switch's own clock, unless it says what cannot be."""
    if EARLIEST_AT <= at <= asked.received_at:
        return When(at=at, source=TimeSource.PROVIDER)
    off_s = abs(int((asked.received_at - at).total_seconds()))
    return When(at=asked.received_at, doubt_s=min(off_s, DOUBT_MAX_S))
