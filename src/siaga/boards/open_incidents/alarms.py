"""How high the alarm of an incident is, and whether it is a large one: known to whoever goes."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.open_incidents.card import IncidentCard
from siaga.language.major import (
    AlarmLowered,
    AlarmRaised,
    MajorIncidentDeclared,
    MajorIncidentEnded,
)

AlarmHeard = AlarmRaised | AlarmLowered | MajorIncidentDeclared | MajorIncidentEnded


def draw_alarm(card: IncidentCard, fact: AlarmHeard) -> IncidentCard:
    match fact:
        case AlarmRaised() | AlarmLowered():
            return replace(card, alarm=fact.level)
        case MajorIncidentDeclared():
            return replace(card, major=True)
        case MajorIncidentEnded():
            return replace(card, major=False)
        case _:
            assert_never(fact)
