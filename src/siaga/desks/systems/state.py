"""What the systems desk keeps in mind: the machines there are, and each notice until it ended."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.agencies import ReferralSent
from siaga.language.entry import Entry
from siaga.language.systems import (
    SYSTEMS,
    KeyId,
    MachineKeyIssued,
    MachineKeyRevoked,
    NoticeEnded,
    NoticeOutcome,
    NoticeQueued,
    NoticeRequeued,
    SummaryEnded,
    SummarySent,
    SummaryStopped,
    SummaryWanted,
    SystemConnected,
    SystemDisconnected,
    SystemId,
    SystemPaused,
    SystemResumed,
    of_agency,
)
from siaga.language.values import AgencyId, IncidentId, Sealed, Tag

OfMachines = (
    SystemConnected
    | SystemDisconnected
    | SystemPaused
    | SystemResumed
    | MachineKeyIssued
    | MachineKeyRevoked
    | SummaryWanted
    | SummaryStopped
    | SummarySent
    | SummaryEnded
)
OfNotice = NoticeQueued | NoticeRequeued | NoticeEnded
Heard = OfMachines | OfNotice | ReferralSent


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    email: Sealed
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """`connected` → whether it is paused."""

    connected: dict[SystemId, bool] = field(default_factory=dict)
    keys: dict[KeyId, AgencyId] = field(default_factory=dict)
    summaries: dict[AgencyId, Summary] = field(default_factory=dict)

    def listens(self, system: SystemId) -> bool:
        return system in self.connected

    def asks(self, system: SystemId) -> bool:
        """Somebody there may fetch what it was not sent."""
        return any(of_agency(agency) == system for agency in self.keys.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`queued` is None: there is no such notice. `outcome` is None while it is on its way."""

    queued: NoticeQueued | None = None
    position: int = 0  # of its first queueing
    outcome: NoticeOutcome | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Whose a referral is."""

    agency: AgencyId | None = None
    incident_id: IncidentId | None = None


STATES: dict[str, type[Any]] = {
    SYSTEMS.partition(":")[0]: Machines,
    "notice-life": Notice,
    "referral-life": Task,
}


def evolve(_tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case Machines():
            return _machines(state, fact)
        case Notice():
            return _notice(state, fact, entry.position)
        case Task():
            if isinstance(fact, ReferralSent):
                return Task(agency=fact.agency, incident_id=fact.incident_id)
            return state
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__}")


def _machines(state: Machines, fact: Heard) -> Machines:
    match fact:
        case SystemConnected() | SystemResumed():
            return replace(state, connected=state.connected | {fact.system: False})
        case SystemPaused():
            return replace(state, connected=state.connected | {fact.system: True})
        case SystemDisconnected():
            return replace(state, connected=_without(state.connected, fact.system))
        case MachineKeyIssued():
            return replace(state, keys=state.keys | {fact.key_id: fact.agency})
        case MachineKeyRevoked():
            return replace(state, keys=_without(state.keys, fact.key_id))
        case SummaryWanted() | SummarySent():
            summary = Summary(email=fact.email, next_at=fact.next_at)
            return replace(state, summaries=state.summaries | {fact.agency: summary})
        case SummaryStopped():
            return replace(state, summaries=_without(state.summaries, fact.agency))
        case SummaryEnded():
            return state
        case NoticeQueued() | NoticeRequeued() | NoticeEnded() | ReferralSent():
            return state  # they carry no tag of the machines
        case _ as never:
            assert_never(never)


def _notice(state: Notice, fact: Heard, position: int) -> Notice:
    match fact:
        case NoticeQueued():
            return Notice(queued=fact, position=position)
        case NoticeRequeued():
            return replace(state, outcome=None)
        case NoticeEnded():
            return replace(state, outcome=fact.outcome)
        case _:
            return state


def _without(known: dict[Any, Any], key: Any) -> dict[Any, Any]:
    return {each: value for each, value in known.items() if each != key}
