"""Counting victims by their words; of one victim the method says the word, nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siaga.desks.guide.commands import CountVictims, OfVictims, TallyVictim
from siaga.desks.guide.state import IncidentCase, VictimCount
from siaga.language.entry import Fact
from siaga.language.guide import VictimTallied, victims
from siaga.language.incident import incident_life
from siaga.language.mass_casualty import Finding, sort_victim
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import Asked, Tag, When


def decide_victims(
    command: OfVictims, states: Mapping[Tag, Any], *, asked: Asked
) -> Sequence[Fact] | Refused:
    incident: IncidentCase = states[incident_life(command.incident_id)]
    if incident.clock_start is None:
        return Refused(reason=Refusal.UNKNOWN_INCIDENT)
    if incident.closed:
        return Refused(reason=Refusal.INCIDENT_CLOSED)
    if incident.merged_into is not None:
        return Refused(reason=Refusal.INCIDENT_MERGED, legal=(incident.merged_into,))
    now = When(at=asked.received_at)
    if isinstance(command, CountVictims):
        return _count(command, states[victims(command.incident_id)], now)
    return _sort(command, now)


def _count(command: CountVictims, tally: VictimCount, now: When) -> Sequence[Fact] | Refused:
    if tally.counts.get(command.word, 0) + command.count < 0:
        return Refused(reason=Refusal.FEWER_VICTIMS_THAN_NONE)
    return (
        VictimTallied(
            incident_id=command.incident_id, word=command.word, count=command.count, when=now
        ),
    )


def _sort(command: TallyVictim, now: When) -> Sequence[Fact] | Refused:
    found = dict.fromkeys(command.not_seen, False) | dict.fromkeys(command.seen, True)
    word = sort_victim(command.method, found)
    if isinstance(word, Finding):
        return Refused(reason=Refusal.FINDING_MISSING, legal=(word,))
    return (
        VictimTallied(
            incident_id=command.incident_id,
            word=word,
            count=1,
            when=now,
            method=command.method,
            seen=tuple(dict.fromkeys(command.seen)),
            not_seen=tuple(one for one in dict.fromkeys(command.not_seen) if not found[one]),
        ),
    )
