"""What is known of other people's machines: where they listen, what they were told, their keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import (
    AgencyId,
    DispatchId,
    IncidentId,
    NoticeId,
    ReferralId,
    Sealed,
    Tag,
    UnitId,
    When,
)

SystemId = NewType("SystemId", str)
"""Whose machine: "agency:…" or "neighbour:…", the slug of the place behind it."""

KeyId = NewType("KeyId", str)

SYSTEMS = Tag("systems:place")
"""Guards what machines there are: connections, pauses, keys and summaries, never what they hear."""


PLAN_TOLD = "plan.told"
"""The event by which an agency's machine hears a message of a response plan."""


def of_agency(agency: AgencyId) -> SystemId:
    return SystemId(f"agency:{agency}")


def notice_life(notice_id: NoticeId) -> Tag:
    return Tag(f"notice-life:{notice_id}")


def system_story(system: SystemId) -> Tag:
    """For reading: everything one machine was told, in order and without gaps."""
    return Tag(f"system:{system}")


class NoticeOutcome(StrEnum):
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    UNKNOWN = "unknown"  # it may have arrived: its answer was lost


class _OfSystems:
    __slots__ = ()

    def tags(self) -> tuple[Tag, ...]:
        return (SYSTEMS,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemConnected(_OfSystems, Fact):
    """Where it listens, and the secret that signs what we post; both lie in the vault."""

    system: SystemId
    webhook_url: Sealed
    webhook_secret: Sealed
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDisconnected(_OfSystems, Fact):
    system: SystemId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPaused(_OfSystems, Fact):
    """What waits goes on waiting until its deadline."""

    system: SystemId
    when: When
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemResumed(_OfSystems, Fact):
    system: SystemId
    when: When


class _OfNotice:
    __slots__ = ()
    notice_id: NoticeId
    system: SystemId

    def tags(self) -> tuple[Tag, ...]:
        return (notice_life(self.notice_id), system_story(self.system))


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeQueued(_OfNotice, Fact):
    """A machine is to be told. `notice_id` is the receiver's key against doing it twice.

    `posted` is False where nobody listens: the notice waits to be fetched.
    """

    notice_id: NoticeId
    system: SystemId
    event: str  # "referral.sent"
    about: int  # position of the fact it tells of
    deliver_by_at: datetime
    when: When
    posted: bool = True
    referral_id: ReferralId | None = None
    dispatch_id: DispatchId | None = None
    unit_id: UnitId | None = None
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRequeued(_OfNotice, Fact):
    """A person sends it again, under the same key. `first`: position of the first queueing."""

    notice_id: NoticeId
    system: SystemId
    event: str
    first: int
    deliver_by_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEnded(Fact):
    notice_id: NoticeId
    system: SystemId
    outcome: NoticeOutcome
    when: When
    reason: str = ""  # a code: "timeout", "http_500", "inner_address"
    attempts: int = 0
    incident_id: IncidentId | None = None

    def tags(self) -> tuple[Tag, ...]:
        own = (notice_life(self.notice_id), system_story(self.system))
        if self.incident_id is None or self.outcome is NoticeOutcome.DELIVERED:
            return own
        return (*own, incident_story(self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineKeyIssued(_OfSystems, Fact):
    """The key itself was shown once and lies nowhere; `digest` is SHA-256 of it, in hex."""

    key_id: KeyId
    agency: AgencyId
    digest: str
    name: Sealed
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineKeyRevoked(_OfSystems, Fact):
    key_id: KeyId
    agency: AgencyId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryWanted(_OfSystems, Fact):
    """An agency gets its open tasks by e-mail each morning."""

    agency: AgencyId
    email: Sealed
    next_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryStopped(_OfSystems, Fact):
    agency: AgencyId
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SummarySent(_OfSystems, Fact):
    """Handed to the outbox; what it says is put together as it leaves."""

    agency: AgencyId
    email: Sealed
    next_at: datetime
    deliver_by_at: datetime
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryEnded(_OfSystems, Fact):
    """What became of an e-mail: `reason` is empty when it was handed over."""

    agency: AgencyId
    when: When
    reason: str = ""


SystemsFact = (
    SystemConnected
    | SystemDisconnected
    | SystemPaused
    | SystemResumed
    | NoticeQueued
    | NoticeRequeued
    | NoticeEnded
    | MachineKeyIssued
    | MachineKeyRevoked
    | SummaryWanted
    | SummaryStopped
    | SummarySent
    | SummaryEnded
)
