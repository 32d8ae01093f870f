"""How to get there, and since when a stroke may have lasted."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.open_incidents.card import IncidentCard, Meeting
from siaga.language.crews import LaneNoted
from siaga.language.entry import Entry
from siaga.language.getting_there import LastKnownWellSet, MeetingSet

ArrivingHeard = MeetingSet | LaneNoted | LastKnownWellSet


def draw_arriving(card: IncidentCard, fact: ArrivingHeard, entry: Entry) -> IncidentCard:
    match fact:
        case LastKnownWellSet():
            return replace(card, last_known_well_at=fact.last_known_well_at)
        case LaneNoted():
            meeting = card.meeting or Meeting(at=fact.when.at, by=entry.actor)
            seen = replace(
                meeting,
                car_fits=fact.car_fits,
                on_foot_m=fact.on_foot_m,
                lane_by=fact.unit_id,
            )
            return replace(card, meeting=seen)
        case MeetingSet():
            meeting = Meeting(
                at=fact.when.at,
                by=entry.actor,
                location=fact.location,
                guide_name=fact.guide_name,
                guide_number=fact.guide_number,
                car_fits=fact.car_fits,
                on_foot_m=fact.on_foot_m,
            )
            said = (fact.location, fact.guide_name, fact.guide_number, fact.on_foot_m)
            is_empty = fact.car_fits is None and all(each is None for each in said)
            return replace(card, meeting=None if is_empty else meeting)
        case _:
            assert_never(fact)
