"""What a fact of shelters, water, houses and reports sets in motion: the next ring."""

from __future__ import annotations

from siaga.language.entry import Fact
from siaga.language.follow_ups import Arm, Disarm, FollowUp
from siaga.language.place import Place
from siaga.language.shelters import (
    HouseAsked,
    HouseRecallDue,
    HouseStays,
    ShelterClosed,
    ShelterCountDue,
    ShelterCounted,
    ShelterOpened,
    SituationDue,
    SituationReported,
    SituationReportsBegan,
    SituationReportsEnded,
    WaterAlarmAcknowledged,
    WaterAlarmOver,
    WaterAlarmRaised,
)

COUNT, WATER = "shelter_count", "water_alarm"
HOUSE, SITUATION = "house_recall", "situation_report"
TIMERS = frozenset({COUNT, WATER, HOUSE, SITUATION})


def follow(fact: Fact, _place: Place) -> tuple[FollowUp, ...]:
    match fact:
        case ShelterOpened(count_again_at=at) | ShelterCounted(count_again_at=at):
            return (Arm(kind=COUNT, subject=fact.shelter_id, due_at=at),)
        case ShelterCountDue():
            return (Arm(kind=COUNT, subject=fact.shelter_id, due_at=fact.next_ring_at),)
        case ShelterClosed():
            return (Disarm(kind=COUNT, subject=fact.shelter_id),)
        case WaterAlarmRaised():
            return (Arm(kind=WATER, subject=fact.gauge, due_at=fact.next_ring_at),)
        case WaterAlarmAcknowledged() | WaterAlarmOver():
            return (Disarm(kind=WATER, subject=fact.gauge),)
        case HouseStays():
            return (Arm(kind=HOUSE, subject=fact.house_id, due_at=fact.recall_at),)
        case HouseRecallDue():
            return (Arm(kind=HOUSE, subject=fact.house_id, due_at=fact.next_ring_at),)
        case HouseAsked(recall_at=at) if at is not None:
            return (Arm(kind=HOUSE, subject=fact.house_id, due_at=at),)
        case HouseAsked():
            return (Disarm(kind=HOUSE, subject=fact.house_id),)
        case _:
            return _reports(fact)


def _reports(fact: Fact) -> tuple[FollowUp, ...]:
    match fact:
        case SituationReportsBegan(due_at=at) | SituationReported(next_due_at=at):
            return (Arm(kind=SITUATION, subject=fact.incident_id, due_at=at),)
        case SituationDue():
            return (Arm(kind=SITUATION, subject=fact.incident_id, due_at=fact.next_ring_at),)
        case SituationReportsEnded():
            return (Disarm(kind=SITUATION, subject=fact.incident_id),)
        case _:
            return ()
