"""Laws of referrals and their deadlines, under any order, repeat and wrong hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.desks.agencies.commands import (
    Accept,
    ConfirmDelivery,
    Decline,
    Finish,
    HandBack,
    Reopen,
    SendReferral,
    Start,
    TakeBack,
    Verify,
)
from siaga.desks.agencies.decide.working_time import after_working_time
from siaga.desks.agencies.doors import DESK
from siaga.desks.incident.commands import Prioritise
from siaga.desks.incident.doors import DESK as INCIDENT_DESK
from siaga.language.agencies import (
    ReferralAccepted,
    ReferralDeclined,
    ReferralEscalated,
    ReferralFinished,
    ReferralHandedBack,
    ReferralReopened,
    ReferralReprioritised,
    ReferralSent,
    ReferralStarted,
    ReferralTakenBack,
    ReferralVerified,
)
from siaga.language.entry import Entry
from siaga.language.incident import IncidentOpened
from siaga.language.place import WorkingHours
from siaga.language.refusals import Refusal, Refused
from siaga.language.values import (
    AccountId,
    Actor,
    ActorKind,
    AgencyId,
    IncidentId,
    IncidentTypeId,
    Priority,
    ReferralId,
)
from tests.builders import (
    CREW,
    DAMKAR_DESK,
    DINSOS_DESK,
    NOW,
    PLACE,
    TAKER,
    by_server,
    minutes,
    sealed,
    uid,
)
from tests.story import entry
from tests.world import World

AGENCIES = tuple(AgencyId(item) for item in ("damkar", "dinsos", "perkim"))
INCIDENT = IncidentId("i-1")
OWN = {DAMKAR_DESK.id: "damkar", DINSOS_DESK.id: "dinsos"}
KINDS: dict[str, Any] = {
    "show": ConfirmDelivery,
    "accept": Accept,
    "decline": Decline,
    "start": Start,
    "finish": Finish,
    "hand-back": HandBack,
    "verify": Verify,
    "reopen": Reopen,
    "take-back": TakeBack,
}
WITH_REASON = {"decline", "hand-back", "reopen"}
AFTER: dict[type[Any], type[Any]] = {
    ReferralVerified: ReferralReopened,  # the centre rejects a proof it had verified
    ReferralDeclined: ReferralTakenBack,
    ReferralHandedBack: ReferralTakenBack,
}
ENDS = (ReferralDeclined, ReferralHandedBack, ReferralVerified, ReferralTakenBack)
ON_IT = (ReferralAccepted, ReferralStarted, ReferralFinished, *ENDS)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody tries; `task` counts back from the newest referral."""

    kind: str
    hand: Actor
    agency: AgencyId
    task: int
    pause_min: int
    priority: Priority


ACTS = st.builds(
    Act,
    kind=st.sampled_from(["send", "send", "prioritise", "prioritise", "repeat", *KINDS, *KINDS]),
    hand=st.sampled_from((TAKER, TAKER, TAKER, DAMKAR_DESK, DINSOS_DESK, CREW)),
    agency=st.sampled_from(AGENCIES),
    task=st.sampled_from([0, 0, 0, 1, 2]),
    pause_min=st.sampled_from([0, 0, 1, 4, 30, 60 * 15]),
    priority=st.sampled_from(list(Priority)),
)
LAW = settings(max_examples=120, deadline=None)
MANY_ACTS = st.lists(ACTS, min_size=1, max_size=40)


def told(acts: list[Act]) -> World:
    world = World([DESK, INCIDENT_DESK])
    opened = IncidentOpened(
        incident_id=INCIDENT,
        incident_type=IncidentTypeId("fire"),
        priority=Priority.P2,
        clock_start=by_server(),
        when=by_server(),
        owner=AccountId("acc-taker"),
    )
    world.entries.append(entry(opened))
    said: list[tuple[Any, Actor]] = []
    for number, act in enumerate(acts, start=1):
        world.wait(minutes(act.pause_min))
        if act.kind == "prioritise":
            rank = Prioritise(command_id=uid(number), incident_id=INCIDENT, priority=act.priority)
            world.submit("incident", rank)
        elif act.kind == "repeat":
            if said:
                ask_again(world, *said[-1 - act.task % len(said)])
        elif (command := command_of(world, act, number)) is not None:
            said.append((command, act.hand))
            ask(world, command, act)
    return world


def command_of(world: World, act: Act, number: int) -> Any:
    if act.kind == "send":
        if act.hand is not TAKER:  # the door lets only the room send
            return None
        return SendReferral(command_id=uid(number), incident_id=INCIDENT, agency=act.agency)
    known = [fact.referral_id for fact in world.facts(ReferralSent)]
    task = known[-1 - act.task] if act.task < len(known) else ReferralId("t-unknown")
    extra = {"reason": sealed()} if act.kind in WITH_REASON else {}
    return KINDS[act.kind](command_id=uid(number), referral_id=task, **extra)


def ask(world: World, command: Any, act: Act) -> None:
    before = len(world.entries)
    outcome = world.submit("agencies", command, act.hand)
    if isinstance(outcome, Refused):
        assert len(world.entries) == before
    agency_of = {fact.referral_id: fact.agency for fact in world.facts(ReferralSent)}
    task = getattr(command, "referral_id", None)
    if act.hand is not TAKER and task in agency_of:
        of_the_room = isinstance(command, Verify | Reopen | TakeBack)
        if of_the_room or OWN.get(act.hand.id) != agency_of[task]:
            assert outcome == Refused(reason=Refusal.NOT_YOUR_REFERRAL)


def ask_again(world: World, command: Any, hand: Actor) -> None:
    before, first = len(world.entries), world.answers[str(command.command_id)]
    assert world.submit("agencies", command, hand) is first
    assert len(world.entries) == before


def by_task(world: World) -> dict[str, list[Entry]]:
    tasks: dict[str, list[Entry]] = {}
    for item in world.entries:
        if (task := getattr(item.fact, "referral_id", None)) is not None:
            tasks.setdefault(task, []).append(item)
    return tasks


@LAW
@given(MANY_ACTS)
def test_every_end_of_a_referral_was_chosen_by_a_person(acts: list[Act]) -> None:
    world = told(acts)
    world.wait(timedelta(days=60))
    for items in by_task(world).values():
        for item in items:
            if not isinstance(item.fact, ReferralEscalated | ReferralReprioritised):
                assert item.actor_kind is ActorKind.PERSON
        ended = [n for n, item in enumerate(items) if isinstance(item.fact, ENDS)]
        for n in ended:
            for item in items[n + 1 : n + 2]:
                assert isinstance(item.fact, AFTER[type(items[n].fact)])


@LAW
@given(MANY_ACTS)
def test_a_task_is_accepted_started_and_done_in_this_order(acts: list[Act]) -> None:
    for items in by_task(told(acts)).values():
        state = "new"
        for item in items:
            match item.fact:
                case ReferralSent():
                    assert state == "new"
                    state = "waiting"
                case ReferralAccepted():
                    assert state == "waiting"
                    state = "accepted"
                case ReferralStarted():
                    assert state == "accepted"
                    state = "started"
                case ReferralFinished():
                    assert state == "started"
                    state = "done"
                case ReferralReopened():
                    assert state == "done"
                    state = "waiting"
                case ReferralVerified():
                    assert state == "done"
                case ReferralDeclined():
                    assert state == "waiting"
                case ReferralHandedBack():
                    assert state in ("accepted", "started")
                case _:
                    pass


@LAW
@given(MANY_ACTS)
def test_an_escalation_rings_only_while_nobody_is_on_it(acts: list[Act]) -> None:
    world = told(acts)
    world.wait(timedelta(days=60))
    for items in by_task(world).values():
        rings, step, due_at = False, 0, NOW
        for item in items:
            match item.fact:
                case ReferralSent() | ReferralReopened() as fact:
                    rings, step, due_at = True, 0, fact.accept_by_at
                case ReferralEscalated() as fact:
                    assert rings
                    assert fact.step == step + 1
                    assert fact.when.at >= due_at
                    step, rings = fact.step, fact.next_due_at is not None
                    due_at = fact.next_due_at or due_at
                case ReferralReprioritised() as fact:
                    assert rings
                    due_at = fact.rings_at
                case fact if isinstance(fact, ON_IT):
                    rings = False
                case _:
                    pass
        assert not rings, "sixty days passed and the promised ring did not come"
        assert step in (0, 3) or any(isinstance(item.fact, ON_IT) for item in items)


@LAW
@given(MANY_ACTS)
def test_no_agency_is_tasked_while_it_has_an_open_task(acts: list[Act]) -> None:
    has: dict[str, str] = {}
    for item in told(acts).entries:
        match item.fact:
            case ReferralSent() as fact:
                assert fact.agency not in has.values()
                has[fact.referral_id] = fact.agency
            case ReferralReopened() as fact:
                assert fact.agency is not None
                has[fact.referral_id] = fact.agency
            case (
                ReferralDeclined() | ReferralHandedBack() | ReferralVerified() | ReferralTakenBack()
            ) as fact:
                has.pop(fact.referral_id, None)  # a returned task is taken back later
            case _:
                pass


# ---- deadlines in working time


ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
STARTS = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 1), timezones=st.just(UTC)
)
SECONDS = st.integers(min_value=1, max_value=5 * 28_800)
OPENS, CLOSES = st.integers(0, 11), st.integers(12, 23)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[WorkingHours, frozenset[date], str]:
    days = draw(st.sets(st.integers(1, 7), min_size=1))
    opens, closes = time(draw(OPENS)), time(draw(CLOSES), 30)
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20))
    hours = WorkingHours(days=tuple(sorted(days)), opens=opens, closes=closes)
    return hours, holidays, draw(st.sampled_from(ZONES))


def deadline(
    start: datetime, seconds: int, calendar: tuple[WorkingHours, frozenset[date], str]
) -> datetime:
    hours, holidays, zone = calendar
    return after_working_time(start, seconds, hours=hours, holidays=holidays, zone=zone)


@LAW
@given(STARTS, SECONDS, calendars())
def test_a_deadline_never_falls_on_a_holiday_or_outside_hours(
    start: datetime, seconds: int, calendar: tuple[WorkingHours, frozenset[date], str]
) -> None:
    hours, holidays, zone = calendar
    local = deadline(start, seconds, calendar).astimezone(ZoneInfo(zone))
    assert local.date() not in holidays
    assert local.isoweekday() in hours.days
    assert hours.opens < local.time() <= hours.closes


def worked(
    start: datetime, end: datetime, calendar: tuple[WorkingHours, frozenset[date], str]
) -> timedelta:
    """Working time between two instants, day by day in local wall time."""
    hours, holidays, zone = calendar
    begin, until = (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in (start, end))
    total, day = timedelta(), begin.date()
    while day <= until.date():
        if day.isoweekday() in hours.days and day not in holidays:
            opens = max(datetime.combine(day, hours.opens), begin)
            closes = min(datetime.combine(day, hours.closes), until)
            total += max(closes - opens, timedelta())
        day += timedelta(days=1)
    return total


@LAW
@given(STARTS, SECONDS, calendars())
def test_exactly_the_promised_working_time_lies_before_a_deadline(
    start: datetime, seconds: int, calendar: tuple[WorkingHours, frozenset[date], str]
) -> None:
    end = deadline(start, seconds, calendar)
    assert worked(start, end, calendar) == timedelta(seconds=seconds)


@LAW
@given(STARTS, SECONDS, st.integers(0, 400_000), calendars())
def test_who_is_told_later_is_never_due_earlier(
    start: datetime,
    seconds: int,
    later_s: int,
    calendar: tuple[WorkingHours, frozenset[date], str],
) -> None:
    later = start + timedelta(seconds=later_s)
    assert deadline(start, seconds, calendar) <= deadline(later, seconds, calendar)


def test_the_acts_reach_every_fact_of_the_desk() -> None:
    """Laws over facts that never come would prove nothing."""

    def act(kind: str, pause_min: int = 0, agency: str = "damkar") -> Act:
        return Act(kind, TAKER, AgencyId(agency), 0, pause_min, Priority.P1)

    kinds = ("send", "show", "accept", "start", "finish", "reopen", "finish", "verify")
    acts = [act(kind) for kind in kinds]
    acts += [act("send"), act("decline"), act("take-back"), act("send"), act("accept")]
    acts += [
        act("hand-back"),
        act("send", agency="dinsos"),
        act("accept", pause_min=60),
        act("send", agency="perkim"),
        act("prioritise"),
    ]
    written = {type(item.fact) for item in told(acts).entries}
    assert DESK.writes <= written
    assert PLACE.agencies.keys() >= set(AGENCIES)
