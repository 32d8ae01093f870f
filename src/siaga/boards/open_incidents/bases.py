"""Which bases were asked for a unit, and what they said."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.open_incidents.card import BaseLine, IncidentCard
from siaga.language.base_asks import BaseAnswer, BaseAnswered, BaseAsked, BaseSilent
from siaga.language.entry import Entry
from siaga.language.values import AgencyId

BaseHeard = BaseAsked | BaseSilent | BaseAnswered


def draw_base(key: str, card: IncidentCard, fact: BaseHeard, entry: Entry) -> IncidentCard:
    if key != fact.incident_id:  # merged into the one that it is asked for from now on
        return _with(card, fact.agency, None)
    line = card.asked.get(fact.agency)
    match fact:
        case BaseAsked():
            return _with(card, fact.agency, _asked(line, fact, entry))
        case BaseSilent():
            return _with(card, fact.agency, line and replace(line, silent=True))
        case BaseAnswered():
            return _with(card, fact.agency, line and _answered(line, fact))
        case _ as never:
            assert_never(never)


def _asked(line: BaseLine | None, fact: BaseAsked, entry: Entry) -> BaseLine:
    """Asked again, it is still as old as when it was asked first."""
    again = line if line and line.answer is not BaseAnswer.REFUSED else None
    return BaseLine(
        unit_id=fact.unit_id,
        since_at=fact.first_at or fact.when.at,
        at=fact.when.at,
        answer_by_at=fact.answer_by_at,
        by=entry.actor,
        via=fact.asked_via,
        asked_of=fact.asked_of,
        times=again.times + 1 if again else 1,
    )


def _answered(line: BaseLine, fact: BaseAnswered) -> BaseLine | None:
    """What is sent has a dispatch of its own: nothing is asked any more."""
    is_over = fact.answer_by_at is None
    if is_over and fact.answer is not BaseAnswer.REFUSED:
        return None
    return replace(
        line,
        answer=fact.answer,
        at=fact.when.at,
        answer_by_at=fact.answer_by_at or line.answer_by_at,
        silent=False,
        reason=fact.reason,
        told_by=fact.told_by,
    )


def _with(card: IncidentCard, agency: AgencyId, line: BaseLine | None) -> IncidentCard:
    others = {one: each for one, each in card.asked.items() if one != agency}
    return replace(card, asked=others | {agency: line} if line else others)
