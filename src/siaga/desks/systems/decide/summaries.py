"""The e-mail of the morning: whose, and when the next one is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from siaga.desks.systems.commands import SendSummary, SetSummary, StopSummary
from siaga.desks.systems.state import Machines
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.systems import SummarySent, SummaryStopped, SummaryWanted, SystemsFact
from siaga.language.values import When

Outcome = Sequence[SystemsFact] | Refused
GOOD_FOR = timedelta(hours=6)
"""After that yesterday's list would mislead: it is shown as not delivered instead."""


def want(command: SetSummary, *, place: Place, now: When) -> Outcome:
    return (
        SummaryWanted(
            agency=command.agency,
            email=command.email,
            next_at=next_morning(place, now.at),
            when=now,
        ),
    )


def stop(command: StopSummary, machines: Machines, *, now: When) -> Outcome:
    if command.agency not in machines.summaries:
        return Refused(reason=Refusal.NOTHING_TO_DO)
    return (SummaryStopped(agency=command.agency, when=now),)


def send(command: SendSummary, machines: Machines, *, place: Place, now: When) -> Outcome:
    """An answered or replaced timer finds nothing to do."""
    summary = machines.summaries.get(command.agency)
    if summary is None or summary.next_at > command.due_at:
        return ()
    return (
        SummarySent(
            agency=command.agency,
            email=summary.email,
            next_at=next_morning(place, max(now.at, command.due_at)),
            deliver_by_at=now.at + GOOD_FOR,
            when=now,
        ),
    )


def next_morning(place: Place, after: datetime) -> datetime:
    """The place's hour of summaries, the first one later than `after`, in UTC."""
    zone, at = ZoneInfo(place.zone), place.systems.summary_at
    day = after.astimezone(zone).date()
    while True:
        found = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
        if found > after:
            return found
        day += timedelta(days=1)
