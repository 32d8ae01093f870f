"""Which incidents have to do with it, and which turned out to be the same."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.open_incidents.card import IncidentCard, MergedLine
from siaga.language.incident import (
    IncidentMerged,
    IncidentsLinked,
    IncidentsUnlinked,
    IncidentUnmerged,
)
from siaga.language.values import IncidentId

Joined = IncidentsLinked | IncidentsUnlinked | IncidentMerged | IncidentUnmerged


def draw_joined(card: IncidentCard, fact: Joined) -> IncidentCard:
    """The card of the incident the fact names first. What it waited for is waited for there."""
    match fact:
        case IncidentsLinked():
            return replace(card, linked=card.linked | {fact.other_id: fact.other_number})
        case IncidentsUnlinked():
            return replace(card, linked=_without(card.linked, fact.other_id))
        case IncidentMerged():
            return replace(card, merged_into=fact.into, need=None)
        case IncidentUnmerged():
            return replace(card, merged_into=None)
        case _:
            assert_never(fact)


def draw_main(card: IncidentCard, fact: Joined) -> IncidentCard:
    """The card of the other one: the one the work goes on with."""
    match fact:
        case IncidentsLinked():
            return replace(card, linked=card.linked | {fact.incident_id: fact.number})
        case IncidentsUnlinked():
            return replace(card, linked=_without(card.linked, fact.incident_id))
        case IncidentMerged():
            line = MergedLine(number=fact.number, reporters=fact.reporters)
            merged = card.merged | {fact.incident_id: line}
        case IncidentUnmerged():
            merged = {key: line for key, line in card.merged.items() if key != fact.incident_id}
        case _:
            assert_never(fact)
    reporters = card.callers + sum(line.reporters for line in merged.values())
    return replace(card, merged=merged, clock_start_at=fact.clock_start.at, reporters=reporters)


def with_merged(card: IncidentCard, incident_id: IncidentId, *, is_open: bool) -> IncidentCard:
    line = card.merged.get(incident_id)
    if line is None:
        return card
    return replace(card, merged=card.merged | {incident_id: replace(line, is_open=is_open)})


def _without(linked: dict[IncidentId, str], incident_id: IncidentId) -> dict[IncidentId, str]:
    return {key: number for key, number in linked.items() if key != incident_id}
