"""How dispatches and what crews say change the card of a scene."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from siaga.boards.field.card import FieldCard, FieldNote, LateStep, PanicLine, SeenLine
from siaga.language.crews import (
    FieldNoteAdded,
    JobChangeSeen,
    PanicAnswered,
    PanicDue,
    PanicRaised,
    PanicWithdrawn,
)
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchDeclined,
    Stage,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.values import DispatchId, Via, When

NOTES_MAX = 40
LATE = timedelta(seconds=60)
"""What a device says so much after the fact was said without signal, or from a queue."""

DispatchHeard = (
    UnitDispatched
    | DispatchAcknowledged
    | DispatchAdvanced
    | UnitCleared
    | DispatchCancelled
    | DispatchDeclined
)
CrewHeard = FieldNoteAdded | JobChangeSeen | PanicRaised | PanicWithdrawn | PanicAnswered | PanicDue


def draw_dispatch(card: FieldCard, fact: DispatchHeard, entry: Entry) -> FieldCard:
    match fact:
        case UnitDispatched():
            others = tuple(unit for unit in card.units if unit != fact.unit_id)
            return replace(card, units=(*others, fact.unit_id))
        case DispatchAcknowledged():
            return _late(card, fact.dispatch_id, Stage.ACKNOWLEDGED, when=fact.when, entry=entry)
        case DispatchAdvanced():
            return _late(card, fact.dispatch_id, fact.stage, when=fact.when, entry=entry)
        case UnitCleared():
            left = _late(card, fact.dispatch_id, Stage.CLEAR, when=fact.when, entry=entry)
            return replace(left, units=tuple(u for u in card.units if u != fact.unit_id))
        case DispatchCancelled() | DispatchDeclined():
            return replace(card, units=tuple(u for u in card.units if u != fact.unit_id))
        case _ as never:
            assert_never(never)


def draw_crew(card: FieldCard, fact: CrewHeard, entry: Entry) -> FieldCard:
    match fact:
        case FieldNoteAdded():
            return replace(card, notes=(*card.notes, _note(fact, entry))[-NOTES_MAX:])
        case JobChangeSeen():
            line = SeenLine(at=fact.when.at, changes=fact.changes)
            return replace(card, seen=card.seen | {fact.dispatch_id: line})
        case PanicRaised() | PanicWithdrawn() | PanicAnswered() | PanicDue():
            line_now = draw_panic(card.panics.get(fact.unit_id), fact, entry=entry)
            others = {unit: line for unit, line in card.panics.items() if unit != fact.unit_id}
            panics = others | ({fact.unit_id: line_now} if line_now else {})
            return replace(card, panics=panics)
        case _ as never:
            assert_never(never)


def draw_panic(
    line: PanicLine | None,
    fact: PanicRaised | PanicWithdrawn | PanicAnswered | PanicDue,
    *,
    entry: Entry,
) -> PanicLine | None:
    match fact:
        case PanicRaised():
            return PanicLine(
                raised_at=fact.when.at,
                recorded_at=entry.recorded_at,
                by=fact.account_id,
                location=fact.location,
            )
        case PanicWithdrawn():
            return line and replace(line, withdrawn_at=fact.when.at)
        case PanicAnswered() if fact.outcome is not None:
            return None
        case PanicAnswered():
            return line and replace(
                line, rings=False, answered_at=fact.when.at, answered_by=entry.actor
            )
        case PanicDue():
            return line and replace(line, rings=True, times_due=line.times_due + 1)
        case _ as never:
            assert_never(never)


def _note(fact: FieldNoteAdded, entry: Entry) -> FieldNote:
    return FieldNote(
        note_id=fact.note_id,
        kind=fact.kind,
        at=fact.when.at,
        recorded_at=entry.recorded_at,
        by=fact.by,
        text=fact.text,
        media=fact.media,
        unit_id=fact.unit_id,
        pass_id=fact.pass_id,
        doubt_s=fact.when.doubt_s,
    )


def _late(
    card: FieldCard, dispatch_id: DispatchId, stage: Stage, *, when: When, entry: Entry
) -> FieldCard:
    if entry.via is not Via.DEVICE or entry.recorded_at - when.at < LATE:
        return card
    step = LateStep(at=when.at, recorded_at=entry.recorded_at, doubt_s=when.doubt_s)
    steps = card.late.get(dispatch_id, {}) | {stage: step}
    return replace(card, late=card.late | {dispatch_id: steps})
