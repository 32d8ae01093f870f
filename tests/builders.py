"""Small things to build tests from: people, moments, vault references and a small invented place.

Nothing here is read from `places/`: the city is made up, with one of each kind a desk asks about.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from siaga.language.conversation_place import (
    CannedReply,
    ChannelAnswers,
    Conversing,
    LocalMessage,
    LocalTongue,
    NudgeStep,
    NudgeWhen,
    ReplyTemplate,
    TemplateCategory,
    Words,
)
from siaga.language.place import (
    Agency,
    Area,
    Authority,
    Fading,
    Hospital,
    IncidentType,
    Likelihood,
    Line,
    Lines,
    Place,
    Position,
    Sla,
    Station,
    Text,
    Unit,
    WorkingHours,
)
from siaga.language.values import (
    Actor,
    ActorKind,
    AgencyId,
    AreaCode,
    Automatic,
    CapabilityId,
    Channel,
    HospitalId,
    IncidentTypeId,
    LocationClaim,
    LocationSource,
    Priority,
    ResultId,
    Role,
    Safety,
    Sealed,
    SealedPoint,
    ServiceId,
    StationId,
    TemplateId,
    TimeSource,
    UnitId,
    When,
)
from tests.care_rules import CARE

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # a Monday, 10:00 WIB


def uid(number: int) -> UUID:
    """A UUIDv7 that says its number in its last digits."""
    return UUID(f"0195a000-0000-7000-8000-{number:012x}")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def by_server(at: datetime = NOW) -> When:
    return When(at=at)


def by_person(at: datetime = NOW) -> When:
    return When(at=at, source=TimeSource.PERSON)


def by_provider(at: datetime = NOW) -> When:
    return When(at=at, source=TimeSource.PROVIDER)


def sealed(text: str = "rahasia") -> Sealed:
    """A vault reference that says what it stands for."""
    return Sealed(text.replace(".", "").replace(" ", "-"), "digest")


def claim(text: str = "titik", area: str | None = "15.71.10.1003") -> LocationClaim:
    point = SealedPoint(text.replace(" ", "-"), "digest")
    return LocationClaim(
        source=LocationSource.PIN,
        point=point,
        area=AreaCode(area) if area else None,
        accuracy_m=20,
    )


def person(
    name: str,
    *roles: Role,
    agency: str | None = None,
    units: tuple[str, ...] = (),
    hospital: str | None = None,
) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        id=name,
        roles=frozenset(roles),
        agency=AgencyId(agency) if agency else None,
        units=frozenset(UnitId(unit) for unit in units),
        hospital=HospitalId(hospital) if hospital else None,
    )


TAKER = person("acc-taker", Role.CALL_TAKER)
OTHER_TAKER = person("acc-taker-2", Role.CALL_TAKER)
LEAD = person("acc-lead", Role.SHIFT_LEAD)
TRAINEE = person("acc-trainee", Role.TRAINEE)
DISPATCHER = person("acc-dispatcher", Role.DISPATCHER)
SUPERVISOR = person("acc-supervisor", Role.SUPERVISOR)
HEAD = person("acc-head", Role.HEAD)
ADMINISTRATOR = person("acc-administrator", Role.ADMINISTRATOR)
AUDITOR = person("acc-auditor", Role.AUDITOR)
CREW = person("acc-crew", Role.FIELD_CREW, units=("amb-1",))
OTHER_CREW = person("acc-crew-2", Role.FIELD_CREW, units=("amb-2",))
DAMKAR_DESK = person("acc-damkar", Role.AGENCY_DESK, agency="damkar")
DINSOS_DESK = person("acc-dinsos", Role.AGENCY_DESK, agency="dinsos")
HOSPITAL_DESK = person("acc-rsud", Role.HOSPITAL_DESK, hospital="rsud")

CHANNEL_ACTOR = Actor(kind=ActorKind.CHANNEL, id="channel:whatsapp")
POLICY_ACTOR = Actor(kind=ActorKind.POLICY, id="policy")
TIMER_ACTOR = Actor(kind=ActorKind.TIMER, id="timer")
SYSTEM_ACTOR = Actor(kind=ActorKind.SYSTEM, id="system")


def text(words: str) -> Text:
    return Text(id=words, en=words)


def _agency(agency_id: str, authority: Authority, *, office_hours: bool = False) -> Agency:
    hours_open = WorkingHours(days=(1, 2, 3, 4, 5), opens=time(8), closes=time(16))
    return Agency(
        id=AgencyId(agency_id),
        name=text(agency_id.title()),
        short=agency_id.title(),
        authority=authority,
        hours=hours_open if office_hours else None,
    )


AGENCIES = (
    _agency("damkar", Authority.OWN),
    _agency("psc", Authority.OWN),
    _agency("polresta", Authority.THROUGH_BASE),
    _agency("dinsos", Authority.REQUEST),
    _agency("perkim", Authority.REQUEST, office_hours=True),
)


def _unit(unit_id: str, agency: str, kind: str, *capabilities: str) -> Unit:
    return Unit(
        id=UnitId(unit_id),
        call_sign=unit_id.upper(),
        agency=AgencyId(agency),
        station=StationId("pos-1"),
        kind=kind,
        capabilities=tuple(CapabilityId(item) for item in capabilities),
    )


UNITS = (
    _unit("amb-1", "psc", "ambulance", "ambulance"),
    _unit("amb-2", "psc", "ambulance", "ambulance"),
    _unit("engine-1", "damkar", "fire_engine", "pump"),
    _unit("patrol-1", "polresta", "patrol", "patrol"),
    _unit("team-dinsos", "dinsos", "team"),
)


def _type(
    type_id: str,
    priority: Priority,
    *agencies: str,
    capabilities: tuple[str, ...] = (),
    safety: Safety | None = None,
) -> IncidentType:
    parent = type_id.partition(".")[0] if "." in type_id else None
    return IncidentType(
        id=IncidentTypeId(type_id),
        name=text(type_id),
        priority=priority,
        parent=IncidentTypeId(parent) if parent else None,
        agencies=tuple(AgencyId(agency) for agency in agencies),
        capabilities=tuple(CapabilityId(item) for item in capabilities),
        safety=safety,
    )


TYPES = (
    _type("fire", Priority.P1, "damkar", capabilities=("pump",)),
    _type("fire.building", Priority.P1, "damkar", capabilities=("pump",)),
    _type("medical", Priority.P2, "psc", capabilities=("ambulance",)),
    _type("medical.cardiac_arrest", Priority.P1, "psc", capabilities=("ambulance",)),
    _type("crime.robbery", Priority.P2, "polresta", capabilities=("patrol",)),
    _type("crime.domestic", Priority.P2, "polresta", safety=Safety.DO_NOT_CONTACT),
    _type("crime.sexual", Priority.P2, "polresta", safety=Safety.TEXT_ONLY),
    _type("abandoned_person.elderly", Priority.P3, "dinsos"),
    _type("public_facility.street_light", Priority.P4, "perkim"),
)

SLA = Sla(
    accept_s={Priority.P1: 60, Priority.P2: 300},
    accept_working_s={Priority.P3: 3600, Priority.P4: 28_800},
    escalation_step_s={
        Priority.P1: 60,
        Priority.P2: 300,
        Priority.P3: 3600,
        Priority.P4: 28_800,
    },
    verify_s={
        Priority.P1: 86_400,
        Priority.P2: 86_400,
        Priority.P3: 172_800,
        Priority.P4: 259_200,
    },
    unit_assigned_s={Priority.P1: 60, Priority.P2: 60, Priority.P3: 600, Priority.P4: 3600},
    answer_s=((15, 90), (20, 95)),
)

LIKELIHOOD = Likelihood(
    name="test",
    version=1,
    start=-300,
    prank_day=Fading(points=-150, half_life_h=12.0, most=400),
    prank_month=Fading(points=-40, half_life_h=168.0, most=150),
    genuine=Fading(points=100, half_life_h=168.0, most=100),
    silent_again=60,
    silent_again_most=120,
    incident_near=80,
    crowd=-60,
    restricted=-250,
    by_hour=(0,) * 24,
    seconds_per_100=20,
    ahead_max_s=60,
    behind_max_s=60,
)

LINES = Lines(
    bound_s=60,
    ring_s=12,
    again_s=8,
    overflow_after_s=45,
    overflow_alone_s=8,
    overflow_no_taker_s=2,
    wrap_up_max_s=120,
    call_back_s=300,
    call_back_cut_off_s=60,
    announcement_min=20,
    silent_listen_s=8,
    near_m=1000,
    record_waiting=False,
    likelihood=LIKELIHOOD,
    line=(Line(id="main", name=text("Saluran 112"), addresses=("192.0.2.1",)),),
)

_ANSWERS = {
    Automatic.FIRST: "first_reply",
    Automatic.FIRST_LOCATED: "first_located",
    Automatic.FIRST_UNREADABLE: "first_unreadable",
    Automatic.LOCATION_RECEIVED: "location_received",
    Automatic.UNREADABLE: "unreadable",
    Automatic.CALL: "no_calls",
}

CONVERSATION = Conversing(
    automatic=(
        ChannelAnswers(channel=Channel.WHATSAPP, answers=_ANSWERS),
        ChannelAnswers(channel=Channel.TELEGRAM, answers=_ANSWERS),
        ChannelAnswers(channel=Channel.SMS, answers={Automatic.FIRST: "first_sms"}),
    ),
    nudge=(
        NudgeStep(
            id="location",
            after_s=60,
            when=NudgeWhen.NO_LOCATION,
            message="ask_location",
            ask_location=True,
        ),
        NudgeStep(id="words", after_s=90, when=NudgeWhen.NO_WORDS, message="ask_words"),
        NudgeStep(id="busy", after_s=150, when=NudgeWhen.UNANSWERED, message="busy"),
    ),
    canned=(
        CannedReply(
            id="on_the_way",
            name=Words(id="Berangkat", en="On the way"),
            text=Words(id="{unit} ke {place}.", en="{unit} to {place}.", local="{unit}, {place}!"),
        ),
    ),
    template=(
        ReplyTemplate(
            id=TemplateId("follow_up"),
            name="follow_up",
            language="id",
            category=TemplateCategory.UTILITY,
            body="Laporan {{1}}: {{2}}. Balas di sini.",
            arguments=(text("nomor"), text("kabar")),
        ),
    ),
    local=LocalTongue(
        name=text("Bahaso"),
        markers=("ado", "dak", "biso"),
        message=(LocalMessage(message="busy", text="112: tunggu bae."),),
    ),
)

PLACE = Place(
    id="id/kota",
    name=text("Kota"),
    zone="Asia/Jakarta",
    zone_name="WIB",
    version="test",
    agencies={agency.id: agency for agency in AGENCIES},
    stations={
        StationId("pos-1"): Station(
            id=StationId("pos-1"),
            name="Pos 1",
            agency=AgencyId("damkar"),
            area=AreaCode("15.71.10.1003"),
            position=Position(latitude=-1.6, longitude=103.6),
        )
    },
    units={unit.id: unit for unit in UNITS},
    hospitals={
        HospitalId("rsud"): Hospital(
            id=HospitalId("rsud"),
            name="RSUD",
            area=AreaCode("15.71.10.1003"),
            position=Position(latitude=-1.61, longitude=103.61),
            services=(ServiceId("trauma"),),
            feed_id="RSUD Kota",
        ),
        HospitalId("rs-lain"): Hospital(
            id=HospitalId("rs-lain"),
            name="RS Lain",
            area=AreaCode("15.71.10.1003"),
            position=Position(latitude=-1.65, longitude=103.65),
        ),
    },
    care=CARE,
    incident_types={kind.id: kind for kind in TYPES},
    capabilities={CapabilityId(item): text(item) for item in ("ambulance", "pump", "patrol")},
    results={
        ResultId(item): text(item)
        for item in ("dealt_with_on_scene", "taken_to_hospital", "report_untrue")
    },
    areas={
        AreaCode("15.71.10.1003"): Area(
            code=AreaCode("15.71.10.1003"),
            name="Kelurahan",
            district_code="15.71.10",
            district="Kecamatan",
            latitude=-1.6,
            longitude=103.6,
            area_km2=2.0,
        )
    },
    sla=SLA,
    lines=LINES,
    messages={
        key: Text(id=f"112: {key}", en=f"112, in English: {key}")
        for key in (*_ANSWERS.values(), "first_sms", "ask_location", "ask_words", "busy")
    },
    conversation=CONVERSATION,
    holidays=frozenset({date(2026, 3, 19), date(2026, 3, 20)}),
    bounds=(103.5, -1.7, 103.7, -1.5),
)
