"""Which machines there are, and what each of them is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from siaga.desks.systems.commands import (
    Command,
    ConnectSystem,
    DisconnectSystem,
    IssueKey,
    Notify,
    PauseSystem,
    ReportNotice,
    ReportSummary,
    ResumeSystem,
    RevokeKey,
    SendAgain,
    SendSummary,
    SetSummary,
    StopSummary,
    TestSystem,
)
from siaga.desks.systems.decide.notices import again, notify, report, tested
from siaga.desks.systems.decide.summaries import send, stop, want
from siaga.desks.systems.state import Machines
from siaga.language.agencies import referral_life
from siaga.language.place import Place
from siaga.language.refusals import Refusal, Refused
from siaga.language.systems import (
    SYSTEMS,
    KeyId,
    MachineKeyIssued,
    MachineKeyRevoked,
    SummaryEnded,
    SystemConnected,
    SystemDisconnected,
    SystemId,
    SystemPaused,
    SystemResumed,
    SystemsFact,
    notice_life,
)
from siaga.language.values import Asked, NoticeId, Tag, When

Outcome = Sequence[SystemsFact] | Refused


def boundary(command: Command) -> tuple[Tag, ...]:
    own = notice_life(NoticeId(str(command.command_id)))
    match command:
        case Notify(referral_id=referral_id) if referral_id is not None:
            return (SYSTEMS, referral_life(referral_id), own)
        case Notify() | TestSystem() | ConnectSystem():
            return (SYSTEMS, own)
        case SendAgain():
            return (SYSTEMS, notice_life(command.notice_id))
        case ReportNotice():
            return (notice_life(command.notice_id),)
        case _:
            return (SYSTEMS,)


def decide(command: Command, states: Mapping[Tag, Any], place: Place, asked: Asked) -> Outcome:
    now = When(at=asked.received_at)
    match command:
        case ReportNotice():
            return report(command, states[notice_life(command.notice_id)], now=now)
        case Notify():
            return notify(command, states, place=place, now=now)
        case SendAgain():
            return again(command, states, place=place, now=now)
        case ReportSummary():
            return (SummaryEnded(agency=command.agency, reason=command.reason, when=now),)
        case SetSummary() | StopSummary() | SendSummary():
            return _summary(command, states[SYSTEMS], place, now)
        case IssueKey():
            return (
                MachineKeyIssued(
                    key_id=KeyId(str(command.command_id)),
                    agency=command.agency,
                    digest=command.digest,
                    name=command.name,
                    when=now,
                ),
            )
        case RevokeKey():
            agency = states[SYSTEMS].keys.get(command.key_id)
            if agency is None:
                return Refused(reason=Refusal.UNKNOWN_KEY)
            return (MachineKeyRevoked(key_id=command.key_id, agency=agency, when=now),)
        case _:
            return _machine(command, states[SYSTEMS], place, now)


def _summary(
    command: SetSummary | StopSummary | SendSummary, machines: Machines, place: Place, now: When
) -> Outcome:
    match command:
        case SetSummary():
            return want(command, place=place, now=now)
        case StopSummary():
            return stop(command, machines, now=now)
        case SendSummary():
            return send(command, machines, place=place, now=now)
        case _ as never:
            assert_never(never)


def _machine(
    command: ConnectSystem | DisconnectSystem | TestSystem | PauseSystem | ResumeSystem,
    machines: Machines,
    place: Place,
    now: When,
) -> Outcome:
    system = command.system
    if not _is_of_place(system, place):
        return Refused(reason=Refusal.UNKNOWN_SYSTEM)
    if isinstance(command, ConnectSystem):
        connected = SystemConnected(
            system=system,
            webhook_url=command.webhook_url,
            webhook_secret=command.webhook_secret,
            when=now,
        )
        return (connected, tested(command.command_id, system, place=place, now=now))
    if not machines.listens(system):
        return Refused(reason=Refusal.SYSTEM_NOT_CONNECTED)
    match command:
        case DisconnectSystem():
            return (SystemDisconnected(system=system, when=now),)
        case TestSystem():
            return (tested(command.command_id, system, place=place, now=now),)
        case PauseSystem():
            return (SystemPaused(system=system, when=now, reason=command.reason),)
        case ResumeSystem():
            return (SystemResumed(system=system, when=now),)
        case _ as never:
            assert_never(never)


def _is_of_place(system: SystemId, place: Place) -> bool:
    kind, _, slug = system.partition(":")
    match kind:
        case "agency":
            return slug in place.agencies
        case "neighbour":
            return slug in place.neighbours.known()
        case _:
            return False
