"""On the incident's card: when the room looks at it first, and whether that rings."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.open_incidents.card import CheckLine, IncidentCard
from siaga.language.checks import CheckFact, FirstCheckDone, FirstCheckDue, FirstCheckPlanned

CheckHeard = CheckFact


def draw_check(card: IncidentCard, fact: CheckHeard) -> IncidentCard:
    match fact:
        case FirstCheckPlanned():
            return replace(card, check=CheckLine(due_at=fact.due_at))
        case FirstCheckDue():
            due_at = card.check.due_at if card.check else fact.when.at
            return replace(card, check=CheckLine(due_at=due_at, step=fact.step))
        case FirstCheckDone():
            return replace(card, check=None)
        case _ as never:
            assert_never(never)
