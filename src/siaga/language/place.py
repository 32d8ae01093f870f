"""A place: the data that makes the system this city's own. Read from `places/`, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from siaga.language import alert_rules
from siaga.language.care_rules import USUAL_CARE, CareRules
from siaga.language.citizen_rules import USUAL, LinkRules
from siaga.language.conversation_place import Conversing
from siaga.language.dispatch_rules import DispatchRules
from siaga.language.guide_cards import GuideBook
from siaga.language.hazards import Hazard
from siaga.language.liaisons import Post
from siaga.language.machine_rules import NeighbourRules, SystemRules
from siaga.language.partners import Partner
from siaga.language.plans import PlanId, ResponsePlan
from siaga.language.premises import PremiseRules
from siaga.language.slow_rules import Gauge, SlowRules
from siaga.language.text import Text as Text
from siaga.language.values import (
    AgencyId,
    AreaCode,
    CapabilityId,
    GaugeId,
    HospitalId,
    IncidentTypeId,
    Language,
    PartnerId,
    PostId,
    Priority,
    ResultId,
    Safety,
    ServiceId,
    ShelterId,
    StationId,
    TeamId,
    UnitId,
)


class Authority(StrEnum):
    OWN = "own"  # we dispatch its units: Kirim
    THROUGH_BASE = "through_base"  # we ask its base, they name the unit: Minta ke Mako
    REQUEST = "request"  # referral only: Minta bantuan


class CoordinateQuality(StrEnum):
    SURVEYED = "surveyed"
    KELURAHAN = "kelurahan"  # only the kelurahan's centroid: says so on the map


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    latitude: float  # degrees, WGS 84
    longitude: float
    quality: CoordinateQuality = CoordinateQuality.KELURAHAN


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingHours:
    """Days are ISO weekdays, 1 = Monday."""

    days: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People of an agency who are sent together; who is in it today, the agency says."""

    id: TeamId
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    id: AgencyId
    name: Text
    short: str
    authority: Authority
    hours: WorkingHours | None = None  # None: round the clock
    phone: str = ""
    radio_channel: str = ""
    teams: tuple[Team, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    id: StationId
    name: str
    agency: AgencyId
    area: AreaCode
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    id: UnitId
    call_sign: str
    agency: AgencyId
    station: StationId
    kind: str  # ambulance, fire_engine, rescue, boat, patrol, team
    capabilities: tuple[CapabilityId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    id: HospitalId
    name: str
    area: AreaCode
    position: Position
    phone: str = ""
    satusehat: str = ""  # its organisation number at the national health platform
    services: tuple[ServiceId, ...] = ()  # what it is known to have
    services_only: bool = False  # a house for these alone, e.g. for the mind
    bpjs: bool | None = None  # contracted; shown to people, no part of any choice
    feed_id: str = ""  # its name in an EDXL-HAVE feed


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelter:
    """A building that is made ready for people who must leave their homes."""

    id: ShelterId
    name: str
    area: AreaCode
    position: Position
    capacity: int | None = None  # persons; None until somebody has counted


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentType:
    id: IncidentTypeId  # e.g. "fire.building"; the part before the dot is its parent
    name: Text
    priority: Priority
    parent: IncidentTypeId | None = None
    agencies: tuple[AgencyId, ...] = ()  # to task by default
    capabilities: tuple[CapabilityId, ...] = ()  # to send by default
    safety: Safety | None = None  # default contact safety of its reporters
    area_incident: bool = False  # flood, haze, quake: only links, never merges
    words: tuple[str, ...] = ()  # what people say, for search
    akin: tuple[IncidentTypeId, ...] = ()  # what it is also taken for, either way round
    private: bool = False  # one person's need, which hardly anybody else reports
    hazards: tuple[Hazard, ...] = ()  # what crews are to look out for


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A kelurahan."""

    code: AreaCode  # Kemendagri, e.g. 15.71.10.1003
    name: str
    district_code: str  # kecamatan
    district: str
    latitude: float  # centroid
    longitude: float
    area_km2: float
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """Promises about time, in seconds unless named otherwise (domain.md 5)."""

    accept_s: dict[Priority, int]  # P1, P2: round the clock
    accept_working_s: dict[Priority, int]  # P3, P4: counted in the agency's working hours
    escalation_step_s: dict[Priority, int]
    verify_s: dict[Priority, int]
    unit_assigned_s: dict[Priority, int]
    answer_s: tuple[tuple[int, int], ...]  # (seconds, percent of contacts)
    finish_s: dict[Priority, int] = field(default_factory=dict)  # accepted → done; none: no ring


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A way by which telephone calls reach the centre."""

    id: str
    name: Text
    addresses: tuple[str, ...] = ()  # of the network's machines: calls come from no others
    early_digits: bool = False  # digits pass while the call still waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Fading:
    """Points for something that happened, halved every `half_life_h`; their sum has a limit."""

    points: int
    half_life_h: float
    most: int  # in points, the sign is that of `points`


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """How likely a caller is in danger, as log-odds x 100, and how far that moves a call.

    It changes the order in which callers wait and nothing else. There is no rule by which
    silence could lower anybody.
    """

    name: str
    version: int
    start: int  # of a number nobody knows
    prank_day: Fading  # each verified prank of the last 24 h
    prank_month: Fading  # each older one, up to 30 days
    genuine: Fading  # the last contact that was no prank
    silent_again: int  # each silent or cut call of the last 10 min, if none was a prank
    silent_again_most: int
    incident_near: int  # an open incident around the place the network sent
    crowd: int  # the same while an incident is announced: most there tell of that one
    restricted: int
    by_hour: tuple[int, ...]  # 24 values, in the place's own time
    seconds_per_100: int  # head start for each 100 points above the start, and back
    ahead_max_s: int
    behind_max_s: int  # never beyond the bound, after which only age counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """How telephone calls are distributed to the takers."""

    bound_s: int  # who has waited this long is passed by nobody who came later
    ring_s: int  # a turn: one taker's telephone rings
    again_s: int  # before the same taker is tried again for a call he missed
    overflow_after_s: int
    overflow_alone_s: int  # when one taker is alone and not free
    overflow_no_taker_s: int
    wrap_up_max_s: int
    call_back_s: int  # after an unanswered call
    call_back_cut_off_s: int
    announcement_min: int
    silent_listen_s: int  # heard out before a taker may call a call silent
    near_m: int  # an incident within this distance of the caller is near
    record_waiting: bool
    likelihood: Likelihood
    line: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    id: str  # e.g. "id/kota"
    name: Text
    zone: str  # IANA, e.g. Asia/Jakarta
    zone_name: str  # e.g. WIB
    version: str  # digest of the files
    agencies: dict[AgencyId, Agency]
    stations: dict[StationId, Station]
    units: dict[UnitId, Unit]
    hospitals: dict[HospitalId, Hospital]
    incident_types: dict[IncidentTypeId, IncidentType]
    capabilities: dict[CapabilityId, Text]
    results: dict[ResultId, Text]
    areas: dict[AreaCode, Area]
    sla: Sla
    lines: Lines
    messages: dict[str, Text]  # what the centre writes to citizens
    guide: GuideBook = field(default_factory=GuideBook)
    links: LinkRules = USUAL
    care: CareRules = USUAL_CARE
    systems: SystemRules = field(default_factory=SystemRules)
    neighbours: NeighbourRules = field(default_factory=NeighbourRules)
    dispatching: DispatchRules = field(default_factory=DispatchRules)
    partners: dict[PartnerId, Partner] = field(default_factory=dict)
    posts: dict[PostId, Post] = field(default_factory=dict)
    slow: SlowRules = field(default_factory=SlowRules)
    premises: PremiseRules = field(default_factory=PremiseRules)
    gauges: dict[GaugeId, Gauge] = field(default_factory=dict)
    shelters: dict[ShelterId, Shelter] = field(default_factory=dict)
    plans: dict[PlanId, ResponsePlan] = field(default_factory=dict)  # edits are laid over them
    holidays: frozenset[date] = frozenset()
    bounds: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)  # west, south, east, north
    emergency_number: str = "112"
    drill: bool = False
    sources: tuple[str, ...] = field(default=())  # where the facts come from, for the map's credit
    conversation: Conversing = field(default_factory=Conversing)
    alerts: alert_rules.AlertRules = alert_rules.USUAL

    @property
    def key(self) -> str:
        """The place's key in the database: a drill is a twin with everything of its own."""
        return f"{self.id}~latihan" if self.drill else self.id

    def words(self, message: str, language: Language | None = None) -> str:
        """What the centre writes to a citizen; Indonesian where it lacks the citizen's words."""
        known = self.messages[message]
        match language:
            case Language.ENGLISH:
                return known.en
            case Language.LOCAL:
                return self.conversation.local_text(message) or known.id
            case _:
                return known.id
