"""What can be asked of the alerts desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from siaga.language.alerts import BY_DEVICE, AlertAbout, AlertEnd, AlertWay
from siaga.language.plans import ALARM_MAX, TOLD_ROLES, PlanMessage
from siaga.language.values import (
    AccountId,
    AgencyId,
    AlertId,
    DeviceId,
    FieldError,
    HospitalId,
    IncidentId,
    Priority,
    Role,
    Sealed,
    UnitId,
    Via,
)

STEP_MAX = 3
SAID = frozenset({Via.RADIO, Via.PHONE, Via.CHAT_GROUP, Via.IN_PERSON})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmAlert:
    """It arrived: the device or the open page shows it."""

    command_id: UUID
    alert_id: AlertId
    way: AlertWay
    device_id: DeviceId | None = None

    def __post_init__(self) -> None:
        if self.way not in (AlertWay.PUSH, AlertWay.PAGE):
            raise FieldError("way", "hanya push atau page; yang disebut lewat HT: say-alert")


@dataclass(frozen=True, slots=True, kw_only=True)
class SayAlert:
    """A person of the room has told them, over the radio or otherwise."""

    command_id: UUID
    alert_id: AlertId
    via: Via = Via.RADIO
    told_by: Sealed | None = None  # who there took it down

    def __post_init__(self) -> None:
        if self.via not in SAID:
            raise FieldError("via", "radio, phone, chat_group, atau in_person")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAlert:
    """A receipt by somebody it was for: that a job changed, that a test came."""

    command_id: UUID
    alert_id: AlertId


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeAlert:
    """A person of the room sees to an alert that nobody answered."""

    command_id: UUID
    alert_id: AlertId


@dataclass(frozen=True, slots=True, kw_only=True)
class TellPlan:
    """A message of a response plan goes out: once for each recipient, text and alarm level."""

    command_id: UUID
    incident_id: IncidentId
    told: PlanMessage
    alarm: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.alarm <= ALARM_MAX:
            raise FieldError("alarm", f"1 sampai {ALARM_MAX}")

    @property
    def subject(self) -> str:
        name = f"{self.incident_id} {self.told.holder} {self.told.message} {self.alarm}"
        return str(uuid5(NAMESPACE_OID, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterNumber:
    """Where a unit, an agency, a hospital or somebody on duty is reached without a browser.

    `step`: of an agency, the person who is told at that step of the escalation.
    """

    command_id: UUID
    number: Sealed
    ways: tuple[AlertWay, ...]
    unit_id: UnitId | None = None
    agency: AgencyId | None = None
    hospital: HospitalId | None = None
    role: Role | None = None
    step: int = 0
    for_room: bool = False
    for_test: bool = False
    label: Sealed | None = None

    def __post_init__(self) -> None:
        if not self.ways or set(self.ways) - (BY_DEVICE - {AlertWay.PUSH}):
            raise FieldError("ways", "isi whatsapp, sms, voice, atau email")
        owners = (self.unit_id, self.agency, self.hospital, self.role)
        others = (self.for_room or None, self.for_test or None)
        if sum(owner is not None for owner in (*owners, *others)) != 1:
            raise FieldError(
                "unit_id", "pilih satu: unit, instansi, rumah sakit, jabatan, ruang, atau uji"
            )
        if self.role is not None and self.role not in TOLD_ROLES:
            raise FieldError("role", ", ".join(TOLD_ROLES))
        if self.step and (self.agency is None or not 0 < self.step <= STEP_MAX):
            raise FieldError("step", f"1 sampai {STEP_MAX}, hanya untuk instansi")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetDevice:
    command_id: UUID
    device_id: DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class TestDevice:
    """Sounds on one device of one's own, to hear that it does."""

    command_id: UUID
    device_id: DeviceId

    __test__ = False  # no test class, whatever its name


@dataclass(frozen=True, slots=True, kw_only=True)
class TestWays:
    """Try every way now, as it is done each day."""

    command_id: UUID

    __test__ = False


# ---- made by the page's own route, by policies, timers and the outbox, never by a command door


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterBrowser:
    """Its holders follow from who is signed in; the same browser again changes nothing."""

    command_id: UUID
    device_id: DeviceId
    endpoint: Sealed
    session: str
    label: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlert:
    command_id: UUID
    about: AlertAbout
    subject: str
    incident_id: IncidentId | None = None
    unit_id: UnitId | None = None
    agency: AgencyId | None = None
    hospital: HospitalId | None = None
    priority: Priority | None = None
    account_id: AccountId | None = None  # whose the reviewed case is
    units: tuple[UnitId, ...] = ()  # of a roll call
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPlanAlerts:
    """The incident is over: nobody waits for its messages any more."""

    command_id: UUID
    incident_id: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class TellChange:
    """A job changed while crews have it: each of them is told."""

    command_id: UUID
    incident_id: IncidentId
    what: str  # priority, location, type, premise


@dataclass(frozen=True, slots=True, kw_only=True)
class EndAlerts:
    command_id: UUID
    alert_ids: tuple[AlertId, ...]
    how: AlertEnd = AlertEnd.ANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn:
    """Its time has come: the next step, once more, or the ring in the room."""

    command_id: UUID
    alert_id: AlertId
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What became of one row on its way to one device. `status`: sent, trying or failed."""

    way: AlertWay
    device_id: DeviceId
    status: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSendings:
    command_id: UUID
    alert_id: AlertId
    sendings: tuple[Sending, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveDelivery:
    """A provider's receipt, the end of a call that was heard, or a page that showed the job."""

    command_id: UUID
    alert_id: AlertId
    way: AlertWay
    device_id: DeviceId | None = None
    heard_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropDevices:
    """Of an account whose rights changed; its pages register anew."""

    command_id: UUID
    account_id: AccountId


@dataclass(frozen=True, slots=True, kw_only=True)
class DropGone:
    command_id: UUID
    device_id: DeviceId


OfAlert = ConfirmAlert | SayAlert | ReadAlert | TakeAlert | GoOn | ReportSendings | ProveDelivery
OfRoster = RegisterNumber | RegisterBrowser | ForgetDevice | DropDevices | DropGone
Raising = RaiseAlert | TellPlan | TellChange | TestDevice | TestWays
Command = OfAlert | OfRoster | Raising | EndAlerts | EndPlanAlerts
