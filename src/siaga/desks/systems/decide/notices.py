"""What one machine is told, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from siaga.desks.systems.commands import Notify, ReportNotice, SendAgain
from siaga.desks.systems.state import Machines, Notice, Task
from siaga.language.agencies import referral_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.systems import (
    SYSTEMS,
    NoticeEnded,
    NoticeQueued,
    NoticeRequeued,
    SystemId,
    SystemsFact,
    notice_life,
    of_agency,
)
from siaga.language.values import AgencyId, NoticeId, Tag, When

Outcome = Sequence[SystemsFact] | Refused
TEST = "test"


def notify(command: Notify, states: Mapping[Tag, Any], *, place: Place, now: When) -> Outcome:
    """Nothing, where the agency has no machine of its own."""
    machines: Machines = states[SYSTEMS]
    agency = _whose(command, states, place)
    if agency is None:
        return ()
    system = of_agency(agency)
    if not machines.listens(system) and not machines.asks(system):
        return ()
    return (
        NoticeQueued(
            notice_id=NoticeId(str(command.command_id)),
            system=system,
            event=command.event,
            about=command.about,
            deliver_by_at=now.at + timedelta(seconds=place.systems.deliver_within_s),
            when=now,
            posted=machines.listens(system),
            referral_id=command.referral_id,
            dispatch_id=command.dispatch_id,
            unit_id=command.unit_id,
            incident_id=command.incident_id,
        ),
    )


def tested(command_id: UUID, system: SystemId, *, place: Place, now: When) -> NoticeQueued:
    return NoticeQueued(
        notice_id=NoticeId(str(command_id)),
        system=system,
        event=TEST,
        about=0,
        deliver_by_at=now.at + timedelta(seconds=place.systems.deliver_within_s),
        when=now,
    )


def report(command: ReportNotice, notice: Notice, *, now: When) -> Outcome:
    if notice.queued is None or notice.outcome is not None:
        return ()
    return (
        NoticeEnded(
            notice_id=command.notice_id,
            system=notice.queued.system,
            outcome=command.outcome,
            reason=command.reason,
            attempts=command.attempts,
            incident_id=notice.queued.incident_id,
            when=now,
        ),
    )


def again(command: SendAgain, states: Mapping[Tag, Any], *, place: Place, now: When) -> Outcome:
    notice: Notice = states[notice_life(command.notice_id)]
    if notice.queued is None:
        return Refused(reason=Refusal.UNKNOWN_NOTICE)
    if not states[SYSTEMS].listens(notice.queued.system):
        return Refused(reason=Refusal.SYSTEM_NOT_CONNECTED)
    if notice.outcome is None and notice.queued.posted:
        return Refused(reason=Refusal.NOTICE_ON_ITS_WAY)
    return (
        NoticeRequeued(
            notice_id=command.notice_id,
            system=notice.queued.system,
            event=notice.queued.event,
            first=notice.position,
            deliver_by_at=now.at + timedelta(seconds=place.systems.deliver_within_s),
            when=now,
        ),
    )


def _whose(command: Notify, states: Mapping[Tag, Any], place: Place) -> AgencyId | None:
    if command.agency is not None:
        return command.agency
    if command.referral_id is not None:
        task: Task = states[referral_life(command.referral_id)]
        return task.agency
    unit = place.units.get(command.unit_id) if command.unit_id else None
    return unit.agency if unit else None
