"""Shelters: opened once, counted again and again, open until a person closes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from siaga.desks.shelters.commands import (
    CloseShelter,
    CountShelter,
    OfShelter,
    OpenShelter,
    RingShelter,
)
from siaga.desks.shelters.decide.telling import not_open, told
from siaga.desks.shelters.state import ShelterState
from siaga.language.incident import incident_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.shelters import (
    ShelterClosed,
    ShelterCountDue,
    ShelterCounted,
    ShelterOpened,
    SheltersFact,
    shelter_life,
)
from siaga.language.values import Asked, ShelterId, Tag, When

Outcome = Sequence[SheltersFact] | Refused


def shelter_of(command: OpenShelter) -> ShelterId:
    return command.shelter_id or ShelterId(str(command.command_id))


def shelter(
    command: OfShelter, states: Mapping[Tag, Any], *, place: Place, asked: Asked
) -> Outcome:
    if isinstance(command, OpenShelter):
        return _open(command, states, place, asked)
    state: ShelterState = states[shelter_life(command.shelter_id)]
    if isinstance(command, RingShelter):
        return _ring(command, state, place, asked)
    if state.ring is None:
        return Refused(reason=Refusal.SHELTER_NOT_OPEN)
    if isinstance(command, CountShelter):
        return _count(command, state, place, asked)
    return _close(command, state, asked)


def _open(command: OpenShelter, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    if refused := not_open(states[incident_life(command.incident_id)]):
        return refused
    known = place.shelters.get(command.shelter_id) if command.shelter_id else None
    if command.shelter_id and known is None:
        return Refused(reason=Refusal.UNKNOWN_SHELTER)
    shelter_id = shelter_of(command)
    if states[shelter_life(shelter_id)].ring is not None:
        return Refused(reason=Refusal.SHELTER_OPEN)
    capacity = command.capacity
    if capacity is None and known is not None:
        capacity = known.capacity
    return (
        ShelterOpened(
            shelter_id=shelter_id,
            incident_id=command.incident_id,
            when=When(at=asked.received_at),
            count_again_at=asked.received_at + _count_again(place),
            name=None if known else command.name,
            location=command.location,
            capacity=capacity,
        ),
    )


def _count(command: CountShelter, state: ShelterState, place: Place, asked: Asked) -> Outcome:
    return (
        ShelterCounted(
            shelter_id=command.shelter_id,
            incident_id=state.incident_id,
            when=told(command.occurred_at, asked),
            count_again_at=asked.received_at + _count_again(place),
            heads=command.heads,
            needs=command.needs,
            capacity=command.capacity,
            told_by=command.told_by,
        ),
    )


def _close(command: CloseShelter, state: ShelterState, asked: Asked) -> Outcome:
    return (
        ShelterClosed(
            shelter_id=command.shelter_id,
            incident_id=state.incident_id,
            when=When(at=asked.received_at),
            note=command.note,
        ),
    )


def _ring(command: RingShelter, state: ShelterState, place: Place, asked: Asked) -> Outcome:
    """It rings on when its incident has closed: people are still in it."""
    if state.ring is None or state.ring.at != command.due_at:
        return ()
    return (
        ShelterCountDue(
            shelter_id=command.shelter_id,
            incident_id=state.incident_id,
            step=state.ring.step + 1,
            next_ring_at=asked.received_at + timedelta(minutes=place.slow.ring_again_min),
            when=When(at=asked.received_at),
        ),
    )


def _count_again(place: Place) -> timedelta:
    return timedelta(minutes=place.slow.count_again_min)
