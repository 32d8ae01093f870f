"""Houses whose people stay: nobody is forgotten there, nobody is forced by us."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from siaga.desks.shelters.commands import NoteHouse, OfHouse, RingHouse
from siaga.desks.shelters.decide.telling import not_open
from siaga.desks.shelters.state import House
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.shelters import (
    HOUSE_OVER,
    HouseAsked,
    HouseRecallDue,
    HouseStays,
    SheltersFact,
    house_life,
)
from siaga.language.values import Asked, Tag, When

Outcome = Sequence[SheltersFact] | Refused


def house(command: OfHouse, states: Mapping[Tag, Any], *, place: Place, asked: Asked) -> Outcome:
    if isinstance(command, NoteHouse):
        return _note(command, states, place, asked)
    state: House = states[house_life(command.house_id)]
    if isinstance(command, RingHouse):
        return _ring(command, state, place, asked)
    if state.ring is None:
        return Refused(reason=Refusal.UNKNOWN_HOUSE)
    is_over = command.answer in HOUSE_OVER
    recall_at = None if is_over else _recall(command.recall_at, place, asked)
    if recall_at is not None and recall_at <= asked.received_at:
        return Refused(reason=Refusal.TIME_IS_PAST)
    return (
        HouseAsked(
            house_id=command.house_id,
            incident_id=state.incident_id,
            answer=command.answer,
            when=When(at=asked.received_at),
            recall_at=recall_at,
            people=command.people,
            note=command.note,
        ),
    )


def _note(command: NoteHouse, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    if refused := not_open(states[incident_life(command.incident_id)]):
        return refused
    recall_at = _recall(command.recall_at, place, asked)
    if recall_at <= asked.received_at:
        return Refused(reason=Refusal.TIME_IS_PAST)
    return (
        HouseStays(
            house_id=str(command.command_id),
            incident_id=command.incident_id,
            people=command.people,
            recall_at=recall_at,
            when=When(at=asked.received_at),
            location=command.location,
            who=command.who,
            number=command.number,
            note=command.note,
        ),
    )


def _ring(command: RingHouse, state: House, place: Place, asked: Asked) -> Outcome:
    if state.ring is None or state.ring.at != command.due_at:
        return ()
    return (
        HouseRecallDue(
            house_id=command.house_id,
            incident_id=state.incident_id,
            step=state.ring.step + 1,
            next_ring_at=asked.received_at + timedelta(minutes=place.slow.ring_again_min),
            when=When(at=asked.received_at),
        ),
    )


def _recall(recall_at: datetime | None, place: Place, asked: Asked) -> datetime:
    return recall_at or asked.received_at + timedelta(minutes=place.slow.house_recall_min)
