"""What the alerts desk keeps in mind: an alert under way, who can be reached, a job's crews."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never, cast

from siaga.language.agencies import ReferralReopened, ReferralReprioritised, ReferralSent
from siaga.language.alerts import (
    ROSTER,
    AlertAnswered,
    AlertDelivered,
    AlertExhausted,
    AlertFact,
    AlertFailed,
    AlertRaised,
    AlertReached,
    AlertSent,
    AlertStepped,
    AlertTaken,
    AlertTested,
    AlertWay,
    DeviceForgotten,
    DeviceRegistered,
    TestResult,
)
from siaga.language.crews import CrewSignedOff, CrewSignedOn
from siaga.language.dispatch import (
    DispatchCancelled,
    DispatchDeclined,
    UnitCleared,
    UnitDispatched,
)
from siaga.language.entry import Entry
from siaga.language.incident import (
    IncidentClassified,
    IncidentClosed,
    IncidentLocated,
    IncidentOpened,
    IncidentPrioritised,
    IncidentReopened,
    incident_life,
)
from siaga.language.values import (
    AccountId,
    AgencyId,
    AlertId,
    DeviceId,
    DispatchId,
    Priority,
    Sealed,
    Tag,
    UnitId,
)

OfTask = ReferralSent | ReferralReopened | ReferralReprioritised
OfCrew = CrewSignedOn | CrewSignedOff
OfIncident = (
    IncidentOpened
    | IncidentReopened
    | IncidentPrioritised
    | IncidentClassified
    | IncidentLocated
    | IncidentClosed
)
OfJob = UnitDispatched | UnitCleared | DispatchCancelled | DispatchDeclined
Heard = AlertFact | OfIncident | OfJob | OfTask | OfCrew

QUEUED, TRYING, SENT, FAILED, ARRIVED = "queued", "trying", "sent", "failed", "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`raised` is None while nothing is under way: unknown, or over."""

    raised: AlertRaised | None = None
    step: int = -1
    round: int = 0
    ways: tuple[AlertWay, ...] = ()  # of the step under way
    stepped_at: datetime | None = None
    next_at: datetime | None = None
    delivered_at: datetime | None = None
    exhausted: bool = False
    taken: bool = False
    sendings: dict[tuple[AlertWay, DeviceId], str] = field(default_factory=dict)
    reasons: dict[AlertWay, str] = field(default_factory=dict)  # why the last one failed
    reached: frozenset[AlertWay] = frozenset()
    tested: frozenset[AlertWay] = frozenset()

    @property
    def is_hopeless(self) -> bool:
        """Nothing of the step under way left the house, and nobody waits for an open page."""
        own = [said for (way, _), said in self.sendings.items() if way in self.ways]
        return bool(own) and all(said in (FAILED, TRYING) for said in own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    ways: tuple[AlertWay, ...]
    holders: tuple[str, ...]
    endpoint: Sealed
    account_id: AccountId | None
    session: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    devices: dict[DeviceId, Device] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """Of one incident: how urgent it is, and which units are on it."""

    priority: Priority | None = None
    closed: bool = False
    units: dict[DispatchId, UnitId] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Of one referral."""

    agency: AgencyId | None = None
    priority: Priority | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTold:
    """Of one incident: the messages of plans that went out, and those not over."""

    told: frozenset[AlertId] = frozenset()
    open: frozenset[AlertId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Who signed off from the unit and has not come back."""

    left: frozenset[AccountId] = frozenset()


STATES: dict[str, type[Any]] = {
    "alert-life": Alert,
    ROSTER.partition(":")[0]: Roster,
    "incident-life": Jobs,
    "referral-life": Task,
    "plan-told": PlanTold,
    "unit-crew": Crew,
}


def evolve(tag: Tag, state: Any, entry: Entry) -> Any:
    fact = cast(Heard, entry.fact)
    match state:
        case Alert():
            return _alert(state, cast(AlertFact, fact))
        case Roster():
            return _roster(state, fact)
        case Jobs():
            return _jobs(state, fact, tag)
        case Task():
            return _task(state, fact)
        case PlanTold():
            return _plan_told(state, fact)
        case Crew():
            return _crew(state, fact)
        case _:
            raise TypeError(f"no state of this desk: {type(state).__name__} of {tag}")


def _alert(state: Alert, fact: AlertFact) -> Alert:
    match fact:
        case AlertRaised():
            unread = state.raised.changed if state.raised else ()
            changed = tuple(dict.fromkeys((*unread, *fact.changed)))
            return Alert(raised=replace(fact, changed=changed))
        case AlertAnswered():
            return Alert()
        case _ if state.raised is None:
            return state
        case AlertStepped():
            return _stepped(state, fact)
        case AlertSent():
            return _said(state, fact.way, fact.devices, said=SENT)
        case AlertFailed():
            state = replace(state, reasons=state.reasons | {fact.way: fact.reason})
            return _said(state, fact.way, fact.devices, said=FAILED if fact.final else TRYING)
        case AlertDelivered():
            state = replace(state, delivered_at=fact.when.at, next_at=fact.next_at)
            return _arrived(state, fact.way, fact.device_id)
        case AlertReached():
            return _arrived(state, fact.way, fact.device_id)
        case AlertExhausted():
            return replace(state, exhausted=True, taken=False, next_at=fact.next_at)
        case AlertTaken():
            return replace(state, taken=True, next_at=fact.next_at)
        case AlertTested():
            known = fact.result in (TestResult.PROVEN, TestResult.NO_DEVICE)
            return replace(state, tested=state.tested | {fact.way}) if known else state
        case DeviceRegistered() | DeviceForgotten():
            return state
        case _ as never:
            assert_never(never)


def _stepped(state: Alert, fact: AlertStepped) -> Alert:
    """A large audience comes in several facts of the same step."""
    new = {(target.way, target.device_id): QUEUED for target in fact.targets}
    return replace(
        state,
        step=fact.step,
        round=fact.round,
        ways=fact.ways,
        stepped_at=fact.when.at if fact.round == 0 else state.stepped_at,
        next_at=fact.next_at,
        sendings=state.sendings | new,
    )


def _said(state: Alert, way: AlertWay, devices: tuple[DeviceId, ...], *, said: str) -> Alert:
    """What has arrived stays arrived, whatever a later report of another try says."""
    known = state.sendings
    new = {(way, device): said for device in devices if known.get((way, device)) != ARRIVED}
    return replace(state, sendings=known | new)


def _arrived(state: Alert, way: AlertWay, device_id: DeviceId | None) -> Alert:
    state = replace(state, reached=state.reached | {way})
    if device_id is None or (way, device_id) not in state.sendings:
        return state
    return replace(state, sendings=state.sendings | {(way, device_id): ARRIVED})


def _roster(state: Roster, fact: Heard) -> Roster:
    match fact:
        case DeviceRegistered():
            device = Device(
                ways=fact.ways,
                holders=fact.holders,
                endpoint=fact.endpoint,
                account_id=fact.account_id,
                session=fact.session,
            )
            return Roster(devices=state.devices | {fact.device_id: device})
        case DeviceForgotten():
            left = {key: one for key, one in state.devices.items() if key != fact.device_id}
            return Roster(devices=left)
        case _:
            return state


def _jobs(state: Jobs, fact: Heard, tag: Tag) -> Jobs:
    if not isinstance(fact, OfIncident | OfJob) or incident_life(fact.incident_id) != tag:
        return state
    match fact:
        case IncidentOpened() | IncidentReopened():
            return replace(state, priority=fact.priority, closed=False)
        case IncidentPrioritised():
            return replace(state, priority=fact.priority)
        case IncidentClosed():
            return replace(state, closed=True)
        case IncidentClassified() | IncidentLocated():
            return state
        case UnitDispatched():
            return replace(state, units=state.units | {fact.dispatch_id: fact.unit_id})
        case UnitCleared() | DispatchCancelled() | DispatchDeclined():
            left = {key: unit for key, unit in state.units.items() if key != fact.dispatch_id}
            return replace(state, units=left)
        case _ as never:
            assert_never(never)


def _plan_told(state: PlanTold, fact: Heard) -> PlanTold:
    match fact:
        case AlertRaised():
            new = {fact.alert_id}
            return PlanTold(told=state.told | new, open=state.open | new)
        case AlertAnswered():
            return replace(state, open=state.open - {fact.alert_id})
        case _:
            return state


def _task(state: Task, fact: Heard) -> Task:
    match fact:
        case ReferralSent():
            return Task(agency=fact.agency, priority=fact.priority)
        case ReferralReopened():
            agency, priority = fact.agency or state.agency, fact.priority or state.priority
            return Task(agency=agency, priority=priority)
        case ReferralReprioritised():
            return replace(state, priority=fact.priority)
        case _:
            return state


def _crew(state: Crew, fact: Heard) -> Crew:
    match fact:
        case CrewSignedOn():
            return Crew(left=state.left - {fact.account_id})
        case CrewSignedOff():
            return Crew(left=state.left | {fact.account_id})
        case _:
            return state
