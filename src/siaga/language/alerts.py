"""What is known of alerts: how somebody who must act was told, and whether it arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from siaga.language.entry import Fact
from siaga.language.incident import incident_story
from siaga.language.values import (
    AccountId,
    AgencyId,
    AlertId,
    DeviceId,
    HospitalId,
    IncidentId,
    Priority,
    Sealed,
    Tag,
    UnitId,
    When,
)


class AlertAbout(StrEnum):
    """`subject` of an alert is the id of the named thing."""

    DISPATCH = "dispatch"
    READY = "ready"  # a unit shall stand ready: subject is the unit
    STAND_DOWN = "stand_down"  # a crew that may be driving is called off: subject is the dispatch
    CHANGE = "change"  # of the job a crew has: subject is the dispatch; answered by having read it
    REFERRAL = "referral"
    ESCALATION = "escalation"  # a referral nobody answered: subject is the referral
    PRE_ALERT = "pre_alert"
    PANIC = "panic"
    ROLL_CALL = "roll_call"  # PAR
    REVIEW = "review"
    PLAN = "plan"  # a response plan's message; answered by nobody: that it arrived is all
    FLEET = "fleet"  # few units are left free: subject is the fleet; that it arrived is all
    TEST = "test"  # the daily one


TOLD = frozenset({AlertAbout.PLAN, AlertAbout.FLEET})
"""Nobody has to answer: that it arrived is all."""


class AlertWay(StrEnum):
    """Paths by which an alert goes out; the last two need no internet."""

    PUSH = "push"  # web push
    PAGE = "page"  # the open page of the crew, agency or hospital showed it
    WHATSAPP = "whatsapp"
    EMAIL = "email"
    VOICE = "voice"  # a telephone call with spoken text
    SMS = "sms"
    RADIO = "radio"  # a person of the room says it and enters that


NO_INTERNET = frozenset({AlertWay.SMS, AlertWay.RADIO})
BY_DEVICE = frozenset(AlertWay) - {AlertWay.PAGE, AlertWay.RADIO}
"""Ways that go to a registered device; the open page and the radio need none."""


class AlertEnd(StrEnum):
    ANSWERED = "answered"  # by the subject's own fact
    READ = "read"  # a receipt by somebody it was for
    OVER = "over"  # what it was about has ended
    PROVEN = "proven"  # a test that ran to its end


class DeviceEnd(StrEnum):
    BY_PERSON = "by_person"
    GONE = "gone"  # the push service says so (404, 410)
    REPLACED = "replaced"  # the same browser belongs to somebody else now
    RIGHTS = "rights"  # its account was closed or got other rights


class TestResult(StrEnum):
    PROVEN = "proven"  # it arrived
    SENT = "sent"  # it left; this way gives no proof
    FAILED = "failed"
    NO_DEVICE = "no_device"  # nothing is registered to try it with

    __test__ = False  # no test class, whatever its name


ROSTER = Tag("alert-roster:all")
"""Guards who can be reached by what."""

GroupId = NewType("GroupId", str)

EVERYBODY = "everybody"
ROOM = "room"
TESTERS = "test"


def alert_life(alert_id: AlertId) -> Tag:
    return Tag(f"alert-life:{alert_id}")


def plan_told(incident_id: IncidentId) -> Tag:
    """Guards which messages of plans went out for an incident: each goes once."""
    return Tag(f"plan-told:{incident_id}")


def alert_of(about: AlertAbout, subject: str) -> AlertId:
    """One alert about one thing; what is raised again takes the place of the earlier one."""
    return AlertId(f"{about}-{subject}")


def is_test(alert_id: AlertId) -> bool:
    return alert_id.startswith(f"{AlertAbout.TEST}-")


class _OfAlert:
    __slots__ = ()
    alert_id: AlertId

    def tags(self) -> tuple[Tag, ...]:
        return (alert_life(self.alert_id),)


class _InStory:
    """Stands in the story of its incident too."""

    __slots__ = ()
    alert_id: AlertId
    incident_id: IncidentId | None

    def tags(self) -> tuple[Tag, ...]:
        own = (alert_life(self.alert_id),)
        return (*own, incident_story(self.incident_id)) if self.incident_id else own


def _of_plan(about: AlertAbout, incident_id: IncidentId | None) -> tuple[Tag, ...]:
    return (plan_told(incident_id),) if about is AlertAbout.PLAN and incident_id else ()


class _OfRoster:
    __slots__ = ()

    def tags(self) -> tuple[Tag, ...]:
        return (ROSTER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTarget:
    way: AlertWay
    device_id: DeviceId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRegistered(_OfRoster, Fact):
    """A browser for web push, or a number or address; `endpoint` holds where it is reached.

    `holders`: whom it reaches, as "unit:amb-1", "agency:damkar", "hospital:rsud", "room",
    "account:…", "duty:damkar:1" (a step of the escalation) or "test".
    """

    device_id: DeviceId
    ways: tuple[AlertWay, ...]
    holders: tuple[str, ...]
    endpoint: Sealed
    when: When
    account_id: AccountId | None = None  # whose browser; None: a number of a unit or an agency
    session: str = ""  # a mark of the session it was registered in: it is silent after its end
    label: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceForgotten(_OfRoster, Fact):
    device_id: DeviceId
    why: DeviceEnd
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRaised(_InStory, Fact):
    """Somebody must be told. `audience` are holders of devices, none of `spared`."""

    alert_id: AlertId
    about: AlertAbout
    subject: str
    priority: Priority
    audience: tuple[str, ...]
    when: When
    spared: tuple[str, ...] = ()
    incident_id: IncidentId | None = None
    unit_id: UnitId | None = None
    agency: AgencyId | None = None
    hospital: HospitalId | None = None
    changed: tuple[str, ...] = ()  # of a job: priority, location, type
    step: int = 0  # of an escalation
    message: str = ""  # of a plan: which text of the place …
    alarm: int = 0  # … said at which alarm level

    def tags(self) -> tuple[Tag, ...]:
        return (*_InStory.tags(self), *_of_plan(self.about, self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStepped(_OfAlert, Fact):
    """The next ways are tried now, or (`round` > 0) the same once more.

    `skipped`: ways passed over because nobody of the audience has a device for them.
    """

    alert_id: AlertId
    about: AlertAbout
    subject: str
    priority: Priority
    step: int
    ways: tuple[AlertWay, ...]
    targets: tuple[AlertTarget, ...]
    when: When
    next_at: datetime
    round: int = 0
    skipped: tuple[AlertWay, ...] = ()
    rings: bool = False  # a person of the room has to say it over the radio


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSent(_OfAlert, Fact):
    """It left the house: a service took it, which is no proof that anybody has it."""

    alert_id: AlertId
    way: AlertWay
    devices: tuple[DeviceId, ...]
    when: When


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFailed(_OfAlert, Fact):
    """`final`: not tried again by this way. `reason`: a code, never a text from outside."""

    alert_id: AlertId
    way: AlertWay
    devices: tuple[DeviceId, ...]
    reason: str
    when: When
    final: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDelivered(_InStory, Fact):
    """Technical delivery by the first path that proved it; nobody has acknowledged by that."""

    alert_id: AlertId
    about: AlertAbout
    subject: str
    way: AlertWay
    when: When
    device_id: DeviceId | None = None
    next_at: datetime | None = None
    told_by: Sealed | None = None  # over the radio: who there took it down
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReached(_OfAlert, Fact):
    """It arrived by another path too."""

    alert_id: AlertId
    way: AlertWay
    when: When
    device_id: DeviceId | None = None
    told_by: Sealed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAnswered(_OfAlert, Fact):
    alert_id: AlertId
    about: AlertAbout
    subject: str
    how: AlertEnd
    when: When
    incident_id: IncidentId | None = None  # of a plan's message

    def tags(self) -> tuple[Tag, ...]:
        return (*_OfAlert.tags(self), *_of_plan(self.about, self.incident_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertExhausted(_InStory, Fact):
    """All ways were tried and nobody answered: it rings in the room until a person takes it."""

    alert_id: AlertId
    about: AlertAbout
    subject: str
    when: When
    next_at: datetime | None = None  # it is told again
    rings: bool = True
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTaken(_InStory, Fact):
    """A person of the room sees to it; unanswered it rings again at `next_at`."""

    alert_id: AlertId
    account_id: AccountId
    when: When
    next_at: datetime
    incident_id: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertTested(_OfAlert, Fact):
    """What became of one way in the daily test."""

    alert_id: AlertId
    way: AlertWay
    result: TestResult
    when: When
    reason: str = ""


AlertFact = (
    DeviceRegistered
    | DeviceForgotten
    | AlertRaised
    | AlertStepped
    | AlertSent
    | AlertFailed
    | AlertDelivered
    | AlertReached
    | AlertAnswered
    | AlertExhausted
    | AlertTaken
    | AlertTested
)
