"""What is said of a dispatch beside its chain; found on the card while the incident is open."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from siaga.boards.open_incidents.card import DispatchLine, Dispute, IncidentCard, LateReport
from siaga.language.entry import Entry
from siaga.language.plausible import doubtful_stages
from siaga.language.status_claims import (
    ClaimSettled,
    ClaimWhy,
    StandDownRead,
    StandDownUnread,
    StatusClaimed,
)

ClaimHeard = StatusClaimed | ClaimSettled | StandDownRead | StandDownUnread

LATE_MAX = 10


def draw_claim(card: IncidentCard, fact: ClaimHeard, entry: Entry) -> IncidentCard:
    if line := card.dispatches.get(fact.dispatch_id):
        line = _claimed(line, fact, entry)
        return replace(card, dispatches={**card.dispatches, fact.dispatch_id: line})
    if line := card.past_dispatches.get(fact.dispatch_id):
        line = _claimed(line, fact, entry)
        return replace(card, past_dispatches={**card.past_dispatches, fact.dispatch_id: line})
    return card


def _claimed(line: DispatchLine, fact: ClaimHeard, entry: Entry) -> DispatchLine:
    match fact:
        case StatusClaimed():
            return _kept(line, fact, entry)
        case ClaimSettled():
            disputes = {one: each for one, each in line.disputes.items() if one is not fact.stage}
            line = replace(line, disputes=disputes)
            if fact.holds_at is None:
                return line
            times = {**line.times, fact.stage: fact.holds_at}
            stage_at = fact.holds_at if fact.stage is line.stage else line.stage_at
            doubtful = doubtful_stages(times)
            return replace(line, times=times, stage_at=stage_at, doubtful=doubtful)
        case StandDownRead():
            return replace(line, unread=False, unread_rings=False)
        case StandDownUnread():
            return replace(line, unread_rings=line.unread)
        case _:
            assert_never(fact)


def _kept(line: DispatchLine, fact: StatusClaimed, entry: Entry) -> DispatchLine:
    at = fact.when.at
    match fact.why:
        case ClaimWhy.SKIPPED:
            times = {**line.times, fact.stage: at}
            return replace(line, times=times, doubtful=doubtful_stages(times))
        case ClaimWhy.CONTRADICTS:
            said = Dispute(at=at, by=entry.actor, via=entry.via, doubt_s=fact.when.doubt_s)
            return replace(line, disputes={**line.disputes, fact.stage: said})
        case ClaimWhy.ENDED:
            late = LateReport(stage=fact.stage, at=at, by=entry.actor)
            return replace(line, late=(*line.late, late)[-LATE_MAX:])
        case _:
            assert_never(fact.why)
