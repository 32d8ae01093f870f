"""The incident's dispatches, and the need that has no unit yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from siaga.boards.open_incidents.card import DispatchLine, IncidentCard, Need
from siaga.language.dispatch import (
    DispatchAcknowledged,
    DispatchAdvanced,
    DispatchCancelled,
    DispatchCorrected,
    DispatchDeclined,
    DispatchNotified,
    Stage,
    UnitCleared,
    UnitDispatched,
    UnitNeedDropped,
    UnitNeedDue,
    UnitNeedRecorded,
)
from siaga.language.entry import Entry
from siaga.language.plausible import doubtful_stages
from siaga.language.values import ActorKind, CapabilityId, DispatchId, UnitId, Via

Progress = DispatchNotified | DispatchAcknowledged | DispatchAdvanced
Ending = UnitCleared | DispatchCancelled | DispatchDeclined
Needing = UnitNeedRecorded | UnitNeedDue | UnitNeedDropped
DispatchHeard = UnitDispatched | Progress | DispatchCorrected | Ending | Needing


def draw_dispatch(key: str, card: IncidentCard, fact: DispatchHeard, entry: Entry) -> IncidentCard:
    match fact:
        case UnitDispatched():
            return _dispatched(card, fact, entry)
        case UnitNeedRecorded() if key != fact.incident_id:  # it is waited for there
            return replace(card, need=None)
        case UnitNeedRecorded():
            need = Need(
                reason=fact.reason,
                since_at=card.need.since_at if card.need else fact.when.at,
                recheck_at=fact.recheck_at,
                next_free_at=fact.next_free_at,
                capability=fact.capability,
                others=fact.others,
                promised=entry.actor_kind is ActorKind.PERSON,
            )
            return replace(card, need=need)
        case UnitNeedDue():
            return replace(card, need=card.need and replace(card.need, due=True))
        case UnitNeedDropped():
            return replace(card, need=None)
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            return _ended(card, fact, entry)
        case DispatchCorrected():
            return _corrected(card, fact)
        case _:
            line = card.dispatches.get(fact.dispatch_id)
            return _with_active(card, fact.dispatch_id, _progress(line, fact, entry.via))


def _dispatched(card: IncidentCard, fact: UnitDispatched, entry: Entry) -> IncidentCard:
    at = fact.when.at
    line = DispatchLine(
        unit_id=fact.unit_id,
        stage=Stage.ASSIGNED,
        stage_at=at,
        assigned_at=at,
        via=entry.via,
        times={Stage.ASSIGNED: at},
        by=entry.actor,
        eta_at=at + timedelta(seconds=fact.eta_s) if fact.eta_s is not None else None,
        partner=fact.partner,
        moved_from=fact.moved_from,
    )
    card = replace(
        card,
        need=_still(card.need, fact.still_needs),
        first_assigned_at=card.first_assigned_at or at,
        leaves=tuple(dict.fromkeys((*card.leaves, *filter(None, (fact.leave_by,))))),
        next_of=_without(card.next_of, fact.unit_id),
        pre_alerted=_without(card.pre_alerted, fact.unit_id),
    )
    return _with_active(card, fact.dispatch_id, line)


def _still(need: Need | None, needs: tuple[CapabilityId, ...]) -> Need | None:
    return replace(need, capability=needs[0], others=needs[1:]) if need and needs else None


def _progress(line: DispatchLine | None, fact: Progress, via: Via) -> DispatchLine | None:
    if line is None:
        return None
    at = fact.when.at
    line = replace(line, doubt_s=max(line.doubt_s, fact.when.doubt_s))
    match fact:
        case DispatchNotified():
            # Delivery may be confirmed after the crew acknowledged over the radio.
            if line.stage is not Stage.ASSIGNED:
                return replace(line, times={**line.times, Stage.NOTIFIED: at})
            return _at_stage(line, Stage.NOTIFIED, at=at, via=via)
        case DispatchAcknowledged():
            return _at_stage(line, Stage.ACKNOWLEDGED, at=at, via=via)
        case DispatchAdvanced():
            line = replace(line, hospital=fact.hospital or line.hospital)
            return _at_stage(line, fact.stage, at=at, via=via)
        case _:
            assert_never(fact)


def _corrected(card: IncidentCard, fact: DispatchCorrected) -> IncidentCard:
    """A correction may come after the dispatch ended, while the incident is still open."""
    active, past = card.dispatches, card.past_dispatches
    if line := active.get(fact.dispatch_id):
        active = {**active, fact.dispatch_id: _with_time(line, fact)}
    elif line := past.get(fact.dispatch_id):
        past = {**past, fact.dispatch_id: _with_time(line, fact)}
    else:
        return card
    assigned_at = min(line.assigned_at for line in (*active.values(), *past.values()))
    return replace(card, dispatches=active, past_dispatches=past, first_assigned_at=assigned_at)


def _with_time(line: DispatchLine, fact: DispatchCorrected) -> DispatchLine:
    at = fact.when.at
    times = {**line.times, fact.stage: at}
    return replace(
        line,
        times=times,
        doubtful=doubtful_stages(times),
        disputes={one: each for one, each in line.disputes.items() if one is not fact.stage},
        stage_at=at if fact.stage is line.stage else line.stage_at,
        assigned_at=at if fact.stage is Stage.ASSIGNED else line.assigned_at,
        ended_at=at if fact.stage is Stage.CLEAR and line.ended_at else line.ended_at,
    )


def _ended(card: IncidentCard, fact: Ending, entry: Entry) -> IncidentCard:
    line = card.dispatches.get(fact.dispatch_id)
    if line is None:
        return card
    match fact:
        case UnitCleared():
            line = _at_stage(line, Stage.CLEAR, at=fact.when.at, via=entry.via)
            line = replace(line, ended="cleared")
        case DispatchCancelled():
            line = replace(
                line,
                ended="cancelled",
                via=entry.via,
                reason=fact.reason,
                moved_to=fact.moved_to,
                replaced_by=fact.replaced_by,
                unread=fact.must_be_read,
            )
        case DispatchDeclined():
            line = replace(line, ended="declined", via=entry.via, reason=fact.reason)
        case _:
            assert_never(fact)
    active = {id_: one for id_, one in card.dispatches.items() if id_ != fact.dispatch_id}
    past = {**card.past_dispatches, fact.dispatch_id: replace(line, ended_at=fact.when.at)}
    return replace(card, dispatches=active, past_dispatches=past)


def _with_active(
    card: IncidentCard, dispatch_id: DispatchId, line: DispatchLine | None
) -> IncidentCard:
    """`line` is None when the incident was closed and opened again since: nothing to show."""
    if line is None:
        return card
    return replace(card, dispatches={**card.dispatches, dispatch_id: line})


def _at_stage(line: DispatchLine, stage: Stage, *, at: datetime, via: Via) -> DispatchLine:
    times = {**line.times, stage: at}
    doubtful = doubtful_stages(times)
    return replace(line, stage=stage, stage_at=at, via=via, times=times, doubtful=doubtful)


def _without(units: dict[UnitId, datetime], unit_id: UnitId) -> dict[UnitId, datetime]:
    return {one: at for one, at in units.items() if one != unit_id}
