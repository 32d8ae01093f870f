"""What the lines desk decides: every call gets its turn, and no taker gets two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.lines.commands import (
    AddParty,
    AnnounceIncident,
    AskCallBack,
    CloseCallBack,
    Command,
    EndAnnouncement,
    ExpireRestriction,
    FinishWrapUp,
    HearCall,
    HoldCall,
    KeepRecording,
    LeaveLines,
    LiftRestriction,
    ListenIn,
    MissRing,
    NoteAlone,
    NoteAnswer,
    NoteCallBackEnd,
    NoteEnd,
    NotePlacedEnd,
    NoteSign,
    OverflowCall,
    PlaceCall,
    PlayPrompt,
    RestrictNumber,
    ReturnCall,
    RingTaker,
    SetDuty,
    SettleCallBacks,
    TakeOverCall,
    TransferCall,
    TryCallBack,
)
from siaga.desks.lines.decide.call_backs import (
    ask_call_back,
    close_call_back,
    note_call_back_end,
    settle_call_backs,
    try_call_back,
)
from siaga.desks.lines.decide.calls import (
    hear_call,
    miss_ring,
    note_answer,
    note_end,
    note_sign,
    overflow_call,
    return_call,
    ring_taker,
)
from siaga.desks.lines.decide.conversation import converse, keep_recording, note_alone, story_of
from siaga.desks.lines.decide.likelihood import Judgement, judge
from siaga.desks.lines.decide.placed import note_placed_end, place_call
from siaga.desks.lines.decide.room import (
    announce_incident,
    end_announcement,
    expire_restriction,
    lift_restriction,
    restrict_number,
)
from siaga.desks.lines.decide.takers import finish_wrap_up, leave_lines, set_duty
from siaga.desks.lines.state import TakerLife
from siaga.language.calls import taker
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life, sender
from siaga.language.lines import announcement
from siaga.language.place import Place
from siaga.language.placed_calls import placed_call
from siaga.language.refusals import Refused
from siaga.language.values import AccountId, Asked, ContactId, Tag

__all__ = ["Judgement", "boundary", "decide", "judge"]

Outcome = Sequence[Fact] | Refused
OfTaker = SetDuty | FinishWrapUp | LeaveLines
OfRoom = RestrictNumber | LiftRestriction | ExpireRestriction | AnnounceIncident | EndAnnouncement
OfCallBack = AskCallBack | TryCallBack | CloseCallBack | NoteCallBackEnd | SettleCallBacks
OfConversation = HoldCall | PlayPrompt | AddParty | TransferCall | ListenIn | TakeOverCall
OfCall = (
    HearCall | RingTaker | MissRing | OverflowCall | ReturnCall | NoteAnswer | NoteSign | NoteEnd
)


def boundary(command: Command) -> tuple[Tag, ...]:
    """What must not change behind the decision's back.

    `SetDuty` needs nothing: what a person says of himself is true whatever he does, and the fold
    keeps it until the call he is in has ended.
    """
    match command:
        case SetDuty() | KeepRecording():
            return ()
        case HearCall():
            return (contact_life(ContactId(str(command.command_id))),)
        case RingTaker() | MissRing():
            return _with(command.contact_id, command.taker)
        case NoteAnswer():
            return _with(command.contact_id, command.answered_by)
        case NoteCallBackEnd():
            return _with(command.contact_id, command.by)
        case TryCallBack() | TakeOverCall() | NoteAlone():
            return _with(command.contact_id, command.taker)
        case AddParty():
            return _with(command.contact_id, command.account_id)
        case TransferCall():
            own = _with(command.contact_id, command.to)
            return (*own, story_of(command)) if command.neighbour else own
        case PlaceCall():
            call = (contact_life(command.contact_id),) if command.contact_id else ()
            return (*call, incident_life(command.incident_id)) if command.incident_id else call
        case NotePlacedEnd():
            return (placed_call(command.placed_id), taker(command.by))
        case FinishWrapUp():
            own = (taker(command.taker),)
            return (*own, contact_life(command.contact_id)) if command.if_wrapped else own
        case LeaveLines():
            return (taker(command.account_id),)
        case LiftRestriction() | ExpireRestriction() | SettleCallBacks():
            return (sender(command.subject),)
        case AnnounceIncident():
            return (announcement(command.incident_id), incident_life(command.incident_id))
        case EndAnnouncement():
            return (announcement(command.incident_id),)
        case _:
            return (contact_life(command.contact_id),)


def _with(contact_id: ContactId, account_id: AccountId | None) -> tuple[Tag, ...]:
    own = (contact_life(contact_id),)
    return (*own, taker(account_id)) if account_id else own


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case (
            HearCall()
            | RingTaker()
            | MissRing()
            | OverflowCall()
            | ReturnCall()
            | NoteAnswer()
            | NoteSign()
            | NoteEnd()
        ):
            return _of_call(command, states, place, asked)
        case HoldCall() | PlayPrompt() | AddParty() | TransferCall() | ListenIn() | TakeOverCall():
            return converse(command, states, asked)
        case NoteAlone():
            call, who = states[contact_life(command.contact_id)], states[taker(command.taker)]
            return note_alone(command, call, who=who, asked=asked)
        case PlaceCall():
            return place_call(command, states, place=place, asked=asked)
        case NotePlacedEnd():
            placed, who = states[placed_call(command.placed_id)], states[taker(command.by)]
            return note_placed_end(command, placed, who=who, asked=asked)
        case KeepRecording():
            return keep_recording(command, asked)
        case SetDuty() | FinishWrapUp() | LeaveLines():
            return _of_taker(command, states, asked)
        case (
            AskCallBack() | TryCallBack() | CloseCallBack() | NoteCallBackEnd() | SettleCallBacks()
        ):
            return _of_call_back(command, states, place, asked)
        case (
            RestrictNumber()
            | LiftRestriction()
            | ExpireRestriction()
            | AnnounceIncident()
            | EndAnnouncement()
        ):
            return _of_room(command, states, place, asked)
        case _ as never:
            assert_never(never)


def _of_call(command: OfCall, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    if isinstance(command, HearCall):
        call = states[contact_life(ContactId(str(command.command_id)))]
        return hear_call(command, call, place=place, asked=asked)
    call = states[contact_life(command.contact_id)]
    match command:
        case RingTaker():
            return ring_taker(command, call, who=states[taker(command.taker)], asked=asked)
        case MissRing():
            return miss_ring(command, call, asked=asked)
        case OverflowCall():
            return overflow_call(command, call, asked=asked)
        case ReturnCall():
            return return_call(command, call, asked=asked)
        case NoteAnswer():
            by = command.answered_by
            who = states[taker(by)] if by else None
            return note_answer(command, call, who=who, asked=asked)
        case NoteSign():
            return note_sign(command, call, asked=asked)
        case NoteEnd():
            return note_end(command, call, rules=place.lines, asked=asked)
        case _ as never:
            assert_never(never)


def _of_taker(command: OfTaker, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    match command:
        case SetDuty():
            return set_duty(command, asked)
        case FinishWrapUp():
            call = states[contact_life(command.contact_id)] if command.if_wrapped else None
            return finish_wrap_up(command, states[taker(command.taker)], call=call, asked=asked)
        case LeaveLines():
            return leave_lines(command, states[taker(command.account_id)], asked=asked)
        case _ as never:
            assert_never(never)


def _of_call_back(
    command: OfCallBack, states: Mapping[Tag, Any], place: Place, asked: Asked
) -> Outcome:
    if isinstance(command, SettleCallBacks):
        return settle_call_backs(command, states[sender(command.subject)], asked=asked)
    call = states[contact_life(command.contact_id)]
    match command:
        case AskCallBack():
            return ask_call_back(command, call, rules=place.lines, asked=asked)
        case TryCallBack():
            who = states[taker(command.taker)] if command.taker else TakerLife()
            return try_call_back(command, call, who=who, asked=asked)
        case CloseCallBack():
            return close_call_back(command, call, asked=asked)
        case NoteCallBackEnd():
            return note_call_back_end(command, call, asked=asked)
        case _ as never:
            assert_never(never)


def _of_room(command: OfRoom, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    match command:
        case RestrictNumber():
            return restrict_number(command, states[contact_life(command.contact_id)], asked=asked)
        case LiftRestriction():
            return lift_restriction(command, states[sender(command.subject)], asked=asked)
        case ExpireRestriction():
            return expire_restriction(command, states[sender(command.subject)], asked=asked)
        case AnnounceIncident():
            running = states[announcement(command.incident_id)]
            incident = states[incident_life(command.incident_id)]
            return announce_incident(
                command, running, incident=incident, rules=place.lines, asked=asked
            )
        case EndAnnouncement():
            return end_announcement(command, states[announcement(command.incident_id)], asked=asked)
        case _ as never:
            assert_never(never)
