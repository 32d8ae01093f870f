"""Units that stand ready or come next, and partners that were asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from siaga.boards.open_incidents.card import IncidentCard, PartnerLine
from siaga.language.entry import Entry
from siaga.language.partners import PartnerAsked
from siaga.language.unit_orders import (
    NextJobDropped,
    NextJobDue,
    NextJobSet,
    PreAlertEnded,
    PreAlertTaken,
    UnitPreAlerted,
)
from siaga.language.values import UnitId

Standing = UnitPreAlerted | PreAlertTaken | PreAlertEnded
Coming = NextJobSet | NextJobDropped | NextJobDue
OrderHeard = Standing | Coming | PartnerAsked


def draw_order(card: IncidentCard, fact: OrderHeard, entry: Entry) -> IncidentCard:
    match fact:
        case PartnerAsked():
            before = card.partners.get(fact.partner_id)
            line = PartnerLine(
                answer=fact.answer,
                at=fact.when.at,
                by=entry.actor,
                eta_at=fact.eta_at,
                told_by=fact.told_by,
                times=before.times + 1 if before else 1,
            )
            return replace(card, partners={**card.partners, fact.partner_id: line})
        case NextJobSet():
            return replace(card, next_of={**card.next_of, fact.unit_id: fact.when.at})
        case NextJobDropped() | NextJobDue():
            return replace(card, next_of=_without(card.next_of, fact.unit_id))
        case UnitPreAlerted():
            return replace(card, pre_alerted={**card.pre_alerted, fact.unit_id: fact.when.at})
        case PreAlertEnded():
            return replace(card, pre_alerted=_without(card.pre_alerted, fact.unit_id))
        case PreAlertTaken():
            return card
        case _:
            assert_never(fact)


def _without(units: dict[UnitId, datetime], unit_id: UnitId) -> dict[UnitId, datetime]:
    return {one: at for one, at in units.items() if one != unit_id}
