"""What can be done with a conversation, by whom has it and by whom watches over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.lines.commands import (
    AddParty,
    HoldCall,
    KeepRecording,
    ListenIn,
    NoteAlone,
    PlayPrompt,
    TakeOverCall,
    TransferCall,
)
from siaga.desks.lines.state import CallLife, IncidentLife, Phase, TakerLife, Told
from siaga.language.calls import Doing, PartyKind, taker
from siaga.language.entry import Fact
from siaga.language.incident import incident_life
from siaga.language.intake import contact_life
from siaga.language.lines import (
    CallHeld,
    CallListened,
    CallTakenOver,
    CallTransferred,
    PartyAdded,
    PromptPlayed,
    RecordingKept,
)
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import AccountId, Asked, Tag, When

BUSY = (Doing.RINGING, Doing.TALKING)

Outcome = Sequence[Fact] | Refused
Conversing = HoldCall | PlayPrompt | AddParty | TransferCall | ListenIn | TakeOverCall


def converse(command: Conversing, states: Mapping[Tag, Any], asked: Asked) -> Outcome:
    call: CallLife = states[contact_life(command.contact_id)]
    if refused := not_talking(call):
        return refused
    match command:
        case ListenIn():
            return _listen(command, call, asked)
        case TakeOverCall():
            who = states[taker(command.taker)] if command.taker else TakerLife()
            return _take_over(command, call, who=who, asked=asked)
        case _ if call.taker != asked.actor.id:
            return Refused(reason=Refusal.NOT_YOUR_CALL)
        case HoldCall():
            return _hold(command, call, asked)
        case PlayPrompt():
            now = When(at=asked.received_at)
            return (PromptPlayed(contact_id=command.contact_id, prompt=command.prompt, when=now),)
        case AddParty():
            return _add_party(command, states[taker(command.account_id)], asked)
        case TransferCall() if command.neighbour and not _accepted(command, call, states):
            return Refused(reason=Refusal.NOT_ACCEPTED_YET)
        case TransferCall():
            who = states[taker(command.to)] if command.to else TakerLife()
            return _transfer(command, who, asked)


def not_talking(call: CallLife) -> Refused | None:
    if call.offered_at is None:
        return Refused(reason=Refusal.UNKNOWN_CONTACT)
    if call.phase is Phase.OVER:
        return Refused(reason=Refusal.CALL_OVER)
    return None if call.phase is Phase.TALKING else Refused(reason=Refusal.CALL_NOT_ANSWERED)


def _hold(command: HoldCall, call: CallLife, asked: Asked) -> Outcome:
    if call.held is command.held:
        return ()
    now = When(at=asked.received_at)
    return (CallHeld(contact_id=command.contact_id, held=command.held, when=now),)


def _add_party(command: AddParty, who: TakerLife, asked: Asked) -> Outcome:
    if who.doing in BUSY:
        return Refused(reason=Refusal.TAKER_BUSY)
    return (
        PartyAdded(
            contact_id=command.contact_id,
            party=PartyKind.TAKER,
            when=When(at=asked.received_at),
            account_id=command.account_id,
        ),
    )


def story_of(command: TransferCall) -> Tag:
    """Where a neighbour's acceptance stands: with the incident, or with a caller from outside."""
    if command.incident_id:
        return incident_life(command.incident_id)
    return Tag(f"contact:{command.contact_id}")


def _accepted(command: TransferCall, call: CallLife, states: Mapping[Tag, Any]) -> bool:
    story: IncidentLife | Told = states[story_of(command)]
    return call.incident_id == command.incident_id and story.accepted == command.neighbour


def _transfer(command: TransferCall, who: TakerLife, asked: Asked) -> Outcome:
    """A colleague must be free; who gave the call away still has it to write down."""
    if command.to == asked.actor.id:
        return ()
    if command.to:
        if who.doing in (*BUSY, Doing.WRAP_UP):
            return Refused(reason=Refusal.TAKER_BUSY)
        if who.doing not in (Doing.READY, Doing.MISSED):
            return Refused(reason=Refusal.TAKER_NOT_READY)
    return (
        CallTransferred(
            contact_id=command.contact_id,
            taker=AccountId(asked.actor.id),
            when=When(at=asked.received_at),
            to=command.to,
            agency=command.agency,
            neighbour=command.neighbour,
        ),
    )


def _listen(command: ListenIn, call: CallLife, asked: Asked) -> Outcome:
    if call.taker is None:
        return Refused(reason=Refusal.CALL_NOT_ANSWERED)  # no page of ours has it
    if call.taker == asked.actor.id:
        return ()
    by, now = AccountId(asked.actor.id), When(at=asked.received_at)
    return (CallListened(contact_id=command.contact_id, by=by, when=now),)


def _take_over(command: TakeOverCall, call: CallLife, *, who: TakerLife, asked: Asked) -> Outcome:
    if call.taker is None:
        return Refused(reason=Refusal.CALL_NOT_ANSWERED)
    if call.taker == asked.actor.id:
        return ()
    if command.taker and command.taker != asked.actor.id:
        return Refused(reason=Refusal.NOT_YOUR_CALL)
    if who.doing in BUSY:
        return Refused(reason=Refusal.TAKER_BUSY)
    return (
        CallTakenOver(
            contact_id=command.contact_id,
            taker=call.taker,
            by=AccountId(asked.actor.id),
            when=When(at=asked.received_at),
        ),
    )


def note_alone(
    command: NoteAlone, call: CallLife, *, who: TakerLife, asked: Asked
) -> Sequence[Fact]:
    """Whose page is gone is free of the call; back with it, he has it again."""
    now, talks = When(at=asked.received_at), call.phase is Phase.TALKING
    if command.alone and talks and call.taker == command.taker:
        return (
            CallTransferred(
                contact_id=command.contact_id, taker=command.taker, when=now, alone=True
            ),
        )
    if not command.alone and talks and call.taker is None and who.doing not in BUSY:
        by = command.taker
        return (CallTakenOver(contact_id=command.contact_id, taker=by, by=by, when=now),)
    return ()


def keep_recording(command: KeepRecording, asked: Asked) -> Sequence[Fact]:
    """Of a call nobody heard of too: a recording is never thrown away for want of its call."""
    return (
        RecordingKept(
            contact_id=command.contact_id,
            part=command.part,
            stored=command.stored,
            began_at=command.began_at,
            duration_s=command.duration_s,
            when=When(at=asked.received_at),
        ),
    )
